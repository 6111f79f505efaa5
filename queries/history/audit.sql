-- Who did what, and when?
-- grain: one row per thing somebody did, newest first
-- params: search, most, skip
-- returns: happened_at, actor, action, detail, total
-- note: search is looked for in all three texts, whatever its case; total counts all that match
select
    happened_at,
    actor,
    action,
    detail,
    count(*) over () as total
from app.audit_log
where
    $search::varchar is null
    or contains(lower(concat_ws(' ', actor, action, detail)), lower($search::varchar))
order by happened_at desc, rowid desc
limit $most::bigint
offset $skip::bigint
