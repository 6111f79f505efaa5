-- What did each customer bring in and cost in the period?
-- grain: one row per customer with money that is no acquisition, or there in the period
-- params: from_on, to_on, segment, region, channel, product, touchpoint, start_on, end_on,
--   latest_possible_on, channels
-- returns: person, segment, revenue, cost_to_serve, margin, preferred, is_active, has_stayed
-- note: cost_to_serve is that of contacts, repeats among them, above 0; margin is the contribution;
--   preferred is the place of the preferred channel in channels (chr(31) between them), counted
--   from 1; active on start_on, and stayed until end_on
with earned as (
    select
        customer_id,
        sum(amount) filter (where line = 'revenue')::double as revenue,
        -sum(amount) filter (where line in ('serve', 'repeat'))::double as cost_to_serve,
        sum(amount)::double as margin
    from
        rollup.money_months_in(
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
    where line != 'acquisition'
    group by customer_id
),

there as (
    select
        customer_id,
        is_customer and not is_left_undated and coalesce(acquired_on <= $start_on, true)
        and coalesce(left_on > $start_on, true) as is_active,
        coalesce(left_on > $end_on, true) as is_there_still,
        is_customer and not is_left_undated and coalesce(acquired_on <= $end_on, true)
        and coalesce(left_on >= $start_on, true)
        and rollup.is_in($segment, segment) and rollup.is_in($region, region)
        and rollup.has_met(
            customer_id, $from_on, $to_on, $channel, $touchpoint, $product
        ) as is_chosen
    from rollup.stays($latest_possible_on)
)

select
    (hash(coalesce(earned.customer_id, there.customer_id)) >> 1)::bigint as person,
    coalesce(customers.segment, '(unknown)') as segment,
    coalesce(earned.revenue, 0) as revenue,
    coalesce(earned.cost_to_serve, 0) as cost_to_serve,
    coalesce(earned.margin, 0) as margin,
    list_position(string_split($channels, chr(31)), customers.preferred_channel) as preferred,
    coalesce(there.is_active, false)::integer as is_active,
    coalesce(there.is_active and there.is_there_still, false)::integer as has_stayed
from earned
full join there on earned.customer_id = there.customer_id
left join crm.customers as customers
    on coalesce(earned.customer_id, there.customer_id) = customers.customer_id
where earned.customer_id is not null or there.is_chosen
order by person
