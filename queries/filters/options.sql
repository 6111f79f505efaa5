-- Which segments, regions, channels, products, touchpoints and survey kinds are there to choose
--   from?
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
    select 'segment' as dimension, segment as name, answers from placed
    union all
    select 'region' as dimension, region as name, answers from placed
    union all
    select 'channel' as dimension, channel as name, answers from placed
    union all
    select 'product' as dimension, product as name, answers from placed
    union all
    select 'touchpoint' as dimension, touchpoint as name, answers from placed
    union all
    select 'survey_kind' as dimension, survey_kind as name, answers from placed
)

select dimension, name, sum(answers)::bigint as answers
from listed
group by dimension, name
order by dimension, answers desc, name
