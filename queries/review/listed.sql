-- Which reviews are there, the newest first?
-- grain: one row per review
-- params: revision
-- returns: change_id, review_id, title, held_on, items
-- note: revision is the number of the newest change that counts, null for all
select
    reviews.change_id, reviews.review_id, reviews.title, reviews.held_on,
    count(items.item_id) as items
from app.reviews_until($revision) as reviews
left join app.review_items_until($revision) as items on items.review_id = reviews.review_id
group by all
order by reviews.held_on desc, reviews.review_id desc
