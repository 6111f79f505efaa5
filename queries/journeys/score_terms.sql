-- Which contacts, bad and others, came before each answer?
-- grain: one row per answer and touchpoint its customer came by in the days before it
-- params: from_on, to_on, segment, region, metric, survey_kind, lasting_days
-- returns: answer, person, points, touchpoint, contacts, bad
-- note: for a model of all touchpoints at once; an answer after no contact has touchpoint null
select
    answer,
    person,
    points,
    touchpoint,
    count(touchpoint) as contacts,
    count(*) filter (where not is_resolved) as bad
from rollup.answers_after_contacts(
    $from_on, $to_on, $segment, $region, $metric, $survey_kind, $lasting_days::integer
)
group by answer, person, points, touchpoint
order by answer, touchpoint
