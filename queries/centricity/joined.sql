-- How many rows of each extract name a customer, and how many of these one who is not on file?
-- grain: one row per extract that names customers and has such rows
-- params: none
-- returns: extract, named_rows, lost_rows
with named as (
    select 'contracts' as extract, customer_id, count(*) as named_rows
    from crm.contracts
    where customer_id is not null
    group by customer_id
    union all
    select 'orders' as extract, customer_id, count(*) as named_rows
    from crm.orders
    where customer_id is not null
    group by customer_id
    union all
    select 'invoices' as extract, customer_id, count(*) as named_rows
    from crm.invoices
    where customer_id is not null
    group by customer_id
    union all
    select 'interactions' as extract, customer_id, count(*) as named_rows
    from crm.interactions
    where customer_id is not null
    group by customer_id
    union all
    select 'opportunities' as extract, customer_id, count(*) as named_rows
    from crm.opportunities
    where customer_id is not null
    group by customer_id
    union all
    select 'cases' as extract, customer_id, count(*) as named_rows
    from crm.cases
    where customer_id is not null
    group by customer_id
    union all
    select 'invitations' as extract, customer_id, count(*) as named_rows
    from feedback.invitations
    where customer_id is not null
    group by customer_id
    union all
    select 'responses' as extract, customer_id, count(*) as named_rows
    from feedback.responses
    where customer_id is not null
    group by customer_id
    union all
    select 'follow_ups' as extract, customer_id, count(*) as named_rows
    from feedback.follow_ups
    where customer_id is not null
    group by customer_id
)

select
    named.extract,
    sum(named.named_rows)::bigint as named_rows,
    coalesce(
        sum(named.named_rows) filter (where customers.customer_id is null), 0
    )::bigint as lost_rows
from named
left join crm.customers as customers on named.customer_id = customers.customer_id
group by named.extract
order by named.extract
