-- Who comes to an installation, the end of a project or a renewal soon, and how do they stand?
-- grain: one row per contract and juncture ahead
-- params: extract_at, segment, region, metric, survey_kind, horizon_days
-- returns: juncture, due_on, days_ahead, customer_id, customer, contract_id, product,
--   monthly_value, open_cases, points, score, answered_on, contacted_on, silent_days
-- note: a case is open until it is resolved, and again from when it is reopened; score is the last
--   answer of the customer and points what it counts as; silent_days since they last answered or
--   were in touch, mailings aside
with ahead as (
    select *, 'installation' as juncture, installed_on as due_on
    from crm.contracts
    where ended_on is null
    union all
    select *, 'project completion', project_completed_on
    from crm.contracts
    where ended_on is null
    union all
    select *, 'renewal', renews_on
    from crm.contracts
    where ended_on is null
),

due as (
    select *, date_diff('day', app.day_of($extract_at), due_on) as days_ahead
    from ahead
    where
        due_on > app.day_of($extract_at)
        and due_on <= app.day_of($extract_at) + $horizon_days::integer
),

cases as (
    select customer_id, count(*) as open_cases
    from crm.cases
    where
        opened_at <= $extract_at
        and (resolved_at is null or reopened_at > resolved_at or resolved_at > $extract_at)
    group by customer_id
),

answered as (
    select customer_id, max_by(points, responded_at) as points,
        max_by(value, responded_at) as score, max(responded_at) as answered_at
    from rollup.answers
    where
        metric = $metric and is_inside and responded_at <= $extract_at::timestamp
        and ($survey_kind is null or survey_kind = $survey_kind)
    group by customer_id
),

touched as (
    select customer_id, max(ended_at) as contacted_at
    from rollup.journeys
    where ended_at <= $extract_at::timestamp
    group by customer_id
)

select
    due.juncture, due.due_on, due.days_ahead, due.customer_id,
    coalesce(customers.name, due.customer_id) as customer,
    due.contract_id,
    coalesce(products.name, due.product_id, '(unknown)') as product,
    due.monthly_value::double as monthly_value,
    coalesce(cases.open_cases, 0) as open_cases,
    answered.points, answered.score, app.day_of(answered.answered_at) as answered_on,
    app.day_of(touched.contacted_at) as contacted_on,
    date_diff(
        'second', greatest(answered.answered_at, touched.contacted_at), $extract_at::timestamp
    ) // 86400 as silent_days
from due
left join crm.customers as customers on due.customer_id = customers.customer_id
left join crm.products as products on due.product_id = products.product_id
left join cases on due.customer_id = cases.customer_id
left join answered on due.customer_id = answered.customer_id
left join touched on due.customer_id = touched.customer_id
where
    rollup.is_in($segment, coalesce(customers.segment, '(unknown)'))
    and rollup.is_in($region, coalesce(customers.region, '(unknown)'))
order by due.due_on, due.customer_id, due.contract_id, due.juncture
