-- Who are these customers, and what did each bring in and cost?
-- grain: one row per customer asked for, the lowest contribution first
-- params: from_on, to_on, persons, most
-- returns: person, customer_id, customer, segment, region, status, revenue, goods, serve, failure,
--   margin, contacts, total
-- note: persons are numbers as profitability/customers gives them, with commas between; goods
--   with discounts, failure is repeats, returned goods and compensation; costs are below 0;
--   total counts all
with asked as (
    select unnest(string_split($persons, ','))::bigint as person
),

earned as (
    select
        (hash(customer_id) >> 1)::bigint as person,
        any_value(customer_id) as customer_id,
        sum(amount) filter (where line = 'revenue')::double as revenue,
        sum(amount) filter (where line in ('goods', 'discount'))::double as goods,
        sum(amount) filter (where line = 'serve')::double as serve,
        sum(amount) filter (
            where line in ('repeat', 'returned', 'compensation')
        )::double as failure,
        sum(amount)::double as margin,
        count(*) filter (where extract = 'interactions' and side != 'marketing') as contacts
    from rollup.money_in($from_on, $to_on, null, null, null, null, null)
    where
        line != 'acquisition'
        and (hash(customer_id) >> 1)::bigint in (select person from asked)
    group by customer_id
),

named as (
    select (hash(customer_id) >> 1)::bigint as person, *
    from crm.customers
    where (hash(customer_id) >> 1)::bigint in (select person from asked)
)

select
    asked.person,
    coalesce(named.customer_id, earned.customer_id) as customer_id,
    coalesce(named.name, named.customer_id, earned.customer_id) as customer,
    coalesce(named.segment, '(unknown)') as segment,
    coalesce(named.region, '(unknown)') as region,
    named.status,
    coalesce(earned.revenue, 0) as revenue,
    coalesce(earned.goods, 0) as goods,
    coalesce(earned.serve, 0) as serve,
    coalesce(earned.failure, 0) as failure,
    coalesce(earned.margin, 0) as margin,
    coalesce(earned.contacts, 0) as contacts,
    count(*) over () as total
from asked
left join named on asked.person = named.person
left join earned on asked.person = earned.person
order by margin, customer_id
limit $most
