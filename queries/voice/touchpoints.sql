-- What is the survey score of each touchpoint?
-- grain: one row per survey kind and touchpoint with an answer
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: survey_kind, touchpoint, answers, points, points_squared, people, nn, ns, ss
-- note: nn, ns, ss as in rollup.sums_of
with people as (
    select
        survey_kind,
        touchpoint,
        person,
        count(*) as n,
        sum(points) as s,
        sum(points * points) as q
    from rollup.answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where is_inside
    group by survey_kind, touchpoint, person
)

select
    survey_kind,
    touchpoint,
    sum(n)::bigint as answers,
    sum(s)::double as points,
    sum(q)::double as points_squared,
    count(*) as people,
    sum(n * n)::double as nn,
    sum(n * s)::double as ns,
    sum(s * s)::double as ss
from people
group by survey_kind, touchpoint
order by survey_kind, sum(n) desc, touchpoint
