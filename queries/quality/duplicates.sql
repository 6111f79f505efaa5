-- How many rows look like another one under another key?
-- grain: one row per extract with such rows
-- params: none
-- returns: extract, twin_rows, originals
select
    extract,
    count(*) as twin_rows,
    count(distinct twin_key) as originals
from app.duplicates
group by extract
order by twin_rows desc, extract
