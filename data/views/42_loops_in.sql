-- The unhappy answers and complaints that the filters let through, and how far each has come.
-- grain: one row per unhappy answer of a known customer, and one per complaint
-- portable: no
-- note: first contact is the earliest told after it began; what was closed and opened again is open
--   until it was closed after that; a follow-up closes a complaint only where the case itself was
--   resolved, or where the close was logged here. kind_is and metric_is hold for answers only
create or replace macro app.loops_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is,
    revision
) as table
with items as (
    select
        'answer' as about_kind, response_id as about_id, customer_id, responded_at as began_at,
        segment, region, channel, touchpoint, product, survey_kind, value, scale,
        null::varchar as category, null::varchar as severity, null::timestamp as answered_at,
        null::timestamp as resolved_at, null::timestamp as again_at
    from rollup.answers_in(
        metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
    )
    where is_inside and standing = -1 and customer_id is not null
    union all
    select
        'case', cases.case_id, cases.customer_id, cases.opened_at,
        coalesce(customers.segment, '(unknown)'), coalesce(customers.region, '(unknown)'),
        coalesce(cases.channel, '(unknown)'), coalesce(cases.touchpoint, '(unknown)'),
        coalesce(sold.name, cases.product_id, '(unknown)'), null, null, null,
        cases.category, cases.severity, cases.first_response_at, cases.resolved_at,
        cases.reopened_at
    from app.complaints as cases
    left join crm.customers as customers on cases.customer_id = customers.customer_id
    left join crm.products as sold on cases.product_id = sold.product_id
    where
        rollup.happened_within(cases.opened_at, from_day, to_day)
        and rollup.is_in(segments, coalesce(customers.segment, '(unknown)'))
        and rollup.is_in(regions, coalesce(customers.region, '(unknown)'))
        and rollup.is_in(channels, coalesce(cases.channel, '(unknown)'))
        and rollup.is_in(touchpoints, coalesce(cases.touchpoint, '(unknown)'))
        and rollup.is_in(products, coalesce(sold.name, cases.product_id, '(unknown)'))
),

moments as (
    select
        items.*,
        followed.taken_up_at,
        least(
            if(items.answered_at >= items.began_at, items.answered_at, null),
            if(followed.contacted_at >= items.began_at, followed.contacted_at, null)
        ) as contacted_at,
        greatest(
            followed.logged_close_at,
            if(coalesce(followed.has_open, false), null, items.resolved_at),
            if(
                items.about_kind = 'answer' or items.resolved_at is not null,
                followed.closed_at, null
            )
        ) as last_close_at,
        greatest(items.again_at, followed.reopened_at) as reopened_at,
        coalesce(followed.team, if(followed.about_id is null, '(nobody yet)', '(not told)'))
            as team,
        coalesce(followed.root_cause, items.category, '(not told)') as cause,
        followed.action,
        followed.outcome
    from items
    left join app.followed_until(revision) as followed
        on items.about_kind = followed.about_kind and items.about_id = followed.about_id
)

select
    * exclude (answered_at, resolved_at, again_at, last_close_at),
    if(
        last_close_at >= began_at
        and last_close_at > coalesce(reopened_at, began_at - interval 1 day),
        last_close_at, null
    ) as closed_at
from moments;
