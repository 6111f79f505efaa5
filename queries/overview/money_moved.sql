-- How did revenue, margin and cost to serve move from one stretch of days to another?
-- grain: one row for all, where segment is null, and one per segment with an amount
-- params: now_from_on, now_to_on, then_from_on, then_to_on, segment, region, channel, touchpoint,
--   product
-- returns: segment, customers, revenue, revenue_before, revenue_moved, margin, margin_before,
--   margin_moved, customers_now, margin_squared, answers, points, points_squared, people, nn, ns,
--   ss, answers_before, points_before, points_squared_before, people_before, nn_before, ns_before,
--   ss_before, people_both, nn_both, ns_both, sn_both, ss_both
-- note: customers with an amount in either stretch; moved adds up the squares of what each moved,
--   margin_squared those of what each left over now; the sums of rollup.sums_of are of cost to
--   serve: answers are customers with a contact whose cost is known, points what these cost
with amounts as (
    select
        customer_id,
        segment,
        line = 'revenue' as is_revenue,
        line in ('serve', 'repeat') as is_contact,
        amount::double as amount,
        (happened_at::date >= $now_from_on::date)::integer as is_now
    from rollup.money_in(
        coalesce($then_from_on::date, $now_from_on::date), $now_to_on::date,
        $segment, $region, $channel, $touchpoint, $product
    )
    where
        line != 'acquisition'
        and amount is not null
        and (happened_at::date >= $now_from_on::date or happened_at::date <= $then_to_on::date)
),

people as (
    select
        segment,
        sum(is_revenue::integer * is_now * amount) as r,
        sum(is_revenue::integer * (1 - is_now) * amount) as r0,
        sum(is_now * amount) as m,
        sum((1 - is_now) * amount) as m0,
        max(is_now) as here,
        max(is_contact::integer * is_now) as n,
        max(is_contact::integer * (1 - is_now)) as n0,
        -sum(is_contact::integer * is_now * amount) as s,
        -sum(is_contact::integer * (1 - is_now) * amount) as s0
    from amounts
    group by customer_id, segment
)

select
    segment,
    count(*) as customers,
    coalesce(sum(r), 0)::double as revenue,
    coalesce(sum(r0), 0)::double as revenue_before,
    coalesce(sum((r - r0) * (r - r0)), 0)::double as revenue_moved,
    coalesce(sum(m), 0)::double as margin,
    coalesce(sum(m0), 0)::double as margin_before,
    coalesce(sum((m - m0) * (m - m0)), 0)::double as margin_moved,
    coalesce(sum(here), 0)::bigint as customers_now,
    coalesce(sum(m * m), 0)::double as margin_squared,
    unnest(rollup.sums_of(n, s, s * s, n0, s0, s0 * s0))
from people
group by grouping sets ((), (segment))
order by grouping(segment) desc, segment
