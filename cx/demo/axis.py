"""The demo's time axis: 24 whole months, counted in days from the first; and its dice."""

import zlib
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

START = date(2024, 7, 1)
END = date(2026, 6, 30)
DAYS = (END - START).days + 1
NEVER = 100_000
"""Day of what never happens, and of what has not happened yet."""

MONTHS = 24
MONTH_STARTS = np.array(
    [(date(2024 + (m + 6) // 12, (m + 6) % 12 + 1, 1) - START).days for m in range(MONTHS + 1)]
)
"""First day of each month, and the day after the last."""


@dataclass(frozen=True, slots=True)
class Block:
    """Customers that are made together, so that memory does not grow with the company.

    Parameters
    ----------
    seed : int
        Seed of the whole company.
    number : int
        Which block it is, from 0.
    size : int
        How many customers it holds.
    """

    seed: int
    number: int
    size: int

    def dice(self, theme: str) -> np.random.Generator:
        """Random numbers of one theme: a change to one theme leaves the others as they were.

        >>> Block(7, 0, 5).dice("orders").integers(9) == Block(7, 0, 5).dice("orders").integers(9)
        np.True_
        """
        return np.random.default_rng([self.seed, self.number, zlib.crc32(theme.encode())])


def day_of(year: int, month: int, day: int) -> int:
    """Count a date from the first day of the demo.

    >>> day_of(2024, 7, 1), day_of(2026, 6, 30)
    (0, 729)
    """
    return (date(year, month, day) - START).days


def day_named(text: str) -> int:
    """Count a date as it is written, ``2025-07-01`` or the first of ``2025-07``.

    >>> day_named("2024-07-02"), day_named("2024-08")
    (1, 31)
    """
    year, month, *day = (int(part) for part in text.split("-"))
    return day_of(year, month, *day or [1])


def month_of(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Month of each day, 0 to 23 (days outside are put into the nearest).

    >>> month_of(np.array([0, 30, 31, 729]))
    array([ 0,  0,  1, 23])
    """
    months = np.searchsorted(MONTH_STARTS, days, side="right") - 1
    return np.clip(months, 0, MONTHS - 1)


def calendar_month(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Month of the year of each day, 1 to 12.

    >>> calendar_month(np.array([0, 184, 729]))
    array([7, 1, 6])
    """
    return (month_of(days) + 6) % 12 + 1
