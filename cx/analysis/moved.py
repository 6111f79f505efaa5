"""Whether sums and means of customers moved, customers being the units: money, mostly."""

import math

from cx.analysis.change import NO_CLEAR_CHANGE, NOT_COMPARABLE, correlation, verdict
from cx.analysis.estimate import Estimate, p_of_interval
from cx.analysis.intervals import Z, student_quantile, upper_tail
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.score import Change, Overlap, Tally, robust_variance
from cx.words import counted

LEAST = 30
"""Customers that a sum takes before it is compared: fewer are no ground for a normal curve."""


def sum_moved(
    now: float, before: float, moved_squared: float, customers: int, ladder: Ladder = LADDER
) -> Change:
    """Difference of two sums over the same people, each person compared with themselves.

    Parameters
    ----------
    now, before : float
        Sums over all customers who are in either; who is new or gone counts 0 in one of them.
    moved_squared : float
        Sum over the customers of the squared difference of their two amounts.
    customers : int
        How many are in either.

    Returns
    -------
    Change
        In the unit of the sums. The interval says what other customers like these would have
        moved: it allows for who happened to buy, not for what happens to all of them at once.

    Examples
    --------
    >>> moved = sum_moved(1_200.0, 1_000.0, 5_000.0, 100)
    >>> moved.value, round(moved.low), round(moved.high), moved.verdict
    (200.0, 65, 335, 'up')
    >>> sum_moved(12.0, 10.0, 4.0, 3).verdict
    'not comparable'
    """
    if customers < ladder.at_least(LEAST):
        return _too_few(customers, ladder)
    value = now - before
    error = math.sqrt(max(0.0, moved_squared - value**2 / customers) * customers / (customers - 1))
    return _change(value, error, customers - 1)


def mean_moved(
    now: Tally, before: Tally, both: Overlap | None = None, ladder: Ladder = LADDER
) -> Change:
    """Difference of two means of money by customer; those in both enter with their correlation.

    Examples
    --------
    >>> cheap, dear = Tally(50, 500.0, 5_450.0, 50), Tally(50, 1_000.0, 20_450.0, 50)
    >>> moved = mean_moved(dear, cheap)
    >>> moved.value, round(moved.low, 1), moved.verdict
    (10.0, 8.8, 'up')
    """
    customers = min(now.customers, before.customers)
    if customers < ladder.at_least(LEAST):
        return _too_few(customers, ladder)
    here, there = robust_variance(now), robust_variance(before)
    shared = 2 * correlation(now, before, both) * math.sqrt(here * there)
    return _change(
        now.mean - before.mean, math.sqrt(max(0.0, here + there - shared)), customers - 1
    )


def mean_below(total: float, squared: float, customers: int) -> float:
    """Two-sided p value of a mean of 0 for amounts by customer.

    >>> round(mean_below(-196.0, 10_384.16, 100), 2)
    0.05
    """
    mean = total / customers
    spread = max(0.0, squared - customers * mean**2) / (customers - 1)
    half = Z * math.sqrt(spread / customers)
    return p_of_interval(Estimate(mean, mean - half, mean + half))


def _change(value: float, error: float, freedom: int) -> Change:
    if error <= 0:
        return Change(value, value, value, None, NO_CLEAR_CHANGE)
    half = student_quantile(freedom) * error
    p = 2 * upper_tail(abs(value) / error)
    return Change(value, value - half, value + half, p, verdict(value - half, value + half))


def _too_few(customers: int, ladder: Ladder) -> Change:
    least = ladder.at_least(LEAST)
    refusal = Refusal(
        "too_few_customers",
        f"Only {counted(customers, 'customer')}; a comparison of money takes {least}.",
        f"needs {counted(least - customers, 'more customer')}",
    )
    return Change(None, None, None, None, NOT_COMPARABLE, refusal)
