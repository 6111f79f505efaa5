"""Reads the trend: every period of the view, and the control limits that longer history sets."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cx.analysis.control import ControlChart, control_chart
from cx.analysis.ladder import Ladder
from cx.analysis.score import Score, Tally, score
from cx.filters import Filters
from cx.periods import quarter_shift
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


def read_trend(ask: Ask, filters: Filters, grain: str, ladder: Ladder) -> Trend:
    """Score every period of the view, and set control limits on it and on what came before.

    Parameters
    ----------
    grain : str
        ``week``, ``month`` or ``quarter``; quarters are those of the company's fiscal year.
    """
    shown = _periods(ask, filters, grain, ladder)
    earlier = _earlier(ask, filters, grain, ladder, BASELINE - len(shown)) if shown else []
    # Withheld periods count as empty, so that the chart tells nothing about them.
    tallies = [
        period.tally if _is_open(period.score) else NO_ANSWERS for period in (*earlier, *shown)
    ]
    chart = control_chart(filters.metric, tallies, ladder=ladder)
    points = tuple(_point(period, grain, filters.fiscal_year_start) for period in shown)
    return Trend(points, _last(chart, len(shown)))


def _periods(ask: Ask, filters: Filters, grain: str, ladder: Ladder) -> list[_Period]:
    frame = ask("nps/trend", filters, grain=grain, months_later=_months_later(filters, grain))
    rows = {row.starts_on.date(): row for row in frame.itertuples()}
    found = []
    for start in without_gaps(rows, grain):
        tally = _tally(rows.get(start))
        found.append(_Period(start, score(filters.metric, tally, ladder), tally, rows.get(start)))
    return found


def _months_later(filters: Filters, grain: str) -> int:
    return quarter_shift(filters.fiscal_year_start) if grain == "quarter" else 0


def _earlier(ask: Ask, filters: Filters, grain: str, ladder: Ladder, periods: int) -> list[_Period]:
    """Whole periods before the view, as many as the baseline still wants."""
    if filters.from_on is None or periods < 1:
        return []
    begins_on = start_of(filters.from_on, grain, _months_later(filters, grain))
    before = replace(
        filters,
        period="custom",
        from_on=earlier_start(begins_on, grain, periods),
        to_on=begins_on - timedelta(days=1),
    )
    return _periods(ask, before, grain, ladder)


def _tally(row: Row | None) -> Tally:
    if row is None:
        return NO_ANSWERS
    sums = (row.nn, row.ns, row.ss)
    return Tally(int(row.answers), row.points, row.points_squared, int(row.people), sums)


def _is_open(found: Score) -> bool:
    return found.refusal is None or not found.refusal.is_suppressed


def _point(period: _Period, grain: str, fiscal_year_start: int) -> TrendPoint:
    row, label = period.row, label_of(period.starts_on, grain, fiscal_year_start)
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
