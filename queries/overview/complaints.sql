-- Of the complaints now and before, and of each month, how many were contacted in the target?
-- grain: one row with stretch "moved", now against before, and one per month with a complaint
-- params: metric, now_from_on, now_to_on, then_from_on, then_to_on, months_from_on, segment,
--   region, channel, touchpoint, product, survey_kind, revision, as_of, target_hours
-- returns: stretch, month_on, answers, points, points_squared, people, nn, ns, ss, answers_before,
--   points_before, points_squared_before, people_before, nn_before, ns_before, ss_before,
--   people_both, nn_both, ns_both, sn_both, ss_both
-- note: only complaints old enough to be judged, counted as answers, with 100 points each where a
--   first contact came within the target; the sums are those of rollup.sums_of
with loops as (
    select
        customer_id,
        app.month_of(began_at) as month_on,
        rollup.happened_within(began_at, $now_from_on, $now_to_on)::integer as is_now,
        coalesce(
            app.day_of(began_at) between $then_from_on::date and $then_to_on::date, false
        )::integer as was_before,
        100 * coalesce(
            contacted_at <= $as_of::timestamp
            and epoch(contacted_at - began_at) <= 3600 * $target_hours, false
        )::integer as points
    from app.loops_in(
        $metric, least($months_from_on::date, $then_from_on::date), $now_to_on::date,
        $segment, $region, $channel, $touchpoint, $product, $survey_kind, $revision
    )
    where about_kind = 'case' and epoch($as_of::timestamp - began_at) >= 3600 * $target_hours
),

people as (
    select
        'moved' as stretch,
        null::date as month_on,
        customer_id,
        sum(is_now) as n,
        sum(is_now * points) as s,
        sum(is_now * points * points) as q,
        sum(was_before) as n0,
        sum(was_before * points) as s0,
        sum(was_before * points * points) as q0
    from loops
    group by customer_id
    union all
    select 'month', month_on, customer_id, count(*), sum(points), sum(points * points), 0, 0, 0
    from loops
    group by month_on, customer_id
)

select stretch, month_on, unnest(rollup.sums_of(n, s, q, n0, s0, q0))
from people
group by stretch, month_on
order by stretch, month_on
