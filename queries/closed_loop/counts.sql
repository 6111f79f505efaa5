-- How many unhappy answers and complaints wait, whatever kind of survey they are of?
-- grain: one row
-- params: metric, to_on, segment, region, channel, touchpoint, product, survey_kind, revision,
--   as_of, only_kind
-- returns: new_waiting, other_kinds
-- note: whenever they began; new_waiting have no contact yet, other_kinds are of other surveys
with waiting as (
    select
        contacted_at is null as is_new,
        coalesce(survey_kind, $survey_kind) is distinct from $survey_kind as is_other
    from app.loops_in(
        $metric, null, $to_on, $segment, $region, $channel, $touchpoint, $product, null, $revision
    )
    where
        closed_at is null
        and began_at <= $as_of::timestamp
        and ($only_kind is null or about_kind = $only_kind)
)

select
    count(*) filter (where is_new and not is_other) as new_waiting,
    count(*) filter (where is_other) as other_kinds
from waiting
