-- Decisions and actions as they stood: the newest line of each, those removed left out.
-- grain: one row per decision or action
-- portable: no
-- note: revision is the number of the newest change that counts, null for all
create or replace macro app.review_outcomes_until(revision) as table
with newest as (
    select
        *,
        row_number() over (partition by outcome_id order by change_id desc) as recency
    from app.review_outcomes
    where revision is null or change_id <= revision
)

select * exclude (recency, is_removed)
from newest
where recency = 1 and not is_removed;
