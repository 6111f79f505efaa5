-- Which paths did journeys take, and how often?
-- grain: one row per path and bucket of customers
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product
-- returns: path, bucket, journeys
-- note: chr(31) stands between the steps of a path; journeys that may still go on are left out
select path, (hash(customer_id) % 200)::integer as bucket, count(*) as journeys
from
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
where not is_censored
group by all
order by all
