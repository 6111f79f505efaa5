-- Saved views as they stand: the newest line of each, those removed left out.
-- grain: one row per view
-- portable: no
create or replace view app.saved_views_now as
with newest as (
    select
        *,
        row_number() over (partition by view_id order by change_id desc) as recency
    from app.saved_views
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
