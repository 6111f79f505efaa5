"""Lists unhappy answers and complaints: those that wait, or those behind a mark."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.closed_loop.results import Listing, Loop
from cx.topics.rows import day, moment, plain_rows, whole

MOST = 200


def list_loops(
    ask: Ask,
    filters: Filters,
    as_of: datetime | None = None,
    kind: str | None = None,
    state: str | None = None,
    dimension: str | None = None,
    name: str | None = None,
    revision: int | None = None,
    most: int = MOST,
    settings: Settings = DEFAULTS,
) -> Listing:
    """List loops, the oldest first.

    Parameters
    ----------
    filters : Filters
        Settled, survey kind included.
    kind : str, optional
        ``"answer"`` or ``"case"``.
    state : str, optional
        ``"waiting"``, ``"new"``, ``"contacted"`` or ``"closed"``. What waits is listed whenever it
        began, up to the end of the period.
    dimension, name : str, optional
        Only those of a team, channel, cause or outcome.
    """
    rows = plain_rows(
        ask(
            "closed_loop/listed",
            filters,
            revision=revision,
            as_of=as_of,
            only_kind=kind,
            only_state=state,
            only_dimension=dimension,
            only_name=name,
            most=most,
        )
    )
    if not rows:
        return Listing((), 0, None)
    return Listing(tuple(map(_loop, rows)), int(rows[0]["total"]), rows[0]["waiting_revenue"])


def whenever(filters: Filters) -> Filters:
    """Return the same view from the first day on: what waits longest must not be hidden."""
    if filters.from_on is None:
        return filters
    return replace(filters, period="custom", from_on=None, compare="none")


def _loop(row: dict[str, Any]) -> Loop:
    return Loop(
        about_kind=row["about_kind"],
        about_id=row["about_id"],
        began_at=moment(row["began_at"]),
        customer_id=row["customer_id"],
        customer=row["customer"],
        customer_status=row["status"],
        score=whole(row["score"]),
        category=row["category"],
        severity=row["severity"],
        segment=row["segment"],
        channel=row["channel"],
        touchpoint=row["touchpoint"],
        team=row["team"],
        cause=row["cause"],
        outcome=row["outcome"],
        age_seconds=float(row["age_seconds"]),
        contacted_at=_time(row["contacted_at"]),
        closed_at=_time(row["closed_at"]),
        reopened_at=_time(row["reopened_at"]),
        revenue=row["revenue"],
        renews_on=day(row["renews_on"]),
        comment=row["comment"],
    )


def _time(value: Any) -> datetime | None:
    return None if value is None else moment(value)
