-- How many contacts are solved at first, and how many are followed by another within 7 days?
-- grain: one row per measure (repeat, first), touchpoint and channel; channel null is all of them
-- params: extract_at, from_on, to_on, segment, region, channel, touchpoint, product
-- returns: measure, touchpoint, channel, known, counted, people, nn, ns, ss
-- note: of the contacts of which it is known; nn, ns, ss as in rollup.crossed
with people as (
    select
        touchpoint,
        channel,
        customer_id,
        count(*) filter (where is_known) as k,
        count(*) filter (where is_known and has_repeat) as r,
        count(*) filter (where is_known and is_resolved is not null) as j,
        count(*) filter (where is_known and is_resolved and not has_repeat) as f
    from
        rollup.contacts_in(
        $extract_at::timestamp, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
    group by grouping sets ((touchpoint, channel, customer_id), (touchpoint, customer_id))
)

select 'repeat' as measure, touchpoint, channel, unnest(rollup.crossed(k, r))
from people
group by touchpoint, channel
union all
select 'first', touchpoint, channel, unnest(rollup.crossed(j, f))
from people
group by touchpoint, channel
order by measure, touchpoint, channel nulls first
