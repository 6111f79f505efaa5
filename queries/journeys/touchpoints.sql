-- How busy is each touchpoint, and how long do its contacts wait and what do they cost?
-- grain: one row per touchpoint and channel; channel null is all of them
-- params: extract_at, from_on, to_on, segment, region, channel, touchpoint, product
-- returns: touchpoint, channel, contacts, customers, cost, costed, waited, median_wait, p90_wait
-- note: costed and waited count the contacts whose cost and wait are on record; waits in seconds
select
    touchpoint,
    channel,
    count(*) as contacts,
    count(distinct customer_id) as customers,
    coalesce(sum(cost), 0)::double as cost,
    count(cost) as costed,
    count(wait_seconds) as waited,
    quantile_cont(wait_seconds, 0.5) as median_wait,
    quantile_cont(wait_seconds, 0.9) as p90_wait
from
    rollup.contacts_in(
        $extract_at::timestamp, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
group by grouping sets ((touchpoint, channel), (touchpoint))
order by touchpoint, channel nulls first
