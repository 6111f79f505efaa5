-- What each response with a score says, whose it is, and everything a filter can ask about it.
-- grain: one row per response with a score
-- portable: yes
-- note: anonymous answers fall under "(anonymous)" and unknown customers under "(unknown)", never
--   away; a questionnaire that asks for effort is turned round: a high value always means easy
create or replace view rollup.scored_responses_definition as
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
    where responses.nps is not null or responses.csat is not null or responses.ces is not null
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
        owned.highest_csat,
        owned.highest_ces,
        case
            when owned.is_high_easy then owned.ces
            else owned.highest_ces + 1 - owned.ces
        end as ease,
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
)

select
    placed.response_id,
    placed.found_customer_id as customer_id,
    placed.survey_id,
    placed.responded_at,
    app.day_of(placed.responded_at) as day_on,
    app.month_of(placed.responded_at) as month_on,
    placed.survey_kind,
    placed.answer_segment as segment,
    placed.answer_region as region,
    placed.answer_channel as channel,
    placed.answer_touchpoint as touchpoint,
    placed.answer_product as product,
    placed.answer_weight as weight,
    placed.nps,
    placed.csat,
    placed.highest_csat as csat_scale,
    placed.ease as ces,
    placed.highest_ces as ces_scale
from placed;
