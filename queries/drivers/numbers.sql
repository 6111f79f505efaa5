-- By which number do questions about answers know each of them?
-- grain: one row per answer to the metric
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: answer, response
-- note: response is a number made of its name, the same every time and in every view
select
    answer,
    (hash(response_id) >> 1)::bigint as response
from rollup.numbered_answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
)
