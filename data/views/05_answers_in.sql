-- The answers that a page's filters let through, one by one: for people counted and for lists.
-- grain: one row per response and metric answered
-- portable: no
-- note: an empty filter is null, and so is "every metric"
create or replace macro rollup.answers_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
) as table
select *
from rollup.answers
where
    (metric_is is null or metric = metric_is)
    and (kind_is is null or survey_kind = kind_is)
    and rollup.is_within(day_on, from_day, to_day)
    and rollup.is_in(segments, segment)
    and rollup.is_in(regions, region)
    and rollup.is_in(channels, channel)
    and rollup.is_in(touchpoints, touchpoint)
    and rollup.is_in(products, product);
