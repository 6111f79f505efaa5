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
    select customer_id, line, amount, 1 as is_now
    from
        rollup.money_between(
            app.moment_at($now_from_on::date), app.moment_at($now_to_on::date + 1)
        )
    union all
    select customer_id, line, amount, 0 as is_now
    from
        rollup.money_between(
            app.moment_at($then_from_on::date), app.moment_at($then_to_on::date + 1)
        )
    where $then_from_on is not null
),

sums as (
    select
        customer_id,
        sum(amount) filter (where is_now = 1 and line = 'revenue') as r,
        sum(amount) filter (where is_now = 0 and line = 'revenue') as r0,
        sum(amount) filter (where is_now = 1) as m,
        sum(amount) filter (where is_now = 0) as m0,
        max(is_now) as here,
        -sum(amount) filter (where is_now = 1 and line in ('serve', 'repeat')) as s,
        -sum(amount) filter (where is_now = 0 and line in ('serve', 'repeat')) as s0
    from amounts
    where line != 'acquisition' and amount is not null
    group by customer_id
),

people as (
    select
        coalesce(customers.segment, '(unknown)') as segment,
        coalesce(sums.r, 0)::double as r,
        coalesce(sums.r0, 0)::double as r0,
        coalesce(sums.m, 0)::double as m,
        coalesce(sums.m0, 0)::double as m0,
        sums.here,
        (sums.s is not null)::integer as n,
        (sums.s0 is not null)::integer as n0,
        coalesce(sums.s, 0)::double as s,
        coalesce(sums.s0, 0)::double as s0
    from sums
    left join crm.customers as customers on sums.customer_id = customers.customer_id
    where
        rollup.is_in($segment, coalesce(customers.segment, '(unknown)'))
        and rollup.is_in($region, coalesce(customers.region, '(unknown)'))
        and rollup.has_met(
            sums.customer_id, coalesce($then_from_on, $now_from_on), $now_to_on,
            $channel, $touchpoint, $product
        )
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
