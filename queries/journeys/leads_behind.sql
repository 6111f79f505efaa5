-- Which prospects are behind a step of the funnel?
-- grain: one row per prospect, the latest first
-- params: extract_at, from_on, to_on, segment, region, only_source, only_step, most
-- returns: customer_id, customer, source, first_seen_on, won_on, seconds, total
-- note: only_step is contacted, opportunity or won, null all; total counts all of them, also beyond
--   the most that are listed
select
    customer_id,
    customer,
    source,
    first_seen_on,
    won_on,
    seconds,
    count(*) over () as total
from
    rollup.leads_in($extract_at::timestamp, $from_on, $to_on, $segment, $region)
where
    ($only_source is null or source = $only_source)
    and (
        $only_step is null
        or ($only_step = 'contacted' and is_contacted)
        or ($only_step = 'opportunity' and is_opportunity)
        or ($only_step = 'won' and is_won)
    )
order by first_seen_on desc, customer_id
limit $most
