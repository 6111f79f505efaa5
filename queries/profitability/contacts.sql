-- How often did each customer use each channel, on one side of the company?
-- grain: one row per customer and channel
-- params: from_on, to_on, segment, region, channel, product, touchpoint, side, mix_basis, channels
-- returns: person, place, contacts, firsts
-- note: place of the channel in channels (chr(31) between them), counted from 1; firsts repeat no
--   other contact; mix_basis is contacts or orders; an order of several lines counts
--   once; contacts before the customer was one are acquisition, and no mix
with met as (
    select customer_id, channel, if(line = 'repeat', 0, 1) as first
    from rollup.money_in($from_on, $to_on, $segment, $region, $channel, $touchpoint, $product)
    where
        extract = 'interactions' and line != 'acquisition'
        and $mix_basis = 'contacts' and rollup.is_on_side($side, side)
    union all
    select any_value(customer_id), any_value(channel), 1
    from rollup.money_in($from_on, $to_on, $segment, $region, $channel, $touchpoint, $product)
    where
        extract = 'orders' and channel is not null
        and ($mix_basis = 'orders' or ($mix_basis = 'contacts' and $side = 'sales'))
    group by reference_id
)

select
    (hash(customer_id) >> 1)::bigint as person,
    list_position(string_split($channels, chr(31)), channel) as place,
    count(*) as contacts,
    sum(first)::bigint as firsts
from met
group by customer_id, channel
order by person, place
