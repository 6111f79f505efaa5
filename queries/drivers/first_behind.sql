-- Whose first answer is behind the curve of those who stayed?
-- grain: one row per customer who was one on the day of their first answer in the view
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   latest_possible_on, only_standing, only_touchpoint, bad_days, most
-- returns: answered_on, score, customer_id, customer, segment, days_followed, has_left, total
-- note: those of drivers/first_answers who can be followed, the latest answer first; with
--   only_touchpoint those of drivers/bad_contacts there; total counts also those beyond the most
with people as (
    select *
    from rollup.first_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind,
        $latest_possible_on
    )
    where days is not null and ($only_standing is null or standing = $only_standing)
),

unsettled as (
    select people.customer_id
    from people
    inner join crm.interactions as interactions on people.customer_id = interactions.customer_id
    where
        not interactions.is_resolved
        and interactions.touchpoint = $only_touchpoint
        and app.day_of(interactions.occurred_at) - people.day_on
        between -$bad_days and people.days - 1
)

select
    people.day_on as answered_on,
    people.value as score,
    people.customer_id,
    coalesce(customers.name, people.customer_id) as customer,
    people.segment,
    people.days as days_followed,
    people.has_left = 1 as has_left,
    count(*) over () as total
from people
left join crm.customers as customers on people.customer_id = customers.customer_id
where
    $only_touchpoint is null
    or people.customer_id in (select unsettled.customer_id from unsettled)
order by people.day_on desc, people.customer_id
limit $most
