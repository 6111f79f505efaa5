-- How hard was each customer pressed by marketing before the answer?
-- grain: one row per answer to the metric by a known customer
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   pressure_days, pressure_contacts
-- returns: answer, pressed
-- note: 1 with pressure_contacts marketing contacts or more within pressure_days before the answer,
--   else 0; null as long as marketing contacts on file do not reach back that far
with answers as (
    select shown.answer, shown.customer_id, shown.responded_at
    from rollup.numbered_answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    ) as shown
    semi join crm.customers as customers on shown.customer_id = customers.customer_id
),

contacts as (
    select customer_id, occurred_at
    from crm.interactions
    where purpose = 'marketing'
),

reach as (
    select min(occurred_at) + to_days($pressure_days::integer) as covered_at from contacts
),

counted as (
    select answers.answer, count(*) as contacts
    from answers
    inner join contacts
        on answers.customer_id = contacts.customer_id
        and contacts.occurred_at < answers.responded_at
        and contacts.occurred_at >= answers.responded_at - to_days($pressure_days::integer)
    group by answers.answer
)

select
    answers.answer,
    case
        when counted.contacts >= $pressure_contacts then 1
        when answers.responded_at >= reach.covered_at then 0
    end::float as pressed
from answers
cross join reach
left join counted on answers.answer = counted.answer
