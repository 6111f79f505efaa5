-- How sure each customer is, and what they brought in over the twelve months up to a moment.
-- grain: one row per customer that the filters let through who is there at that moment
-- portable: no
-- note: at risk are those whose latest answer of the twelve months was an unhappy one, who have a
--   complaint that is open, or who stopped buying (status lapsed); unknown is who did not answer in
--   them; safe is everybody else. standing is 1, 0 or -1 of the latest answer, null without one
create or replace macro app.accounts_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is,
    revision, as_of
) as table
with answered as (
    select customer_id, arg_max(standing, responded_at) as standing
    from rollup.answers
    where
        metric = metric_is and is_inside and customer_id is not null
        and (kind_is is null or survey_kind = kind_is)
        and responded_at <= as_of::timestamp
        and responded_at > app.months_before(as_of::timestamp, 12)
    group by customer_id
),

complaining as (
    select customer_id, count(*) as complaints
    from app.loops_in(
        metric_is, null, app.day_of(as_of::timestamp), null, null, null, null, null, kind_is,
        revision
    )
    where about_kind = 'case' and closed_at is null and began_at <= as_of::timestamp
    group by customer_id
),

earned as (
    select customer_id, sum(amount)::double as revenue
    from rollup.money
    where
        line = 'revenue'
        and extract != 'interactions'
        and happened_at <= as_of::timestamp
        and happened_at > app.months_before(as_of::timestamp, 12)
    group by customer_id
)

select
    stays.customer_id,
    stays.segment,
    stays.region,
    answered.standing,
    coalesce(complaining.complaints, 0) as complaints,
    coalesce(customers.status, '') = 'lapsed' as has_stopped,
    coalesce(earned.revenue, 0) as revenue,
    case
        when answered.standing = -1 or complaining.complaints > 0 or customers.status = 'lapsed'
            then 'at risk'
        when answered.standing is null then 'unknown'
        else 'safe'
    end as class
from rollup.stays(app.day_of(as_of::timestamp)) as stays
left join crm.customers as customers on stays.customer_id = customers.customer_id
left join answered on stays.customer_id = answered.customer_id
left join complaining on stays.customer_id = complaining.customer_id
left join earned on stays.customer_id = earned.customer_id
where
    stays.is_customer
    and not stays.is_left_undated
    and coalesce(stays.acquired_on <= app.day_of(as_of::timestamp), true)
    and coalesce(stays.left_on > app.day_of(as_of::timestamp), true)
    and rollup.is_in(segments, stays.segment)
    and rollup.is_in(regions, stays.region)
    and rollup.has_met(stays.customer_id, from_day, to_day, channels, touchpoints, products);
