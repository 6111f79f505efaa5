-- What every amount on file adds to the contribution, or takes from it.
-- grain: one row per amount: order line and kind of amount, invoice, month of a contract, contact,
--   case with a compensation
-- portable: yes
-- note: a union of single tables, so each line adds up to its table and nothing is multiplied. An
--   amount that ought to be there and is not known is null, and counted. Lines: revenue, discount,
--   goods, returned (goods of lines that came back), serve, repeat (contacts that repeat one that
--   solved nothing), compensation; acquisition (contacts before the customer was one, and of
--   prospects) is no part of the contribution. Compensation counts when the case was resolved
create or replace view rollup.money as
with lines as (
    select
        orders.customer_id,
        orders.ordered_at,
        orders.sales_channel,
        orders.order_id,
        orders.revenue,
        orders.discount,
        orders.cost_of_goods,
        case when orders.status = 'returned' then 'returned' else 'goods' end as goods_line
    from crm.orders as orders
    where coalesce(orders.status, '') <> 'cancelled'
),

contacts as (
    select
        contact_costs.customer_id,
        contact_costs.occurred_at,
        contact_costs.touchpoint,
        contact_costs.channel,
        contact_costs.purpose,
        contact_costs.side,
        contact_costs.interaction_id,
        contact_costs.cost,
        contact_costs.is_recorded,
        contact_costs.repeated_channel,
        case
            when app.day_of(contact_costs.occurred_at) < customers.acquired_on
                then 'acquisition'
            when customers.status = 'prospect' and customers.acquired_on is null
                then 'acquisition'
            when contact_costs.repeated_channel is not null then 'repeat'
            else 'serve'
        end as line
    from rollup.contact_costs as contact_costs
    left join crm.customers as customers
        on contact_costs.customer_id = customers.customer_id
)

select
    lines.customer_id,
    lines.ordered_at as happened_at,
    'revenue' as line,
    cast(null as varchar) as touchpoint,
    lines.sales_channel as channel,
    cast(null as varchar) as purpose,
    'sales' as side,
    lines.revenue as amount,
    'orders' as extract,
    lines.order_id as reference_id,
    true as is_recorded,
    cast(null as varchar) as repeated_channel
from lines
inner join app.revenue_basis as revenue_basis on revenue_basis.basis = 'orders'
where lines.revenue is not null
union all
select
    invoices.customer_id,
    app.moment_at(invoices.issued_on),
    'revenue',
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    invoices.amount,
    'invoices',
    invoices.invoice_id,
    true,
    cast(null as varchar)
from crm.invoices as invoices
inner join app.revenue_basis as revenue_basis on revenue_basis.basis = 'invoices'
union all
select
    months.customer_id,
    months.begins_at,
    'revenue',
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    months.monthly_value,
    'contracts',
    months.contract_id,
    true,
    cast(null as varchar)
from app.contract_months as months
inner join app.revenue_basis as revenue_basis on revenue_basis.basis = 'contracts'
union all
select
    lines.customer_id,
    lines.ordered_at,
    'discount',
    cast(null as varchar),
    lines.sales_channel,
    cast(null as varchar),
    'sales',
    -lines.discount,
    'orders',
    lines.order_id,
    true,
    cast(null as varchar)
from lines
where lines.discount <> 0
union all
select
    lines.customer_id,
    lines.ordered_at,
    lines.goods_line,
    cast(null as varchar),
    lines.sales_channel,
    cast(null as varchar),
    'sales',
    -lines.cost_of_goods,
    'orders',
    lines.order_id,
    true,
    cast(null as varchar)
from lines
where lines.cost_of_goods <> 0 or (lines.cost_of_goods is null and lines.revenue <> 0)
union all
select
    cases.customer_id,
    coalesce(cases.resolved_at, cases.opened_at),
    'compensation',
    cases.touchpoint,
    cases.channel,
    'service',
    'service',
    -cases.compensation_cost,
    'cases',
    cases.case_id,
    true,
    cast(null as varchar)
from crm.cases as cases
where cases.compensation_cost <> 0
union all
select
    contacts.customer_id,
    contacts.occurred_at,
    contacts.line,
    contacts.touchpoint,
    contacts.channel,
    contacts.purpose,
    contacts.side,
    -contacts.cost,
    'interactions',
    contacts.interaction_id,
    contacts.is_recorded,
    contacts.repeated_channel
from contacts;
