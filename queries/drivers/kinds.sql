-- Which kinds of survey are there, and how many of their answers rate something?
-- grain: one row per survey kind with an answer to the metric, most answers first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: name, answers, people, rated
select
    answers.survey_kind as name,
    count(*) as answers,
    count(distinct answers.person) as people,
    count(rated.response_id) as rated
from rollup.answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
) as answers
left join (select distinct response_id from feedback.ratings) as rated
    on answers.response_id = rated.response_id
where answers.is_inside
group by answers.survey_kind
order by count(*) desc, answers.survey_kind
