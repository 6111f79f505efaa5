-- Which paths ended with an unhappy answer, and which with another?
-- grain: one row per path and bucket of customers
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product,
--   metric, survey_kind
-- returns: path, bucket, conversions, nulls
-- note: chr(31) stands between the steps; chr(30) marks those that solved nothing; only journeys
--   that somebody answered to; conversions are those with any detractor's or like answer
with answered as (
    select journey_key, started_at, min(customer_id) as customer_id, min(standing) as worst
    from
        rollup.journey_answers(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $metric, $survey_kind
    )
    group by journey_key, started_at
),

paths as (
    select
        answered.customer_id,
        answered.worst,
        string_agg(
            if(not steps.is_resolved, concat(steps.name, chr(30)), steps.name),
            chr(31) order by steps.step
        ) as path
    from rollup.steps_in($by_what, $is_kept, $gap_days) as steps
    inner join answered
        on steps.journey_key = answered.journey_key
        and steps.journey_started_at = answered.started_at
    group by answered.journey_key, answered.started_at, answered.customer_id, answered.worst
)

select
    path,
    (hash(customer_id) % 200)::integer as bucket,
    count(*) filter (where worst = -1) as conversions,
    count(*) filter (where worst > -1) as nulls
from paths
group by all
order by all
