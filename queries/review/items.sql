-- What is on the agenda of a review, in its order?
-- grain: one row per item
-- params: review_id, revision
-- returns: change_id, item_id, place, title, page, address, commentary, data_version
select change_id, item_id, place, title, page, address, commentary, data_version
from app.review_items_until($revision)
where review_id = $review_id
order by place, item_id
