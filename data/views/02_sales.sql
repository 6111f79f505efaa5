-- The order lines that earn something: those with a revenue that were not cancelled.
-- grain: one row per order line
-- portable: yes
create or replace view app.sales as
select
    orders.order_id,
    orders.line,
    orders.customer_id,
    orders.ordered_at,
    orders.revenue
from crm.orders as orders
where orders.revenue is not null and coalesce(orders.status, '') <> 'cancelled';
