-- Which figures were kept with the items of a review when something was decided?
-- grain: one row per item that has a record, the newest
-- params: review_id, revision
-- returns: item_id, data_version, report, shown, refusal, saved_at
with newest as (
    select
        *,
        row_number() over (partition by item_id order by change_id desc) as recency
    from app.review_records
    where $revision is null or change_id <= $revision
)

select
    newest.item_id, newest.data_version, newest.report, newest.shown, newest.refusal,
    newest.saved_at
from newest
inner join app.review_items_until($revision) as items on items.item_id = newest.item_id
where newest.recency = 1 and items.review_id = $review_id
order by items.place, newest.item_id
