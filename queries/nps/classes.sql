-- How often was each answer given in each group, now and before?
-- grain: one row per dimension, name and points
-- params: from_rollup, metric, from_on, to_on, before_from_on, before_to_on, has_before,
--   segment, region, channel, touchpoint, product, survey_kind
-- returns: dimension, name, points, answers, answers_before
-- note: what the split of a change into mix and rate is computed from
with shown as (
    select
        segment, region, channel, touchpoint, product, points,
        answers, 0 as answers_before
    from rollup.scores_in(
        $from_rollup, $metric, $from_on, $to_on,
        $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    union all
    select
        segment, region, channel, touchpoint, product, points,
        0 as answers, answers as answers_before
    from rollup.scores_in(
        $from_rollup, $metric, $before_from_on, $before_to_on,
        $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where $has_before
)

select
    case
        when grouping(segment) = 0 then 'segment'
        when grouping(region) = 0 then 'region'
        when grouping(channel) = 0 then 'channel'
        when grouping(touchpoint) = 0 then 'touchpoint'
        else 'product'
    end as dimension,
    coalesce(segment, region, channel, touchpoint, product) as name,
    points,
    sum(answers)::bigint as answers,
    sum(answers_before)::bigint as answers_before
from shown
group by grouping sets (
    (segment, points), (region, points), (channel, points), (touchpoint, points), (product, points)
)
order by dimension, name, points
