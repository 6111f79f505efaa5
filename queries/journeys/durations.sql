-- How long do journeys last, and which are over?
-- grain: one row per length, bucket of customers and whether it is over
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product
-- returns: seconds, is_over, bucket, journeys
-- note: one that is not over has lasted until now as far as is known
select
    case
        when is_over then seconds
        else date_diff('second', started_at, $extract_at::timestamp)
    end as seconds,
    is_over,
    (hash(customer_id) % 400)::integer as bucket,
    count(*) as journeys
from
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
group by all
order by all
