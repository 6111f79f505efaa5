"""What became of a figure: then, now and the difference, when only the two intervals are known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cx.analysis.change import NO_CLEAR_CHANGE, verdict
from cx.analysis.compare import false_discovery
from cx.analysis.intervals import Z, upper_tail

CHANGED, SAME = "changed", "the same"
"""Verdicts of a count, which has no interval: it is what it is."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure as it was written down; a count has no interval."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, float] | None:
        """Both ends of the interval, None without them."""
        return None if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Difference:
    """Now less then, with a 95 % interval where there is doubt, and what it allows to be said."""

    value: float
    low: float | None
    high: float | None
    verdict: str


def differences(pairs: Sequence[tuple[Known, Known]]) -> list[Difference | None]:
    """Compare figures then and now, as one family of tests.

    Parameters
    ----------
    pairs : sequence of (Known, Known)
        Then and now. None comes back where either has no value.

    Returns
    -------
    list of Difference or None
        A movement is called one only where its interval leaves zero out and it stays clear among
        all that were looked at (Benjamini and Hochberg, q = .10).

    Notes
    -----
    Then and now are taken to share no answers. Where periods overlap they do, and the interval is
    wider than it need be, never narrower. Source of the interval: Zou and Donner 2008, Statistics
    in Medicine 27:1693 (ends of a difference from the ends of its parts).

    Examples
    --------
    >>> then, now = Known(30.0, 27.0, 33.0), Known(40.0, 37.0, 43.0)
    >>> [found] = differences([(then, now)])
    >>> found.value, round(found.low, 1), round(found.high, 1), found.verdict
    (10.0, 5.8, 14.2, 'up')
    >>> differences([(Known(5.0), Known(7.0)), (Known(None), Known(1.0))])
    [Difference(value=2.0, low=None, high=None, verdict='changed'), None]
    """
    found = [_difference(then, now) for then, now in pairs]
    clear = false_discovery([None if each is None else _p(each) for each in found]).is_clear
    return [
        each
        if each is None or each.low is None or is_clear
        else Difference(each.value, each.low, each.high, NO_CLEAR_CHANGE)
        for each, is_clear in zip(found, clear, strict=True)
    ]


def _difference(then: Known, now: Known) -> Difference | None:
    if then.value is None or now.value is None:
        return None
    value = now.value - then.value
    if then.ends is None and now.ends is None:
        return Difference(value, None, None, CHANGED if value else SAME)
    before, after = then.ends or (then.value,) * 2, now.ends or (now.value,) * 2
    low = value - math.hypot(now.value - after[0], before[1] - then.value)
    high = value + math.hypot(after[1] - now.value, then.value - before[0])
    return Difference(value, low, high, verdict(low, high))


def _p(found: Difference) -> float | None:
    """Chance of so much without any movement, from the end of the interval towards zero."""
    if found.low is None or found.high is None:
        return None
    reach = found.value - found.low if found.value > 0 else found.high - found.value
    if not reach:
        return 0.0 if found.value else 1.0
    return min(1.0, 2 * upper_tail(abs(found.value) * Z / reach))
