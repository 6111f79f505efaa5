-- What each response says about each metric, with everything a filter can ask about it.
-- grain: one row per response and metric answered
-- portable: yes
-- note: anonymous answers fall under "(anonymous)", unknown customers under "(unknown)", never
--   away
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

answered as (
    select
        placed.response_id,
        'nps' as metric,
        10 as scale,
        placed.nps as value
    from placed
    where placed.nps between 0 and 10

    union all

    select
        placed.response_id,
        'csat' as metric,
        placed.highest_csat as scale,
        placed.csat as value
    from placed
    where placed.csat between 1 and placed.highest_csat

    union all

    -- a questionnaire that asks for effort is turned round: a high value always means easy
    select
        placed.response_id,
        'ces' as metric,
        placed.highest_ces as scale,
        case
            when placed.is_high_easy then placed.ces else placed.highest_ces + 1 - placed.ces
        end as value
    from placed
    where placed.ces between 1 and placed.highest_ces
),

judged as (
    select
        answered.response_id,
        answered.metric,
        answered.scale,
        answered.value,
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
        end as standing
    from answered
)

select
    placed.response_id,
    judged.metric,
    placed.person,
    placed.found_customer_id as customer_id,
    placed.survey_id,
    placed.responded_at,
    cast(placed.responded_at as date) as day_on,
    cast(date_trunc('month', placed.responded_at) as date) as month_on,
    placed.survey_kind,
    placed.answer_segment as segment,
    placed.answer_region as region,
    placed.answer_channel as channel,
    placed.answer_touchpoint as touchpoint,
    placed.answer_product as product,
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
    placed.answer_weight as weight
from placed
inner join judged on placed.response_id = judged.response_id;
