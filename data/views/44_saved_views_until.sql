-- Saved views as they stood: the newest line of each, those removed left out.
-- grain: one row per view
-- portable: no
-- note: revision is the number of the newest change that counts, null for all
create or replace macro app.saved_views_until(revision) as table
with newest as (
    select
        *,
        row_number() over (partition by view_id order by change_id desc) as recency
    from app.saved_views
    where revision is null or change_id <= revision
)

select
    change_id,
    view_id,
    name,
    page,
    address,
    is_shared,
    owner,
    actor,
    saved_at
from newest
where recency = 1 and not is_removed;
