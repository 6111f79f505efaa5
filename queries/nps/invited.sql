-- Who was asked, and who answered what?
-- grain: one row per segment with an invitation
-- params: metric, from_on, to_on, segment, region, survey_kind
-- returns: segment, invited, answered, answers, points, points_squared, people, nn, ns, ss
-- note: asked in the period, whenever they answered; only the filters that are known of people who
--   did not answer apply; answers and points are those to this metric; nn, ns, ss as in
--   rollup.sums_of
with chosen as (
    select
        invitations.invitation_id,
        coalesce(customers.segment, '(unknown)') as segment,
        coalesce(customers.region, '(unknown)') as region,
        coalesce(surveys.kind, '(unknown)') as survey_kind
    from feedback.invitations as invitations
    left join crm.customers as customers on invitations.customer_id = customers.customer_id
    left join feedback.surveys as surveys on invitations.survey_id = surveys.survey_id
    where rollup.happened_within(invitations.sent_at, $from_on, $to_on)
),

answered as (
    select
        responses.invitation_id,
        any_value(answers.person) as person,
        count(answers.points) as n,
        coalesce(sum(answers.points), 0) as s,
        coalesce(sum(answers.points * answers.points), 0) as q
    from feedback.responses as responses
    left join rollup.answers as answers
        on responses.response_id = answers.response_id
        and answers.metric = $metric
        and answers.is_inside
    where responses.invitation_id is not null
    group by responses.invitation_id
),

people as (
    select
        chosen.segment,
        answered.person,
        count(*) as invited,
        count(answered.invitation_id) as answered,
        coalesce(sum(answered.n), 0) as n,
        coalesce(sum(answered.s), 0) as s,
        coalesce(sum(answered.q), 0) as q
    from chosen
    left join answered on chosen.invitation_id = answered.invitation_id
    where
        rollup.is_in($segment, chosen.segment)
        and rollup.is_in($region, chosen.region)
        and ($survey_kind is null or chosen.survey_kind = $survey_kind)
    group by chosen.segment, answered.person
)

select
    segment,
    sum(invited)::bigint as invited,
    sum(answered)::bigint as answered,
    sum(n)::bigint as answers,
    sum(s)::double as points,
    sum(q)::double as points_squared,
    count(*) filter (where n > 0) as people,
    sum(n * n)::double as nn,
    sum(n * s)::double as ns,
    sum(s * s)::double as ss
from people
group by segment
order by sum(invited) desc, segment
