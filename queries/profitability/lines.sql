-- What does the contribution consist of, line by line?
-- grain: one row per line
-- params: from_on, to_on, segment, region, channel, product, touchpoint
-- returns: line, amount, amounts, unknown, priced, customers
-- note: amount as it adds to the contribution; acquisition adds to none; unknown counts amounts
--   that ought to be there and are not, priced those that a rate of the channel stands for
select
    line,
    coalesce(sum(amount), 0)::double as amount,
    sum(amounts)::bigint as amounts,
    sum(unknown)::bigint as unknown,
    sum(priced)::bigint as priced,
    count(distinct customer_id) as customers
from
    rollup.money_months_in(
    $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
)
group by line
order by line
