-- Rows that look like one and the same thing under two keys: what they have in common, by extract.
-- grain: one row per group of rows alike (views same_...); one per row that has an earlier twin
--   (duplicates)
-- portable: no
-- note: told only where more than chance must agree; twin_key is the lowest key of those alike; an
--   empty name or an unknown customer is like nobody
create or replace view app.same_customers as
select
    lower(trim(name)) as plain_name,
    country,
    min(customer_id) as twin_key,
    count(*) as alike_rows
from crm.customers
where trim(name) != ''
group by lower(trim(name)), country
having count(*) > 1;

create or replace view app.same_products as
select
    lower(trim(name)) as plain_name,
    min(product_id) as twin_key,
    count(*) as alike_rows
from crm.products
group by lower(trim(name))
having count(*) > 1;

create or replace view app.same_invoices as
select
    customer_id,
    order_id,
    issued_on,
    amount,
    min(invoice_id) as twin_key,
    count(*) as alike_rows
from crm.invoices
where order_id is not null
group by customer_id, order_id, issued_on, amount
having count(*) > 1;

create or replace view app.same_interactions as
select
    customer_id,
    occurred_at,
    touchpoint,
    channel,
    min(interaction_id) as twin_key,
    count(*) as alike_rows
from crm.interactions
where app.local(occurred_at) != app.day_of(occurred_at)
group by customer_id, occurred_at, touchpoint, channel
having count(*) > 1;

create or replace view app.same_responses as
select
    customer_id,
    survey_id,
    responded_at,
    nps,
    csat,
    ces,
    comment,
    min(response_id) as twin_key,
    count(*) as alike_rows
from feedback.responses
where customer_id is not null
group by customer_id, survey_id, responded_at, nps, csat, ces, comment
having count(*) > 1;

create or replace view app.same_rows as
select
    'customers' as extract,
    twin_key,
    alike_rows
from app.same_customers
union all
select
    'products',
    twin_key,
    alike_rows
from app.same_products
union all
select
    'invoices',
    twin_key,
    alike_rows
from app.same_invoices
union all
select
    'interactions',
    twin_key,
    alike_rows
from app.same_interactions
union all
select
    'responses',
    twin_key,
    alike_rows
from app.same_responses;

create or replace view app.duplicates as
select
    'customers' as extract,
    customers.customer_id as row_key,
    twins.twin_key
from crm.customers as customers
inner join app.same_customers as twins
    on
        lower(trim(customers.name)) = twins.plain_name
        and customers.country is not distinct from twins.country
where customers.customer_id != twins.twin_key
union all
select
    'products',
    products.product_id,
    twins.twin_key
from crm.products as products
inner join app.same_products as twins on lower(trim(products.name)) = twins.plain_name
where products.product_id != twins.twin_key
union all
select
    'invoices',
    invoices.invoice_id,
    twins.twin_key
from crm.invoices as invoices
inner join app.same_invoices as twins
    on
        invoices.customer_id = twins.customer_id
        and invoices.order_id = twins.order_id
        and invoices.issued_on = twins.issued_on
        and invoices.amount = twins.amount
where invoices.invoice_id != twins.twin_key
union all
select
    'interactions',
    interactions.interaction_id,
    twins.twin_key
from crm.interactions as interactions
inner join app.same_interactions as twins
    on
        interactions.customer_id = twins.customer_id
        and interactions.occurred_at = twins.occurred_at
        and interactions.touchpoint = twins.touchpoint
        and interactions.channel = twins.channel
where interactions.interaction_id != twins.twin_key
union all
select
    'responses',
    responses.response_id,
    twins.twin_key
from feedback.responses as responses
inner join app.same_responses as twins
    on
        responses.customer_id = twins.customer_id
        and responses.responded_at = twins.responded_at
        and responses.survey_id is not distinct from twins.survey_id
        and responses.nps is not distinct from twins.nps
        and responses.csat is not distinct from twins.csat
        and responses.ces is not distinct from twins.ces
        and responses.comment is not distinct from twins.comment
where responses.response_id != twins.twin_key;
