-- What happened to the business in these months, and what did people note on it?
-- grain: one row per event or note
-- params: from_on, to_on, revision
-- returns: event_on, ends_on, title, kind, note
-- note: revision is the number of the newest change of a note that counts, null for all
select event_on, ends_on, title, kind, note
from app.happened_in($from_on, $to_on, 'overview', $revision)
order by event_on, title, note_id
