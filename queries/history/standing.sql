-- How many rows of each import are current, not replaced by a later import?
-- grain: one row per extract and import that has any
-- params: none
-- returns: extract, import_id, standing_rows
select 'customers' as extract, import_id, count(*) as standing_rows
from crm.customers group by import_id
union all
select 'products' as extract, import_id, count(*) as standing_rows
from crm.products group by import_id
union all
select 'contracts' as extract, import_id, count(*) as standing_rows
from crm.contracts group by import_id
union all
select 'orders' as extract, import_id, count(*) as standing_rows
from crm.orders group by import_id
union all
select 'invoices' as extract, import_id, count(*) as standing_rows
from crm.invoices group by import_id
union all
select 'interactions' as extract, import_id, count(*) as standing_rows
from crm.interactions group by import_id
union all
select 'campaigns' as extract, import_id, count(*) as standing_rows
from crm.campaigns group by import_id
union all
select 'opportunities' as extract, import_id, count(*) as standing_rows
from crm.opportunities group by import_id
union all
select 'cases' as extract, import_id, count(*) as standing_rows
from crm.cases group by import_id
union all
select 'channel_rates' as extract, import_id, count(*) as standing_rows
from crm.channel_rates group by import_id
union all
select 'events' as extract, import_id, count(*) as standing_rows
from crm.events group by import_id
union all
select 'surveys' as extract, import_id, count(*) as standing_rows
from feedback.surveys group by import_id
union all
select 'invitations' as extract, import_id, count(*) as standing_rows
from feedback.invitations group by import_id
union all
select 'responses' as extract, import_id, count(*) as standing_rows
from feedback.responses group by import_id
union all
select 'ratings' as extract, import_id, count(*) as standing_rows
from feedback.ratings group by import_id
union all
select 'follow_ups' as extract, import_id, count(*) as standing_rows
from feedback.follow_ups group by import_id
union all
select 'findings' as extract, import_id, count(*) as standing_rows
from feedback.findings group by import_id
order by import_id desc, extract
