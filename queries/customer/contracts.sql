-- Which contracts does this customer have, and which products were ordered?
-- grain: one row per contract, and one per product ordered
-- params: customer_id
-- returns: what, reference_id, product, family, started_on, renews_on, ended_on, monthly_value,
--   orders, revenue, latest_on
-- note: what is contract or product; revenue of all time, cancelled lines left out
select
    'contract' as what,
    contracts.contract_id as reference_id,
    coalesce(products.name, contracts.product_id) as product,
    products.family,
    contracts.started_on,
    contracts.renews_on,
    contracts.ended_on,
    contracts.monthly_value::double as monthly_value,
    null::bigint as orders,
    null::double as revenue,
    null::date as latest_on
from crm.contracts as contracts
left join crm.products as products on contracts.product_id = products.product_id
where contracts.customer_id = $customer_id
union all
select
    'product', min(orders.product_id), coalesce(products.name, orders.product_id, '(not told)'),
    min(products.family), null, null, null, null, count(distinct orders.order_id),
    sum(orders.revenue)::double, app.day_of(max(orders.ordered_at))
from crm.orders as orders
left join crm.products as products on orders.product_id = products.product_id
where orders.customer_id = $customer_id and coalesce(orders.status, '') <> 'cancelled'
group by coalesce(products.name, orders.product_id, '(not told)')
order by what, ended_on desc nulls first, started_on desc, revenue desc nulls last, product
