-- Which actions come from earlier reviews: all that are open, and all of the last one?
-- grain: one row per action
-- params: review_id, revision
-- returns: change_id, outcome_id, review_id, item_id, body, owner, due_on, status, held_on, title
with reviews as (
    select review_id, held_on, title from app.reviews_until($revision)
),

earlier as (
    select
        reviews.*,
        row_number() over (order by reviews.held_on desc, reviews.review_id desc) as nearness
    from reviews
    inner join reviews as this on this.review_id = $review_id
    where (reviews.held_on, reviews.review_id) < (this.held_on, this.review_id)
)

select
    actions.change_id, actions.outcome_id, actions.review_id, actions.item_id, actions.body,
    actions.owner, actions.due_on, actions.status, earlier.held_on, earlier.title
from app.review_outcomes_until($revision) as actions
inner join earlier on earlier.review_id = actions.review_id
where actions.kind = 'action' and (actions.status = 'open' or earlier.nearness = 1)
order by actions.status <> 'open', actions.due_on nulls last, actions.outcome_id
