-- What happened with this customer?
-- grain: one row per event, the newest first
-- params: customer_id, revision, only_extracts, from_day, to_day, most, skip
-- returns: happened_at, is_day_only, kind, extract, touchpoint, channel, purpose, cost, outcome,
--   reference_kind, reference_id, severity, metric, score, said, total
-- note: total counts all events of these kinds; what was said may lie ahead, such as a renewal
select
    happened_at, is_day_only, kind, extract, touchpoint, channel, purpose, cost, outcome,
    reference_kind, reference_id, severity, metric, score, said,
    count(*) over () as total
from app.events_of($customer_id, $revision)
where
    rollup.is_in($only_extracts::varchar[], extract)
    and rollup.happened_within(happened_at, $from_day, $to_day)
order by happened_at desc, place desc, reference_id, kind
limit $most offset $skip
