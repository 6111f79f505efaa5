-- What can each channel take in the period, and how many contacts came?
-- grain: one row per channel with a monthly capacity in the period
-- params: start_on, end_on
-- returns: channel, capacity, contacts, unknown, unit_cost
-- note: of the whole company, whatever the filters; capacity adds up days, each a part of its
--   month; only rates for all touchpoints tell it; mailings use none; unit_cost is the mean cost of
--   a contact that came, else of the newest rate without its minutes
with days as (
    select
        unnest(generate_series($start_on::timestamp, $end_on::timestamp, interval 1 day))::date
            as day_on
),

able as (
    select
        spells.channel,
        sum(spells.monthly_capacity / day(last_day(days.day_on))) as capacity,
        arg_max(spells.contact_cost, days.day_on)::double as newest_cost
    from days
    inner join app.rate_spells as spells
        on days.day_on >= spells.valid_from
        and (spells.valid_before is null or days.day_on < spells.valid_before)
    where spells.touchpoint = '(all)' and spells.monthly_capacity is not null
    group by spells.channel
),

came as (
    select
        channel,
        count(*) as contacts,
        count(*) filter (where cost is null) as unknown,
        avg(cost)::double as mean_cost
    from rollup.contact_costs
    where
        side != 'marketing'
        and rollup.happened_within(occurred_at, $start_on, $end_on)
    group by channel
)

select
    able.channel,
    able.capacity,
    coalesce(came.contacts, 0) as contacts,
    coalesce(came.unknown, 0) as unknown,
    coalesce(came.mean_cost, able.newest_cost) as unit_cost
from able
left join came on able.channel = came.channel
order by able.channel
