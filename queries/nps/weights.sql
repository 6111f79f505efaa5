-- Which survey weights were given, and how were their answers?
-- grain: one row per points and weight
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: points, weight, answers
select points, weight, count(*) as answers
from rollup.answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
)
group by points, weight
order by weight, points
