"""Stretches of days: presets counted from the data, what to compare them with, and their words."""

from datetime import date, timedelta
from typing import NamedTuple

PERIODS = ("all", "last_12_months", "this_quarter", "last_quarter", "year_to_date", "custom")

# strftime and calendar follow the machine's language, the captions must not.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Days(NamedTuple):
    """A stretch of days, both ends included; None means open on that side.

    Parameters
    ----------
    from_on, to_on : date or None
        First and last day.

    Examples
    --------
    >>> spring = Days(date(2025, 3, 1), date(2025, 5, 31))
    >>> spring.in_words(), spring.previous().in_words()
    ('March to May 2025', 'December 2024 to February 2025')
    """

    from_on: date | None = None
    to_on: date | None = None

    def cuts_no_month(self) -> bool:
        """Whether no month is in here in part; an open end cuts none.

        >>> Days(None, date(2024, 2, 29)).cuts_no_month()
        True
        """
        starts = self.from_on is None or self.from_on.day == 1
        return starts and (self.to_on is None or self.to_on == _last_day(_month(self.to_on)))

    def is_whole_months(self) -> bool:
        """Whether the stretch is closed and made of whole calendar months.

        >>> Days(date(2024, 2, 1), date(2024, 2, 29)).is_whole_months()
        True
        """
        return None not in self and self.cuts_no_month()

    def previous(self) -> "Days | None":
        """Return the stretch of the same length that ends the day before; None when an end is open.

        >>> Days(date(2024, 3, 1), date(2024, 3, 10)).previous().in_words()
        '20 February 2024 to 29 February 2024'
        """
        first, last = self
        if first is None or last is None:
            return None
        eve = first - timedelta(days=1)
        if self.is_whole_months():
            return Days(_first_day(2 * _month(first) - _month(last) - 1), eve)
        return Days(eve - (last - first), eve)

    def last_year(self) -> "Days | None":
        """Return the same stretch of the nearest earlier year without overlap; None when open.

        An answer compared with itself says nothing, so 18 months move back by two years.

        >>> Days(date(2025, 2, 1), date(2025, 2, 28)).last_year().to_on
        datetime.date(2024, 2, 29)
        """
        first, last = self
        if first is None or last is None:
            return None
        years = 1
        while _back(last, years) >= first:
            years += 1
        ends = _back(first, years), _back(last, years)
        return Days(ends[0], _last_day(_month(ends[1])) if self.is_whole_months() else ends[1])

    def in_words(self) -> str:
        """Return the stretch as people say it.

        >>> Days().in_words(), Days(date(2024, 5, 3)).in_words()
        ('all time', 'from 3 May 2024 on')
        """
        first, last = self
        if first is None:
            return "all time" if last is None else f"up to {_day_in_words(last)}"
        if last is None:
            return f"from {_day_in_words(first)} on"
        if self.is_whole_months():
            return _months_in_words(first, last)
        days = dict.fromkeys([_day_in_words(first), _day_in_words(last)])
        return " to ".join(days)


def preset_days(period: str, latest_on: date | None, fiscal_year_start: int = 1) -> Days:
    """Return the days of a preset: whole months counted back from the month of the latest answer.

    Parameters
    ----------
    period : str
        One of ``PERIODS``; ``"all"`` and ``"custom"`` have no days of their own.
    latest_on : date or None
        Day of the latest answer, never today: data that ends in spring has no answers of this
        quarter. None (no answers yet) leaves both ends open.
    fiscal_year_start : int
        Month, 1 to 12, in which the year begins that quarters and the year to date are of.

    Examples
    --------
    >>> [str(day) for day in preset_days("this_quarter", date(2025, 4, 17))]
    ['2025-04-01', '2025-06-30']
    >>> preset_days("year_to_date", date(2025, 2, 17), fiscal_year_start=4).in_words()
    'April 2024 to February 2025'
    """
    if latest_on is None or period in ("all", "custom"):
        return Days()
    month = _month(latest_on)
    into_year = (month + 1 - fiscal_year_start) % 12
    quarter = month - into_year % 3
    first, last = {
        "last_12_months": (month - 11, month),
        "this_quarter": (quarter, quarter + 2),
        "last_quarter": (quarter - 3, quarter - 1),
        "year_to_date": (month - into_year, month),
    }[period]
    return Days(_first_day(first), _last_day(last))


def follows_fiscal_year(period: str, fiscal_year_start: int) -> bool:
    """Whether a preset shows other days than it would if the fiscal year were the calendar's.

    >>> follows_fiscal_year("this_quarter", 4), follows_fiscal_year("year_to_date", 4)
    (False, True)
    """
    if period == "year_to_date":
        return fiscal_year_start != 1
    return period in ("this_quarter", "last_quarter") and quarter_shift(fiscal_year_start) > 0


def quarter_shift(fiscal_year_start: int) -> int:
    """Return by how many months quarters begin later than those of the calendar: 0, 1 or 2.

    >>> quarter_shift(4), quarter_shift(2)
    (0, 1)
    """
    return (fiscal_year_start - 1) % 3


def _month(day: date) -> int:
    """Return the number of a month, January of year 0 being 0, so that months can be counted."""
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _last_day(month: int) -> date:
    return _first_day(month + 1) - timedelta(days=1)


def _back(day: date, years: int) -> date:
    """Go back by years; 29 February becomes 28 February where there is none."""
    month_end = _last_day(_month(day) - 12 * years)
    return month_end.replace(day=min(day.day, month_end.day))


def _day_in_words(day: date) -> str:
    return f"{day.day} {_month_in_words(day)}"


def _month_in_words(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _months_in_words(first: date, last: date) -> str:
    if _month(first) == _month(last):
        return _month_in_words(last)
    start = MONTHS[first.month - 1] if first.year == last.year else _month_in_words(first)
    return f"{start} to {_month_in_words(last)}"
