-- Are attributes rated, and does it say how important they are?
-- grain: one row
-- params: from_on, on_day
-- returns: attributes, attributes_with_importance, ratings, ratings_with_importance
-- note: of the answers given from from_on to on_day
select
    count(distinct ratings.attribute) as attributes,
    count(distinct ratings.attribute) filter (
        where ratings.importance is not null
    ) as attributes_with_importance,
    count(*) as ratings,
    count(ratings.importance) as ratings_with_importance
from feedback.ratings as ratings
inner join feedback.responses as responses on ratings.response_id = responses.response_id
where rollup.happened_within(responses.responded_at, $from_on, $on_day)
