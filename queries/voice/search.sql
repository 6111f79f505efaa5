-- Which comments hold all these words?
-- grain: one row per answer with such a comment, the newest first
-- params: metric, from_on, to_on, segment, region, channel, touchpoint, product, survey_kind,
--   words, only_standing, most, skip
-- returns: response_id, person, customer_id, responded_at, month_on, value, points, standing,
--   touchpoint, channel, segment, language, comment, revenue, total, people
-- note: a word stands for all that begin with it, whatever their case and accents; no words: all;
--   total counts all that are found, people those who wrote anything in the answers shown
with shown as materialized (
    select
        *,
        case when $words is not null then rollup.folded(comment) end as folded
    from rollup.comments_in(
        $metric, $from_on, $to_on, $segment, $region, $channel, $touchpoint, $product, $survey_kind
    )
),

wanted as (
    select list_transform($words::varchar[], lambda word: rollup.folded(word)) as words
),

found as (
    select shown.*
    from shown
    cross join wanted
    where
        ($only_standing is null or shown.standing = $only_standing)
        and (
            wanted.words is null
            or len(list_filter(wanted.words, lambda word: not contains(shown.folded, word))) = 0
        )
)

select
    response_id,
    person,
    customer_id,
    responded_at,
    month_on,
    value,
    points,
    standing,
    touchpoint,
    channel,
    segment,
    language,
    comment,
    revenue,
    count(*) over () as total,
    (select count(distinct person) from shown) as people
from found
order by responded_at desc, response_id
limit $most offset $skip
