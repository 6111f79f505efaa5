-- What did customers answer after a complaint put right, after one that was not, and without any?
-- grain: one row per answer to the metric by a known customer
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   latest_possible_on, recovery_days
-- returns: person, outcome, points, before, segment, tenure_days, turn, days, has_left
-- note: outcome, turn, days and has_left as in rollup.judged_answers_in; before is the standing
--   (1, 0, -1) of the customer's latest answer of the same metric and kind before that case, or
--   before this answer
with judged as (
    select *
    from rollup.judged_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind,
        $latest_possible_on, $recovery_days
    )
),

earlier as (
    select customer_id, survey_kind, responded_at, min(standing) as standing
    from rollup.answers
    where metric = $metric and is_inside and customer_id is not null
    group by customer_id, survey_kind, responded_at
)

select
    (hash(judged.customer_id) >> 1)::bigint as person,
    judged.outcome,
    judged.points,
    earlier.standing::float as before,
    judged.segment,
    judged.tenure_days::double as tenure_days,
    judged.turn,
    judged.days::double as days,
    judged.has_left
from judged
asof left join earlier
    on judged.customer_id = earlier.customer_id
    and judged.survey_kind = earlier.survey_kind
    and judged.since_at > earlier.responded_at
order by person, judged.responded_at, judged.response_id
