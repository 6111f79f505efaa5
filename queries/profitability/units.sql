-- What did contacts cost, by segment, purpose and channel, in groups of customers to draw from?
-- grain: one row per group of customers, segment, purpose and channel
-- params: from_on, to_on, segment, region, channel, product, touchpoint, side
-- returns: unit, segment, purpose, channel, customers, contacts, cost, load
-- note: purpose with the touchpoint, because only the same work can be compared between channels; a
--   customer is in one group of 500; cost, above 0, is of contacts whose cost is known and of
--   the repeats that follow them, which count where the contact was that they repeat; load counts
--   all contacts where they took place
with met as (
    select
        customer_id,
        ((hash(customer_id) >> 1) % 500)::integer as unit,
        segment,
        concat_ws(': ', purpose, touchpoint) as purpose,
        channel,
        coalesce(repeated_channel, channel) as caused_in,
        repeated_channel is null as is_first,
        -amount as cost
    from rollup.money_in($from_on, $to_on, $segment, $region, $channel, $touchpoint, $product)
    where
        extract = 'interactions'
        and line in ('serve', 'repeat')
        and rollup.is_on_side($side, side)
)

select
    unit,
    segment,
    purpose,
    caused_in as channel,
    count(distinct customer_id) filter (where is_first) as customers,
    count(*) filter (where is_first) as contacts,
    coalesce(sum(cost), 0)::double as cost,
    0::double as load
from met
where cost is not null
group by unit, segment, purpose, caused_in
union all
select unit, segment, purpose, channel, 0, 0, 0, count(*)::double
from met
group by unit, segment, purpose, channel
order by unit, segment, purpose, channel, load
