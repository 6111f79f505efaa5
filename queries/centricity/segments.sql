-- Which product family do most customers of each segment own?
-- grain: one row per segment with a customer who owns a product of a known family
-- params: on_day
-- returns: segment, owners, family, family_owners
with owned as (
    select customer_id, product_id
    from crm.contracts
    where started_on <= $on_day::date
    union all
    select customer_id, product_id
    from crm.orders
    where rollup.happened_within(ordered_at, null, $on_day)
),

bought as (
    select distinct customers.segment, customers.customer_id, products.family
    from owned
    inner join crm.customers as customers on owned.customer_id = customers.customer_id
    inner join crm.products as products on owned.product_id = products.product_id
    where customers.segment is not null and products.family is not null
),

sizes as (
    select segment, count(distinct customer_id) as owners
    from bought
    group by segment
),

families as (
    select
        segment,
        family,
        count(*) as family_owners,
        row_number() over (partition by segment order by count(*) desc, family) as place
    from bought
    group by segment, family
)

select sizes.segment, sizes.owners, families.family, families.family_owners
from sizes
inner join families on sizes.segment = families.segment
where families.place = 1
order by sizes.owners desc, sizes.segment
