-- The sums over people that scores, intervals and changes are computed from: people who answer
-- twice are not two people.
-- grain: one record per group
-- portable: no
-- note: to be unnested; n answers, s points, q squared points of a person now, n0, s0, q0 before;
--   nn, ns, ss are sums of n x n, n x s, s x s, and "both" crosses now with before
create or replace macro rollup.sums_of(n, s, q, n0, s0, q0) as {
    answers: sum(n)::bigint,
    points: sum(s)::double,
    points_squared: sum(q)::double,
    people: count(*) filter (where n > 0),
    nn: sum(n * n)::double,
    ns: sum(n * s)::double,
    ss: sum(s * s)::double,
    answers_before: sum(n0)::bigint,
    points_before: sum(s0)::double,
    points_squared_before: sum(q0)::double,
    people_before: count(*) filter (where n0 > 0),
    nn_before: sum(n0 * n0)::double,
    ns_before: sum(n0 * s0)::double,
    ss_before: sum(s0 * s0)::double,
    people_both: count(*) filter (where n > 0 and n0 > 0),
    nn_both: sum(n * n0)::double,
    ns_both: sum(n * s0)::double,
    sn_both: sum(s * n0)::double,
    ss_both: sum(s * s0)::double
};
