-- What do the answers say with the weights that their survey gave them?
-- grain: one row
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: answers, people, weight, points, points_squared, ww, wp, pp, weight_squared,
--   untrimmed_size, trimmed
-- note: answers and people that carry weight; weights are cut at five times their median; points
--   are weighted; ww, wp, pp are sums over people of weight x weight, weight x points, points x
--   points; weight_squared sums over answers; untrimmed_size is Kish's effective size of the
--   weights as given; trimmed counts the answers whose weight was cut
with given as (
    select person, points, weight
    from rollup.answers_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
    where is_inside and weight > 0
),

cut as (
    select
        5 * median(weight) as most,
        sum(weight) * sum(weight) / sum(weight * weight) as untrimmed_size
    from given
),

trimmed as (
    select
        given.person,
        given.points,
        least(given.weight, cut.most) as w,
        (given.weight > cut.most)::integer as is_trimmed
    from given
    cross join cut
),

people as (
    select
        person,
        count(*) as n,
        sum(w) as w,
        sum(w * points) as p,
        sum(w * points * points) as q,
        sum(w * w) as w2,
        sum(is_trimmed) as is_trimmed
    from trimmed
    group by person
)

select
    coalesce(sum(n), 0)::bigint as answers,
    count(*) as people,
    coalesce(sum(w), 0)::double as weight,
    coalesce(sum(p), 0)::double as points,
    coalesce(sum(q), 0)::double as points_squared,
    coalesce(sum(w * w), 0)::double as ww,
    coalesce(sum(w * p), 0)::double as wp,
    coalesce(sum(p * p), 0)::double as pp,
    coalesce(sum(w2), 0)::double as weight_squared,
    coalesce((select untrimmed_size from cut), 0)::double as untrimmed_size,
    coalesce(sum(is_trimmed), 0)::bigint as trimmed
from people
