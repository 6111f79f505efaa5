-- Values that cannot be, or hardly: an end before its beginning, a score outside its scale.
-- grain: one row per extract, rule and row that breaks it
-- portable: no
-- note: rows are told, not dropped; row_key is the row's key as people write it, said is what is
--   wrong with it; what lies in the future is told of days that are written down when they happen
create or replace view app.impossible_values as
select
    'customers' as extract,
    'lost_before_acquired' as rule,
    customer_id as row_key,
    concat(lost_on, ' before ', acquired_on) as said
from crm.customers
where lost_on < acquired_on
union all
select
    'customers',
    'acquired_before_seen',
    customer_id,
    concat(acquired_on, ' before ', first_seen_on)
from crm.customers
where acquired_on < first_seen_on
union all
select
    'customers',
    'own_parent',
    customer_id,
    'is its own account'
from crm.customers
where parent_customer_id = customer_id
union all
select
    'customers',
    'own_referrer',
    customer_id,
    'brought itself'
from crm.customers
where referred_by_customer_id = customer_id
union all
select
    'contracts',
    'ended_before_started',
    contract_id,
    concat(ended_on, ' before ', started_on)
from crm.contracts
where ended_on < started_on
union all
select
    'contracts',
    'renews_before_started',
    contract_id,
    concat(renews_on, ' before ', started_on)
from crm.contracts
where renews_on < started_on
union all
select
    'contracts',
    'negative_amount',
    contract_id,
    concat('monthly value ', monthly_value)
from crm.contracts
where monthly_value < 0
union all
select
    'orders',
    'delivered_before_ordered',
    concat(order_id, ' line ', line),
    concat(delivered_on, ' before ', app.day_of(ordered_at))
from crm.orders
where delivered_on < app.day_of(ordered_at)
union all
select
    'orders',
    'shipped_before_ordered',
    concat(order_id, ' line ', line),
    concat(shipped_on, ' before ', app.day_of(ordered_at))
from crm.orders
where shipped_on < app.day_of(ordered_at)
union all
select
    'orders',
    'delivered_before_shipped',
    concat(order_id, ' line ', line),
    concat(delivered_on, ' before ', shipped_on)
from crm.orders
where delivered_on < shipped_on
union all
select
    'orders',
    'negative_amount',
    concat(order_id, ' line ', line),
    concat('revenue ', revenue)
from crm.orders
where revenue < 0 and status is distinct from 'returned'
union all
select
    'orders',
    'in_the_future',
    concat(order_id, ' line ', line),
    concat('ordered at ', app.local(ordered_at))
from crm.orders
where ordered_at >= app.moment_at(app.today() + 1)
union all
select
    'invoices',
    'due_before_issued',
    invoice_id,
    concat(due_on, ' before ', issued_on)
from crm.invoices
where due_on < issued_on
union all
select
    'invoices',
    'negative_amount',
    invoice_id,
    concat('amount ', amount)
from crm.invoices
where amount < 0
union all
select
    'invoices',
    'in_the_future',
    invoice_id,
    concat('issued on ', issued_on, coalesce(concat(', paid on ', paid_on), ''))
from crm.invoices
where issued_on > app.today() or paid_on > app.today()
union all
select
    'interactions',
    'in_the_future',
    interaction_id,
    concat('occurred at ', app.local(occurred_at))
from crm.interactions
where occurred_at >= app.moment_at(app.today() + 1)
union all
select
    'campaigns',
    'ended_before_started',
    campaign_id,
    concat(ended_on, ' before ', started_on)
from crm.campaigns
where ended_on < started_on
union all
select
    'opportunities',
    'closed_before_opened',
    opportunity_id,
    concat(closed_on, ' before ', opened_on)
from crm.opportunities
where closed_on < opened_on
union all
select
    'opportunities',
    'negative_amount',
    opportunity_id,
    concat('amount ', amount)
from crm.opportunities
where amount < 0
union all
select
    'opportunities',
    'in_the_future',
    opportunity_id,
    concat('opened on ', opened_on)
from crm.opportunities
where opened_on > app.today()
union all
select
    'cases',
    'resolved_before_opened',
    case_id,
    concat(app.local(resolved_at), ' before ', app.local(opened_at))
from crm.cases
where resolved_at < opened_at
union all
select
    'cases',
    'answered_before_opened',
    case_id,
    concat(app.local(first_response_at), ' before ', app.local(opened_at))
from crm.cases
where first_response_at < opened_at
union all
select
    'cases',
    'reopened_before_opened',
    case_id,
    concat(app.local(reopened_at), ' before ', app.local(opened_at))
from crm.cases
where reopened_at < opened_at
union all
select
    'cases',
    'in_the_future',
    case_id,
    concat('opened at ', app.local(opened_at))
from crm.cases
where opened_at >= app.moment_at(app.today() + 1)
union all
select
    'invitations',
    'in_the_future',
    invitation_id,
    concat('sent at ', app.local(sent_at))
from feedback.invitations
where sent_at >= app.moment_at(app.today() + 1)
union all
select
    'responses',
    'outside_scale',
    responses.response_id,
    concat_ws(
        ', ',
        case
            when responses.csat > coalesce(surveys.csat_scale, 5)
                then concat('csat ', responses.csat, ' of ', coalesce(surveys.csat_scale, 5))
        end,
        case
            when responses.ces > coalesce(surveys.ces_scale, 7)
                then concat('ces ', responses.ces, ' of ', coalesce(surveys.ces_scale, 7))
        end
    )
from feedback.responses as responses
left join feedback.surveys as surveys on responses.survey_id = surveys.survey_id
where
    responses.csat > coalesce(surveys.csat_scale, 5)
    or responses.ces > coalesce(surveys.ces_scale, 7)
union all
select
    'responses',
    'answered_before_invited',
    responses.response_id,
    concat(app.local(responses.responded_at), ' before ', app.local(invitations.sent_at))
from feedback.responses as responses
inner join feedback.invitations as invitations
    on responses.invitation_id = invitations.invitation_id
where responses.responded_at < invitations.sent_at
union all
select
    'responses',
    'in_the_future',
    response_id,
    concat('answered at ', app.local(responded_at))
from feedback.responses
where responded_at >= app.moment_at(app.today() + 1)
union all
select
    'ratings',
    'outside_scale',
    concat(response_id, ' ', attribute),
    concat(rating, ' of ', scale_max)
from feedback.ratings
where rating < 1 or rating > scale_max
union all
select
    'follow_ups',
    'closed_before_opened',
    follow_up_id,
    concat(app.local(closed_at), ' before ', app.local(opened_at))
from feedback.follow_ups
where closed_at < opened_at
union all
select
    'follow_ups',
    'contacted_before_opened',
    follow_up_id,
    concat(app.local(first_contact_at), ' before ', app.local(opened_at))
from feedback.follow_ups
where first_contact_at < opened_at
union all
select
    'follow_ups',
    'in_the_future',
    follow_up_id,
    concat('opened at ', app.local(opened_at))
from feedback.follow_ups
where opened_at >= app.moment_at(app.today() + 1)
union all
select
    'findings',
    'outside_scale',
    finding_id,
    concat(score, ' of ', scale_max)
from feedback.findings
where score < 0 or score > scale_max
union all
select
    'findings',
    'in_the_future',
    finding_id,
    concat('observed on ', observed_on)
from feedback.findings
where observed_on > app.today();
