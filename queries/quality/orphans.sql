-- How many rows of an extract point to nobody, by the column that points?
-- grain: one row per column with such rows
-- params: extract
-- returns: extract, column_name, points_to, lost_rows, lost_ids
select
    extract,
    column_name,
    points_to,
    count(*) as lost_rows,
    count(distinct lost_id) as lost_ids
from app.orphans
where extract = $extract
group by extract, column_name, points_to
order by lost_rows desc, column_name
