-- Which paths are the commonest, how long and costly are they, and how are they scored?
-- grain: one row per path, the commonest first
-- params: by_what, is_kept, gap_days, extract_at, young_seconds, from_on, to_on, segment, region,
--   channel, touchpoint, product,
--   metric, survey_kind, most
-- returns: path, all_journeys, journeys, customers, touches, median_seconds, mean_cost, unresolved,
--   answers, points, points_squared, people, nn, ns, ss
-- note: as journeys/paths; unresolved counts journeys with a contact that solved nothing;
--   all_journeys is that of all paths
with chosen as (
    select *
    from
    rollup.journeys_in(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product
    )
    where not is_censored
),

counts as (
    select
        path,
        sum(count(*)) over () as all_journeys,
        count(*) as journeys,
        count(distinct customer_id) as customers,
        any_value(touches) as touches,
        quantile_cont(seconds, 0.5)::double as median_seconds,
        avg(cost)::double as mean_cost,
        count(*) filter (where unresolved > 0) as unresolved
    from chosen
    group by path
    order by count(*) desc, path
    limit $most
),

people as (
    select path, person, count(*) as n, sum(points) as s, sum(points * points) as q
    from
        rollup.journey_answers(
        $by_what, $is_kept, $gap_days, $extract_at::timestamp, $young_seconds::double,
        $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $metric, $survey_kind
    )
    where not is_censored and path in (select counts.path from counts)
    group by path, person
)

select
    counts.path,
    any_value(columns(counts.* exclude (path))),
    unnest(rollup.sums_now(people.n, people.s, people.q))
from counts
left join people on counts.path = people.path
group by counts.path
order by any_value(counts.journeys) desc, counts.path
