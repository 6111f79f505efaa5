-- Which unhappy answers and complaints are behind a figure, or wait for somebody?
-- grain: one row per unhappy answer or complaint, the oldest first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   revision, as_of, only_kind, only_state, only_dimension, only_name, most
-- returns: about_kind, about_id, began_at, customer_id, customer, status, score, category,
--   severity, segment, channel, touchpoint, team, cause, outcome, age_seconds, contacted_at,
--   closed_at, reopened_at, revenue, renews_on, comment, total, waiting_revenue
-- note: only_state is waiting, new (waiting without a contact), contacted (waiting after one) or
--   closed; only_dimension team, channel, cause or outcome; revenue is that of the twelve months up
--   to as_of; total counts all, and waiting_revenue adds up the revenue of all their customers
with loops as (
    select *
    from app.loops_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product,
        $survey_kind, $revision
    )
    where
        began_at <= $as_of::timestamp
        and ($only_kind is null or about_kind = $only_kind)
        and (
            $only_state is null
            or ($only_state = 'closed' and closed_at is not null)
            or ($only_state = 'waiting' and closed_at is null)
            or ($only_state = 'new' and closed_at is null and contacted_at is null)
            or ($only_state = 'contacted' and closed_at is null and contacted_at is not null)
        )
        and (
            $only_name is null
            or $only_name = case $only_dimension
                when 'team' then team when 'channel' then channel when 'cause' then cause
                else coalesce(outcome, '(not told)')
            end
        )
),

worth as (
    select customer_id, sum(revenue)::double as revenue
    from app.sales
    where
        ordered_at <= $as_of::timestamp
        and ordered_at > app.months_before($as_of::timestamp, 12)
    group by customer_id
),

repeated as (
    select customer_id, count(*) as items
    from loops
    group by customer_id
),

renewals as (
    select customer_id, min(renews_on) as renews_on
    from crm.contracts
    where
        renews_on >= app.day_of($as_of::timestamp)
        and coalesce(ended_on > app.day_of($as_of::timestamp), true)
    group by customer_id
)

select
    loops.about_kind, loops.about_id, loops.began_at, loops.customer_id,
    coalesce(customers.name, loops.customer_id) as customer,
    customers.status, loops.value as score, loops.category, loops.severity, loops.segment,
    loops.channel, loops.touchpoint, loops.team, loops.cause, loops.outcome,
    epoch(coalesce(loops.closed_at, $as_of::timestamp) - loops.began_at)::double as age_seconds,
    loops.contacted_at, loops.closed_at, loops.reopened_at,
    worth.revenue, renewals.renews_on, responses.comment,
    count(*) over () as total,
    sum(worth.revenue / repeated.items) over () as waiting_revenue
from loops
left join repeated on loops.customer_id = repeated.customer_id
left join crm.customers as customers on loops.customer_id = customers.customer_id
left join worth on loops.customer_id = worth.customer_id
left join renewals on loops.customer_id = renewals.customer_id
left join feedback.responses as responses
    on loops.about_kind = 'answer' and loops.about_id = responses.response_id
order by loops.began_at, loops.about_kind, loops.about_id
limit $most
