-- What did this customer answer, and in which words?
-- grain: one row per answer and metric, the newest first
-- params: customer_id
-- returns: response_id, responded_at, metric, value, scale, standing, survey_kind, touchpoint,
--   channel, comment
select
    answers.response_id,
    answers.responded_at,
    answers.metric,
    answers.value,
    answers.scale,
    answers.standing,
    answers.survey_kind,
    answers.touchpoint,
    answers.channel,
    responses.comment
from rollup.answers as answers
left join feedback.responses as responses on answers.response_id = responses.response_id
where answers.customer_id = $customer_id and answers.is_inside
order by answers.responded_at desc, answers.response_id, answers.metric
