-- What did each customer contribute in odd, and what in even months?
-- grain: one row per customer with money in both
-- params: from_on, to_on, segment, region, channel, product, touchpoint
-- returns: person, odd, even
-- note: odd and even months alternate and change places from year to year: what comes every twelfth
--   or sixth month falls into both within two years; acquisition is left out
with halves as (
    select
        customer_id,
        sum(amount) filter (where (year(month_on) + month(month_on)) % 2 = 1)::double as odd,
        sum(amount) filter (where (year(month_on) + month(month_on)) % 2 = 0)::double as even
    from
        rollup.money_months_in(
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
    where line != 'acquisition'
    group by customer_id
)

select
    (hash(customer_id) >> 1)::bigint as person,
    odd,
    even
from halves
where odd is not null and even is not null
order by person
