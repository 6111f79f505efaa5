-- How many answers of each kind of survey belong to journeys?
-- grain: one row per survey kind
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product,
--   metric
-- returns: survey_kind, answers, customers
select said.survey_kind, count(*) as answers, count(distinct said.person) as customers
from rollup.journey_answers(
    $by_what, $is_kept, $gap_days, $extract_at::timestamp, $metric, null
) as said
semi join
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    ) as journeys
    on said.journey_key = journeys.journey_key and said.started_at = journeys.started_at
group by said.survey_kind
order by count(*) desc, said.survey_kind
