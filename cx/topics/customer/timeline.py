"""Reads what happened with one customer: page by page, and all of it on one axis."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.customer.results import Event, Mark, Timeline
from cx.topics.rows import day, moment, plain_rows, whole

PAGE, MOST_DAYS = 50, 400


def load_timeline(
    ask: Ask,
    filters: Filters,
    customer_id: str = "",
    kinds: Sequence[str] | None = None,
    days: tuple[date, date] | None = None,
    page: int = 0,
    most: int = PAGE,
    revision: int | None = None,
    settings: Settings = DEFAULTS,
) -> Timeline:
    """Read a page of events, the newest first.

    Parameters
    ----------
    kinds : sequence of str, optional
        Extracts whose events are wanted; by default all.
    days : tuple of date, optional
        First and last day of these events; by default whenever.
    page : int
        From 0.
    """
    rows = plain_rows(
        ask(
            "customer/timeline",
            filters,
            customer_id=customer_id,
            revision=revision,
            only_extracts=tuple(kinds) if kinds else None,
            from_day=days[0] if days else None,
            to_day=days[1] if days else None,
            most=most,
            skip=page * most,
        )
    )
    total = int(rows[0]["total"]) if rows else 0
    return Timeline(tuple(map(_event, rows)), total, page * most)


def load_axis(
    ask: Ask, filters: Filters, customer_id: str, revision: int | None
) -> tuple[tuple[Mark, ...], bool]:
    """Read how much happened when; by month where there are very many days with an event."""
    rows = plain_rows(
        ask(
            "customer/axis",
            filters,
            customer_id=customer_id,
            revision=revision,
            most_days=MOST_DAYS,
        )
    )
    marks = tuple(
        Mark(
            row["extract"],
            day(row["starts_on"]),  # type: ignore[arg-type]
            row["kind"],
            int(row["events"]),
            whole(row["worst"]),
        )
        for row in rows
    )
    return marks, bool(rows and rows[0]["is_by_month"])


def _event(row: dict[str, Any]) -> Event:
    return Event(
        happened_at=moment(row["happened_at"]),
        is_day_only=bool(row["is_day_only"]),
        kind=row["kind"],
        extract=row["extract"],
        touchpoint=row["touchpoint"],
        channel=row["channel"],
        purpose=row["purpose"],
        cost=row["cost"],
        outcome=row["outcome"],
        reference_kind=row["reference_kind"],
        reference_id=row["reference_id"],
        severity=row["severity"],
        metric=row["metric"],
        score=whole(row["score"]),
        said=row["said"],
    )
