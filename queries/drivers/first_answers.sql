-- Who stayed after their first answer, and who left when?
-- grain: one row per customer who was one on the day of their first answer in the view
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   latest_possible_on
-- returns: person, value, standing, segment, tenure_days, days, has_left, known_until
-- note: days as in rollup.first_answers_in; person is a number made of the name
select
    (hash(customer_id) >> 1)::bigint as person,
    value,
    standing,
    segment,
    tenure_days::double as tenure_days,
    days::double as days,
    has_left,
    known_until
from rollup.first_answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind,
    $latest_possible_on
)
order by person
