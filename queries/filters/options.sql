-- Which segments, regions, channels, products, touchpoints and survey kinds are there to choose?
-- grain: one row per dimension and value
-- params: metric
-- returns: dimension, name, answers
-- note: the commonest first, by name where they tie
with placed as (
    select segment, region, channel, product, touchpoint, survey_kind, sum(answers) as answers
    from rollup.score_cube
    where metric = $metric
    group by segment, region, channel, product, touchpoint, survey_kind
),

listed as (
    unpivot placed
    on segment, region, channel, product, touchpoint, survey_kind
    into name dimension value name
)

select dimension, name, sum(answers)::bigint as answers
from listed
group by dimension, name
order by dimension, answers desc, name
