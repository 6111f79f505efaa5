-- Who is this customer?
-- grain: one row, or none where nobody has this id
-- params: customer_id
-- returns: customer_id, name, kind, segment, region, country, industry, status, first_seen_on,
--   acquired_on, lost_on, lost_reason, acquisition_channel, preferred_channel, account_manager,
--   parent_customer_id, parent_name, referred_by_customer_id, network_size, annual_category_spend,
--   language, is_on_file
-- note: an id that only other extracts know is shown too, and is_on_file is false
with named as (
    select customer_id, true as is_on_file from crm.customers where customer_id = $customer_id
    union all
    select $customer_id, false
    where
        not exists (select 1 from crm.customers where customer_id = $customer_id)
        and (
            exists (select 1 from crm.orders where customer_id = $customer_id)
            or exists (select 1 from crm.interactions where customer_id = $customer_id)
            or exists (select 1 from rollup.scored_responses where customer_id = $customer_id)
            or exists (select 1 from crm.cases where customer_id = $customer_id)
        )
)

select
    named.customer_id, own.name, own.kind, own.segment, own.region, own.country, own.industry,
    own.status, own.first_seen_on, own.acquired_on, own.lost_on, own.lost_reason,
    own.acquisition_channel, own.preferred_channel, own.account_manager, own.parent_customer_id,
    parents.name as parent_name, own.referred_by_customer_id, own.network_size,
    own.annual_category_spend::double as annual_category_spend, own.language, named.is_on_file
from named
left join crm.customers as own on own.customer_id = $customer_id
left join crm.customers as parents on own.parent_customer_id = parents.customer_id
