-- What was decided in a review, and who is to do what by when?
-- grain: one row per decision or action
-- params: review_id, revision
-- returns: change_id, outcome_id, review_id, item_id, kind, body, owner, due_on, status, said_by
select
    change_id, outcome_id, review_id, item_id, kind, body, owner, due_on, status,
    actor as said_by
from app.review_outcomes_until($revision)
where review_id = $review_id
order by outcome_id
