-- Which journeys, and so which customers, are behind a link, a node or a path of the flow?
-- grain: one row per journey, the latest first
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product,
--   most_steps, shown, only_step, only_source, only_target, only_path, most
-- returns: customer_id, customer, started_at, ended_at, touches, path, cost, unresolved, is_over,
--   total
-- note: total counts all journeys behind the figure, also beyond the most that are listed; a path
--   leaves out journeys that may still go on, as its figure does
with links as (
    select distinct journey_key, started_at
    from
    rollup.links_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product,
        $most_steps, $shown::varchar[]
    )
    where
        ($only_step is null or step = $only_step)
        and ($only_source is null or source = $only_source)
        and ($only_target is null or target = $only_target)
)

select
    journeys.customer_id,
    coalesce(customers.name, journeys.customer_id) as customer,
    journeys.started_at,
    journeys.ended_at,
    journeys.touches,
    journeys.path,
    journeys.cost::double as cost,
    journeys.unresolved,
    journeys.is_over,
    count(*) over () as total
from
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    ) as journeys
semi join links
    on journeys.journey_key = links.journey_key and journeys.started_at = links.started_at
left join crm.customers as customers on journeys.customer_id = customers.customer_id
where
    $only_path is null or (journeys.path = $only_path and not journeys.is_censored)
order by journeys.started_at desc, journeys.customer_id, journeys.journey_key
limit $most
