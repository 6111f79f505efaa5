-- How was each attribute rated, by whom, and which answer stands beside it?
-- grain: one row per answer to the metric and attribute rated or called important
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind
-- returns: answer, person, score, points, standing, weight, attribute_number, rating, importance
-- note: rating is brought to the scale of 1 to 5 by 1 + 4 x (rating - 1) / (scale_max - 1) and is
--   null where it lies outside its scale; score is the answer on its scale: 0 to 10 for NPS,
--   1 to 5 for CSAT (stretched in the same way), 1 to 7 for CES; person is a number made of the
--   name, the same every time
select
    answers.answer,
    (hash(answers.person) >> 1)::bigint as person,
    case $metric
        when 'nps' then answers.value
        when 'csat' then 1 + 4 * (answers.value - 1) / (answers.scale - 1)
        else answers.points
    end::double as score,
    answers.points,
    answers.standing::tinyint as standing,
    answers.weight,
    attributes.attribute_number::smallint as attribute_number,
    case
        when ratings.rating between 1 and coalesce(ratings.scale_max, 5)
            then 1 + 4 * (ratings.rating - 1) / nullif(coalesce(ratings.scale_max, 5) - 1, 0)
    end::double as rating,
    ratings.importance::float as importance
from rollup.numbered_answers_in(
    $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
) as answers
inner join feedback.ratings as ratings on answers.response_id = ratings.response_id
inner join rollup.attributes as attributes on ratings.attribute = attributes.attribute
