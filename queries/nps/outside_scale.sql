-- How many answers lie outside the scale of their survey, and so do not count?
-- grain: one row
-- params: metric, from_on, to_on
-- returns: answers
select count(*) as answers
from feedback.responses as responses
left join feedback.surveys as surveys on responses.survey_id = surveys.survey_id
where
    ($from_on is null or responses.responded_at::date >= $from_on)
    and ($to_on is null or responses.responded_at::date <= $to_on)
    and (
        ($metric = 'csat' and responses.csat > coalesce(surveys.csat_scale, 5))
        or ($metric = 'ces' and responses.ces > coalesce(surveys.ces_scale, 7))
    )
