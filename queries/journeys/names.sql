-- Which steps do journeys have, and how often?
-- grain: one row per name of a step
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product
-- returns: name, steps
select steps.name, count(*) as steps
from rollup.steps_in($by_what, $is_kept, $gap_days) as steps
semi join
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    ) as journeys
    on steps.journey_key = journeys.journey_key
    and steps.journey_started_at = journeys.started_at
group by steps.name
order by count(*) desc, steps.name
