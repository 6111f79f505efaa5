-- What is the score of each segment, region, channel, touchpoint and product, now and before?
-- grain: one row per dimension and name answered in either period; dimension "all" has one row
-- params: metric, from_on, to_on, before_from_on, before_to_on, has_before, segment, region,
--   channel, touchpoint, product, survey_kind
-- returns: dimension, name, answers, points, points_squared, people, nn, ns, ss, answers_before,
--   points_before, points_squared_before, people_before, nn_before, ns_before, ss_before,
--   people_both, nn_both, ns_both, sn_both, ss_both, people_rest, nn_rest, ns_rest,
--   sn_rest, ss_rest
-- note: the sums are those of rollup.sums_of; "rest" crosses a person's answers in the group with
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
    unnest(rollup.sums_of(n, s, q, n0, s0, q0)),
    count(*) filter (where n > 0 and nr > 0) as people_rest,
    sum(n * nr)::double as nn_rest,
    sum(n * sr)::double as ns_rest,
    sum(s * nr)::double as sn_rest,
    sum(s * sr)::double as ss_rest
from with_rest
group by dimension, name
order by dimension, sum(n) desc, name
