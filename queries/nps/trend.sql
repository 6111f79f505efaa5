-- How did people answer in each week, month or quarter?
-- grain: one row per period with an answer
-- params: grain, months_later, metric, from_on, to_on, segment, region, channel, touchpoint,
--   product, survey_kind
-- returns: starts_on, answers, points, points_squared, top, middle, bottom, people, nn, ns, ss
-- note: nn, ns, ss as in rollup.sums_of; top, middle and bottom are promoters, passives and
--   detractors or their like; months_later moves the quarters to those of a fiscal year
with people as (
    select
        (
            date_trunc($grain, day_on - to_months($months_later::integer))
            + to_months($months_later::integer)
        )::date as starts_on,
        person,
        count(*) as n,
        sum(points) as s,
        sum(points * points) as q,
        count(*) filter (where standing = 1) as top,
        count(*) filter (where standing = 0) as middle,
        count(*) filter (where standing = -1) as bottom
    from rollup.answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where is_inside
    group by starts_on, person
)

select
    starts_on,
    sum(n)::bigint as answers,
    sum(s)::double as points,
    sum(q)::double as points_squared,
    sum(top)::bigint as top,
    sum(middle)::bigint as middle,
    sum(bottom)::bigint as bottom,
    count(*) as people,
    sum(n * n)::double as nn,
    sum(n * s)::double as ns,
    sum(s * s)::double as ss
from people
group by starts_on
order by starts_on
