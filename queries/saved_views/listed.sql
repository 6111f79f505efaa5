-- Which views has a person saved, which are shared with everybody, and which opens first?
-- grain: one row per view
-- params: person, revision
-- returns: change_id, view_id, name, page, address, is_shared, owner, is_default
-- note: revision is the number of the newest change that counts, null for all
with chosen as (
    select arg_max(coalesce(view_id, -1), change_id) as view_id
    from app.default_views
    where person = $person and ($revision is null or change_id <= $revision)
)

select
    views.change_id, views.view_id, views.name, views.page, views.address, views.is_shared,
    views.owner, coalesce(views.view_id = chosen.view_id, false) as is_default
from app.saved_views_until($revision) as views
cross join chosen
where views.is_shared or views.owner = $person
order by lower(views.name), views.view_id
