-- How do customers answer after a bad contact at each touchpoint, and how after others there?
-- grain: one row per touchpoint with bad contacts
-- params: from_on, to_on, segment, region, metric, survey_kind, lasting_days
-- returns: touchpoint, answers, points, points_squared, people, nn, ns, ss, answers_before,
--   points_before, points_squared_before, people_before, nn_before, ns_before, ss_before,
--   people_both, nn_both, ns_both, sn_both, ss_both
-- note: bad is a contact that solved nothing; an answer counts at each touchpoint its customer came
--   by in the days before it, under bad where any contact there was; "before" are the others; the
--   sums are those of rollup.sums_of
with judged as (
    select answer, person, points, touchpoint, bool_or(not is_resolved) as is_bad
    from rollup.answers_after_contacts(
        $from_on, $to_on, $segment, $region, $metric, $survey_kind, $lasting_days::integer
    )
    group by answer, person, points, touchpoint
),

people as (
    select
        touchpoint, person,
        count(*) filter (where is_bad) as n,
        coalesce(sum(points) filter (where is_bad), 0) as s,
        coalesce(sum(points * points) filter (where is_bad), 0) as q,
        count(*) filter (where not is_bad) as n0,
        coalesce(sum(points) filter (where not is_bad), 0) as s0,
        coalesce(sum(points * points) filter (where not is_bad), 0) as q0
    from judged
    group by touchpoint, person
)

select touchpoint, unnest(rollup.sums_of(n, s, q, n0, s0, q0))
from people
group by touchpoint
having sum(n) > 0
order by touchpoint
