"""Weeks, months and quarters: which to draw, what to call them, and none left out."""

from collections.abc import Iterable
from datetime import date, timedelta

GRAINS = ("week", "month", "quarter")
_DAYS = {"week": 7, "month": 30, "quarter": 91}
_LEAST_PERIODS = 3
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def fitting_grain(
    first_on: date, last_on: date, answers: int | None = None, least: float = 0
) -> str:
    """Choose the grain that gives a readable number of points, and points that may be shown.

    Parameters
    ----------
    answers : int, optional
        How many there are. A coarser grain is taken where a period would have fewer than `least`
        and three periods remain.

    Examples
    --------
    >>> fitting_grain(date(2026, 1, 1), date(2026, 3, 31))
    'week'
    >>> fitting_grain(date(2024, 1, 1), date(2026, 6, 30))
    'month'
    >>> fitting_grain(date(2026, 1, 1), date(2026, 3, 31), answers=200, least=30)
    'month'
    """
    days = (last_on - first_on).days + 1
    fitting = "week" if days <= 101 else "month" if days <= 1_201 else "quarter"
    if answers is None:
        return fitting
    for grain in GRAINS[GRAINS.index(fitting) + 1 :]:
        is_thin = answers * _DAYS[fitting] < least * days
        if is_thin and days > (_LEAST_PERIODS - 0.5) * _DAYS[grain]:
            fitting = grain
    return fitting


def label_of(starts_on: date, grain: str, fiscal_year_start: int = 1) -> str:
    """Name a period as people do: a week by its Monday, a quarter of a fiscal year by its months.

    >>> label_of(date(2026, 4, 1), "quarter"), label_of(date(2026, 4, 1), "month")
    ('2026 Q2', 'Apr 2026')
    >>> label_of(date(2026, 4, 6), "week"), label_of(date(2025, 11, 1), "quarter", 2)
    ('6 Apr 2026', 'Nov 2025 to Jan 2026')
    """
    if grain == "quarter" and fiscal_year_start == 1:
        return f"{starts_on.year} Q{(starts_on.month + 2) // 3}"
    if grain == "quarter":
        return _months_of(starts_on)
    month = f"{_MONTHS[starts_on.month - 1]} {starts_on.year}"
    return f"{starts_on.day} {month}" if grain == "week" else month


def _months_of(starts_on: date) -> str:
    """Name a quarter by its months: which number it has differs from company to company."""
    last = earlier_start(starts_on, "month", -2)
    year = "" if last.year == starts_on.year else f" {starts_on.year}"
    return f"{_MONTHS[starts_on.month - 1]}{year} to {_MONTHS[last.month - 1]} {last.year}"


def next_start(starts_on: date, grain: str) -> date:
    """Return the first day of the period after this one.

    >>> next_start(date(2025, 12, 1), "month"), next_start(date(2025, 10, 1), "quarter")
    (datetime.date(2026, 1, 1), datetime.date(2026, 1, 1))
    """
    if grain == "week":
        return starts_on + timedelta(days=7)
    months = starts_on.month - 1 + (3 if grain == "quarter" else 1)
    return date(starts_on.year + months // 12, months % 12 + 1, 1)


def without_gaps(starts: Iterable[date], grain: str) -> list[date]:
    """List every period from the first to the last given, those without answers included.

    >>> without_gaps([date(2026, 1, 1), date(2026, 3, 1)], "month")[1]
    datetime.date(2026, 2, 1)
    """
    given = sorted(starts)
    filled = given[:1]
    while given and filled[-1] < given[-1]:
        filled.append(next_start(filled[-1], grain))
    return filled


def start_of(day: date, grain: str, months_later: int = 0) -> date:
    """Return the first day of the period that holds `day`.

    Parameters
    ----------
    months_later : int
        By how many months quarters begin later than those of the calendar.

    Examples
    --------
    >>> start_of(date(2026, 5, 14), "week"), start_of(date(2026, 5, 14), "quarter")
    (datetime.date(2026, 5, 11), datetime.date(2026, 4, 1))
    >>> start_of(date(2026, 1, 14), "quarter", months_later=1)
    datetime.date(2025, 11, 1)
    """
    if grain == "week":
        return day - timedelta(days=day.weekday())
    into = (day.month - 1 - months_later) % 3 if grain == "quarter" else 0
    return earlier_start(day.replace(day=1), "month", into)


def earlier_start(starts_on: date, grain: str, periods: int) -> date:
    """Return the first day of the period so many periods earlier.

    >>> earlier_start(date(2026, 1, 1), "month", 14), earlier_start(date(2026, 1, 5), "week", 1)
    (datetime.date(2024, 11, 1), datetime.date(2025, 12, 29))
    """
    if grain == "week":
        return starts_on - timedelta(days=7 * periods)
    months = 12 * starts_on.year + starts_on.month - 1 - periods * (3 if grain == "quarter" else 1)
    return date(max(1, months // 12), months % 12 + 1, 1)
