-- Notes on time axes as they stood: the newest line of each, those removed left out.
-- grain: one row per note
-- portable: no
-- note: revision is the number of the newest change that counts, null for all
create or replace macro app.notes_until(revision) as table
with newest as (
    select
        *,
        row_number() over (partition by note_id order by change_id desc) as recency
    from app.notes
    where revision is null or change_id <= revision
)

select
    change_id,
    note_id,
    starts_on,
    ends_on,
    title,
    body,
    kind,
    about,
    author,
    actor,
    saved_at
from newest
where recency = 1 and not is_removed;
