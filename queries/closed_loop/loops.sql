-- How far has each unhappy answer and complaint come, and what did the customer answer next?
-- grain: one row per unhappy answer of a known customer and per complaint, begun in the period
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   revision, as_of
-- returns: is_case, person, began_at, contact_seconds, is_contacted, close_seconds, is_closed,
--   is_reopened, team, channel, cause, outcome, next_points, next_standing
-- note: seconds are elapsed time, up to as_of where it has not come yet; next is the first answer
--   to the metric, of the survey kind, after the close or, while it is open, after the beginning
with loops as (
    select *, coalesce(closed_at, began_at) as settled_at
    from app.loops_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product,
        $survey_kind, $revision
    )
    where began_at <= $as_of::timestamp
),

later as (
    select customer_id, responded_at, min(points) as points, min(standing) as standing
    from rollup.answers
    where
        metric = $metric and is_inside and customer_id is not null
        and ($survey_kind is null or survey_kind = $survey_kind)
    group by customer_id, responded_at
)

select
    loops.about_kind = 'case' as is_case,
    (hash(loops.customer_id) >> 1)::bigint as person,
    loops.began_at,
    epoch(coalesce(loops.contacted_at, $as_of::timestamp) - loops.began_at)::double
        as contact_seconds,
    loops.contacted_at is not null as is_contacted,
    epoch(coalesce(loops.closed_at, $as_of::timestamp) - loops.began_at)::double as close_seconds,
    loops.closed_at is not null as is_closed,
    loops.reopened_at is not null as is_reopened,
    loops.team,
    loops.channel,
    loops.cause,
    coalesce(loops.outcome, '(not told)') as outcome,
    later.points::double as next_points,
    later.standing::double as next_standing
from loops
asof left join later
    on loops.customer_id = later.customer_id and loops.settled_at < later.responded_at
order by loops.began_at, loops.about_kind, loops.about_id
