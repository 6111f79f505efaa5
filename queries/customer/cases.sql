-- Which cases does this customer have, and how does each stand?
-- grain: one row per case, the newest first
-- params: customer_id, as_of
-- returns: case_id, opened_at, category, severity, channel, touchpoint, first_response_at,
--   resolved_at, reopened_at, resolution, is_open, age_seconds
-- note: a case that was opened again is open unless it was resolved after that; age is elapsed time
--   up to as_of or to the end
with judged as (
    select
        *,
        resolved_at is null or coalesce(reopened_at >= resolved_at, false) as is_open
    from crm.cases
    where customer_id = $customer_id
)

select
    case_id, opened_at, category, severity, channel, touchpoint, first_response_at, resolved_at,
    reopened_at, resolution, is_open,
    epoch(if(is_open, $as_of::timestamp, resolved_at) - opened_at)::double as age_seconds
from judged
order by opened_at desc, case_id
