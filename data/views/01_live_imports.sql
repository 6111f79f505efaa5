-- Which imports count, per table: those published and not taken back since.
-- grain: one row per extract and import that is live
-- portable: yes
create or replace view app.live_imports as
with events as (
    select
        ledger.extract,
        ledger.import_id,
        ledger.mode,
        ledger.action,
        row_number() over (
            partition by ledger.extract, ledger.import_id
            order by ledger.event_id desc
        ) as recency
    from app.ledger as ledger
),

live as (
    select
        events.extract,
        events.import_id,
        events.mode
    from events
    where events.recency = 1 and events.action = 'publish'
),

-- a snapshot says all there is: whatever was imported before it no longer counts
boundaries as (
    select
        live.extract,
        max(case when live.mode = 'snapshot' then live.import_id else 0 end) as earliest_id
    from live
    group by live.extract
)

select
    live.extract,
    live.import_id,
    live.mode
from live
inner join boundaries on live.extract = boundaries.extract
where live.import_id >= boundaries.earliest_id;
