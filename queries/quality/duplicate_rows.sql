-- Which rows look like another one under another key, and like which?
-- grain: one row per such row, by what it looks like
-- params: extract, most
-- returns: row_key, twin_key, total
select
    row_key,
    twin_key,
    count(*) over () as total
from app.duplicates
where extract = $extract
order by twin_key, row_key
limit $most::bigint
