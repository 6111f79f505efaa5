-- What happened to the case before each answer: handed over, opened again?
-- grain: one row per answer to the metric with such a case
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   case_days
-- returns: answer, handed_over, reopened
-- note: 1 yes, 0 no, null not known. An answer about a contact of a case takes that case, any other
--   the customer's latest opened within case_days before it; of several of one moment the worst
--   counts. Handed over: before the answer a second agent (else team, else contact) dealt with it;
--   not known of a case without contacts on file. Opened again: before the answer.
with answers as (
    select shown.answer, shown.customer_id, shown.responded_at, ties.case_id
    from rollup.numbered_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    ) as shown
    inner join rollup.ties as ties on shown.response_id = ties.response_id
),

handlers as (
    select case_id, min(occurred_at) as met_at
    from crm.interactions
    where case_id is not null
    group by case_id, coalesce(agent_id, team, interaction_id)
),

handed as (
    select case_id, min(met_at, 2)[2] as handed_at
    from handlers
    group by case_id
),

cases as (
    select
        cases.case_id,
        cases.customer_id,
        cases.opened_at,
        cases.reopened_at,
        handed.handed_at,
        handed.case_id is not null as has_contacts
    from crm.cases as cases
    left join handed on cases.case_id = handed.case_id
),

pairs as (
    select answers.answer, answers.responded_at, cases.*
    from answers
    inner join cases on answers.case_id = cases.case_id
    union all
    select answers.answer, answers.responded_at, cases.*
    from answers
    inner join cases
        on answers.customer_id = cases.customer_id
        and cases.opened_at < answers.responded_at
        and cases.opened_at >= answers.responded_at - to_days($case_days::integer)
    where answers.case_id is null
),

seen as (
    select
        answer,
        opened_at,
        coalesce(handed_at < responded_at, false)::tinyint as handed_over,
        has_contacts,
        coalesce(reopened_at < responded_at, false)::tinyint as reopened
    from pairs
)

-- Moment and yes or no are packed into one number, of which the largest is the latest, then worst.
select
    answer,
    (max(2 * epoch_ms(opened_at) + handed_over) filter (where has_contacts) % 2)::float
        as handed_over,
    (max(2 * epoch_ms(opened_at) + reopened) % 2)::float as reopened
from seen
group by answer
