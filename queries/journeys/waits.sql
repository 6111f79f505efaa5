-- How long does it take from one step to the next?
-- grain: one row per step's name and the next one's
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product
-- returns: source, target, moves, median_seconds, p90_seconds
-- note: elapsed seconds; journeys that may still go on are left out
select
    steps.name as source,
    steps.next_name as target,
    count(*) as moves,
    quantile_cont(date_diff('second', steps.touched_at, steps.next_touched_at), 0.5)::double
        as median_seconds,
    quantile_cont(date_diff('second', steps.touched_at, steps.next_touched_at), 0.9)::double
        as p90_seconds
from rollup.steps_in($by_what, $is_kept, $gap_days) as steps
inner join
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    ) as journeys
    on steps.journey_key = journeys.journey_key
    and steps.journey_started_at = journeys.started_at
where steps.next_name is not null and not journeys.is_censored
group by steps.name, steps.next_name
order by steps.name, steps.next_name
