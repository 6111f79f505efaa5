"""What does not depend on single customers: products, campaigns, rates, events, questionnaires."""

from datetime import date

import numpy as np
import pyarrow as pa

from cx.demo import columns as as_
from cx.demo.axis import day_named
from cx.demo.company import (
    CAMPAIGN,
    CHANNELS,
    COST_PER_CONTACT,
    COST_PER_MINUTE,
    MARKETING_COST,
    PLACES_A_MONTH,
    PRODUCTS,
    SECOND_YEAR_COST,
    SEGMENTS,
    SURVEYS,
    TOUCHPOINTS,
)
from cx.demo.marketing import MESSAGES, make_campaigns
from cx.demo.truths import TRUTHS

_EVENTS = (
    ("2024-09-16", "Spare parts now sent from two warehouses", "organisation", None),
    ("2024-11-18", "Winter offer on heating", "campaign", "All segments, six weeks"),
    ("2025-02-03", "Care plan plus launched", "release", None),
    (TRUTHS.moving_from, "App relaunched", "release", "Orders, bills and help in one App"),
    (TRUTHS.price_rise_on, "Prices raised by 6 %", "price", "All plans and most goods"),
    (
        f"{TRUTHS.incident_month}-01",
        TRUTHS.incident_title,
        "outage",
        "Web and App; phone lines overloaded",
    ),
    ("2025-11-17", "Winter offer on heating", "campaign", "All segments, six weeks"),
    ("2026-02-02", "Regional service teams reorganised", "organisation", None),
    ("2026-04-13", "New supplier of smart thermostats", "other", None),
)


def products_table() -> pa.Table:
    """Goods and plans."""
    names, families, costs = zip(*PRODUCTS, strict=True)
    return pa.table(
        {
            "product_id": as_.ids("P", np.arange(len(PRODUCTS)), 3),
            "name": pa.array(names),
            "family": pa.array(families),
            "unit_cost": as_.money(np.array(costs)),
        }
    )


def campaigns_table(customers: int) -> pa.Table:
    """Four campaigns a month."""
    rows = make_campaigns(customers)
    count = len(rows["cost"])
    names = [f"{MESSAGES[m]} {i + 1:02d}" for i, m in enumerate(rows["message"])]
    return pa.table(
        {
            "campaign_id": as_.ids("K", np.arange(count), 3),
            "name": pa.array(names),
            "channel": as_.labels(CHANNELS, rows["channel"]),
            "message_type": as_.labels(MESSAGES, rows["message"]),
            "product_id": as_.ids("P", rows["product"], 3),
            "segment": as_.labels(SEGMENTS, rows["segment"]),
            "started_on": as_.day(rows["started"]),
            "ended_on": as_.day(rows["ended"]),
            "cost": as_.money(rows["cost"]),
        }
    )


def channel_rates_table(customers: int) -> pa.Table:
    """What a contact costs by channel, and in campaigns; dearer in the second year."""
    channels = len(CHANNELS)
    channel = np.tile(np.arange(channels), 4)
    is_marketing = np.repeat([0, 1, 0, 1], channels) == 1
    is_second = np.repeat([0, 0, 1, 1], channels) == 1
    raised = np.where(is_second, SECOND_YEAR_COST, 1.0)
    contact = np.where(is_marketing, MARKETING_COST[channel], COST_PER_CONTACT[channel])
    minute = np.where(is_marketing, 0.0, COST_PER_MINUTE[channel])
    places = np.where(is_marketing, np.nan, np.ceil(PLACES_A_MONTH[channel] * customers))
    touchpoint = np.where(is_marketing, 1, 0)
    return pa.table(
        {
            "channel": as_.labels(CHANNELS, channel),
            "touchpoint": as_.labels(("(all)", TOUCHPOINTS[CAMPAIGN]), touchpoint),
            "valid_from": as_.day(np.where(is_second, day_named(TRUTHS.price_rise_on), 0)),
            "cost_per_contact": as_.money(contact * raised, 4),
            "cost_per_minute": as_.money(minute * raised, 4),
            "monthly_capacity": as_.number(places, 0),
        }
    )


def events_table() -> pa.Table:
    """What happened to the business."""
    days, titles, kinds, notes = zip(*_EVENTS, strict=True)
    return pa.table(
        {
            "event_on": pa.array([date.fromisoformat(day) for day in days]),
            "title": pa.array(titles),
            "kind": pa.array(kinds),
            "note": pa.array(notes),
        }
    )


def surveys_table() -> pa.Table:
    """One questionnaire on the relationship, eight on single contacts."""
    names, touchpoints, csat, ces, easy = (np.array(part) for part in zip(*SURVEYS, strict=True))
    return pa.table(
        {
            "survey_id": as_.ids("S", np.arange(len(SURVEYS)), 2, start=1),
            "name": pa.array(names.tolist()),
            "kind": as_.labels(("relationship", "transactional"), touchpoints >= 0),
            "touchpoint": as_.labels(TOUCHPOINTS, touchpoints),
            "csat_scale": as_.whole(csat),
            "ces_scale": as_.whole(ces),
            "ces_high_is_easy": as_.flag(easy),
        }
    )
