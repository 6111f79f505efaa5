-- Who belongs to the same account, and how does each of them stand?
-- grain: one row per customer of the account, its head first
-- params: customer_id, as_of, most
-- returns: customer_id, name, is_head, status, segment, revenue, last_nps, last_answered_at,
--   open_cases, total
-- note: the account is the customer's parent and all under it, or all under the customer
with own as (
    select coalesce(max(parent_customer_id), $customer_id) as head_id
    from crm.customers
    where customer_id = $customer_id
),

members as (
    select customers.customer_id, customers.name, customers.status, customers.segment,
        customers.customer_id = own.head_id as is_head
    from crm.customers as customers
    cross join own
    where
        customers.customer_id = own.head_id or customers.parent_customer_id = own.head_id
),

earned as (
    select orders.customer_id, sum(orders.revenue)::double as revenue
    from crm.orders as orders
    inner join members on orders.customer_id = members.customer_id
    where
        orders.ordered_at <= $as_of::timestamp and coalesce(orders.status, '') <> 'cancelled'
        and orders.ordered_at > app.months_before($as_of::timestamp, 12)
    group by orders.customer_id
),

said as (
    select
        scored.customer_id,
        arg_max(scored.nps, scored.responded_at) as last_nps,
        max(scored.responded_at) as last_answered_at
    from rollup.scored_responses as scored
    inner join members on scored.customer_id = members.customer_id
    where scored.nps is not null
    group by scored.customer_id
),

troubled as (
    select cases.customer_id, count(*) as open_cases
    from crm.cases as cases
    inner join members on cases.customer_id = members.customer_id
    where
        cases.resolved_at is null or cases.reopened_at >= cases.resolved_at
    group by cases.customer_id
)

select
    members.customer_id, members.name, members.is_head, members.status, members.segment,
    earned.revenue, said.last_nps, said.last_answered_at,
    coalesce(troubled.open_cases, 0) as open_cases,
    count(*) over () as total
from members
left join earned on members.customer_id = earned.customer_id
left join said on members.customer_id = said.customer_id
left join troubled on members.customer_id = troubled.customer_id
order by members.is_head desc, earned.revenue desc nulls last, members.customer_id
limit $most
