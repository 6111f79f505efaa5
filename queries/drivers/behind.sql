-- Which answers are behind a figure: those that rate an attribute low, or those of a list?
-- grain: one row per answer to the metric, the lowest scores first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   attributes, low_up_to, numbers, most
-- returns: responded_at, customer_id, customer, value, segment, region, channel, touchpoint,
--   product, comment, total
-- note: without attributes, whatever they rate; without numbers, all answers; low is a rating, on
--   the scale of 1 to 5, of at most low_up_to; total counts also those beyond the most
with low as (
    select response_id
    from feedback.ratings
    where
        rollup.is_in($attributes, attribute)
        and rating between 1 and coalesce(scale_max, 5)
        and 1 + 4 * (rating - 1) / nullif(coalesce(scale_max, 5) - 1, 0) <= $low_up_to
    group by response_id
),

shown as (
    select *
    from rollup.numbered_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where
        rollup.is_in($numbers, answer)
        and ($attributes is null or response_id in (select low.response_id from low))
)

select
    shown.responded_at,
    shown.customer_id,
    coalesce(customers.name, shown.customer_id, '(anonymous)') as customer,
    shown.value,
    shown.segment,
    shown.region,
    shown.channel,
    shown.touchpoint,
    shown.product,
    responses.comment,
    count(*) over () as total
from shown
left join crm.customers as customers on shown.customer_id = customers.customer_id
left join feedback.responses as responses on shown.response_id = responses.response_id
order by shown.points, shown.responded_at desc, shown.response_id
limit $most
