-- How did people answer in each week, month or quarter?
-- grain: one row per period with an answer
-- params: from_rollup, grain, metric, from_on, to_on, segment, region, channel, touchpoint,
--   product, survey_kind
-- returns: starts_on, answers, points, points_squared, top, middle, bottom, people
-- note: people is exact below five and a lower bound above; top, middle and bottom are
--   promoters, passives and detractors or their like
with shown as (
    select *
    from rollup.scores_in(
        $from_rollup, $metric, $from_on, $to_on,
        $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
),

placed as (
    select date_trunc($grain, day_on)::date as starts_on, shown.* from shown
),

-- people are counted one by one where the rows are answers, and bounded from below in the cube
bounded as (
    select starts_on, count(distinct first_person) as people from placed group by starts_on
)

select
    placed.starts_on,
    sum(answers)::bigint as answers,
    sum(answers * points)::double as points,
    sum(answers * points * points)::double as points_squared,
    coalesce(sum(answers) filter (where standing = 1), 0)::bigint as top,
    coalesce(sum(answers) filter (where standing = 0), 0)::bigint as middle,
    coalesce(sum(answers) filter (where standing = -1), 0)::bigint as bottom,
    any_value(bounded.people) as people
from placed
inner join bounded on placed.starts_on = bounded.starts_on
group by placed.starts_on
order by placed.starts_on
