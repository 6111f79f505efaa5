-- Answers with the contacts that their customers had in the days before.
-- grain: one row per answer and contact before it; one without touchpoint for an answer after none
-- portable: no
-- note: `answer` is the response; a contact that the answer is about may be among them
create or replace macro rollup.answers_after_contacts(
    from_day, to_day, segments, regions, metric_is, kind_is, lasting_days
) as table
select
    answers.response_id as answer,
    answers.person,
    answers.points,
    touches.touchpoint,
    touches.is_resolved,
    touches.touched_at
from rollup.answers_in(
    metric_is, from_day, to_day, segments, regions, null, null, null, kind_is
) as answers
left join rollup.touches as touches
    on answers.customer_id = touches.customer_id
    and touches.touched_at < answers.responded_at
    and touches.touched_at >= answers.responded_at - to_days(lasting_days)
where answers.is_inside;
