-- The same answers counted: from the cube where it can answer, else one by one.
-- grain: one row per cell of the cube, or per answer when from_rollup is false (same columns)
-- portable: no
-- note: the cube serves only whole months
create or replace macro rollup.scores_in(
    from_rollup, metric_is, from_day, to_day,
    segments, regions, channels, touchpoints, products, kind_is
) as table
select
    segment, region, channel, touchpoint, product, scale, value, points, standing,
    answers, weight_sum, weight_squared
from rollup.score_cube
where
    from_rollup
    and metric = metric_is
    and (kind_is is null or survey_kind = kind_is)
    and rollup.is_within(month_on, from_day, to_day)
    and rollup.is_in(segments, segment)
    and rollup.is_in(regions, region)
    and rollup.is_in(channels, channel)
    and rollup.is_in(touchpoints, touchpoint)
    and rollup.is_in(products, product)

union all

select
    segment, region, channel, touchpoint, product, scale, value, points, standing,
    1 as answers, weight as weight_sum, weight * weight as weight_squared
from rollup.answers_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
)
where not from_rollup and is_inside;
