"""What other systems usually call our columns, and the values of those that take a few words.

One line per column: our name, a colon, usual names between commas. A name with the extract before
a point holds for that extract only. Ids and days also get the endings everybody uses (see `names`).
"""

NOUNS: dict[str, tuple[str, ...]] = {
    "customers": (
        "customer",
        "client",
        "account",
        "person",
        "user",
        "member",
        "lead",
        "mql",
        "seller",
    ),
    "products": ("product", "item", "sku", "article"),
    "contracts": ("contract", "subscription", "agreement", "policy"),
    "orders": ("order", "purchase", "sale", "transaction"),
    "invoices": ("invoice", "bill", "payment"),
    "interactions": ("interaction", "contact", "call", "chat", "activity", "touch", "session"),
    "campaigns": ("campaign", "mailing"),
    "opportunities": ("opportunity", "deal", "quote", "pipeline"),
    "cases": ("case", "ticket", "complaint", "incident", "request"),
    "channel_rates": ("rate", "channel rate", "channel cost", "tariff"),
    "events": ("event", "calendar", "milestone"),
    "surveys": ("questionnaire", "survey definition"),
    "invitations": ("invitation", "invite", "send"),
    "responses": ("response", "answer", "review", "respondent", "feedback", "survey", "nps"),
    "ratings": ("rating", "attribute rating"),
    "follow_ups": ("follow up", "followup", "callback", "closed loop"),
    "findings": ("finding", "observation", "suggestion", "insight"),
}
"""What a row of each extract is called, also in the name of a file."""

HINTS: dict[str, tuple[str, ...]] = {
    "customers": (
        *("gender", "sex", "age", "birth", "education", "marital", "married", "income", "zip"),
        *("city", "tenure", "churn", "latitude", "household", "newbie", "recency", "email"),
        *("senior", "dependents", "kidhome", "phone", "cltv", "postcode", "address"),
    ),
    "orders": ("freight", "quantity", "sku", "basket", "cart", "shipping"),
    "invoices": ("installments", "vat", "tax", "dunning", "payment"),
    "interactions": ("transferred", "inbound", "outbound", "ivr", "transcript"),
}
"""Words in the names of columns that speak for an extract, though it has no place for them."""

_NAMES = """
name: full name, customer name, company name, account name, product name, title, campaign name
orders.partner: carrier, courier, supplier, dealer, delivery partner
kind: type
segment: customer segment, tier, business segment, customer type, customer group, history segment
region: state, province, county, territory, area, sales region, customer state, bundesland
country: country code, country name, nation, land
industry: sector, vertical, branch, business type
customers.status: customer status, account status, state of customer, churn status, lifecycle stage
first_seen_on: first contact, first contact date, first visit, created, created at, lead date
acquired_on: customer since, won, \
date customer, customer date, signup, sign up date, join date, joined
lost_on: churn, churned, end of relationship, cancellation
lost_reason: churn reason, reason for leaving, cancellation reason, churn category, reason lost
acquisition_channel: source, origin, lead source, utm source, acquired through, acquisition source
preferred_channel: channel, contact preference, preferred contact
account_manager: owner, sales rep, key account manager, relationship manager, sales person
parent_customer_id: parent, parent account, account id, customer unique id, group id, household id
referred_by_customer_id: referrer, referred by, referrer id, referral id
network_size: followers, contacts, connections
annual_category_spend: category spend, annual spend, yearly spend, wallet
language: lang, locale, language code
family: category, product category, category name, product family, product line, group, class
unit_cost: cost, cost price, purchase price, standard cost
contracts.started_on: start, contract start, begin, valid from, effective, effective from
installed_on: installation, install, activation, activated
project_completed_on: completion, completed, project end, go live
renews_on: renewal, next renewal, renewal due
contracts.ended_on: end, contract end, expiry, expires, valid to, termination, terminated
end_reason: termination reason, cancellation reason
monthly_value: mrr, monthly charge, monthly fee, monthly revenue, monthly charges
line: order line, line number, line item, order item id, position, item number
ordered_at: order, purchase, purchased, order purchase, bought, transaction, placed, sale
sales_channel: channel, order channel, purchase channel
orders.status: order status, fulfilment status, delivery status
promised_on: estimated delivery, promised, due, \
shipping limit, deadline, order estimated delivery, expected delivery
shipped_on: shipped, shipping, dispatch, delivered carrier, order delivered carrier
delivered_on: delivered, delivery, delivered customer, order delivered customer, arrival
is_complete: complete, in full, delivered in full
revenue: price, sales, net sales, amount, total, turnover, order value, line total, payment value
cost_of_goods: cogs, cost, cost of sales
discount: rebate, discount amount
issued_on: invoice, billing, issued, billed
due_on: due, payment due
paid_on: paid, payment
amount: total, value, invoice amount, invoice total, total amount, payment value, deal value
is_disputed: disputed, dispute
occurred_at: date, timestamp, time, start, started, contact, call, activity, event, happened, \
created
touchpoint: touch point, journey step, step, stage, moment, event name, page, activity type
channel: medium, contact channel, device, source, method, contact method
purpose: reason, contact reason, topic, intent
direction: in or out, call direction
is_self_service: self service, self served, automated
team: department, queue, group, skill
agent_id: agent, employee, rep, user, handled by, operator
duration_seconds: duration, handle time, handling time, talk time, call duration, length
wait_seconds: wait, wait time, waiting time, queue time, hold time, speed of answer
is_resolved: resolved, first contact resolution, fcr, solved
is_converted: converted, conversion, sale made
cost: spend, budget, expense, contact cost, cost per contact
message_type: type of message, campaign type, format, creative
campaigns.started_on: start, launch, launched, begin
campaigns.ended_on: end, finished, finish
opportunities.opened_on: opened, created, open, first contact, qualified
stage: pipeline stage, deal stage, sales stage, status
opportunities.closed_on: closed, close, won, close date
is_won: won, closed won, win, success
cases.opened_at: opened, created, open, reported, received, submitted, logged
category: type, topic, subject, reason, complaint category, case type, issue
severity: priority, urgency, impact
first_response_at: first response, first reply, responded, first answered
resolved_at: resolved, closed, solved, completed, close
reopened_at: reopened, reopen
resolution: outcome, solution, closing code
compensation_cost: compensation, refund, goodwill, credit
valid_from: from, start, effective from, since
cost_per_contact: cost, unit cost, contact cost, rate
cost_per_minute: minute rate, cost minute
monthly_capacity: capacity, volume limit
event_on: date, day, event, when
title: event name, headline, what, description, name
note: notes, comment, remark, details, description
surveys.kind: survey type, type
csat_scale: satisfaction scale
ces_scale: effort scale
ces_high_is_easy: high is easy
sent_at: sent, invited, send, dispatch, delivered, created, invitation
responded_at: responded, answered, answer, response, submitted, completed, recorded, end, \
interview, intdate, survey, date, timestamp, completed on, review, review answer, start, started, \
time, creation
responses.response_id: respnum, respondent, record id, interview number, case id, serial
nps: netpro, net promoter, net promoter score, recommend, likelihood to recommend, ltr, \
how likely, would you recommend, recommendation, nps score, nps rating, nps group question, promoter
csat: satisfaction, overall satisfaction, satisfaction score, customer satisfaction, review score, \
score, stars, overall, overall rating, satisfaction rating, how satisfied, rating
ces: effort, effort score, customer effort, customer effort score, ease, how easy, easy
weight: weighting, survey weight, sample weight, wgt, weights
comment: comments, verbatim, review comment message, message, text, feedback, open text, remarks, \
reason for score, why, open ended, free text, review text, review
wants_contact: contact me, callback, call back, follow up requested, may we contact you
attribute: item, aspect, dimension, question, category, criterion, driver
ratings.rating: score, value, answer, stars
scale_max: scale, max, maximum, out of, points
importance: stated importance, how important
follow_ups.opened_at: opened, created, alert, triggered, assigned
first_contact_at: first contact, contacted, first call, called
closed_at: closed, completed, resolved, done, close
owner: assigned to, assignee, responsible, agent
root_cause: cause, reason, root cause category, driver
action: action taken, measure, step, resolution
outcome: result, status
observed_on: observed, date, visit, posted, session, day
finding: observation, text, comment, quote, verbatim, description, suggestion, post
score: rating, grade, points
"""

_CHOICES = """
person: individual, consumer, private, private person, b2c, residential, male, female
business: company, corporate, organisation, organization, b2b, commercial, enterprise
prospect: lead, trial, potential, new lead
active: stayed, joined, current, customer, existing, live, subscribed
lapsed: inactive, dormant, sleeping, paused
lost: churned, left, terminated, cancelled, canceled, gone, closed, former
delivered: completed, complete, fulfilled, received, closed, done
open: created, approved, invoiced, processing, shipped, pending, new, in progress, placed, paid
cancelled: canceled, void, voided, aborted
out_of_stock: unavailable, backorder, back order, not available, sold out
returned: refunded, return, refund
marketing: promotion, newsletter, advertising
sales: sale, purchase, buying, order
onboarding: welcome, setup, activation, installation
delivery: shipping, shipment, dispatch
billing: invoice, payment, invoicing
service: support, help, care, complaint
renewal: renew, extension
inbound: incoming, in, received
outbound: outgoing, out, sent
new: new business, acquisition, first
cross_sell: cross selling, crosssell, add on
up_sell: up selling, upsell, upgrade, expansion
release: launch, update, version
outage: incident, downtime, disruption
price: price change, pricing
organisation: organization, reorganisation, people
relationship: relational, rnps, periodic, annual
transactional: tnps, transaction, touchpoint, event
mystery_shopper: mystery shopping, mystery shop, shopper
focus_group: group discussion, focus groups
usability_test: usability, user test, ux test
advisory_board: customer board, board, council
suggestion: suggestions, suggestion box, idea
social: social media, review site, twitter, facebook
recovered: saved, won back, resolved, satisfied
not_recovered: unresolved, lost, still unhappy
unreachable: no contact, not reached, no reply
no_action: none needed, nothing done, no follow up
true: yes, y, ja, j, oui, si, sí, sim, checked, on, x
false: no, n, nein, non, não, nao, unchecked, off
"""


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    pairs = (line.partition(":") for line in lines.strip().splitlines())
    return {name: tuple(each.strip() for each in said.split(",")) for name, _, said in pairs}


NAMES = _table(_NAMES)
CHOICES = _table(_CHOICES)
