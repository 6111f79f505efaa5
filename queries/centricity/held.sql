-- How many rows of each extract are there?
-- grain: one row per extract
-- params: none
-- returns: extract, row_count
select 'customers' as extract, count(*) as row_count
from crm.customers
union all
select 'products' as extract, count(*) as row_count
from crm.products
union all
select 'contracts' as extract, count(*) as row_count
from crm.contracts
union all
select 'orders' as extract, count(*) as row_count
from crm.orders
union all
select 'invoices' as extract, count(*) as row_count
from crm.invoices
union all
select 'interactions' as extract, count(*) as row_count
from crm.interactions
union all
select 'campaigns' as extract, count(*) as row_count
from crm.campaigns
union all
select 'opportunities' as extract, count(*) as row_count
from crm.opportunities
union all
select 'cases' as extract, count(*) as row_count
from crm.cases
union all
select 'channel_rates' as extract, count(*) as row_count
from crm.channel_rates
union all
select 'events' as extract, count(*) as row_count
from crm.events
union all
select 'surveys' as extract, count(*) as row_count
from feedback.surveys
union all
select 'invitations' as extract, count(*) as row_count
from feedback.invitations
union all
select 'responses' as extract, count(*) as row_count
from feedback.responses
union all
select 'ratings' as extract, count(*) as row_count
from feedback.ratings
union all
select 'follow_ups' as extract, count(*) as row_count
from feedback.follow_ups
union all
select 'findings' as extract, count(*) as row_count
from feedback.findings
