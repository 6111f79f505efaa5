-- What a customer is worth: the revenue of the twelve months up to a day.
-- grain: one row per customer with an order line that has a revenue
-- portable: no
-- note: without a day, up to the latest order; 0 where the last order is older
create or replace macro rollup.worth_until(last_day) as table
with latest as (
    select max(cast(ordered_at as date)) as ordered_on
    from crm.orders
),

ends as (
    select coalesce(last_day, latest.ordered_on) as last_on
    from latest
)

select
    orders.customer_id,
    sum(
        case
            when
                cast(orders.ordered_at as date) <= ends.last_on
                and cast(orders.ordered_at as date) > ends.last_on - interval 12 months
                then orders.revenue
            else 0
        end
    )::double as revenue
from crm.orders as orders
cross join ends
where orders.revenue is not null
group by orders.customer_id;
