-- Which channels do customers use, and how many use each of them most?
-- grain: one row per channel, the one most often first first
-- params: side, mix_basis
-- returns: channel, customers_first, contacts
-- note: of everything on file, whatever the filters, so that archetypes keep their names; ties go
--   by name; mix_basis is contacts, orders or preferred
with met as (
    select customer_id, channel
    from rollup.contact_costs
    where $mix_basis = 'contacts' and rollup.is_on_side($side, side)
    union all
    select any_value(customer_id), any_value(sales_channel)
    from crm.orders
    where
        sales_channel is not null and coalesce(status, '') != 'cancelled'
        and ($mix_basis = 'orders' or ($mix_basis = 'contacts' and $side = 'sales'))
    group by order_id
    union all
    select customer_id, preferred_channel
    from crm.customers
    where $mix_basis = 'preferred' and preferred_channel is not null
),

counted as (
    select customer_id, channel, count(*) as contacts
    from met
    group by customer_id, channel
),

ranked as (
    select
        *,
        row_number() over (partition by customer_id order by contacts desc, channel) as place
    from counted
)

select
    channel,
    count(*) filter (where place = 1) as customers_first,
    sum(contacts)::bigint as contacts
from ranked
group by channel
order by customers_first desc, channel
