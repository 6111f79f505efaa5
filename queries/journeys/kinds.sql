-- How many answers of each kind of survey belong to journeys?
-- grain: one row per survey kind
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product,
--   metric
-- returns: survey_kind, answers, customers
select survey_kind, count(*) as answers, count(distinct person) as customers
from
    rollup.journey_answers(
    $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
    $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $metric, null
)
group by survey_kind
order by count(*) desc, survey_kind
