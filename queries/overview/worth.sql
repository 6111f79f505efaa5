-- What did the customers who answered here bring in over the twelve months up to a moment?
-- grain: one row
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind, as_of
-- returns: customers, revenue
-- note: customers are those of them who bought
with answered as (
    select distinct customer_id
    from rollup.answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where is_inside and customer_id is not null
)

select
    count(distinct money.customer_id) as customers,
    coalesce(sum(money.amount), 0)::double as revenue
from rollup.money as money
inner join answered on money.customer_id = answered.customer_id
where
    money.line = 'revenue'
    and money.extract != 'interactions'
    and money.happened_at <= $as_of::timestamp
    and money.happened_at > app.months_before($as_of::timestamp, 12)
