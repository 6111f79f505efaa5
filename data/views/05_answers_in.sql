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
    and (from_day is null or day_on >= from_day)
    and (to_day is null or day_on <= to_day)
    and (segments is null or list_contains(segments, segment))
    and (regions is null or list_contains(regions, region))
    and (channels is null or list_contains(channels, channel))
    and (touchpoints is null or list_contains(touchpoints, touchpoint))
    and (products is null or list_contains(products, product))
    and (kind_is is null or survey_kind = kind_is);
