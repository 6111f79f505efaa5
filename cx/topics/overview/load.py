"""Asks what the Overview needs and analyses it: both sides of the same days, one frozen result."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cx import zones
from cx.analysis.ladder import Ladder
from cx.analysis.score import Score
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics import closed_loop, nps
from cx.topics.ask import Ask
from cx.topics.closed_loop.listed import whenever
from cx.topics.closed_loop.load import read_extent
from cx.topics.nps import NpsTrends
from cx.topics.nps.periods import earlier_start, label_of, next_start
from cx.topics.nps.results import Event
from cx.topics.nps.trend import read_trend
from cx.topics.overview import company
from cx.topics.overview.findings import MOST, Looked, look
from cx.topics.overview.results import (
    CLASSES,
    Accounts,
    Month,
    Overview,
    Stretches,
    Tile,
    Waiting,
)
from cx.topics.overview.stretches import MONTHS, settle
from cx.topics.overview.tiles import Rate, Sides, tiles
from cx.topics.rows import day, plain_rows
from cx.topics.thresholds import ladder_of


def load(
    ask: Ask,
    filters: Filters,
    revision: int | None = None,
    notes: int | None = None,
    settings: Settings = DEFAULTS,
) -> Overview:
    """Find out how the company is doing, and what moved.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show. The period chooses answers and amounts; segment, region, channel, touchpoint
        and product choose customers where money and retention are concerned.
    revision : int, optional
        Number of the newest step logged in the dashboard that counts; by default all.
    notes : int, optional
        Number of the newest change of a note on a time axis that counts; by default all.
    settings : Settings
        Targets, and how many a figure takes.
    """
    found = nps.load(ask, filters, revision=notes, settings=settings)
    zone = settings.time_zone
    told = read_extent(ask, filters, zones.today(zone)).as_of
    chosen, as_of = found.filters, told or zones.now()
    rows = company.read_months(ask, chosen, zones.today(zone))
    stretches = _settle(chosen, found, rows, zones.day_of(as_of, zone))
    accounts = _accounts(ask, filters, as_of, revision)
    sides = _sides(ask, found, stretches, rows, as_of, revision, accounts)
    shown = tiles(sides)
    looked = look(found, shown, sides.money, _worth(ask, as_of))
    return Overview(
        filters=chosen,
        asked=filters,
        nps=found,
        stretches=stretches,
        as_of=told,
        tiles=tuple(_judged(tile, looked) for tile in shown),
        findings=looked.findings[:MOST],
        passed=len(looked.findings),
        family=looked.family,
        course=_course(sides, stretches),
        events=_events(ask, stretches, notes),
        accounts=accounts,
        waiting=_waiting(ask, chosen, as_of, revision),
        has_costs=sides.money.has_costs,
        settings=settings,
    )


def _sides(
    ask: Ask,
    found: NpsTrends,
    stretches: Stretches,
    rows: list[dict[str, Any]],
    as_of: datetime,
    revision: int | None,
    accounts: tuple[Accounts, ...],
) -> Sides:
    """Read both sides of the same days."""
    view, settings, ladder = found.filters, found.settings, ladder_of(found.settings)
    compared, months = company.read_rate(ask, view, stretches, found.response_rate, ladder)
    return Sides(
        nps=found,
        scores=_scores(ask, view, stretches, ladder),
        rate=Rate(found.response_rate, compared, months),
        retention=company.read_retention(ask, view, stretches, settings, ladder),
        money=company.read_money(ask, view, stretches, rows, ladder),
        complaints=company.read_complaints(ask, view, stretches, as_of, revision, settings, ladder),
        accounts=accounts,
        months=_months(stretches),
        target_hours=settings.first_contact_target_hours,
    )


def _settle(filters: Filters, found: NpsTrends, rows: list[dict[str, Any]], on: date) -> Stretches:
    """Money is settled by the days that money is told of, else by those of the answers."""
    firsts = [each for row in rows if (each := day(row["first_on"])) is not None]
    lasts = [each for row in rows if (each := day(row["last_on"])) is not None]
    first_on = min(firsts, default=found.first_on or on)
    last_on = max(lasts, default=found.latest_on or on)
    return settle(filters, first_on, last_on)


def _scores(ask: Ask, filters: Filters, stretches: Stretches, ladder: Ladder) -> dict[date, Score]:
    """The score of each month of the course."""
    view = replace(filters, period="custom", from_on=stretches.months_from, to_on=stretches.now_to)
    points = read_trend(ask, view, "month", ladder).points
    return {point.starts_on: point.score for point in points}


def _months(stretches: Stretches) -> tuple[date, ...]:
    last = stretches.now_to.replace(day=1)
    return tuple(earlier_start(last, "month", back) for back in range(MONTHS - 1, -1, -1))


def _course(sides: Sides, stretches: Stretches) -> tuple[Month, ...]:
    """Both sides month by month; a month that has only begun tells no sum of money."""
    found = []
    for start in _months(stretches):
        is_whole = next_start(start, "month") <= _day_after(stretches.now_to)
        row = sides.money.months.get(start)
        found.append(
            Month(
                start,
                label_of(start, "month"),
                sides.scores.get(start),
                row["revenue"] if row and is_whole else None,
                sides.retention.months.get(start),
            )
        )
    told = [at for at, month in enumerate(found) if month.score or month.revenue is not None]
    return tuple(found[told[0] :]) if told else ()


def _day_after(day_on: date) -> date:
    return date.fromordinal(day_on.toordinal() + 1)


def _events(ask: Ask, stretches: Stretches, notes: int | None) -> tuple[Event, ...]:
    view = Filters("custom", stretches.months_from, stretches.now_to)
    rows = ask("overview/events", view, revision=notes).itertuples()
    return tuple(Event(row.event_on.date(), row.title, row.kind) for row in rows)


def _accounts(
    ask: Ask, filters: Filters, as_of: datetime, revision: int | None
) -> tuple[Accounts, ...]:
    rows = plain_rows(ask("overview/accounts", filters, revision=revision, as_of=as_of))
    found = {
        row["class"]: Accounts(
            row["class"],
            int(row["customers"]),
            float(row["revenue"] or 0.0),
            *(int(row[name]) for name in ("unhappy", "complaining", "stopped")),
        )
        for row in rows
    }
    return tuple(found.get(name, Accounts(name, 0, 0.0)) for name in CLASSES) if found else ()


def _waiting(ask: Ask, filters: Filters, as_of: datetime, revision: int | None) -> Waiting:
    """Count what waits as the page Closed loop does."""
    listed = closed_loop.list_loops(
        ask, whenever(filters), state="waiting", as_of=as_of, revision=revision, most=1
    )
    return Waiting(listed.total, listed.revenue)


def _worth(ask: Ask, as_of: datetime) -> Callable[[Filters], float]:
    def _ask(view: Filters) -> float:
        return float(ask("overview/worth", view, as_of=as_of)["revenue"].iloc[0])

    return _ask


def _judged(tile: Tile, looked: Looked) -> Tile:
    return replace(tile, is_clear=tile.key in looked.passed)
