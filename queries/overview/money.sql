-- What came in each month, what was left of it, and what serving the customers cost?
-- grain: one row per month with an amount
-- params: segment, region, channel, touchpoint, product, latest_possible_on
-- returns: month_on, first_on, last_on, revenue, margin, cost_to_serve, served, costs
-- note: whatever the period, so that the course before it is seen; margin is the contribution:
--   revenue less discounts, goods, contacts and compensation; costs counts the amounts known that
--   are none of revenue or discount, served the customers with a contact
select
    month_on,
    min(first_on) as first_on,
    max(last_on) as last_on,
    coalesce(sum(amount) filter (where line = 'revenue'), 0)::double as revenue,
    coalesce(sum(amount) filter (where line != 'acquisition'), 0)::double as margin,
    -coalesce(sum(amount) filter (where line in ('serve', 'repeat')), 0)::double as cost_to_serve,
    approx_count_distinct(customer_id) filter (where line in ('serve', 'repeat')) as served,
    coalesce(
        sum(amounts - unknown) filter (where line not in ('revenue', 'discount', 'acquisition')), 0
    )::bigint as costs
from
    rollup.money_months_in(
    null, $latest_possible_on, $segment, $region, $channel, $touchpoint, $product
)
group by month_on
order by month_on
