-- Journeys as links from step to step, as a flow draws them.
-- grain: one row per journey and step, step 0 from the start
-- portable: no
-- note: names that are not shown are "(other)"; a journey leaves by "(end)", by "(under way)" where
--   it may still go on, or by "(goes on)" after the last step shown; n answers, s their points, q
--   the squares of their points
create or replace macro rollup.links_in(
    by_what, is_kept, gap_days, extract_at, young_seconds,
    from_day, to_day, segments, regions, channels, touchpoints, products, most_steps, shown
) as table
with chosen as (
    select *
    from rollup.journeys_in(
        by_what, is_kept, gap_days, extract_at, young_seconds,
        from_day, to_day, segments, regions, channels, touchpoints, products
    )
)

select
    journey_key, started_at, customer_id, 0 as step, '(start)' as source,
    case
        when list_contains(shown, split_part(path, chr(31), 1)) then split_part(path, chr(31), 1)
        else '(other)'
    end as target
from chosen
union all
select
    chosen.journey_key, chosen.started_at, chosen.customer_id, steps.step,
    if(list_contains(shown, steps.name), steps.name, '(other)'),
    case
        when steps.next_name is null and chosen.is_censored then '(under way)'
        when steps.next_name is null then '(end)'
        when steps.step = most_steps then '(goes on)'
        when list_contains(shown, steps.next_name) then steps.next_name
        else '(other)'
    end
from rollup.steps_in(by_what, is_kept, gap_days) as steps
inner join chosen
    on steps.journey_key = chosen.journey_key and steps.journey_started_at = chosen.started_at
where steps.step <= most_steps;

-- the same links, each once for all journeys of one path, which is faster where only counts are
-- wanted: one row per path, is_censored and step
create or replace macro rollup.path_links_in(
    by_what, is_kept, gap_days, extract_at, young_seconds,
    from_day, to_day, segments, regions, channels, touchpoints, products, most_steps, shown
) as table
with paths as (
    select
        path, is_censored, count(*) as journeys,
        [if(list_contains(shown, name), name, '(other)')
            for name in string_split(path, chr(31))] as names
    from rollup.journeys_in(
        by_what, is_kept, gap_days, extract_at, young_seconds,
        from_day, to_day, segments, regions, channels, touchpoints, products
    )
    group by path, is_censored
),

stepped as (
    select *, unnest(range(0, least(len(names), most_steps) + 1))::integer as step
    from paths
)

select
    path, is_censored, journeys, step,
    if(step = 0, '(start)', names[step]) as source,
    case
        when step = len(names) and is_censored then '(under way)'
        when step = len(names) then '(end)'
        when step = most_steps then '(goes on)'
        else names[step + 1]
    end as target
from stepped;

create or replace macro rollup.sums_now(n, s, q) as {
    answers: coalesce(sum(n), 0)::bigint,
    points: coalesce(sum(s), 0)::double,
    points_squared: coalesce(sum(q), 0)::double,
    people: count(*) filter (where n > 0),
    nn: coalesce(sum(n * n), 0)::double,
    ns: coalesce(sum(n * s), 0)::double,
    ss: coalesce(sum(s * s), 0)::double
};
