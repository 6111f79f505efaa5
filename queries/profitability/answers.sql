-- What did customers answer, and about which channel?
-- grain: one row per customer, survey kind and channel of the answer
-- params: metric, from_on, to_on, survey_kind, channels
-- returns: person, survey_kind, place, answers, points, points_squared
-- note: of known customers, in the period, whatever the other filters; place of the channel in
--   channels (chr(31) between them), counted from 1, null for one that is not among them
select
    (hash(customer_id) >> 1)::bigint as person,
    survey_kind,
    list_position(string_split($channels, chr(31)), channel) as place,
    count(*) as answers,
    sum(points)::double as points,
    sum(points * points)::double as points_squared
from rollup.answers_in(
    $metric, $from_on, $to_on, null, null, null, null, null, $survey_kind
)
where is_inside and customer_id is not null
group by customer_id, survey_kind, channel
order by person, survey_kind, place
