-- What each response says about each metric, and where that stands on its scale.
-- grain: one row per response and metric answered
-- portable: yes
-- note: answers outside the scale of their survey are kept and marked, and count nowhere
create or replace view rollup.answers as
with answered as (
    select
        scored.response_id,
        'nps' as metric,
        scored.customer_id,
        scored.survey_id,
        scored.responded_at,
        scored.day_on,
        scored.month_on,
        scored.survey_kind,
        scored.segment,
        scored.region,
        scored.channel,
        scored.touchpoint,
        scored.product,
        0 as lowest,
        10 as scale,
        scored.nps as value,
        case
            when scored.nps >= 9 then 1
            when scored.nps >= 7 then 0
            else -1
        end as standing,
        scored.weight
    from rollup.scored_responses as scored
    where scored.nps is not null
    union all
    select
        scored.response_id,
        'csat' as metric,
        scored.customer_id,
        scored.survey_id,
        scored.responded_at,
        scored.day_on,
        scored.month_on,
        scored.survey_kind,
        scored.segment,
        scored.region,
        scored.channel,
        scored.touchpoint,
        scored.product,
        1 as lowest,
        scored.csat_scale as scale,
        scored.csat as value,
        case
            when scored.csat >= 0.8 * scored.csat_scale then 1
            when scored.csat >= 0.55 * scored.csat_scale then 0
            else -1
        end as standing,
        scored.weight
    from rollup.scored_responses as scored
    where scored.csat is not null
    union all
    select
        scored.response_id,
        'ces' as metric,
        scored.customer_id,
        scored.survey_id,
        scored.responded_at,
        scored.day_on,
        scored.month_on,
        scored.survey_kind,
        scored.segment,
        scored.region,
        scored.channel,
        scored.touchpoint,
        scored.product,
        1 as lowest,
        scored.ces_scale as scale,
        scored.ces as value,
        case
            when scored.ces > (scored.ces_scale + 1) / 2.0 then 1
            when scored.ces < (scored.ces_scale + 1) / 2.0 then -1
            else 0
        end as standing,
        scored.weight
    from rollup.scored_responses as scored
    where scored.ces is not null
)

select
    answered.response_id,
    answered.metric,
    coalesce(answered.customer_id, concat('response ', answered.response_id)) as person,
    answered.customer_id,
    answered.survey_id,
    answered.responded_at,
    answered.day_on,
    answered.month_on,
    answered.survey_kind,
    answered.segment,
    answered.region,
    answered.channel,
    answered.touchpoint,
    answered.product,
    answered.scale,
    answered.value,
    cast(
        case
            when answered.metric = 'nps' then 100.0 * answered.standing
            when answered.metric = 'csat' and answered.standing = 1 then 100.0
            when answered.metric = 'csat' then 0.0
            else 1.0 + 6.0 * (answered.value - 1) / (answered.scale - 1)
        end as double
    ) as points,
    answered.standing,
    case
        when answered.value between answered.lowest and answered.scale then true
        else false
    end as is_inside,
    answered.weight
from answered;
