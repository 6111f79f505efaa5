-- What people wrote in the answers that a page's filters let through, and what each is worth.
-- grain: one row per response with a comment and an answer to the metric
-- portable: no
-- note: an empty filter is null; revenue is that of the twelve months up to the last day shown, and
--   null where the customer or their orders are not known; a folded text is lower case without
--   accents, with one blank before each word
create or replace macro rollup.folded(written) as
' ' || trim(regexp_replace(strip_accents(lower(written)), '[^\p{L}\p{N}]+', ' ', 'g'));

create or replace macro rollup.comments_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
) as table
select
    answers.response_id,
    answers.person,
    answers.customer_id,
    answers.responded_at,
    answers.day_on,
    answers.month_on,
    answers.value,
    answers.points,
    answers.standing,
    answers.touchpoint,
    answers.channel,
    answers.segment,
    responses.language,
    responses.comment,
    worth.revenue
from rollup.answers_in(
    metric_is, from_day, to_day, segments, regions, channels, touchpoints, products, kind_is
) as answers
inner join feedback.responses as responses on answers.response_id = responses.response_id
left join rollup.worth_until(to_day) as worth on answers.customer_id = worth.customer_id
where answers.is_inside and trim(responses.comment) <> '';
