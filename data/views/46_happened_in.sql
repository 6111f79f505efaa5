-- What stands on the time axis of a page: events of the extract, and what people noted.
-- grain: one row per event or note
-- portable: no
-- note: shown_on is the page; revision as in app.notes_until; a span counts where it touches the
--   period; either end of the period may be null, which is open
create or replace macro app.happened_in(first_on, last_on, shown_on, revision) as table
select
    event_on, null::date as ends_on, title, coalesce(kind, 'other') as kind, note,
    null::bigint as note_id
from crm.events
where rollup.is_within(event_on, first_on, last_on)
union all
select starts_on, ends_on, title, kind, body, note_id
from app.notes_until(revision)
where
    about in ('all', shown_on)
    and (last_on is null or starts_on <= last_on)
    and (first_on is null or coalesce(ends_on, starts_on) >= first_on);
