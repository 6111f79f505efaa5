-- What did the people write whose answers are shown, and what is each of them worth?
-- grain: one row per answer with a comment, the newest first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind, most
-- returns: response_id, person, customer_id, responded_at, day_on, month_on, value, points,
--   standing, touchpoint, channel, segment, language, comment, revenue, total
-- note: total counts all; of more than the most, a sample by person that is always the same;
--   language is as recorded; revenue of the customer, of twelve months
with shown as (
    select
        *,
        count(*) over () as total
    from rollup.comments_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
),

sampled as (
    select *
    from shown
    qualify total <= $most or row_number() over (order by md5(person), response_id) <= $most
)

select
    response_id,
    person,
    customer_id,
    responded_at,
    day_on,
    month_on,
    value,
    points,
    standing,
    touchpoint,
    channel,
    segment,
    language,
    comment,
    revenue,
    total
from sampled
order by responded_at desc, response_id
