-- How many answers lie outside the scale of their survey, and so do not count?
-- grain: one row
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: answers
select count(*) as answers
from rollup.answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
)
where not is_inside
