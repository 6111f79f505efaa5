-- How often was each answer given?
-- grain: one row per scale and value
-- params: from_rollup, metric, from_on, to_on, segment, region, channel, touchpoint, product,
--   survey_kind
-- returns: scale, value, points, standing, answers, weight, weight_squared
-- note: weight and weight_squared are sums of the survey weights and of their squares
select
    scale,
    value,
    points,
    standing,
    sum(answers)::bigint as answers,
    sum(weight_sum)::double as weight,
    sum(weight_squared)::double as weight_squared
from rollup.scores_in(
    $from_rollup, $metric, $from_on, $to_on,
    $segment, $region, $channel, $touchpoint, $product, $survey_kind
)
group by scale, value, points, standing
order by scale, value
