-- What does the money rest on, and until when does it tell?
-- grain: one row
-- params: latest_possible_on
-- returns: basis, first_on, last_on, customers, orders, contacts, contacts_without_cost,
--   contacts_priced, sales_contacts, service_contacts, marketing_contacts, channel_orders,
--   preferring, rates, leavers, contracts, cancelled_orders
-- note: of everything on file, whatever the filters; contacts_priced have no cost on record but a
--   rate; channel_orders have a sales channel, preferring customers a preferred channel;
--   leavers are known to have left by then
with days as (
    select min(first_on) as first_on, max(last_on) as last_on
    from rollup.money_between(null, app.moment_at($latest_possible_on::date + 1))
),

met as (
    select
        count(*) as contacts,
        count(*) filter (where cost is null) as contacts_without_cost,
        count(*) filter (where cost is not null and not is_recorded) as contacts_priced,
        count(*) filter (where side = 'sales') as sales_contacts,
        count(*) filter (where side = 'service') as service_contacts,
        count(*) filter (where side = 'marketing') as marketing_contacts
    from rollup.contact_costs
)

select
    (select basis from app.revenue_basis) as basis,
    days.first_on,
    days.last_on,
    (select count(*) from crm.customers) as customers,
    (select count(*) from crm.orders) as orders,
    met.contacts,
    met.contacts_without_cost,
    met.contacts_priced,
    met.sales_contacts,
    met.service_contacts,
    met.marketing_contacts,
    (select count(*) from crm.orders where sales_channel is not null) as channel_orders,
    (select count(*) from crm.customers where preferred_channel is not null) as preferring,
    (select count(*) from crm.channel_rates) as rates,
    (select count(*) from rollup.stays($latest_possible_on) where left_on is not null) as leavers,
    (select count(*) from crm.contracts) as contracts,
    (select count(*) from crm.orders where status = 'cancelled') as cancelled_orders
from days
cross join met
