"""Complaints and service cases: what goes wrong, how it is put right, and who is won back."""

import numpy as np

from cx.demo.axis import DAYS, NEVER, Block, day_named, month_of
from cx.demo.columns import Array, Columns, stack
from cx.demo.company import (
    APP,
    CARE,
    COMPLAINT,
    CONTACT_CHANNEL,
    DELIVERY,
    INSTALLATION,
    INVOICE,
    SERVICE,
    pick,
)
from cx.demo.contacts import DEFAULTS, contact
from cx.demo.customers import main_channel
from cx.demo.truths import TRUTHS

RECOVERED, NOT_RECOVERED, UNREACHABLE, NO_ACTION = range(4)
OUTCOMES = ("recovered", "not_recovered", "unreachable", "no_action")

CATEGORIES = (
    "Complaint: late delivery",
    "Complaint: installation work",
    "Complaint: wrong invoice",
    "Complaint: poor service",
    "Complaint: portal down",
    "Complaint: other",
    "Service: repair",
    "Service: question",
    "Service: change of contract",
)
OUTAGE, OTHER, FIRST_SERVICE = 4, 5, 6
_SHARES = ((DELIVERY, 0.10), (INSTALLATION, 0.28), (INVOICE, 0.20), (SERVICE, 0.12))
"""Share of bad contacts that become a complaint, in the order of the categories."""

_INCIDENT = day_named(TRUTHS.incident_month)


def make_complaints(block: Block, customers: Columns, contacts: Columns) -> Columns:
    """Complaints: after bad contacts, in the month of the incident, and out of the blue.

    The outcome of each is drawn here, by chance alone, so that recovered and unrecovered customers
    differ in nothing else.
    """
    dice = block.dice("complaints")
    parts = [
        _after(dice, contacts, cause, touchpoint, share)
        for cause, (touchpoint, share) in enumerate(_SHARES)
    ]
    complaints = stack([*parts, _outage(dice, customers), _other(dice, customers)], order=-1)
    keep = (complaints["day"] < DAYS) & (customers["acquired"][complaints["customer"]] < NEVER)
    complaints = {name: values[keep] for name, values in complaints.items()}
    count = len(complaints["day"])
    main = main_channel(customers, complaints["customer"], complaints["day"])
    second = complaints["day"] * 86_400 + dice.integers(8 * 3600, 20 * 3600, count)
    return complaints | {
        "channel": pick(CONTACT_CHANNEL, main, dice),
        "second": second,
        "outcome": dice.choice(4, count, p=[0.46, 0.34, 0.10, 0.10]),
        "days_open": np.ceil(dice.gamma(2.0, 3.0, count)),
    }


def _after(
    dice: np.random.Generator, contacts: Columns, cause: int, touchpoint: int, share: float
) -> Columns:
    is_bad = (contacts["is_bad"] == 1) | (contacts["is_late"] == 1)
    wrong = np.flatnonzero((contacts["touchpoint"] == touchpoint) & is_bad)
    wrong = wrong[dice.random(len(wrong)) < share]
    return {
        "customer": contacts["customer"][wrong],
        "day": contacts["day"][wrong] + dice.integers(1, 5, len(wrong)),
        "cause": np.full(len(wrong), cause),
        "touchpoint": np.full(len(wrong), touchpoint),
        "order": contacts["order"][wrong],
    }


def _outage(dice: np.random.Generator, customers: Columns) -> Columns:
    """One in twenty-five of those on Web and App complains about the portal."""
    size = len(customers["segment"])
    day = _INCIDENT + dice.integers(0, 31, size)
    is_digital = main_channel(customers, np.arange(size), day) <= APP
    who = np.flatnonzero(is_digital & (customers["acquired"] < day) & (dice.random(size) < 0.04))
    return _plain(who, day[who], OUTAGE, INVOICE)


def _other(dice: np.random.Generator, customers: Columns) -> Columns:
    size = len(customers["segment"])
    who = np.repeat(np.arange(size), dice.poisson(0.16, size))
    day = dice.integers(0, DAYS, len(who))
    who, day = who[day > customers["acquired"][who]], day[day > customers["acquired"][who]]
    return _plain(who, day, OTHER, SERVICE)


def _plain(who: Array, day: Array, cause: int, touchpoint: int) -> Columns:
    return {
        "customer": who,
        "day": day,
        "cause": np.full(len(who), cause),
        "touchpoint": np.full(len(who), touchpoint),
    }


def complaint_contacts(block: Block, complaints: Columns) -> Columns:
    """The contact by which each complaint came in; its case is the complaint's row."""
    dice = block.dice("complaint contacts")
    rows = contact(
        dice,
        complaints["customer"],
        complaints["day"],
        COMPLAINT,
        complaints["channel"],
        CARE,
        case=np.arange(len(complaints["day"])),
        order=complaints["order"],
        is_bad=complaints["outcome"] != RECOVERED,
        resolved=complaints["outcome"] == RECOVERED,
    )
    return stack([rows | {"second": complaints["second"]}], **DEFAULTS)


def service_cases(block: Block, contacts: Columns) -> Columns:
    """Cases opened by requests for service: one per number, at the first contact that bears it."""
    dice = block.dice("service cases")
    rows = np.flatnonzero((contacts["touchpoint"] == SERVICE) & (contacts["case"] >= 0))
    rows = rows[np.argsort(contacts["second"][rows], kind="stable")]
    number, first = np.unique(contacts["case"][rows], return_index=True)
    rows = rows[first]
    return {
        "customer": contacts["customer"][rows],
        "day": contacts["day"][rows],
        "second": contacts["second"][rows],
        "cause": dice.integers(FIRST_SERVICE, len(CATEGORIES), len(rows)),
        "touchpoint": np.full(len(rows), SERVICE),
        "order": np.full(len(rows), -1),
        "channel": contacts["channel"][rows],
        "outcome": np.full(len(rows), -1),
        "days_open": np.where(
            contacts["is_bad"][rows] == 1,
            np.ceil(dice.gamma(2.0, 4.0, len(rows))),
            np.ceil(dice.gamma(1.5, 1.2, len(rows))),
        ),
        "number": number,
    }


def case_times(block: Block, cases: Columns) -> Columns:
    """First answer, end and re-opening of cases, in seconds; NaN for what has not happened."""
    dice = block.dice("case times")
    count = len(cases["day"])
    first = cases["second"] + dice.lognormal(9.9, 1.0, count)
    resolved = np.maximum(first + 600, cases["second"] + 86_400.0 * cases["days_open"])
    is_lost_cause = (cases["outcome"] == NO_ACTION) & (dice.random(count) < 0.5)
    resolved = np.where(is_lost_cause, np.nan, resolved)
    is_bad = (cases["outcome"] > RECOVERED) | (cases["days_open"] > 8)
    reopened = dice.random(count) < np.where(is_bad, 0.22, 0.05)
    again = np.where(reopened, resolved + 86_400 * dice.uniform(1, 15, count), np.nan)
    times = {"first_response": first, "resolved": resolved, "reopened": again}
    return {name: np.where(value < DAYS * 86_400, value, np.nan) for name, value in times.items()}


def incident_points(days: Array, channel: Array) -> Array:
    """Points that the incident costs: most where the portal is the channel, some elsewhere."""
    points = np.where(channel <= APP, TRUTHS.incident_points, TRUTHS.incident_points_elsewhere)
    return points * (month_of(days) == month_of(np.array([_INCIDENT])))
