-- What each person said in the answers that the filters let through, now and before, by group.
-- grain: one row per dimension, name and person; dimension "all" has one row per person
-- portable: no
-- note: n answers, s their points, q the squares of their points; 0 marks the period before
create or replace macro rollup.people_in(
    metric_is, from_day, to_day, has_before, before_from_day, before_to_day,
    segments, regions, channels, touchpoints, products, kind_is
) as table
with shown as (
    select segment, region, channel, touchpoint, product, person, points, 1 as is_now
    from rollup.answers_in(
        metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
    )
    where is_inside
    union all
    select segment, region, channel, touchpoint, product, person, points, 0 as is_now
    from rollup.answers_in(
        metric_is, before_from_day, before_to_day,
        segments, regions, channels, touchpoints, products, kind_is
    )
    where has_before and is_inside
)

select
    person,
    case
        when grouping(segment) = 0 then 'segment'
        when grouping(region) = 0 then 'region'
        when grouping(channel) = 0 then 'channel'
        when grouping(touchpoint) = 0 then 'touchpoint'
        when grouping(product) = 0 then 'product'
        else 'all'
    end as dimension,
    coalesce(segment, region, channel, touchpoint, product, 'all') as name,
    sum(is_now) as n,
    sum(is_now * points) as s,
    sum(is_now * points * points) as q,
    sum(1 - is_now) as n0,
    sum((1 - is_now) * points) as s0,
    sum((1 - is_now) * points * points) as q0
from shown
group by grouping sets (
    (person), (segment, person), (region, person), (channel, person),
    (touchpoint, person), (product, person)
);
