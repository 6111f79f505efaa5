-- What is the score of each kind of survey by each metric, now and before?
-- grain: one row per metric and survey kind answered in either period
-- params: from_on, to_on, before_from_on, before_to_on, has_before, segment, region, channel,
--   touchpoint, product, survey_kind
-- returns: metric, name, answers, points, points_squared, people, nn, ns, ss, answers_before,
--   points_before, points_squared_before, people_before, nn_before, ns_before, ss_before,
--   people_both, nn_both, ns_both, sn_both, ss_both
-- note: the sums are those of nps/groups
with shown as (
    select metric, survey_kind, person, points, 1 as is_now
    from rollup.answers_in(
        null, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    union all
    select metric, survey_kind, person, points, 0 as is_now
    from rollup.answers_in(
        null, $before_from_on, $before_to_on,
        $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where $has_before
),

people as (
    select
        metric,
        survey_kind,
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

select
    metric,
    survey_kind as name,
    sum(n)::bigint as answers,
    sum(s)::double as points,
    sum(q)::double as points_squared,
    count(*) filter (where n > 0) as people,
    sum(n * n)::double as nn,
    sum(n * s)::double as ns,
    sum(s * s)::double as ss,
    sum(n0)::bigint as answers_before,
    sum(s0)::double as points_before,
    sum(q0)::double as points_squared_before,
    count(*) filter (where n0 > 0) as people_before,
    sum(n0 * n0)::double as nn_before,
    sum(n0 * s0)::double as ns_before,
    sum(s0 * s0)::double as ss_before,
    count(*) filter (where n > 0 and n0 > 0) as people_both,
    sum(n * n0)::double as nn_both,
    sum(n * s0)::double as ns_both,
    sum(s * n0)::double as sn_both,
    sum(s * s0)::double as ss_both
from people
group by metric, survey_kind
order by metric, answers desc, name
