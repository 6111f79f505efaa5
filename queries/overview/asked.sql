-- Of those asked now and before, and in each month, how many answered?
-- grain: one row with stretch "moved", now against before, and one per month with an invitation
-- params: from_on, to_on, before_from_on, before_to_on, has_before, months_from_on, segment,
--   region, survey_kind
-- returns: stretch, month_on, answers, points, points_squared, people, nn, ns, ss, answers_before,
--   points_before, points_squared_before, people_before, nn_before, ns_before, ss_before,
--   people_both, nn_both, ns_both, sn_both, ss_both
-- note: invitations are counted as answers, with 100 points each where one came, whenever it came,
--   as in nps/invited; the sums are those of rollup.sums_of
with answered as (
    select distinct invitation_id
    from feedback.responses
    where invitation_id is not null
),

asked as (
    select
        coalesce(invitations.customer_id, invitations.invitation_id) as person,
        app.month_of(invitations.sent_at) as month_on,
        rollup.happened_within(invitations.sent_at, $from_on, $to_on)::integer as is_now,
        (
            $has_before
            and rollup.happened_within(invitations.sent_at, $before_from_on, $before_to_on)
        )::integer as was_before,
        100 * (answered.invitation_id is not null)::integer as points
    from feedback.invitations as invitations
    left join answered on invitations.invitation_id = answered.invitation_id
    left join crm.customers as customers on invitations.customer_id = customers.customer_id
    left join feedback.surveys as surveys on invitations.survey_id = surveys.survey_id
    where
        rollup.happened_within(
            invitations.sent_at,
            case
                when $from_on is null then null
                else
                    least(
                        $from_on::date, coalesce($before_from_on::date, $from_on::date),
                        $months_from_on::date
                    )
            end,
            $to_on
        )
        and rollup.is_in($segment, coalesce(customers.segment, '(unknown)'))
        and rollup.is_in($region, coalesce(customers.region, '(unknown)'))
        and ($survey_kind is null or coalesce(surveys.kind, '(unknown)') = $survey_kind)
),

people as (
    select
        'moved' as stretch,
        null::date as month_on,
        person,
        sum(is_now) as n,
        sum(is_now * points) as s,
        sum(is_now * points * points) as q,
        sum(was_before) as n0,
        sum(was_before * points) as s0,
        sum(was_before * points * points) as q0
    from asked
    group by person
)

select stretch, month_on, unnest(rollup.sums_of(n, s, q, n0, s0, q0))
from people
group by stretch, month_on
union all by name
select 'month' as stretch, month_on, count(*) as answers, sum(points)::double as points
from asked
group by month_on
order by stretch, month_on
