-- Who was asked, and who answered?
-- grain: one row per segment with an invitation
-- params: metric, from_on, to_on, segment, region, survey_kind
-- returns: segment, invited, answered, answers, points, points_squared
-- note: asked in the period; only the filters that are known of people who did not answer
--   apply; answers and points are those of the invitations answered with this metric
with asked as (
    select
        invitations.invitation_id,
        coalesce(customers.segment, '(unknown)') as segment,
        coalesce(customers.region, '(unknown)') as region,
        coalesce(surveys.kind, '(unknown)') as survey_kind
    from feedback.invitations as invitations
    left join crm.customers as customers on invitations.customer_id = customers.customer_id
    left join feedback.surveys as surveys on invitations.survey_id = surveys.survey_id
    where
        ($from_on is null or invitations.sent_at::date >= $from_on)
        and ($to_on is null or invitations.sent_at::date <= $to_on)
),

chosen as (
    select invitation_id, segment
    from asked
    where
        ($segment is null or list_contains($segment, segment))
        and ($region is null or list_contains($region, region))
        and ($survey_kind is null or survey_kind = $survey_kind)
),

answered as (
    select
        responses.invitation_id,
        count(answers.points) as answers,
        sum(answers.points) as points,
        sum(answers.points * answers.points) as points_squared
    from feedback.responses as responses
    left join rollup.answers as answers
        on responses.response_id = answers.response_id and answers.metric = $metric
    where responses.invitation_id is not null
    group by responses.invitation_id
)

select
    chosen.segment,
    count(*) as invited,
    count(answered.invitation_id) as answered,
    coalesce(sum(answered.answers), 0)::bigint as answers,
    coalesce(sum(answered.points), 0)::double as points,
    coalesce(sum(answered.points_squared), 0)::double as points_squared
from chosen
left join answered on chosen.invitation_id = answered.invitation_id
group by chosen.segment
order by invited desc, chosen.segment
