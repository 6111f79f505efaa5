-- How many answers of each kind of survey are there to score mixes by?
-- grain: one row per survey kind, the commonest first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: name, answers, people
select
    survey_kind as name,
    count(*) as answers,
    count(distinct person) as people
from rollup.answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
)
where is_inside
group by survey_kind
order by answers desc, name
