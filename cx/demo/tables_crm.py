"""The company's view as tables: the extracts of schema crm, as the catalogue has them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.demo import columns as as_
from cx.demo.axis import DAYS, NEVER
from cx.demo.care import CATEGORIES, FIRST_SERVICE, case_times
from cx.demo.columns import Array
from cx.demo.company import (
    CARRIERS,
    CHANNELS,
    CONSUMER,
    DELIVERY,
    INDUSTRIES,
    LANGUAGES,
    MID,
    PURPOSES,
    REGIONS,
    SEGMENTS,
    TOUCHPOINTS,
)
from cx.demo.customers import main_channel
from cx.demo.growth import KINDS, STAGES
from cx.demo.make import Made, status_of
from cx.demo.numbers import Numbers
from cx.demo.purchases import STATUSES

_LOST_REASONS = ("Price", "Service", "Competitor", "Moved away", None)
_WON_THROUGH = ("Web", "Store", "Partner", "Campaign", "Phone", "Referral")
_REFERRAL = 5
_PROMISED_SECOND = 18 * 3600
"""Deliveries are promised by six in the evening."""
_SPEND = np.array([650.0, 2200.0, 9000.0, 42000.0])
_TEAMS = [f"Team {region} {number}" for region in REGIONS for number in (1, 2, 3)]
_AGENTS = [f"{team[5]}{team[-1]}-{seat:02d}" for team in _TEAMS for seat in range(1, 13)]
_MANAGERS = [team.replace("Team", "Account team") for team in _TEAMS]


def _day(days: Array) -> pa.Array:
    """Days of what happened; what never did, or not in the demo's time, is empty."""
    return as_.day(np.where(days >= DAYS, np.nan, days))


def _future(days: Array, is_empty: Array) -> pa.Array:
    """Days that may lie ahead, such as a promise or a renewal."""
    return as_.day(np.where(is_empty, np.nan, days))


def customers_table(made: Made, numbers: Numbers) -> pa.Table:
    """Customers, prospects and accounts."""
    rows, dice = made.customers, made.block.dice("customer details")
    size, segment = made.block.size, rows["segment"]
    is_lost = rows["lost"] < NEVER
    won = dice.choice(5, size, p=[0.34, 0.24, 0.08, 0.18, 0.16])
    won = np.where(rows["referred_by"] >= 0, _REFERRAL, won)
    return pa.table(
        {
            "customer_id": numbers.ids("customers", np.arange(size)),
            "name": _names(segment, numbers.of("customers")),
            "kind": as_.labels(("person", "business"), (segment > CONSUMER)),
            "segment": as_.labels(SEGMENTS, segment),
            "region": as_.labels(REGIONS, rows["region"]),
            "country": as_.labels(("United Kingdom",), np.zeros(size)),
            "industry": as_.labels(INDUSTRIES, rows["industry"]),
            "status": as_.labels(("prospect", "active", "lapsed", "lost"), status_of(made)),
            "first_seen_on": _day(rows["first_seen"]),
            "acquired_on": _day(rows["acquired"]),
            "lost_on": _day(rows["lost"]),
            "lost_reason": as_.labels(
                _LOST_REASONS, np.where(is_lost, dice.integers(5, size=size), -1)
            ),
            "acquisition_channel": as_.labels(_WON_THROUGH, won),
            "preferred_channel": as_.labels(
                CHANNELS, main_channel(rows, np.arange(size), np.full(size, DAYS - 1))
            ),
            "account_manager": as_.labels(
                _MANAGERS, np.where(segment >= MID, rows["region"] * 3 + rows["team"], -1)
            ),
            "parent_customer_id": numbers.ids("customers", rows["parent"]),
            "referred_by_customer_id": numbers.ids("customers", rows["referred_by"]),
            "network_size": as_.whole(rows["network"]),
            "annual_category_spend": as_.money(_category_spend(made, dice)),
            "language": as_.labels(LANGUAGES, rows["language"]),
        }
    )


def _names(segment: Array, first: int) -> pa.Array:
    """Names that are numbers: nobody is called so."""
    number = np.arange(len(segment)) + first
    people, businesses = as_.ids("Customer ", number, 6), as_.ids("Business ", number, 6)
    return pc.if_else(pa.array(segment == CONSUMER), people, businesses)


def _category_spend(made: Made, dice: np.random.Generator) -> Array:
    """Estimate of yearly spend in the category: what they spend here is a part of it."""
    size = made.block.size
    who = np.append(made.orders["customer"][made.lines["order"]], made.bills["customer"])
    revenue = np.append(made.lines["revenue"], made.bills["revenue"])
    here = np.bincount(who, revenue, minlength=size) / 2
    elsewhere = _SPEND[made.customers["segment"]] * dice.lognormal(-0.5, 0.7, size)
    estimate = np.round(here + elsewhere, -1)
    return np.where(dice.random(size) < 0.1, np.nan, estimate)


def contracts_table(made: Made, numbers: Numbers) -> pa.Table:
    """Contracts; installation and completion may lie ahead, an ended one renews no more."""
    rows = made.contracts
    is_ended = rows["ended"] < DAYS
    years = np.maximum(1, np.ceil((DAYS - rows["started"]) / 365))
    reason = np.where(is_ended, np.where(rows["is_left"], 0, 1), -1)
    return pa.table(
        {
            "contract_id": numbers.ids("contracts", np.arange(len(is_ended))),
            "customer_id": numbers.ids("customers", rows["customer"]),
            "product_id": as_.ids("P", rows["product"], 3),
            "started_on": as_.day(rows["started"]),
            "installed_on": _future(rows["installed"], rows["installed"] >= rows["ended"]),
            "project_completed_on": _future(rows["completed"], rows["completed"] >= rows["ended"]),
            "renews_on": _future(rows["started"] + 365 * years, is_ended),
            "ended_on": _day(rows["ended"]),
            "end_reason": as_.labels(("Customer left", "Not renewed"), reason),
            "monthly_value": as_.money(rows["monthly"]),
        }
    )


def orders_table(made: Made, numbers: Numbers) -> pa.Table:
    """Order lines of goods, and the bills of plans as order lines without delivery."""
    return pa.concat_tables([_goods_lines(made, numbers), _bill_lines(made, numbers)])


def _goods_lines(made: Made, numbers: Numbers) -> pa.Table:
    lines, orders = made.lines, made.orders
    of = {name: values[lines["order"]] for name, values in orders.items()}
    return pa.table(
        {
            "order_id": numbers.ids("orders", lines["order"]),
            "line": as_.whole(lines["line"]),
            "customer_id": numbers.ids("customers", of["customer"]),
            "product_id": as_.ids("P", lines["product"], 3),
            "ordered_at": as_.time(of["second"]),
            "sales_channel": as_.labels(CHANNELS, of["channel"]),
            "status": as_.labels(STATUSES, lines["status"]),
            "promised_on": as_.day(of["promised"]),
            "shipped_on": _day(of["shipped"]),
            "delivered_on": _day(of["delivered"]),
            "promised_at": as_.time(of["promised"] * 86_400 + _PROMISED_SECOND),
            "delivered_at": as_.time(_handed_over(made)[lines["order"]]),
            "is_complete": as_.flag(lines["is_complete"]),
            "partner": as_.labels(CARRIERS, of["carrier"]),
            "revenue": as_.money(lines["revenue"]),
            "cost_of_goods": as_.money(lines["goods"]),
            "discount": as_.money(lines["discount"]),
        }
    )


def _handed_over(made: Made) -> Array:
    """Second of each order's delivery, as the contact about it says; NaN where there was none."""
    contacts = made.contacts
    rows = np.flatnonzero((contacts["touchpoint"] == DELIVERY) & (contacts["order"] >= 0))
    found = np.full(len(made.orders["day"]), np.nan)
    found[contacts["order"][rows]] = contacts["second"][rows]
    return found


def _bill_lines(made: Made, numbers: Numbers) -> pa.Table:
    bills = made.bills
    count = len(bills["day"])
    nothing = np.full(count, np.nan)
    return pa.table(
        {
            "order_id": numbers.ids("orders", len(made.orders["day"]) + np.arange(count)),
            "line": as_.whole(np.ones(count)),
            "customer_id": numbers.ids("customers", bills["customer"]),
            "product_id": as_.ids("P", bills["product"], 3),
            "ordered_at": as_.time(bills["second"]),
            "sales_channel": as_.labels(CHANNELS, bills["channel"]),
            "status": as_.labels(STATUSES, np.zeros(count)),
            "promised_on": as_.day(nothing),
            "shipped_on": as_.day(nothing),
            "delivered_on": as_.day(nothing),
            "promised_at": as_.time(nothing),
            "delivered_at": as_.time(nothing),
            "is_complete": as_.flag(np.full(count, -1)),
            "partner": as_.labels(CARRIERS, np.full(count, -1)),
            "revenue": as_.money(bills["revenue"]),
            "cost_of_goods": as_.money(bills["goods"]),
            "discount": as_.money(np.zeros(count)),
        }
    )


def invoices_table(made: Made, numbers: Numbers) -> pa.Table:
    """Invoices, due in 30 days."""
    rows = made.invoices
    return pa.table(
        {
            "invoice_id": numbers.ids("invoices", np.arange(len(rows["issued"]))),
            "customer_id": numbers.ids("customers", rows["customer"]),
            "order_id": numbers.ids("orders", rows["order"]),
            "issued_on": as_.day(rows["issued"]),
            "due_on": as_.day(rows["issued"] + 30),
            "paid_on": _day(rows["paid"]),
            "amount": as_.money(rows["amount"]),
            "is_disputed": as_.flag(rows["is_disputed"]),
        }
    )


def interactions_table(made: Made, numbers: Numbers) -> pa.Table:
    """Contacts in either direction."""
    rows = made.contacts
    return pa.table(
        {
            "interaction_id": numbers.ids("interactions", np.arange(len(rows["day"]))),
            "customer_id": numbers.ids("customers", rows["customer"]),
            "occurred_at": as_.time(rows["second"]),
            "touchpoint": as_.labels(TOUCHPOINTS, rows["touchpoint"]),
            "channel": as_.labels(CHANNELS, rows["channel"]),
            "purpose": as_.labels(PURPOSES, rows["purpose"]),
            "direction": as_.labels(("outbound", "inbound"), rows["inbound"]),
            "is_self_service": as_.flag(rows["is_self"]),
            "campaign_id": as_.ids("K", rows["campaign"], 3),
            "order_id": numbers.ids("orders", rows["order"]),
            "contract_id": numbers.ids("contracts", rows["contract"]),
            "product_id": as_.ids("P", rows["product"], 3),
            "case_id": numbers.ids("cases", rows["case"]),
            "team": as_.labels(_TEAMS, rows["team"]),
            "agent_id": as_.labels(_AGENTS, rows["agent"]),
            "duration_seconds": as_.number(rows["duration"], 0),
            "wait_seconds": as_.number(rows["wait"], 0),
            "is_resolved": as_.flag(rows["resolved"]),
            "is_converted": as_.flag(rows["converted"]),
            "cost": as_.money(rows["cost"], 4),
        }
    )


def opportunities_table(made: Made, numbers: Numbers) -> pa.Table:
    """Sales opportunities."""
    rows = made.opportunities
    return pa.table(
        {
            "opportunity_id": numbers.ids("opportunities", np.arange(len(rows["opened"]))),
            "customer_id": numbers.ids("customers", rows["customer"]),
            "product_id": as_.ids("P", rows["product"], 3),
            "opened_on": as_.day(rows["opened"]),
            "stage": as_.labels(STAGES, rows["stage"]),
            "amount": as_.money(rows["amount"]),
            "closed_on": _day(rows["closed"]),
            "is_won": as_.flag(rows["won"]),
            "sales_channel": as_.labels(CHANNELS, rows["channel"]),
            "kind": as_.labels(KINDS, rows["kind"]),
        }
    )


def cases_table(made: Made, numbers: Numbers) -> pa.Table:
    """Complaints and service cases."""
    rows, dice = made.cases, made.block.dice("case details")
    count, times = len(rows["day"]), case_times(made.block, rows)
    is_complaint = rows["cause"] < FIRST_SERVICE
    severity = np.where(is_complaint, dice.integers(1, 3, count), dice.integers(0, 2, count))
    is_done = ~np.isnan(times["resolved"])
    paid = is_done & is_complaint & (rows["outcome"] == 0) & (dice.random(count) < 0.6)
    resolution = np.where(paid, 0, dice.integers(1, 4, count))
    return pa.table(
        {
            "case_id": numbers.ids("cases", np.arange(count)),
            "customer_id": numbers.ids("customers", rows["customer"]),
            "opened_at": as_.time(rows["second"]),
            "category": as_.labels(CATEGORIES, rows["cause"]),
            "channel": as_.labels(CHANNELS, rows["channel"]),
            "touchpoint": as_.labels(TOUCHPOINTS, rows["touchpoint"]),
            "severity": as_.labels(("low", "medium", "high"), severity),
            "first_response_at": as_.time(times["first_response"]),
            "resolved_at": as_.time(times["resolved"]),
            "reopened_at": as_.time(times["reopened"]),
            "resolution": as_.labels(
                ("Credit note", "Repaired", "Explained", "Corrected"),
                np.where(is_done, resolution, -1),
            ),
            "compensation_cost": as_.money(np.where(paid, dice.gamma(2.0, 18.0, count), 0.0)),
            "order_id": numbers.ids("orders", rows["order"]),
            "product_id": as_.ids("P", np.full(count, -1), 3),
        }
    )
