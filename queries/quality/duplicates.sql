-- How many rows of an extract look like another one under another key?
-- grain: one row, none where no row does
-- params: extract
-- returns: extract, twin_rows, originals
select
    extract,
    sum(alike_rows - 1)::bigint as twin_rows,
    count(*) as originals
from app.same_rows
where extract = $extract
group by extract
