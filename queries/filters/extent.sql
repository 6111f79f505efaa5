-- From when to when are there answers, and to which metrics?
-- grain: one row per metric that was answered
-- params: latest_possible_on
-- returns: metric, first_on, latest_on, answers
-- note: an answer dated in the future does not move the latest day
select
    metric,
    min(day_on) as first_on,
    max(day_on) filter (where day_on <= $latest_possible_on) as latest_on,
    count(*) as answers
from rollup.answers
where is_inside
group by metric
order by metric
