-- Who of those asked answered, and what?
-- grain: one row per invitation that was answered, the latest answer first
-- params: metric, from_on, to_on, segment, region, survey_kind, most
-- returns: responded_at, customer_id, customer, value, segment, region, channel, touchpoint,
--   product, comment, total
-- note: asked in the period, whenever they answered; value is missing where they answered other
--   questions; total counts all of them, also beyond the most that are listed
with chosen as (
    select
        invitations.invitation_id,
        invitations.customer_id,
        customers.name,
        coalesce(customers.segment, '(unknown)') as segment,
        coalesce(customers.region, '(unknown)') as region
    from feedback.invitations as invitations
    left join crm.customers as customers on invitations.customer_id = customers.customer_id
    left join feedback.surveys as surveys on invitations.survey_id = surveys.survey_id
    where
        rollup.happened_within(invitations.sent_at, $from_on, $to_on)
        and ($survey_kind is null or coalesce(surveys.kind, '(unknown)') = $survey_kind)
),

answered as (
    select invitation_id, response_id, responded_at, channel, touchpoint, comment
    from feedback.responses
    where invitation_id is not null
    qualify row_number() over (
        partition by invitation_id order by responded_at desc, response_id
    ) = 1
)

select
    answered.responded_at,
    coalesce(chosen.customer_id, '(anonymous)') as customer_id,
    coalesce(chosen.name, chosen.customer_id, '(anonymous)') as customer,
    answers.value,
    chosen.segment,
    chosen.region,
    coalesce(answers.channel, answered.channel, '(unknown)') as channel,
    coalesce(answers.touchpoint, answered.touchpoint, '(unknown)') as touchpoint,
    answers.product,
    answered.comment,
    count(*) over () as total
from chosen
inner join answered on chosen.invitation_id = answered.invitation_id
left join rollup.answers as answers
    on answered.response_id = answers.response_id and answers.metric = $metric
where
    rollup.is_in($segment, chosen.segment)
    and rollup.is_in($region, chosen.region)
order by answered.responded_at desc, answered.response_id
limit $most
