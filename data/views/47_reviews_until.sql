-- Reviews as they stood: the newest line of each, those removed left out.
-- grain: one row per review
-- portable: no
-- note: revision is the number of the newest change that counts, null for all
create or replace macro app.reviews_until(revision) as table
with newest as (
    select
        *,
        row_number() over (partition by review_id order by change_id desc) as recency
    from app.reviews
    where revision is null or change_id <= revision
)

select * exclude (recency, is_removed)
from newest
where recency = 1 and not is_removed;
