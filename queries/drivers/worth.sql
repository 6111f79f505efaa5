-- How many customers are there, and what did they bring in a year?
-- grain: one row
-- params: segment, region, latest_possible_on
-- returns: customers, from_on, to_on, margin, revenue, revenue_without_cost
-- note: those who are customers on the last day known; margin is revenue less discount less cost of
--   goods of their order lines in the 365 days up to the latest order; a line without a cost counts
--   in no margin, but in revenue_without_cost
with there as (
    select customer_id
    from rollup.stays($latest_possible_on)
    where
        is_customer
        and left_on is null
        and not is_left_undated
        and rollup.is_in($segment, segment)
        and rollup.is_in($region, region)
),

reach as (
    select
        greatest(app.day_of(min(ordered_at)), app.day_of(max(ordered_at)) - 364) as from_on,
        app.day_of(max(ordered_at)) as to_on
    from crm.orders
    where rollup.happened_within(ordered_at, null, $latest_possible_on)
),

lines as (
    select
        coalesce(orders.revenue, 0) as revenue,
        orders.revenue - coalesce(orders.discount, 0) - orders.cost_of_goods as margin
    from crm.orders as orders
    semi join there on orders.customer_id = there.customer_id
    cross join reach
    where reach.from_on is not null
        and rollup.happened_within(orders.ordered_at, reach.from_on, reach.to_on)
)

select
    (select count(*) from there) as customers,
    (select from_on from reach) as from_on,
    (select to_on from reach) as to_on,
    sum(margin)::double as margin,
    sum(revenue)::double as revenue,
    (sum(revenue) filter (where margin is null))::double as revenue_without_cost
from lines
