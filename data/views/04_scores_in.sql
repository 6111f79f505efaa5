-- What "in these filters" means, once: the answers that a page's filters let through.
-- grain: one row per answer, or per cell of the cube when from_rollup is true (same columns)
-- portable: no
-- note: an empty filter is null; the cube serves only whole months
create or replace macro rollup.scores_in(
    from_rollup, metric_is, from_day, to_day,
    segments, regions, channels, touchpoints, products, kind_is
) as table
with counted as (
    select
        month_on as day_on, metric, survey_kind, segment, region, channel, touchpoint, product,
        scale, value, points, standing, answers, weight_sum, weight_squared,
        first_person, last_person
    from rollup.score_cube
    where from_rollup

    union all

    select
        day_on, metric, survey_kind, segment, region, channel, touchpoint, product,
        scale, value, points, standing, 1 as answers, weight as weight_sum,
        weight * weight as weight_squared, person as first_person, person as last_person
    from rollup.answers
    where not from_rollup
)

select *
from counted
where
    metric = metric_is
    and (from_day is null or day_on >= from_day)
    and (to_day is null or day_on <= to_day)
    and (segments is null or list_contains(segments, segment))
    and (regions is null or list_contains(regions, region))
    and (channels is null or list_contains(channels, channel))
    and (touchpoints is null or list_contains(touchpoints, touchpoint))
    and (products is null or list_contains(products, product))
    and (kind_is is null or survey_kind = kind_is);
