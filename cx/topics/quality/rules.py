"""What is looked for in the data, in words: values that cannot be, rows that look double."""

RULES = {
    "acquired_before_seen": "Became a customer before the first contact",
    "answered_before_invited": "Answered before the invitation was sent",
    "answered_before_opened": "First answered before it was opened",
    "closed_before_opened": "Closed before it was opened",
    "contacted_before_opened": "Customer reached before it was opened",
    "delivered_before_ordered": "Delivered before it was ordered",
    "delivered_before_shipped": "Delivered before it was shipped",
    "due_before_issued": "Due before it was issued",
    "ended_before_started": "Ended before it started",
    "in_the_future": "Dated later than today",
    "lost_before_acquired": "Lost before becoming a customer",
    "negative_amount": "Amount below zero",
    "outside_scale": "Score outside its scale",
    "own_parent": "Belongs to itself",
    "own_referrer": "Brought by itself",
    "renews_before_started": "Renews before it started",
    "reopened_before_opened": "Opened again before it was opened",
    "resolved_before_opened": "Resolved before it was opened",
    "shipped_before_ordered": "Shipped before it was ordered",
}
"""By the names that queries give them."""

CREDIT_NOTES = ("invoices", "negative_amount")
"""An extract and a rule that are broken for a good reason, most of the time."""

TWINS = {
    "customers": "Same name, same country",
    "products": "Same name",
    "invoices": "Same customer, order, day and amount",
    "interactions": "Same customer, second, touchpoint and channel",
    "responses": "Same customer, survey, time and answers",
}
"""What rows of an extract must have in common to look like one; other extracts are not looked at.

Contacts that are dated by the day alone are not compared: two on one day are common.
"""

DAYS = {
    "customers": "acquired_on, else first_seen_on",
    "contracts": "started_on",
    "orders": "ordered_at",
    "invoices": "issued_on",
    "interactions": "occurred_at",
    "campaigns": "started_on",
    "opportunities": "opened_on",
    "cases": "opened_at",
    "channel_rates": "valid_from",
    "events": "event_on",
    "invitations": "sent_at",
    "responses": "responded_at",
    "follow_ups": "opened_at",
    "findings": "observed_on",
}
"""The day a row is of, by extract; the others have none."""

PLANS = ("contracts", "campaigns", "channel_rates", "events")
"""Extracts whose days may well lie ahead; the newest record is never one of theirs."""
