-- Which rows point to nobody in this column?
-- grain: one row per such row, by key
-- params: extract, column_name, most
-- returns: row_key, lost_id, points_to, total
select
    row_key,
    lost_id,
    points_to,
    count(*) over () as total
from app.orphans
where extract = $extract and column_name = $column_name
order by row_key
limit $most::bigint
