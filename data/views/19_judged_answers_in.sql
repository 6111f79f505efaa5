-- Answers of known customers, by what became of the complaint before them.
-- grain: one row per answer to the metric by a known customer
-- portable: no
-- note: outcome 0 no case followed up within recovery_days before, 1 the latest recovered, 2 it was
--   not; answers while it was still open are left out. since_at is when that case was opened, or of
--   the answer; turn counts the answers of a customer with the same outcome; days and has_left from
--   this answer on as in rollup.first_answers_in
create or replace macro rollup.judged_answers_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is, today,
    recovery_days
) as table
with answers as (
    select
        answer, response_id, customer_id, responded_at, day_on, value, points, segment, survey_kind
    from rollup.numbered_answers_in(
        metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
    )
    where customer_id is not null
),

steps as (
    select customer_id, opened_at, coalesce(closed_at, opened_at) as ended_at, outcome
    from feedback.follow_ups
    where case_id is not null
),

-- Moment and outcome are packed into one number, of which the largest is the latest, then worst.
latest as (
    select
        answers.answer,
        bool_or(steps.outcome is null or steps.ended_at >= answers.responded_at) as is_open,
        max(2 * epoch_ms(steps.opened_at) + (steps.outcome != 'recovered')::tinyint) as packed
    from answers
    inner join steps
        on answers.customer_id = steps.customer_id
        and steps.opened_at < answers.responded_at
        and steps.opened_at >= answers.responded_at - to_days(recovery_days::integer)
    group by answers.answer
),

judged as (
    select
        answers.*,
        coalesce(1 + latest.packed % 2, 0)::tinyint as outcome,
        coalesce(
            make_timestamp((latest.packed - latest.packed % 2) * 500), answers.responded_at
        ) as since_at
    from answers
    left join latest on answers.answer = latest.answer
    where not coalesce(latest.is_open, false)
)

select
    judged.*,
    judged.day_on - stays.acquired_on as tenure_days,
    row_number() over (
        partition by judged.customer_id, judged.outcome
        order by judged.responded_at, judged.response_id
    ) as turn,
    if(
        stays.is_customer and not stays.is_left_undated,
        coalesce(stays.left_on, stays.known_until) - judged.day_on, null
    ) as days,
    (stays.left_on is not null)::tinyint as has_left
from judged
inner join rollup.stays(today) as stays on judged.customer_id = stays.customer_id;
