-- Those who were asked, whether they answered soon, and until when they stayed.
-- grain: one row per customer with an invitation, their first in the period
-- portable: no
-- note: day zero is answer_days after the invitation, by when they had answered or not, and were
--   customers still; only filters that are known of people who did not answer apply
create or replace macro rollup.asked_in(
    from_day, to_day, segments, regions, kind_is, today, answer_days
) as table
with asked as (
    select
        invitations.customer_id,
        invitations.invitation_id,
        invitations.sent_at,
        row_number() over (
            partition by invitations.customer_id
            order by invitations.sent_at, invitations.invitation_id
        ) as turn
    from feedback.invitations as invitations
    left join feedback.surveys as surveys on invitations.survey_id = surveys.survey_id
    where
        rollup.happened_within(invitations.sent_at, from_day, to_day)
        and (kind_is is null or coalesce(surveys.kind, '(unknown)') = kind_is)
),

answered as (
    select invitation_id, min(responded_at) as responded_at
    from feedback.responses
    where invitation_id is not null
    group by invitation_id
)

select
    asked.customer_id,
    asked.sent_at,
    answered.responded_at,
    stays.segment,
    stays.region,
    stays.left_on,
    coalesce(
        answered.responded_at < asked.sent_at + to_days(answer_days::integer), false
    ) as has_answered,
    coalesce(stays.left_on, stays.known_until)
    - (app.day_of(asked.sent_at) + answer_days::integer) as days
from asked
inner join rollup.stays(today) as stays on asked.customer_id = stays.customer_id
left join answered on asked.invitation_id = answered.invitation_id
where
    asked.turn = 1
    and stays.is_customer
    and not stays.is_left_undated
    and coalesce(stays.acquired_on <= app.day_of(asked.sent_at), true)
    and rollup.is_in(segments, stays.segment)
    and rollup.is_in(regions, stays.region)
    and coalesce(stays.left_on, stays.known_until)
    > app.day_of(asked.sent_at) + answer_days::integer;
