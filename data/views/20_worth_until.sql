-- What a customer is worth: the revenue of the twelve months up to a day.
-- grain: one row per customer with an order line that has a revenue
-- portable: no
-- note: without a day, up to the latest order; 0 where the last order is older
create or replace macro rollup.worth_until(last_day) as table
with latest as (
    select app.day_of(max(ordered_at)) as ordered_on
    from crm.orders
),

ends as (
    select
        app.moment_at(coalesce(last_day, latest.ordered_on) + 1) as before_at,
        app.moment_at(
            (coalesce(last_day, latest.ordered_on) - interval 12 months)::date + 1
        ) as from_at
    from latest
)

select
    orders.customer_id,
    sum(
        case
            when
                orders.ordered_at < ends.before_at and orders.ordered_at >= ends.from_at
                then orders.revenue
            else 0
        end
    )::double as revenue
from crm.orders as orders
cross join ends
where orders.revenue is not null
group by orders.customer_id;
