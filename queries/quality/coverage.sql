-- Which share of the revenue comes from customers who said something in the same time?
-- grain: one row per source of revenue (orders, invoices) and segment
-- params: from_on, to_on
-- returns: source, segment, customers, heard_customers, revenue, heard_revenue
-- note: heard is who answered any score inside its scale in these days; an order without its
--   revenue counts for nothing, and so does a cancelled one
with bought as (
    select 'orders' as source, customer_id, revenue
    from app.sales
    where rollup.happened_within(ordered_at, $from_on, $to_on)
    union all
    select 'invoices' as source, customer_id, amount as revenue
    from crm.invoices
    where rollup.is_within(issued_on, $from_on, $to_on)
),

spent as (
    select source, customer_id, sum(revenue) as revenue
    from bought
    where revenue is not null
    group by source, customer_id
),

heard as (
    select distinct customer_id
    from rollup.answers
    where is_inside and rollup.is_within(day_on, $from_on, $to_on)
)

select
    spent.source,
    coalesce(customers.segment, '(unknown)') as segment,
    count(*) as customers,
    count(heard.customer_id) as heard_customers,
    sum(spent.revenue)::double as revenue,
    coalesce(sum(spent.revenue) filter (where heard.customer_id is not null), 0)::double
        as heard_revenue
from spent
left join crm.customers as customers on spent.customer_id = customers.customer_id
left join heard on spent.customer_id = heard.customer_id
group by spent.source, coalesce(customers.segment, '(unknown)')
order by spent.source, revenue desc, segment
