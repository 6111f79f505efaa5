-- Which notes stand on the time axes of a page?
-- grain: one row per note
-- params: shown_on, revision
-- returns: change_id, note_id, starts_on, ends_on, title, body, kind, about, author, actor,
--   saved_at
-- note: revision is the number of the newest change that counts, null for all
select
    change_id, note_id, starts_on, ends_on, title, body, kind, about, author, actor, saved_at
from app.notes_until($revision)
where about in ('all', $shown_on)
order by starts_on desc, note_id desc
