-- Who of those asked answered, and who of both stayed?
-- grain: one row per kind (answered or not), number of days and way out
-- params: from_on, to_on, segment, region, survey_kind, latest_possible_on, answer_days
-- returns: has_answered, days, has_left, people
-- note: each customer counts with the first invitation in the period; day zero is answer_days after
--   it, by when they had answered or not, and were customers still; only the filters that are known
--   of people who did not answer apply
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
        rollup.is_within(invitations.sent_at::date, $from_on, $to_on)
        and ($survey_kind is null or coalesce(surveys.kind, '(unknown)') = $survey_kind)
),

answered as (
    select invitation_id, min(responded_at) as responded_at
    from feedback.responses
    where invitation_id is not null
    group by invitation_id
),

followed as (
    select
        stays.left_on,
        stays.known_until,
        asked.sent_at::date + $answer_days::integer as starts_on,
        coalesce(
            answered.responded_at < asked.sent_at + to_days($answer_days::integer), false
        ) as has_answered
    from asked
    inner join rollup.stays($latest_possible_on) as stays on asked.customer_id = stays.customer_id
    left join answered on asked.invitation_id = answered.invitation_id
    where
        asked.turn = 1
        and stays.is_customer
        and not stays.is_left_undated
        and coalesce(stays.acquired_on <= asked.sent_at::date, true)
        and rollup.is_in($segment, stays.segment)
        and rollup.is_in($region, stays.region)
)

select
    has_answered,
    (coalesce(left_on, known_until) - starts_on)::double as days,
    (left_on is not null)::tinyint as has_left,
    count(*) as people
from followed
where coalesce(left_on, known_until) > starts_on
group by has_answered, days, has_left
order by has_answered, days, has_left
