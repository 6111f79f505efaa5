-- How old is what each extract holds, and when did it last come in?
-- grain: one row per extract with rows or a live import
-- params: today
-- returns: extract, all_rows, first_on, latest_on, later_rows, live_imports, imported_at
-- note: a day is the one on which a row's matter began; later_rows begin after today, which is
--   fine for plans and wrong for records; products, surveys and ratings have no day
with moments as (
    select 'orders' as extract, ordered_at as happened_at from crm.orders
    union all
    select 'interactions' as extract, occurred_at as happened_at from crm.interactions
    union all
    select 'cases' as extract, opened_at as happened_at from crm.cases
    union all
    select 'invitations' as extract, sent_at as happened_at from feedback.invitations
    union all
    select 'responses' as extract, responded_at as happened_at from feedback.responses
    union all
    select 'follow_ups' as extract, opened_at as happened_at from feedback.follow_ups
),

days as (
    select 'customers' as extract, coalesce(acquired_on, first_seen_on) as day_on from crm.customers
    union all
    select 'products' as extract, null::date as day_on from crm.products
    union all
    select 'contracts' as extract, started_on as day_on from crm.contracts
    union all
    select 'invoices' as extract, issued_on as day_on from crm.invoices
    union all
    select 'campaigns' as extract, started_on as day_on from crm.campaigns
    union all
    select 'opportunities' as extract, opened_on as day_on from crm.opportunities
    union all
    select 'channel_rates' as extract, valid_from as day_on from crm.channel_rates
    union all
    select 'events' as extract, event_on as day_on from crm.events
    union all
    select 'surveys' as extract, null::date as day_on from feedback.surveys
    union all
    select 'ratings' as extract, null::date as day_on from feedback.ratings
    union all
    select 'findings' as extract, observed_on as day_on from feedback.findings
),

held as (
    select
        extract, count(*) as all_rows, min(day_on) as first_on,
        max(day_on) filter (where day_on <= $today::date) as latest_on,
        count(*) filter (where day_on > $today::date) as later_rows
    from days
    group by extract
    union all
    select
        extract, count(*), app.day_of(min(happened_at)),
        app.day_of(max(happened_at) filter (where happened_at < app.moment_at($today::date + 1))),
        count(*) filter (where happened_at >= app.moment_at($today::date + 1))
    from moments
    group by extract
),

came as (
    select
        live.extract, count(*) as live_imports,
        max(imports.committed_at) as imported_at
    from app.live_imports as live
    inner join app.imports as imports on live.import_id = imports.import_id
    group by live.extract
)

select
    coalesce(held.extract, came.extract) as extract,
    coalesce(held.all_rows, 0) as all_rows,
    held.first_on,
    held.latest_on,
    coalesce(held.later_rows, 0) as later_rows,
    coalesce(came.live_imports, 0) as live_imports,
    came.imported_at
from held
full join came on held.extract = came.extract
order by extract
