-- Which contacts that left a matter unresolved did customers have around and after their first
-- answer?
-- grain: one row per customer, touchpoint and day
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   latest_possible_on, bad_days
-- returns: person, name, day
-- note: of the customers of drivers/first_answers; name is the touchpoint, day counts from the day
--   of the answer: from bad_days before it until they left or were last known to be there
select distinct
    (hash(answers.customer_id) >> 1)::bigint as person,
    interactions.touchpoint as name,
    (app.day_of(interactions.occurred_at) - answers.day_on)::double as day
from rollup.first_answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind,
    $latest_possible_on
) as answers
inner join crm.interactions as interactions on answers.customer_id = interactions.customer_id
where
    not interactions.is_resolved
    and app.day_of(interactions.occurred_at) - answers.day_on
    between -$bad_days and answers.days - 1
order by person, day, name
