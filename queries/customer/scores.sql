-- What did this customer answer, and in which words?
-- grain: one row per answer and metric, the newest first
-- params: customer_id, revision
-- returns: response_id, responded_at, metric, value, scale, standing, survey_kind, touchpoint,
--   channel, comment, taken_up_at, contacted_at
-- note: taken up by whoever followed up on it, in touch or closed without (contacted_at)
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
    responses.comment,
    followed.taken_up_at,
    coalesce(followed.contacted_at, followed.closed_at, followed.logged_close_at) as contacted_at
from rollup.answers as answers
left join feedback.responses as responses on answers.response_id = responses.response_id
left join app.followed_until($revision) as followed
    on followed.about_kind = 'answer' and answers.response_id = followed.about_id
where answers.customer_id = $customer_id and answers.is_inside
order by answers.responded_at desc, answers.response_id, answers.metric
