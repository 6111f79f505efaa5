"""Gathers what the data itself says about each of the ten questions."""

from datetime import date
from typing import Any

from cx.topics.ask import EVERYTHING, Ask
from cx.topics.centricity import about_company, about_voice
from cx.topics.centricity.results import Evidence
from cx.topics.rows import plain_rows

RECENT_MONTHS = 24
"""Calendar months that count where only recent records do, the one of the review included."""


def recent_from(on_day: date) -> date:
    """Return the first day of the months that count as recent.

    >>> recent_from(date(2026, 11, 22)), recent_from(date(2026, 12, 1))
    (datetime.date(2024, 12, 1), datetime.date(2025, 1, 1))
    """
    months = 12 * on_day.year + on_day.month - RECENT_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def gather(ask: Ask, on_day: date) -> tuple[Evidence, ...]:
    """Ask for the evidence of every question, up to a day, in the order of the questions."""
    recent: dict[str, object] = {"from_on": recent_from(on_day), "on_day": on_day}
    owned = _one(ask, "owned", on_day=on_day)
    joined = plain_rows(ask("centricity/joined", EVERYTHING))
    cared = _one(
        ask,
        "looked_after",
        on_day=on_day,
        least_customers=about_company.LEAST_CUSTOMERS,
        focus_share=about_company.FOCUS_SHARE,
    )
    segments = plain_rows(ask("centricity/segments", EVERYTHING, on_day=on_day))
    held = plain_rows(ask("centricity/held", EVERYTHING))
    return (
        about_company.one_view(owned, joined),
        about_company.products(owned, segments),
        about_voice.listening(_one(ask, "listening", **recent), recent_from(on_day), on_day),
        about_voice.importance(_one(ask, "rated", **recent)),
        about_company.one_home(held, joined),
        about_company.selling(cared),
        about_company.owner(cared),
        about_company.bonuses(cared),
        about_voice.solving(_one(ask, "solved", **recent)),
        about_voice.free_hand(_one(ask, "made_good", **recent)),
    )


def _one(ask: Ask, name: str, **values: object) -> dict[str, Any]:
    (row,) = plain_rows(ask(f"centricity/{name}", EVERYTHING, **values))
    return row
