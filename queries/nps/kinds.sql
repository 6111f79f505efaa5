-- What is the score of each kind of survey by each metric, now and before?
-- grain: one row per metric and survey kind answered in either period
-- params: from_on, to_on, before_from_on, before_to_on, has_before, segment, region, channel,
--   touchpoint, product, survey_kind
-- returns: metric, name, answers, points, points_squared, people, nn, ns, ss, answers_before,
--   points_before, points_squared_before, people_before, nn_before, ns_before, ss_before,
--   people_both, nn_both, ns_both, sn_both, ss_both
-- note: the sums are those of rollup.sums_of
with shown as (
    select metric, survey_kind, person, points, 1 as is_now
    from rollup.answers_in(
        null, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where is_inside
    union all
    select metric, survey_kind, person, points, 0 as is_now
    from rollup.answers_in(
        null, $before_from_on, $before_to_on,
        $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where $has_before and is_inside
),

people as (
    select
        metric,
        survey_kind as name,
        person,
        sum(is_now) as n,
        sum(is_now * points) as s,
        sum(is_now * points * points) as q,
        sum(1 - is_now) as n0,
        sum((1 - is_now) * points) as s0,
        sum((1 - is_now) * points * points) as q0
    from shown
    group by metric, survey_kind, person
)

select metric, name, unnest(rollup.sums_of(n, s, q, n0, s0, q0))
from people
group by metric, name
order by metric, sum(n) desc, name
