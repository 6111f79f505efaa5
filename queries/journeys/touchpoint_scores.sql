-- What do customers answer about each touchpoint?
-- grain: one row per metric, survey kind and touchpoint that was asked about
-- params: from_on, to_on, segment, region, channel, touchpoint, product
-- returns: metric, survey_kind, touchpoint, answers, points, points_squared, people, nn, ns, ss
-- note: nn, ns, ss as in rollup.sums_of
with people as (
    select
        metric, survey_kind, touchpoint, person,
        count(*) as n, sum(points) as s, sum(points * points) as q
    from rollup.answers_in(
        null, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, null
    )
    where is_inside and touchpoint <> '(unknown)'
    group by metric, survey_kind, touchpoint, person
)

select metric, survey_kind, touchpoint, unnest(rollup.sums_now(n, s, q))
from people
group by metric, survey_kind, touchpoint
order by metric, survey_kind, touchpoint
