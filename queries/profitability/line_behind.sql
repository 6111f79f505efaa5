-- Which customers are behind a line of the contribution?
-- grain: one row per customer with an amount on the line, the largest sum first
-- params: from_on, to_on, segment, region, channel, product, touchpoint, only_line, most
-- returns: customer_id, customer, segment, amount, amounts, unknown, total
-- note: amount as it adds to the contribution; unknown counts amounts that ought to be there and
--   are not; total counts all customers, also beyond the most that are listed
with earned as (
    select
        customer_id,
        any_value(segment) as segment,
        coalesce(sum(amount), 0)::double as amount,
        sum(amounts)::bigint as amounts,
        sum(unknown)::bigint as unknown
    from
        rollup.money_months_in(
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
    where line = $only_line and customer_id is not null
    group by customer_id
)

select
    earned.customer_id,
    coalesce(customers.name, earned.customer_id) as customer,
    earned.segment,
    earned.amount,
    earned.amounts,
    earned.unknown,
    count(*) over () as total
from earned
left join crm.customers as customers on earned.customer_id = customers.customer_id
order by abs(earned.amount) desc, earned.customer_id
limit $most
