-- Which values cannot be, or hardly, and how many rows hold one?
-- grain: one row per extract and rule that a row breaks
-- params: none
-- returns: extract, rule, wrong_rows
select
    extract,
    rule,
    count(*) as wrong_rows
from app.impossible_values
group by extract, rule
order by wrong_rows desc, extract, rule
