-- Journeys as links from step to step, as a flow draws them, and what was said about each journey.
-- grain: one row per journey and step, step 0 from the start; of answers_by_journey one per person
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

create or replace macro rollup.answers_by_journey(
    by_what, is_kept, gap_days, extract_at, metric_is, kind_is
) as table
select
    journey_key, started_at, person,
    count(*) as n, sum(points) as s, sum(points * points) as q, min(standing) as worst
from rollup.journey_answers(by_what, is_kept, gap_days, extract_at, metric_is, kind_is)
group by journey_key, started_at, person;

create or replace macro rollup.sums_now(n, s, q) as {
    answers: coalesce(sum(n), 0)::bigint,
    points: coalesce(sum(s), 0)::double,
    points_squared: coalesce(sum(q), 0)::double,
    people: count(*) filter (where n > 0),
    nn: coalesce(sum(n * n), 0)::double,
    ns: coalesce(sum(n * s), 0)::double,
    ss: coalesce(sum(s * s), 0)::double
};
