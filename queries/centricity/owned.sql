-- Is what a customer owns joined to one customer, with what they said?
-- grain: one row
-- params: on_day
-- returns: customers, owners, owners_heard, owners_of_several, owners_in_segment, products,
--   products_in_family
-- note: an owner is a customer on file with a contract or an order up to that day; heard is who
--   gave any answer up to it
with owned as (
    select customer_id, product_id
    from crm.contracts
    where started_on <= $on_day::date
    union all
    select customer_id, product_id
    from crm.orders
    where rollup.happened_within(ordered_at, null, $on_day)
),

owners as (
    select customer_id, count(distinct product_id) as products
    from owned
    group by customer_id
),

heard as (
    select distinct customer_id
    from feedback.responses
    where customer_id is not null and rollup.happened_within(responded_at, null, $on_day)
)

select
    count(*) as customers,
    count(owners.customer_id) as owners,
    count(heard.customer_id) filter (where owners.customer_id is not null) as owners_heard,
    count(*) filter (where owners.products > 1) as owners_of_several,
    count(customers.segment) filter (where owners.customer_id is not null) as owners_in_segment,
    (select count(*) from crm.products) as products,
    (select count(family) from crm.products) as products_in_family
from crm.customers as customers
left join owners on customers.customer_id = owners.customer_id
left join heard on customers.customer_id = heard.customer_id
