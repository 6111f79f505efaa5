"""Settles what a view is about: which days, which side, and what mixes are made of."""

from dataclasses import replace
from datetime import date
from typing import Any

from cx import zones
from cx.analysis.ladder import Ladder
from cx.analysis.profit.mixes import MOST_CHANNELS
from cx.errors import BadFilter
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.drivers.view import seed_of
from cx.topics.nps.readings import choose_kind
from cx.topics.profitability.results import SIDES, Extent, View
from cx.topics.rows import day, plain_rows
from cx.topics.thresholds import ladder_of

BETWEEN = chr(31)
"""Stands between names handed to a query as one text; no name holds it."""


def settle(
    ask: Ask,
    filters: Filters,
    settings: Settings = DEFAULTS,
    side: str = "all",
    today: date | None = None,
) -> View:
    """Settle what is shown.

    Parameters
    ----------
    filters : Filters
        The period chooses amounts; segment, region, channel, touchpoint and product choose
        customers, and all their amounts count.
    side : str
        One of ``SIDES``.
    today : date, optional
        Nothing later is taken for known; by default the day it is for the company.

    Raises
    ------
    BadFilter
        When `side` is none of them.
    """
    if side not in SIDES:
        raise BadFilter(f'There is no side "{side}": choose one of {", ".join(SIDES)}.')
    now, ladder = today or zones.today(settings.time_zone), ladder_of(settings)
    extent = read_extent(ask, now)
    basis = mix_basis_of(extent, side)
    channels, leading = _channels(ask, side, basis)
    chosen = replace(filters, survey_kind=filters.survey_kind or _kind(ask, filters, ladder))
    start_on, end_on = days_of(filters, extent, now)
    return View(
        filters=chosen,
        side=side,
        mix_basis=basis,
        channels=channels,
        leading=leading,
        extent=extent,
        start_on=start_on,
        end_on=end_on,
        today=now,
        seed=seed_of(chosen),
        ladder=ladder,
    )


def read_extent(ask: Ask, today: date) -> Extent:
    """Return what there is on file."""
    (row,) = plain_rows(ask("profitability/extent", Filters(), latest_possible_on=today))
    basis = row.pop("basis")
    first_on, last_on = (day(row.pop(name)) for name in ("first_on", "last_on"))
    counts: dict[str, Any] = {name: int(value or 0) for name, value in row.items()}
    return Extent(basis, first_on, last_on, **counts)


def days_of(filters: Filters, extent: Extent, today: date) -> tuple[date, date]:
    """Return the first and last day of the period that money is told of."""
    first, last = extent.first_on or today, extent.last_on or today
    start = max(filters.from_on or first, first)
    return start, max(start, min(filters.to_on or last, last))


def mix_basis_of(extent: Extent, side: str) -> str | None:
    """Say what mixes are made of: contacts where there are any of the side.

    Else the sales channels of orders, and where no channel is told at all but that which
    customers prefer, this.
    """
    if extent.contacts_on(side):
        return "contacts"
    if side in ("all", "sales") and extent.channel_orders:
        return "orders"
    has_channel = extent.contacts or extent.channel_orders
    return "preferred" if extent.preferring and not has_channel else None


def _channels(ask: Ask, side: str, basis: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All channels by name, and those that are most often first in the whole of the data."""
    if basis is None:
        return (), ()
    rows = plain_rows(ask("profitability/channels", Filters(), side=side, mix_basis=basis))
    leading = [row["channel"] for row in rows if row["customers_first"]]
    return tuple(sorted(row["channel"] for row in rows)), tuple(leading[:MOST_CHANNELS])


def _kind(ask: Ask, filters: Filters, ladder: Ladder) -> str | None:
    return choose_kind(ask("profitability/kinds", filters).itertuples(), ladder)
