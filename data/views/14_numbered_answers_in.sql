-- The answers to one metric that the filters let through, numbered from 0: questions about the same
-- answers are joined by that number.
-- grain: one row per response
-- portable: no
create or replace macro rollup.numbered_answers_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
) as table
select (row_number() over (order by response_id) - 1)::integer as answer, *
from rollup.answers_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
)
where is_inside;
