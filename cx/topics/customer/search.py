"""Finds customers by the beginning of an id or a part of a name."""

from dataclasses import dataclass

from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.rows import plain_rows

MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that was found."""

    customer_id: str
    name: str
    segment: str | None
    region: str | None
    status: str | None


def search(
    ask: Ask, filters: Filters, text: str = "", settings: Settings = DEFAULTS
) -> tuple[Hit, ...]:
    """Return the closest customers, 20 at most; none for an empty text."""
    wanted = " ".join(text.split())
    if not wanted:
        return ()
    rows = plain_rows(ask("customer/search", filters, text=wanted, most=MOST))
    return tuple(
        Hit(row["customer_id"], row["name"] or "", row["segment"], row["region"], row["status"])
        for row in rows
    )
