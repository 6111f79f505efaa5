-- Which moves, and so which customers, are behind a transition from one step to another?
-- grain: one row per move, the latest first
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product,
--   only_source, only_target, most
-- returns: customer_id, customer, moved_at, next_at, seconds, channel, total
-- note: total counts all moves behind the figure, also beyond the most that are listed; only_target
--   null is the end of the journey
select
    journeys.customer_id,
    coalesce(customers.name, journeys.customer_id) as customer,
    steps.touched_at as moved_at,
    steps.next_touched_at as next_at,
    date_diff('second', steps.touched_at, steps.next_touched_at) as seconds,
    steps.channel,
    count(*) over () as total
from rollup.steps_in($by_what, $is_kept, $gap_days) as steps
inner join
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    ) as journeys
    on steps.journey_key = journeys.journey_key
    and steps.journey_started_at = journeys.started_at
left join crm.customers as customers on journeys.customer_id = customers.customer_id
where
    not journeys.is_censored
    and steps.name = $only_source
    and steps.next_name is not distinct from $only_target
order by steps.touched_at desc, journeys.customer_id
limit $most
