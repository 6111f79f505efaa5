-- What happened to the business in this period?
-- grain: one row per event
-- params: from_on, to_on
-- returns: event_on, title, kind, note
select event_on, title, coalesce(kind, 'other') as kind, note
from crm.events
where rollup.is_within(event_on, $from_on, $to_on)
order by event_on, title
