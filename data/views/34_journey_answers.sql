-- What customers answered to a journey: in it or soon after, or about its order, case or contract.
-- grain: one row per answer that belongs to a journey that a page's filters let through
-- portable: no
-- note: an answer between pauses belongs to the journey that began last before it, unless a whole
--   gap has passed since its last contact; so it belongs to one journey at most, and to none where
--   the filters keep that one out
create or replace macro rollup.journey_answers(
    by_what, is_kept, gap_days, extract_at, young_seconds,
    from_day, to_day, segments, regions, channels, touchpoints, products, metric_is, kind_is
) as table
with answers as (
    select *
    from rollup.answers
    where metric = metric_is and (kind_is is null or survey_kind = kind_is) and is_inside
),

journeys as (
    select journey_key, customer_id, started_at, ended_at, path, is_censored, is_shown
    from rollup.journeys_seen(
        by_what, is_kept, gap_days, extract_at, young_seconds,
        from_day, to_day, segments, regions, channels, touchpoints, products
    )
),

nearest as (
    select
        journeys.*, answers.person, answers.points, answers.standing, answers.responded_at,
        answers.survey_kind
    from answers
    asof join journeys
        on answers.customer_id = journeys.journey_key
        and answers.responded_at >= journeys.started_at
    where by_what = 'gap'
)

select * exclude (is_shown)
from nearest
where is_shown and date_diff('second', ended_at, responded_at) <= gap_days * 86400
union all
select
    journeys.* exclude (is_shown), answers.person, answers.points, answers.standing,
    answers.responded_at, answers.survey_kind
from answers
inner join feedback.responses as responses on answers.response_id = responses.response_id
left join crm.interactions as interactions
    on responses.interaction_id = interactions.interaction_id
inner join journeys
    on journeys.journey_key = case
        when by_what = 'order' then coalesce(responses.order_id, interactions.order_id)
        when by_what = 'case' then interactions.case_id
        else coalesce(responses.contract_id, interactions.contract_id)
    end
where by_what <> 'gap' and journeys.is_shown;
