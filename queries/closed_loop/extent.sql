-- Until when does the data tell, and what is there to answer?
-- grain: one row
-- params: metric, latest_possible_on
-- returns: as_of, answers, unhappy, anonymous, cases, complaints, follow_ups
-- note: of everything on file, whatever the filters; what lies after latest_possible_on is a plan
with moments as (
    select responded_at as happened_at from feedback.responses
    union all
    select greatest(opened_at, first_response_at, resolved_at, reopened_at) from crm.cases
    union all
    select greatest(opened_at, first_contact_at, closed_at) from feedback.follow_ups
    union all
    select occurred_at from crm.interactions
    union all
    select ordered_at from crm.orders
),

said as (
    select
        count(*) as answers,
        count(*) filter (where standing = -1) as unhappy,
        count(*) filter (where standing = -1 and customer_id is null) as anonymous
    from rollup.answers
    where metric = $metric and is_inside
)

select
    (
        select max(happened_at) from moments
        where rollup.happened_within(happened_at, null, $latest_possible_on)
    ) as as_of,
    said.answers,
    said.unhappy,
    said.anonymous,
    (select count(*) from crm.cases) as cases,
    (select count(*) from app.complaints) as complaints,
    (select count(*) from feedback.follow_ups) as follow_ups
from said
