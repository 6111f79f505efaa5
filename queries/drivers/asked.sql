-- Who of those asked answered, and who of both stayed?
-- grain: one row per kind (answered or not), number of days and way out
-- params: from_on, to_on, segment, region, survey_kind, latest_possible_on, answer_days
-- returns: has_answered, days, has_left, people
-- note: people and day zero as in rollup.asked_in
select
    has_answered,
    days::double as days,
    (left_on is not null)::tinyint as has_left,
    count(*) as people
from
    rollup.asked_in(
        $from_on, $to_on, $segment, $region, $survey_kind, $latest_possible_on, $answer_days
    )
group by has_answered, days, has_left
order by has_answered, days, has_left
