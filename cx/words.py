"""Counts, numbers, lists, days and moments as people write them: the same in every sentence."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cx import zones
from cx.periods import MONTHS


def counted(count: float, noun: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "answer"), counted(0, "more answer"), counted(1200, "customer")
    ('1 answer', '0 more answers', '1,200 customers')
    """
    return f"{count:,.0f} {noun}" if round(count) == 1 else f"{count:,.0f} {noun}s"


def signed(value: float, digits: int = 0) -> str:
    """Write a number with its sign; what rounds to nothing has none.

    >>> signed(-42.9), signed(-0.04, 1), signed(1234.25, 1)
    ('−43', '0.0', '+1,234.2')
    """
    return _of_zero(f"{value:+,.{digits}f}")


def unsigned(value: float, digits: int = 0) -> str:
    """Write a number with a sign only where it is below 0.

    >>> unsigned(-1234.5, 1), unsigned(-0.04, 1), unsigned(7.0)
    ('−1,234.5', '0.0', '7')
    """
    return _of_zero(f"{value:,.{digits}f}")


def minus(text: str) -> str:
    """Write each hyphen of a number as the sign it means.

    >>> minus("-5.0 to -4.1")
    '−5.0 to −4.1'
    """
    return text.replace("-", "\N{MINUS SIGN}")


def _of_zero(text: str) -> str:
    return minus(text) if text.strip("+-0.,") else text.lstrip("+-")


def counts_in_words(counts: Mapping[str, int]) -> str:
    """Write counts of rows by what became of them, without the zeros.

    >>> counts_in_words({"new": 2655, "changed": 0, "rejected": 1})
    '2,655 new, 1 rejected'
    >>> counts_in_words({"new": 0})
    'no rows'
    """
    return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count) or "no rows"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed([])
    ('a', 'a, b and c', '')
    """
    *others, last = words or [""]
    return f"{', '.join(others)} and {last}" if others else last


def in_short(text: str, most: int) -> str:
    """Write a text in one line of at most so many signs.

    >>> in_short("Very  good", 24), in_short("Very good service", 10)
    ('Very good', 'Very good…')
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def day_in_words(day: date) -> str:
    """Write a day as people do.

    >>> day_in_words(date(2025, 4, 3))
    '3 April 2025'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def to_the_minute(moment: datetime, zone: str = zones.UTC) -> str:
    """Write a moment of the warehouse by the clock of a zone; its times are UTC, but don't say so.

    >>> to_the_minute(datetime(2026, 11, 14, 9, 5, 59))
    '2026-11-14 09:05 UTC'
    >>> to_the_minute(datetime(2026, 11, 14, 9, 5, 59), "Europe/Berlin")
    '2026-11-14 10:05 CET'
    """
    return f"{zones.local(moment, zone):%Y-%m-%d %H:%M} {zones.short_name(zone, moment)}"


def rounded(amount: float, *ends: float) -> tuple[str, ...]:
    """Write an amount with two digits that count, and its ends to the same step.

    >>> rounded(2643.0, 618.4, 9059.0)
    ('2,600', '600', '9,100')
    >>> rounded(7.4, 1.2), rounded(0.0)
    (('7', '1'), ('0',))
    """
    step = 10 ** max(0, len(str(round(abs(amount)))) - 2)
    return tuple(f"{round(each / step) * step:,.0f}" for each in (amount, *ends))
