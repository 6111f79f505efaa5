-- Which answers are there, by whom, and which are bad?
-- grain: one row per answer to the metric
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: answer, response, person, is_bad, segment, region, channel, touchpoint, quarter
-- note: bad is a detractor, or its like among the dissatisfied and those who found it hard; quarter
--   is written like 20261; response and person are numbers made of their names, the same every time
select
    answer,
    (hash(response_id) >> 1)::bigint as response,
    (hash(person) >> 1)::bigint as person,
    (standing = -1)::tinyint as is_bad,
    segment,
    region,
    channel,
    touchpoint,
    (10 * year(day_on) + quarter(day_on))::integer as quarter
from rollup.numbered_answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
)
