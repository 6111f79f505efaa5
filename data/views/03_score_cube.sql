-- How many answers of each kind every month and group gave: the cube that counts are read from.
-- grain: one row per month, metric, survey kind, segment, region, channel, touchpoint, product,
--   scale and value
-- portable: yes
-- note: people do not add up over cells, so what depends on them is asked of the answers
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
    sum(answers.weight * answers.weight) as weight_squared
from rollup.answers as answers
where answers.is_inside
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
