-- Whom did this customer bring, directly and through those, and what did they bring in?
-- grain: one row per customer brought, up to depth 3
-- params: customer_id, as_of
-- returns: depth, customer_id, name, acquired_on, revenue, margin, lines, lines_with_cost
-- note: revenue and margin of all time up to as_of; margin of the lines whose goods have a cost
with recursive chain as (
    select customer_id, 1 as depth
    from crm.customers
    where referred_by_customer_id = $customer_id and customer_id <> $customer_id
    union
    select next.customer_id, chain.depth + 1
    from chain
    inner join crm.customers as next on chain.customer_id = next.referred_by_customer_id
    where chain.depth < 3 and next.customer_id <> $customer_id
),

nearest as (
    select customer_id, min(depth) as depth from chain group by customer_id
),

earned as (
    select
        orders.customer_id,
        sum(orders.revenue)::double as revenue,
        sum(orders.revenue - coalesce(orders.discount, 0) - orders.cost_of_goods)::double as margin,
        count(orders.revenue) as lines,
        count(orders.cost_of_goods) filter (where orders.revenue is not null) as lines_with_cost
    from crm.orders as orders
    inner join nearest on orders.customer_id = nearest.customer_id
    where
        orders.ordered_at <= $as_of::timestamp and coalesce(orders.status, '') <> 'cancelled'
    group by orders.customer_id
)

select
    nearest.depth, nearest.customer_id, customers.name, customers.acquired_on, earned.revenue,
    earned.margin, coalesce(earned.lines, 0) as lines,
    coalesce(earned.lines_with_cost, 0) as lines_with_cost
from nearest
inner join crm.customers as customers on nearest.customer_id = customers.customer_id
left join earned on nearest.customer_id = earned.customer_id
order by nearest.depth, earned.revenue desc nulls last, nearest.customer_id
