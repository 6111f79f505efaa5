-- Everything that happened between a customer and the company, on one axis of time.
-- grain: one row per event; an order line, a case or a contract has several
-- portable: yes
-- note: times are UTC; what is known by its day only has is_day_only and stands at the company's
--   midnight; place orders events of one day as they follow from each other; an event of an
--   anonymous answer has no customer; "order promised" and "invoice due" are what was said, and
--   may lie ahead
create or replace view rollup.event_axis as
with order_moments as (
    select
        orders.customer_id,
        orders.order_id,
        orders.product_id,
        orders.sales_channel,
        orders.status,
        orders.promised_on,
        orders.delivered_on,
        moments.kind,
        moments.place,
        case
            when moments.kind = 'order placed' then orders.ordered_at
            when moments.kind = 'order promised' then app.moment_at(orders.promised_on)
            when moments.kind = 'order shipped' then app.moment_at(orders.shipped_on)
            else app.moment_at(orders.delivered_on)
        end as moment_at
    from crm.orders as orders
    cross join (
        values ('order placed', 10), ('order shipped', 30), ('order delivered', 40),
        ('order promised', 41)
    ) as moments (kind, place)
),

invoice_moments as (
    select
        invoices.customer_id,
        invoices.invoice_id,
        invoices.order_id,
        invoices.due_on,
        invoices.paid_on,
        invoices.is_disputed,
        moments.kind,
        moments.place,
        case
            when moments.kind = 'invoice issued' then app.moment_at(invoices.issued_on)
            when moments.kind = 'invoice due' then app.moment_at(invoices.due_on)
            else app.moment_at(invoices.paid_on)
        end as moment_at
    from crm.invoices as invoices
    cross join (
        values ('invoice issued', 50), ('invoice due', 51), ('invoice paid', 52)
    ) as moments (kind, place)
),

case_moments as (
    select
        cases.customer_id,
        cases.case_id,
        cases.order_id,
        cases.product_id,
        cases.touchpoint,
        cases.channel,
        cases.severity,
        cases.category,
        cases.resolution,
        cases.compensation_cost,
        moments.kind,
        moments.place,
        case
            when moments.kind = 'case opened' then cases.opened_at
            when moments.kind = 'case answered' then cases.first_response_at
            when moments.kind = 'case resolved' then cases.resolved_at
            else cases.reopened_at
        end as moment_at
    from crm.cases as cases
    cross join (
        values ('case opened', 61), ('case answered', 62), ('case resolved', 63),
        ('case reopened', 64)
    ) as moments (kind, place)
),

contract_moments as (
    select
        contracts.customer_id,
        contracts.contract_id,
        contracts.product_id,
        contracts.end_reason,
        moments.kind,
        moments.place,
        case
            when moments.kind = 'contract started' then app.moment_at(contracts.started_on)
            when moments.kind = 'contract installed' then app.moment_at(contracts.installed_on)
            when moments.kind = 'project completed'
                then app.moment_at(contracts.project_completed_on)
            when moments.kind = 'contract renewal' then app.moment_at(contracts.renews_on)
            else app.moment_at(contracts.ended_on)
        end as moment_at
    from crm.contracts as contracts
    cross join (
        values ('contract started', 11), ('contract installed', 42), ('project completed', 43),
        ('contract renewal', 80), ('contract ended', 90)
    ) as moments (kind, place)
),

follow_up_moments as (
    select
        follow_ups.customer_id,
        follow_ups.follow_up_id,
        follow_ups.case_id,
        follow_ups.root_cause,
        follow_ups.outcome,
        moments.kind,
        moments.place,
        case
            when moments.kind = 'follow-up opened' then follow_ups.opened_at
            when moments.kind = 'follow-up contact' then follow_ups.first_contact_at
            else follow_ups.closed_at
        end as moment_at
    from feedback.follow_ups as follow_ups
    cross join (
        values ('follow-up opened', 72), ('follow-up contact', 73), ('follow-up closed', 74)
    ) as moments (kind, place)
)

select
    interactions.customer_id,
    interactions.occurred_at as happened_at,
    false as is_day_only,
    45 as place,
    'contact' as kind,
    'interactions' as extract,
    interactions.touchpoint,
    interactions.channel,
    interactions.purpose,
    interactions.cost,
    case
        when interactions.is_converted then 'converted'
        when interactions.is_resolved then 'resolved'
        when not interactions.is_resolved then 'unresolved'
    end as outcome,
    'interaction' as reference_kind,
    interactions.interaction_id as reference_id,
    interactions.order_id,
    interactions.case_id,
    interactions.contract_id,
    interactions.product_id,
    cast(null as varchar) as severity,
    cast(null as varchar) as metric,
    cast(null as integer) as score
from crm.interactions as interactions
union all
select
    moment.customer_id,
    moment.moment_at,
    case when moment.kind = 'order placed' then false else true end,
    moment.place,
    moment.kind,
    'orders',
    cast(null as varchar),
    moment.sales_channel,
    cast(null as varchar),
    cast(null as decimal(18, 4)),
    case
        when moment.kind = 'order placed' then moment.status
        when moment.kind <> 'order delivered' or moment.promised_on is null then null
        when moment.delivered_on > moment.promised_on then 'late'
        else 'on time'
    end,
    'order',
    moment.order_id as reference_id,
    moment.order_id,
    cast(null as varchar),
    cast(null as varchar),
    moment.product_id,
    cast(null as varchar),
    cast(null as varchar),
    cast(null as integer)
from order_moments as moment
where moment.moment_at is not null
union all
select
    moment.customer_id,
    moment.moment_at,
    true,
    moment.place,
    moment.kind,
    'invoices',
    cast(null as varchar),
    cast(null as varchar),
    'billing',
    cast(null as decimal(18, 4)),
    case
        when moment.kind = 'invoice issued' and moment.is_disputed then 'disputed'
        when moment.kind <> 'invoice paid' or moment.due_on is null then null
        when moment.paid_on > moment.due_on then 'late'
        else 'on time'
    end,
    'invoice',
    moment.invoice_id,
    moment.order_id,
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as integer)
from invoice_moments as moment
where moment.moment_at is not null
union all
select
    moment.customer_id,
    moment.moment_at,
    false,
    moment.place,
    moment.kind,
    'cases',
    moment.touchpoint,
    moment.channel,
    'service',
    case when moment.kind = 'case resolved' then moment.compensation_cost end,
    case when moment.kind = 'case resolved' then moment.resolution else moment.category end,
    'case',
    moment.case_id as reference_id,
    moment.order_id,
    moment.case_id,
    cast(null as varchar),
    moment.product_id,
    moment.severity,
    cast(null as varchar),
    cast(null as integer)
from case_moments as moment
where moment.moment_at is not null
union all
select
    moment.customer_id,
    moment.moment_at,
    true,
    moment.place,
    moment.kind,
    'contracts',
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as decimal(18, 4)),
    case when moment.kind = 'contract ended' then moment.end_reason end,
    'contract',
    moment.contract_id as reference_id,
    cast(null as varchar),
    cast(null as varchar),
    moment.contract_id,
    moment.product_id,
    cast(null as varchar),
    cast(null as varchar),
    cast(null as integer)
from contract_moments as moment
where moment.moment_at is not null
union all
select
    moment.customer_id,
    moment.moment_at,
    false,
    moment.place,
    moment.kind,
    'follow_ups',
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as decimal(18, 4)),
    case when moment.kind = 'follow-up closed' then moment.outcome else moment.root_cause end,
    'follow_up',
    moment.follow_up_id,
    cast(null as varchar),
    moment.case_id,
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as integer)
from follow_up_moments as moment
where moment.moment_at is not null
union all
select
    invitations.customer_id,
    invitations.sent_at,
    false,
    70,
    'invited',
    'invitations',
    cast(null as varchar),
    invitations.channel,
    cast(null as varchar),
    cast(null as decimal(18, 4)),
    cast(null as varchar),
    'invitation',
    invitations.invitation_id,
    invitations.order_id,
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as integer)
from feedback.invitations as invitations
union all
select
    scored.customer_id,
    scored.responded_at,
    false,
    71,
    'answered',
    'responses',
    scored.touchpoint,
    scored.channel,
    cast(null as varchar),
    cast(null as decimal(18, 4)),
    scored.survey_kind,
    'response',
    scored.response_id,
    responses.order_id,
    cast(null as varchar),
    responses.contract_id,
    responses.product_id,
    cast(null as varchar),
    case
        when scored.nps is not null then 'nps'
        when scored.csat is not null then 'csat'
        else 'ces'
    end,
    coalesce(scored.nps, scored.csat, scored.ces)
from rollup.scored_responses as scored
inner join feedback.responses as responses on scored.response_id = responses.response_id
union all
-- an answer without a score has no place in scored_responses, and is an event all the same
select
    responses.customer_id,
    responses.responded_at,
    false,
    71,
    'answered',
    'responses',
    responses.touchpoint,
    responses.channel,
    cast(null as varchar),
    cast(null as decimal(18, 4)),
    cast(null as varchar),
    'response',
    responses.response_id,
    responses.order_id,
    cast(null as varchar),
    responses.contract_id,
    responses.product_id,
    cast(null as varchar),
    cast(null as varchar),
    cast(null as integer)
from feedback.responses as responses
where responses.nps is null and responses.csat is null and responses.ces is null;
