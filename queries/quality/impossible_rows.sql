-- Which rows break this rule?
-- grain: one row per such row, by key
-- params: extract, rule, most
-- returns: row_key, said, total
select
    row_key,
    said,
    count(*) over () as total
from app.impossible_values
where extract = $extract and rule = $rule
order by row_key
limit $most::bigint
