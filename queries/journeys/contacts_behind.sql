-- Which contacts, and so which customers, are behind a figure of a touchpoint?
-- grain: one row per contact, the latest first
-- params: extract_at, from_on, to_on, segment, region, channel, touchpoint, product,
--   only_touchpoint, only_channel, only_measure, most
-- returns: customer_id, customer, occurred_at, touchpoint, channel, is_resolved, has_repeat,
--   wait_seconds, cost, interaction_id, total
-- note: only_measure repeat or first lists those counted there; total counts all contacts behind
--   the figure, also beyond the most that are listed
with shown as (
    select *
    from
        rollup.contacts_in(
        $extract_at::timestamp, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
    where
        touchpoint = $only_touchpoint
        and ($only_channel is null or channel = $only_channel)
        and ($only_measure is null or is_known)
        and ($only_measure is distinct from 'repeat' or has_repeat)
        and ($only_measure is distinct from 'first' or (is_resolved and not has_repeat))
)

select
    shown.customer_id,
    coalesce(customers.name, shown.customer_id) as customer,
    shown.occurred_at,
    shown.touchpoint,
    shown.channel,
    shown.is_resolved,
    shown.has_repeat,
    shown.wait_seconds,
    shown.cost::double as cost,
    shown.interaction_id,
    count(*) over () as total
from shown
left join crm.customers as customers on shown.customer_id = customers.customer_id
order by shown.occurred_at desc, shown.interaction_id
limit $most
