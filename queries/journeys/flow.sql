-- How do journeys flow from step to step, and what do those on each link and node answer?
-- grain: one row per step, source and target; target null is the node itself
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product,
--   metric, survey_kind, most_steps, shown
-- returns: step, source, target, journeys, answers, points, points_squared, people, nn, ns, ss
-- note: steps and targets as in rollup.path_links_in; nn, ns, ss as in rollup.sums_of
with links as (
    select *
    from
    rollup.path_links_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product,
        $most_steps, $shown::varchar[]
    )
),

answered as (
    select path, is_censored, person, count(*) as n, sum(points) as s, sum(points * points) as q
    from
        rollup.journey_answers(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $metric, $survey_kind
    )
    group by path, is_censored, person
),

people as (
    select
        links.step, links.source, links.target, answered.person,
        sum(answered.n) as n, sum(answered.s) as s, sum(answered.q) as q
    from answered
    inner join links
        on answered.path = links.path and answered.is_censored = links.is_censored
    group by grouping sets (
        (links.step, links.source, links.target, answered.person),
        (links.step, links.source, answered.person)
    )
),

sums as (
    select step, source, target, rollup.sums_now(n, s, q) as found
    from people
    group by step, source, target
),

counts as (
    select step, source, target, sum(journeys)::bigint as journeys
    from links
    group by grouping sets ((step, source, target), (step, source))
)

select
    counts.*,
    coalesce(sums.found.answers, 0) as answers,
    coalesce(sums.found.points, 0) as points,
    coalesce(sums.found.points_squared, 0) as points_squared,
    coalesce(sums.found.people, 0) as people,
    coalesce(sums.found.nn, 0) as nn,
    coalesce(sums.found.ns, 0) as ns,
    coalesce(sums.found.ss, 0) as ss
from counts
left join sums
    on counts.step = sums.step
    and counts.source = sums.source
    and counts.target is not distinct from sums.target
order by counts.step, counts.source, counts.target nulls first
