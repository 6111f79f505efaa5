-- How many prospects of each source became customers, and how long did it take?
-- grain: one row per source, steps reached and days
-- params: extract_at, from_on, to_on, segment, region
-- returns: source, is_contacted, is_opportunity, is_won, seconds, leads
-- note: seconds from first seen to won, or until now; days are all that is known, so they are whole
--   days; those won before they were first seen have none
select source, is_contacted, is_opportunity, is_won, seconds, count(*) as leads
from
    rollup.leads_in($extract_at::timestamp, $from_on, $to_on, $segment, $region)
group by all
order by all
