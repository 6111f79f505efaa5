-- Rows that point to nobody: an id stands in them that the extract it is of does not have.
-- grain: one row per extract, column and row whose id is not found
-- portable: yes
-- note: written from the catalogue by python -m tests.test_orphans_view; such rows are told, not
--   dropped: they count under "(unknown)" in every breakdown
create or replace view app.orphans as
select
    'customers' as extract,
    'parent_customer_id' as column_name,
    'customers' as points_to,
    source.customer_id as row_key,
    source.parent_customer_id as lost_id
from crm.customers as source
left join crm.customers as target on source.parent_customer_id = target.customer_id
where source.parent_customer_id is not null and target.customer_id is null
union all
select
    'customers' as extract,
    'referred_by_customer_id' as column_name,
    'customers' as points_to,
    source.customer_id as row_key,
    source.referred_by_customer_id as lost_id
from crm.customers as source
left join crm.customers as target on source.referred_by_customer_id = target.customer_id
where source.referred_by_customer_id is not null and target.customer_id is null
union all
select
    'contracts' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.contract_id as row_key,
    source.customer_id as lost_id
from crm.contracts as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'contracts' as extract,
    'product_id' as column_name,
    'products' as points_to,
    source.contract_id as row_key,
    source.product_id as lost_id
from crm.contracts as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null
union all
select
    'orders' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    concat_ws(' ', source.order_id, source.line) as row_key,
    source.customer_id as lost_id
from crm.orders as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'orders' as extract,
    'product_id' as column_name,
    'products' as points_to,
    concat_ws(' ', source.order_id, source.line) as row_key,
    source.product_id as lost_id
from crm.orders as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null
union all
select
    'invoices' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.invoice_id as row_key,
    source.customer_id as lost_id
from crm.invoices as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'invoices' as extract,
    'order_id' as column_name,
    'orders' as points_to,
    source.invoice_id as row_key,
    source.order_id as lost_id
from crm.invoices as source
left join crm.orders as target on source.order_id = target.order_id
where source.order_id is not null and target.order_id is null
union all
select
    'interactions' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.interaction_id as row_key,
    source.customer_id as lost_id
from crm.interactions as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'interactions' as extract,
    'campaign_id' as column_name,
    'campaigns' as points_to,
    source.interaction_id as row_key,
    source.campaign_id as lost_id
from crm.interactions as source
left join crm.campaigns as target on source.campaign_id = target.campaign_id
where source.campaign_id is not null and target.campaign_id is null
union all
select
    'interactions' as extract,
    'order_id' as column_name,
    'orders' as points_to,
    source.interaction_id as row_key,
    source.order_id as lost_id
from crm.interactions as source
left join crm.orders as target on source.order_id = target.order_id
where source.order_id is not null and target.order_id is null
union all
select
    'interactions' as extract,
    'contract_id' as column_name,
    'contracts' as points_to,
    source.interaction_id as row_key,
    source.contract_id as lost_id
from crm.interactions as source
left join crm.contracts as target on source.contract_id = target.contract_id
where source.contract_id is not null and target.contract_id is null
union all
select
    'interactions' as extract,
    'product_id' as column_name,
    'products' as points_to,
    source.interaction_id as row_key,
    source.product_id as lost_id
from crm.interactions as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null
union all
select
    'interactions' as extract,
    'case_id' as column_name,
    'cases' as points_to,
    source.interaction_id as row_key,
    source.case_id as lost_id
from crm.interactions as source
left join crm.cases as target on source.case_id = target.case_id
where source.case_id is not null and target.case_id is null
union all
select
    'campaigns' as extract,
    'product_id' as column_name,
    'products' as points_to,
    source.campaign_id as row_key,
    source.product_id as lost_id
from crm.campaigns as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null
union all
select
    'opportunities' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.opportunity_id as row_key,
    source.customer_id as lost_id
from crm.opportunities as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'opportunities' as extract,
    'product_id' as column_name,
    'products' as points_to,
    source.opportunity_id as row_key,
    source.product_id as lost_id
from crm.opportunities as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null
union all
select
    'cases' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.case_id as row_key,
    source.customer_id as lost_id
from crm.cases as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'cases' as extract,
    'order_id' as column_name,
    'orders' as points_to,
    source.case_id as row_key,
    source.order_id as lost_id
from crm.cases as source
left join crm.orders as target on source.order_id = target.order_id
where source.order_id is not null and target.order_id is null
union all
select
    'cases' as extract,
    'product_id' as column_name,
    'products' as points_to,
    source.case_id as row_key,
    source.product_id as lost_id
from crm.cases as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null
union all
select
    'invitations' as extract,
    'survey_id' as column_name,
    'surveys' as points_to,
    source.invitation_id as row_key,
    source.survey_id as lost_id
from feedback.invitations as source
left join feedback.surveys as target on source.survey_id = target.survey_id
where source.survey_id is not null and target.survey_id is null
union all
select
    'invitations' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.invitation_id as row_key,
    source.customer_id as lost_id
from feedback.invitations as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'invitations' as extract,
    'interaction_id' as column_name,
    'interactions' as points_to,
    source.invitation_id as row_key,
    source.interaction_id as lost_id
from feedback.invitations as source
left join crm.interactions as target on source.interaction_id = target.interaction_id
where source.interaction_id is not null and target.interaction_id is null
union all
select
    'invitations' as extract,
    'order_id' as column_name,
    'orders' as points_to,
    source.invitation_id as row_key,
    source.order_id as lost_id
from feedback.invitations as source
left join crm.orders as target on source.order_id = target.order_id
where source.order_id is not null and target.order_id is null
union all
select
    'responses' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.response_id as row_key,
    source.customer_id as lost_id
from feedback.responses as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'responses' as extract,
    'survey_id' as column_name,
    'surveys' as points_to,
    source.response_id as row_key,
    source.survey_id as lost_id
from feedback.responses as source
left join feedback.surveys as target on source.survey_id = target.survey_id
where source.survey_id is not null and target.survey_id is null
union all
select
    'responses' as extract,
    'invitation_id' as column_name,
    'invitations' as points_to,
    source.response_id as row_key,
    source.invitation_id as lost_id
from feedback.responses as source
left join feedback.invitations as target on source.invitation_id = target.invitation_id
where source.invitation_id is not null and target.invitation_id is null
union all
select
    'responses' as extract,
    'interaction_id' as column_name,
    'interactions' as points_to,
    source.response_id as row_key,
    source.interaction_id as lost_id
from feedback.responses as source
left join crm.interactions as target on source.interaction_id = target.interaction_id
where source.interaction_id is not null and target.interaction_id is null
union all
select
    'responses' as extract,
    'order_id' as column_name,
    'orders' as points_to,
    source.response_id as row_key,
    source.order_id as lost_id
from feedback.responses as source
left join crm.orders as target on source.order_id = target.order_id
where source.order_id is not null and target.order_id is null
union all
select
    'responses' as extract,
    'contract_id' as column_name,
    'contracts' as points_to,
    source.response_id as row_key,
    source.contract_id as lost_id
from feedback.responses as source
left join crm.contracts as target on source.contract_id = target.contract_id
where source.contract_id is not null and target.contract_id is null
union all
select
    'responses' as extract,
    'product_id' as column_name,
    'products' as points_to,
    source.response_id as row_key,
    source.product_id as lost_id
from feedback.responses as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null
union all
select
    'ratings' as extract,
    'response_id' as column_name,
    'responses' as points_to,
    concat_ws(' ', source.response_id, source.attribute) as row_key,
    source.response_id as lost_id
from feedback.ratings as source
left join feedback.responses as target on source.response_id = target.response_id
where source.response_id is not null and target.response_id is null
union all
select
    'follow_ups' as extract,
    'customer_id' as column_name,
    'customers' as points_to,
    source.follow_up_id as row_key,
    source.customer_id as lost_id
from feedback.follow_ups as source
left join crm.customers as target on source.customer_id = target.customer_id
where source.customer_id is not null and target.customer_id is null
union all
select
    'follow_ups' as extract,
    'response_id' as column_name,
    'responses' as points_to,
    source.follow_up_id as row_key,
    source.response_id as lost_id
from feedback.follow_ups as source
left join feedback.responses as target on source.response_id = target.response_id
where source.response_id is not null and target.response_id is null
union all
select
    'follow_ups' as extract,
    'case_id' as column_name,
    'cases' as points_to,
    source.follow_up_id as row_key,
    source.case_id as lost_id
from feedback.follow_ups as source
left join crm.cases as target on source.case_id = target.case_id
where source.case_id is not null and target.case_id is null
union all
select
    'findings' as extract,
    'product_id' as column_name,
    'products' as points_to,
    source.finding_id as row_key,
    source.product_id as lost_id
from feedback.findings as source
left join crm.products as target on source.product_id = target.product_id
where source.product_id is not null and target.product_id is null;
