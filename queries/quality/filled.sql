-- How many rows of each extract have a value in each column?
-- grain: one row per extract and column
-- params: none
-- returns: extract, column_name, filled_rows
-- note: import_id stands in every row, so its count is that of all rows
select 'customers' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.customers
) on columns(*) into name column_name value filled_rows)
union all
select 'products' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.products
) on columns(*) into name column_name value filled_rows)
union all
select 'contracts' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.contracts
) on columns(*) into name column_name value filled_rows)
union all
select 'orders' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.orders
) on columns(*) into name column_name value filled_rows)
union all
select 'invoices' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.invoices
) on columns(*) into name column_name value filled_rows)
union all
select 'interactions' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.interactions
) on columns(*) into name column_name value filled_rows)
union all
select 'campaigns' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.campaigns
) on columns(*) into name column_name value filled_rows)
union all
select 'opportunities' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.opportunities
) on columns(*) into name column_name value filled_rows)
union all
select 'cases' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.cases
) on columns(*) into name column_name value filled_rows)
union all
select 'channel_rates' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.channel_rates
) on columns(*) into name column_name value filled_rows)
union all
select 'events' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from crm.events
) on columns(*) into name column_name value filled_rows)
union all
select 'surveys' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from feedback.surveys
) on columns(*) into name column_name value filled_rows)
union all
select 'invitations' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from feedback.invitations
) on columns(*) into name column_name value filled_rows)
union all
select 'responses' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from feedback.responses
) on columns(*) into name column_name value filled_rows)
union all
select 'ratings' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from feedback.ratings
) on columns(*) into name column_name value filled_rows)
union all
select 'follow_ups' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from feedback.follow_ups
) on columns(*) into name column_name value filled_rows)
union all
select 'findings' as extract, column_name, filled_rows from (unpivot (
    select count(columns('(.+)')) as '\1' from feedback.findings
) on columns(*) into name column_name value filled_rows)
order by extract, column_name
