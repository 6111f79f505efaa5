-- What is the score of each segment, region, channel, touchpoint and product, now and before?
-- grain: one row per dimension and name answered in either period; dimension "all" has one row
-- params: metric, from_on, to_on, before_from_on, before_to_on, has_before, segment, region,
--   channel, touchpoint, product, survey_kind
-- returns: dimension, name, answers, points, points_squared, people, nn, ns, ss,
--   answers_before, points_before, points_squared_before, people_before, nn_before, ns_before,
--   ss_before, people_both, nn_both, ns_both, sn_both, ss_both, people_rest, nn_rest, ns_rest,
--   sn_rest, ss_rest
-- note: nn, ns, ss are sums over people of answers x answers, answers x points, points x
--   points; "both" crosses now with before, "rest" crosses a person's answers in the group with
--   their other answers
with people as (
    select *
    from rollup.people_in(
        $metric, $from_on, $to_on, $has_before, $before_from_on, $before_to_on,
        $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
),

with_rest as (
    select people.*, whole.n - people.n as nr, whole.s - people.s as sr
    from people
    inner join people as whole on people.person = whole.person and whole.dimension = 'all'
)

select
    dimension,
    name,
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
    sum(s * s0)::double as ss_both,
    count(*) filter (where n > 0 and nr > 0) as people_rest,
    sum(n * nr)::double as nn_rest,
    sum(n * sr)::double as ns_rest,
    sum(s * nr)::double as sn_rest,
    sum(s * sr)::double as ss_rest
from with_rest
group by dimension, name
order by dimension, answers desc, name
