-- Of the customers there at the start of each month and stretch, how many were there at its end?
-- grain: one row per stretch with a customer: each month, "now" and "before"
-- params: months_from_on, now_from_on, now_to_on, then_from_on, then_to_on, latest_possible_on,
--   from_on, to_on, segment, region, channel, touchpoint, product
-- returns: stretch, starts_on, customers, stayed, has_days
-- note: stretches that end after the last day known are left out of the months; who is called lost
--   without a day counts nowhere; has_days is false where no day of leaving is on file
with stays as (
    select *
    from rollup.stays($latest_possible_on)
    where
        is_customer and not is_left_undated
        and rollup.is_in($segment, segment) and rollup.is_in($region, region)
        and rollup.has_met(customer_id, $from_on, $to_on, $channel, $touchpoint, $product)
),

months as (
    select unnest(
        generate_series($months_from_on::timestamp, $now_to_on::timestamp, interval 1 month)
    )::date as starts_on
),

stretches as (
    select
        'month' as stretch, starts_on, (starts_on + interval 1 month - interval 1 day)::date
            as ends_on
    from months
    union all
    select 'now', $now_from_on::date, $now_to_on::date
    union all
    select 'before', $then_from_on::date, $then_to_on::date
),

changes as (
    select
        coalesce(acquired_on, date '1800-01-01') as acquired_on,
        coalesce(left_on, date '9999-01-01') as left_on,
        known_until,
        count(*) as customers
    from stays
    group by all
)

select
    stretches.stretch,
    stretches.starts_on,
    sum(changes.customers)::bigint as customers,
    coalesce(sum(changes.customers) filter (where changes.left_on > stretches.ends_on), 0)::bigint
        as stayed,
    (select count(left_on) > 0 from stays) as has_days
from stretches
inner join changes
    on changes.acquired_on < stretches.starts_on and changes.left_on >= stretches.starts_on
where stretches.stretch != 'month' or stretches.ends_on <= changes.known_until
group by stretches.stretch, stretches.starts_on
order by stretches.stretch, stretches.starts_on
