-- Which answers are behind a figure?
-- grain: one row per answer, the lowest scores first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   only_scale, only_value, only_standing, most
-- returns: responded_at, customer_id, customer, value, scale, segment, region, channel,
--   touchpoint, product, comment, response_id, total
-- note: total counts all answers behind the figure, also beyond the most that are listed
with shown as (
    select *
    from rollup.answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where
        is_inside
        and ($only_scale is null or scale = $only_scale)
        and ($only_value is null or value = $only_value)
        and ($only_standing is null or standing = $only_standing)
)

select
    shown.responded_at,
    coalesce(shown.customer_id, '(anonymous)') as customer_id,
    coalesce(customers.name, shown.customer_id, '(anonymous)') as customer,
    shown.value,
    shown.scale,
    shown.segment,
    shown.region,
    shown.channel,
    shown.touchpoint,
    shown.product,
    responses.comment,
    shown.response_id,
    count(*) over () as total
from shown
left join crm.customers as customers on shown.customer_id = customers.customer_id
left join feedback.responses as responses on shown.response_id = responses.response_id
order by shown.points, shown.responded_at desc, shown.response_id
limit $most
