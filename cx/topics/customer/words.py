"""Says in words who a customer is."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cx.metrics import METRICS
from cx.topics.customer.results import Answer, Holding, Profile, Value
from cx.topics.rows import day
from cx.words import counted, day_in_words

FACTS = {
    "status": "Status",
    "kind": "Kind",
    "segment": "Segment",
    "region": "Region",
    "country": "Country",
    "industry": "Industry",
    "account_manager": "Account manager",
    "acquired_on": "Customer since",
    "lost_on": "Lost on",
    "lost_reason": "Lost because",
    "acquisition_channel": "Came by",
    "preferred_channel": "Prefers",
    "referred_by_customer_id": "Brought by",
    "language": "Language",
    "network_size": "Reaches",
}


def facts_of(row: dict[str, Any]) -> dict[str, str]:
    """Return what is known of a customer, by label."""
    return {label: _said(name, row[name]) for name, label in FACTS.items() if row[name] is not None}


def _said(name: str, value: Any) -> str:
    if name.endswith("_on"):
        on = day(value)
        return day_in_words(on) if on else ""
    return (
        counted(value, "person").replace("persons", "people")
        if name == "network_size"
        else (str(value))
    )


def headline(
    profile: Profile,
    value: Value,
    answers: Sequence[Answer],
    risks: Sequence[str],
    currency: str,
) -> str:
    """Say in a sentence or two who it is, and how it stands.

    The latest answer and the first reason to worry come with it.
    """
    who = [
        f"{word} customer" if word in ("active", "lapsed", "lost") else word
        for word in [profile.status]
        if word
    ]
    told = [(who[0].capitalize() if who else "Customer")]
    if value.revenue is not None:
        told.append(f"{value.revenue:,.0f} {currency}".strip() + " of revenue in 12 months")
    latest = next((each for each in answers if each.metric == "nps"), None)
    if latest is not None:
        told.append(f"last NPS answer {latest.value}")
    first = f"{', '.join(told)}."
    return f"{first} {risks[0]}" if risks else f"{first} Nothing on file points to a risk."


def junctures(holdings: Sequence[Holding]) -> Iterator[tuple[str, date]]:
    """Return the renewals of contracts that run."""
    for each in holdings:
        if each.what == "contract" and each.renews_on is not None and each.ended_on is None:
            yield "contract renewal", each.renews_on


JUNCTURES = {"contract renewal": "Renewal", "order promised": "Delivery promised"}


def answer_in_words(each: Answer) -> str:
    """Name an answer: its metric and value.

    >>> from datetime import datetime
    >>> answer_in_words(Answer("r", datetime(2026, 1, 1), "ces", 5, 7, 1, "", "", "", None))
    'CES 5 of 7'
    """
    return f"{METRICS[each.metric].name} {each.value} of {each.scale}"
