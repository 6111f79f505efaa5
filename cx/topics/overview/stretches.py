"""Settles which days the Overview is about: cut where the data ends, and before as long as now."""

from datetime import date, timedelta

from cx.filters import Filters
from cx.topics.nps.periods import earlier_start
from cx.topics.overview.results import Stretches

MONTHS = 24
"""How much of the course is drawn."""


def settle(filters: Filters, first_on: date, last_on: date) -> Stretches:
    """Cut the period to what is on file, and what it is compared with to the same length.

    Parameters
    ----------
    first_on, last_on : date
        First and last day of which anything is on file.

    Examples
    --------
    >>> year = Filters("custom", date(2025, 1, 1), date(2025, 12, 31))
    >>> found = settle(year, date(2024, 1, 1), date(2025, 3, 31))
    >>> found.now_to.isoformat(), found.then_to.isoformat(), found.is_cut
    ('2025-03-31', '2024-03-31', True)
    """
    is_outside = (filters.to_on or last_on) < first_on or (filters.from_on or first_on) > last_on
    if is_outside:
        return _outside(filters, first_on, last_on)
    now_from = max(filters.from_on or first_on, first_on)
    now_to = max(now_from, min(filters.to_on or last_on, last_on))
    is_cut = filters.to_on is not None and now_to < filters.to_on
    then_from, then_to = _before(filters, first_on, now_from, now_to, is_cut)
    months_from = max(earlier_start(now_to.replace(day=1), "month", MONTHS - 1), date(1900, 1, 1))
    return Stretches(now_from, now_to, then_from, then_to, is_cut, months_from)


def _outside(filters: Filters, first_on: date, last_on: date) -> Stretches:
    """Leave a period of which nothing is on file as it is: nothing is told of it."""
    now_from, now_to = filters.from_on or first_on, filters.to_on or last_on
    months_from = earlier_start(now_to.replace(day=1), "month", MONTHS - 1)
    return Stretches(now_from, now_to, None, None, False, months_from, is_outside=True)


def _before(
    filters: Filters, first_on: date, now_from: date, now_to: date, is_cut: bool
) -> tuple[date | None, date | None]:
    """Nothing where the data begin later: a part of a period is no comparison for the whole."""
    comparison = filters.comparison()
    if comparison is None or comparison.from_on is None or comparison.to_on is None:
        return None, None
    if first_on.replace(day=1) > comparison.from_on:
        return None, None
    then_to = comparison.from_on + (now_to - now_from) if is_cut else comparison.to_on
    return comparison.from_on, min(then_to, now_from - timedelta(days=1))
