-- How many answers of each kind every month and group gave: the cube that trends read.
-- grain: one row per month, metric, survey kind, segment, region, channel, touchpoint, product,
--   scale and value
-- portable: yes
-- note: first_person and last_person bound the number of people from below; counts of distinct
--   people
--       do not add up over cells
create or replace view rollup.score_cube_definition as
select
    answers.month_on,
    answers.metric,
    answers.survey_kind,
    answers.segment,
    answers.region,
    answers.channel,
    answers.touchpoint,
    answers.product,
    answers.scale,
    answers.value,
    answers.points,
    answers.standing,
    count(*) as answers,
    sum(answers.weight) as weight_sum,
    sum(answers.weight * answers.weight) as weight_squared,
    min(answers.person) as first_person,
    max(answers.person) as last_person
from rollup.answers as answers
group by
    answers.month_on,
    answers.metric,
    answers.survey_kind,
    answers.segment,
    answers.region,
    answers.channel,
    answers.touchpoint,
    answers.product,
    answers.scale,
    answers.value,
    answers.points,
    answers.standing;
