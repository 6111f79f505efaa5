-- What is this customer worth, and what was it before?
-- grain: one row
-- params: customer_id, as_of
-- returns: revenue, revenue_before, lines, lines_with_cost, margin, orders, cost_to_serve,
--   contacts_with_cost, contacts, pressure, marketing_pressure, last_order_at, last_sign_at
-- note: of the twelve months up to as_of, and of the twelve before; margin is revenue less discount
--   and goods, of the lines whose goods have a cost; pressure counts contacts that we began in the
--   last 30 days; a sign is an order, a contact that the customer began, or an answer
with sold as (
    select
        order_id, ordered_at, revenue::double as revenue, cost_of_goods::double as goods,
        coalesce(discount, 0)::double as discount
    from crm.orders
    where
        customer_id = $customer_id and ordered_at <= $as_of::timestamp
        and coalesce(status, '') <> 'cancelled'
),

met as (
    select occurred_at, cost::double as cost, direction, purpose
    from crm.interactions
    where customer_id = $customer_id and occurred_at <= $as_of::timestamp
),

years as (
    select app.months_before($as_of::timestamp, 12) as since_at,
    app.months_before($as_of::timestamp, 24) as before_at
)

select
    (select sum(revenue) from sold where ordered_at > since_at) as revenue,
    (select sum(revenue) from sold where ordered_at > before_at and ordered_at <= since_at)
        as revenue_before,
    (select count(revenue) from sold where ordered_at > since_at) as lines,
    (select count(goods) from sold where ordered_at > since_at and revenue is not null)
        as lines_with_cost,
    (select sum(revenue - discount - goods) from sold where ordered_at > since_at) as margin,
    (select count(distinct order_id) from sold where ordered_at > since_at) as orders,
    (select sum(cost) from met where occurred_at > since_at) as cost_to_serve,
    (select count(cost) from met where occurred_at > since_at) as contacts_with_cost,
    (select count(*) from met where occurred_at > since_at) as contacts,
    (
        select count(*) from met
        where occurred_at > $as_of::timestamp - interval 30 days and direction = 'outbound'
    ) as pressure,
    (
        select count(*) from met
        where
            occurred_at > $as_of::timestamp - interval 30 days and direction = 'outbound'
            and purpose = 'marketing'
    ) as marketing_pressure,
    (select max(ordered_at) from sold) as last_order_at,
    greatest(
        (select max(ordered_at) from sold),
        (select max(occurred_at) from met where direction = 'inbound'),
        (
            select max(responded_at) from rollup.scored_responses
            where customer_id = $customer_id and responded_at <= $as_of::timestamp
        )
    ) as last_sign_at
from years
