-- What each response says about each metric, with everything a filter can ask about it.
-- grain: one row per response and metric answered
-- portable: yes
-- note: anonymous answers fall under "(anonymous)" and unknown customers under "(unknown)", never
--   away; answers outside the scale of their survey are kept and marked, and count nowhere
create or replace view rollup.answers_definition as
with order_owners as (
    select
        orders.order_id,
        min(orders.customer_id) as owner_id
    from crm.orders as orders
    group by orders.order_id
),

owned as (
    select
        responses.response_id,
        responses.responded_at,
        responses.segment,
        responses.region,
        responses.survey_id,
        responses.product_id,
        responses.nps,
        responses.csat,
        responses.ces,
        coalesce(responses.channel, interactions.channel, '(unknown)') as answer_channel,
        coalesce(responses.touchpoint, surveys.touchpoint, interactions.touchpoint, '(unknown)')
            as answer_touchpoint,
        coalesce(responses.weight, 1) as answer_weight,
        coalesce(
            responses.customer_id, invitations.customer_id, interactions.customer_id,
            contracts.customer_id, order_owners.owner_id
        ) as found_customer_id,
        coalesce(surveys.kind, '(unknown)') as survey_kind,
        coalesce(surveys.csat_scale, 5) as highest_csat,
        coalesce(surveys.ces_scale, 7) as highest_ces,
        coalesce(surveys.ces_high_is_easy, true) as is_high_easy
    from feedback.responses as responses
    left join feedback.surveys as surveys on responses.survey_id = surveys.survey_id
    left join feedback.invitations as invitations
        on responses.invitation_id = invitations.invitation_id
    left join crm.interactions as interactions
        on responses.interaction_id = interactions.interaction_id
    left join crm.contracts as contracts on responses.contract_id = contracts.contract_id
    left join order_owners on responses.order_id = order_owners.order_id
),

placed as (
    select
        owned.response_id,
        owned.found_customer_id,
        owned.survey_id,
        owned.responded_at,
        owned.survey_kind,
        owned.answer_channel,
        owned.answer_touchpoint,
        owned.answer_weight,
        owned.nps,
        owned.csat,
        owned.ces,
        owned.highest_csat,
        owned.highest_ces,
        owned.is_high_easy,
        coalesce(owned.found_customer_id, concat('response ', owned.response_id)) as person,
        coalesce(
            owned.segment, customers.segment,
            case when owned.found_customer_id is null then '(anonymous)' else '(unknown)' end
        ) as answer_segment,
        coalesce(
            owned.region, customers.region,
            case when owned.found_customer_id is null then '(anonymous)' else '(unknown)' end
        ) as answer_region,
        coalesce(products.name, owned.product_id, '(unknown)') as answer_product
    from owned
    left join crm.customers as customers on owned.found_customer_id = customers.customer_id
    left join crm.products as products on owned.product_id = products.product_id
),

metrics as (
    select 'nps' as metric
    union all
    select 'csat' as metric
    union all
    select 'ces' as metric
),

-- a questionnaire that asks for effort is turned round: a high value always means easy
answered as (
    select
        placed.response_id,
        placed.found_customer_id,
        placed.survey_id,
        placed.responded_at,
        placed.survey_kind,
        placed.answer_channel,
        placed.answer_touchpoint,
        placed.answer_weight,
        placed.person,
        placed.answer_segment,
        placed.answer_region,
        placed.answer_product,
        metrics.metric,
        case
            when metrics.metric = 'nps' then placed.nps
            when metrics.metric = 'csat' then placed.csat
            when placed.is_high_easy then placed.ces
            else placed.highest_ces + 1 - placed.ces
        end as value,
        case
            when metrics.metric = 'nps' then 0
            else 1
        end as lowest,
        case
            when metrics.metric = 'nps' then 10
            when metrics.metric = 'csat' then placed.highest_csat
            else placed.highest_ces
        end as scale
    from placed
    cross join metrics
),

judged as (
    select
        answered.response_id,
        answered.found_customer_id,
        answered.survey_id,
        answered.responded_at,
        answered.survey_kind,
        answered.answer_channel,
        answered.answer_touchpoint,
        answered.answer_weight,
        answered.person,
        answered.answer_segment,
        answered.answer_region,
        answered.answer_product,
        answered.metric,
        answered.value,
        answered.scale,
        case
            when answered.metric = 'nps' and answered.value >= 9 then 1
            when answered.metric = 'nps' and answered.value >= 7 then 0
            when answered.metric = 'nps' then -1
            when answered.metric = 'csat' and answered.value >= 0.8 * answered.scale then 1
            when answered.metric = 'csat' and answered.value >= 0.55 * answered.scale then 0
            when answered.metric = 'csat' then -1
            when answered.value > (answered.scale + 1) / 2.0 then 1
            when answered.value < (answered.scale + 1) / 2.0 then -1
            else 0
        end as standing,
        case
            when answered.value between answered.lowest and answered.scale then true
            else false
        end as is_inside
    from answered
    where answered.value is not null
)

select
    judged.response_id,
    judged.metric,
    judged.person,
    judged.found_customer_id as customer_id,
    judged.survey_id,
    judged.responded_at,
    cast(judged.responded_at as date) as day_on,
    cast(date_trunc('month', judged.responded_at) as date) as month_on,
    judged.survey_kind,
    judged.answer_segment as segment,
    judged.answer_region as region,
    judged.answer_channel as channel,
    judged.answer_touchpoint as touchpoint,
    judged.answer_product as product,
    judged.scale,
    judged.value,
    cast(
        case
            when judged.metric = 'nps' then 100.0 * judged.standing
            when judged.metric = 'csat' and judged.standing = 1 then 100.0
            when judged.metric = 'csat' then 0.0
            else 1.0 + 6.0 * (judged.value - 1) / (judged.scale - 1)
        end as double
    ) as points,
    judged.standing,
    judged.is_inside,
    judged.answer_weight as weight
from judged;
