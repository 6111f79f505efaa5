"""Reads the trend: every period of the view, and the control limits that longer history sets."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from cx.analysis.control import ControlChart, control_chart
from cx.analysis.privacy import withhold
from cx.analysis.score import Score, Tally, score
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.nps.groups import NO_ANSWERS, Row
from cx.topics.nps.periods import earlier_start, label_of, start_of, without_gaps
from cx.topics.nps.results import TrendPoint

BASELINE = 24
"""Periods that set the limits. One odd period widens limits set on few so far that it hides."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The points of the view and their control chart, one entry for each."""

    points: tuple[TrendPoint, ...]
    limits: ControlChart


@dataclass(frozen=True, slots=True)
class _Period:
    starts_on: date
    score: Score
    tally: Tally
    row: Row | None


def read_trend(ask: Ask, filters: Filters, grain: str) -> Trend:
    """Score every period of the view, and set control limits on it and on what came before.

    Parameters
    ----------
    grain : str
        ``week``, ``month`` or ``quarter``.
    """
    shown = _periods(ask, filters, grain)
    earlier = _earlier(ask, filters, grain, BASELINE - len(shown)) if shown else []
    # Withheld periods count as empty, so that the limits tell nothing about them.
    tallies = [
        period.tally if _is_open(period.score) else NO_ANSWERS for period in (*earlier, *shown)
    ]
    chart = control_chart(filters.metric, tallies)
    return Trend(tuple(_point(period, grain) for period in shown), _last(chart, len(shown)))


def _periods(ask: Ask, filters: Filters, grain: str) -> list[_Period]:
    rows = {row.starts_on.date(): row for row in _rows(ask, filters, grain).itertuples()}
    starts = without_gaps(rows, grain)
    tallies = [_tally(rows.get(start)) for start in starts]
    scores = withhold({str(i): score(filters.metric, tally) for i, tally in enumerate(tallies)})
    return [
        _Period(start, found, tally, rows.get(start))
        for start, found, tally in zip(starts, scores.values(), tallies, strict=True)
    ]


def _earlier(ask: Ask, filters: Filters, grain: str, periods: int) -> list[_Period]:
    """Whole periods before the view, as many as the baseline still wants."""
    if filters.from_on is None or periods < 1:
        return []
    begins_on = start_of(filters.from_on, grain)
    before = replace(
        filters,
        period="custom",
        from_on=earlier_start(begins_on, grain, periods),
        to_on=begins_on - timedelta(days=1),
    )
    return _periods(ask, before, grain)


def _rows(ask: Ask, filters: Filters, grain: str) -> pd.DataFrame:
    """Ask the cube where it can answer, and again one by one where few people may be behind it."""
    frame = ask("nps/trend", filters, grain=grain)
    is_unsure = (frame["people"] < 5) & (frame["answers"] >= 10)
    return ask("nps/trend", filters, grain=grain, from_rollup=False) if is_unsure.any() else frame


def _tally(row: Row | None) -> Tally:
    # Within one period people seldom answer twice: answers are taken as independent, except that
    # fewer than five people are never shown.
    if row is None:
        return NO_ANSWERS
    people = int(row.answers) if row.people >= 5 else min(int(row.people), int(row.answers))
    sums = (float(row.answers) ** 2, row.answers * row.points, row.points**2)
    return Tally(int(row.answers), row.points, row.points_squared, people, sums)


def _is_open(found: Score) -> bool:
    return found.refusal is None or not found.refusal.is_suppressed


def _point(period: _Period, grain: str) -> TrendPoint:
    row, label = period.row, label_of(period.starts_on, grain)
    if row is None or period.score.value is None:
        return TrendPoint(period.starts_on, label, period.score, None, None, None)
    counts = int(row.top), int(row.middle), int(row.bottom)
    return TrendPoint(period.starts_on, label, period.score, *counts)


def _last(chart: ControlChart, periods: int) -> ControlChart:
    """Cut a chart to its last periods; a run may have begun before them."""
    earlier = len(chart.values) - periods
    return replace(
        chart,
        values=chart.values[earlier:],
        lower=chart.lower[earlier:],
        upper=chart.upper[earlier:],
        signals=tuple(
            replace(signal, index=signal.index - earlier, since=max(0, signal.since - earlier))
            for signal in chart.signals
            if signal.index >= earlier
        ),
    )
