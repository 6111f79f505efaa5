"""Samples of customers by lot: one draw of buckets of customers moves all that they did."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cx.analysis.estimate import Array, Codes, Estimate
from cx.analysis.intervals import student_quantile

UNITS, MOST_SKEW = 500, 1.0
# Rounding makes spreads of this size, as a share of the figure, where there is none.
NOTHING = 1e-9


def folded(unit: NDArray[np.int64], seed: int) -> Codes:
    """Put customers into at most 500 buckets by lot, whatever the order of the rows.

    Parameters
    ----------
    unit : array of int, shape (n,)
        Whose row it is: a customer, or a bucket already.
    seed : int

    Returns
    -------
    array of int, shape (n,)
        From 0.

    Examples
    --------
    >>> folded(np.array([70, 7, 70]), seed=0).tolist()
    [1, 0, 1]
    >>> int(folded(np.arange(2_000), seed=0).max())
    499
    """
    if not len(unit):
        return unit
    first = int(unit.min())
    if unit.max() - first < 4 * len(unit) + UNITS:
        # Numbers close together need no sorting: who is there is ticked off.
        is_there = np.zeros(int(unit.max()) - first + 1, dtype=bool)
        is_there[unit - first] = True
        code, units = (np.cumsum(is_there) - 1)[unit - first], int(is_there.sum())
    else:
        names, code = np.unique(unit, return_inverse=True)
        units = len(names)
    if units <= UNITS:
        return code
    return np.asarray((np.random.default_rng(seed).permutation(units) % UNITS)[code])


def range_of(value: float, samples: Array, customers: float) -> Estimate:
    """95 % interval from the spread and the skew of samples, wider for few as Student's t is.

    Parameters
    ----------
    value : float
        From all customers.
    samples : array, shape (samples,)
        From each sample of customers; those that are not a number are left out.
    customers : float
        The fewest customers that one of the means in it rests on.

    Notes
    -----
    Skew is taken out by the cubic transformation of Hall 1992, JRSS B 54:221: a sum of costs has
    its longer doubt on the side of the rare dear contact. Student's t is widened after Hesterberg
    2015, The American Statistician 69:371.

    Examples
    --------
    >>> found = range_of(50.0, np.arange(1.0, 100.0), 1e9)
    >>> round(found.low, 1), round(found.high, 1)
    (-6.3, 106.3)
    >>> skewed = range_of(2.0, np.exp(np.linspace(-2, 2, 99)) * 0.3, 50)
    >>> skewed.high - skewed.value > 1.5 * (skewed.value - skewed.low)
    True
    """
    known = samples[np.isfinite(samples)]
    spread = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    if spread <= NOTHING * max(abs(value), float(np.abs(known).max(initial=0.0))):
        return Estimate(float(value), float(value), float(value))
    skew = float(np.clip((((known - known.mean()) / spread) ** 3).mean(), -MOST_SKEW, MOST_SKEW))
    low, high = (value - spread * _untwisted(sign * _stretch(customers), skew) for sign in (1, -1))
    return Estimate(float(value), float(min(low, value)), float(max(high, value)))


def _untwisted(quantile: float, skew: float) -> float:
    """Quantile of the studentised figure whose transformation is normal."""
    if abs(skew) < 1e-6:
        return quantile
    return 3 / skew * (float(np.cbrt(1 + skew * (quantile - skew / 6))) - 1)


def _stretch(customers: float) -> float:
    count = max(customers, 2.0)
    return student_quantile(count - 1) * float(np.sqrt(count / (count - 1)))


def p_of_gap(value: float, samples: Array, customers: float) -> float:
    """Two-sided p value of no difference; a difference without any spread is certain.

    Student's t with the fewest customers less one: recorded money is skewed, rates have no spread.

    >>> round(p_of_gap(1.96, np.array([-1.0, 1.0] * 5000), 1e9), 3)
    0.05
    >>> p_of_gap(0.5, np.full(200, 0.5), 40), p_of_gap(0.0, np.zeros(200), 40)
    (0.0, 1.0)
    """
    known = samples[np.isfinite(samples)]
    spread = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    size = max(abs(value), float(np.abs(known).max(initial=0.0)))
    if abs(value) <= NOTHING * max(size, 1e-6):
        return 1.0
    if spread <= NOTHING * size:
        return 0.0
    count = max(customers, 2.0)
    t = abs(value) / spread * np.sqrt((count - 1) / count)
    return float(2 * special.stdtr(count - 1, -t))


def p_of_alike(value: float, scatter: Array, counts: Array, units: Array) -> float:
    """Two-sided p value of a difference between two means, were both of one kind.

    Parameters
    ----------
    value : float
        Difference of two means, each a sum over a count.
    scatter : array, shape (2,)
        Squared errors of each unit's sum, added up, of both.
    counts, units : array, shape (2,)
        What the means are per, and the independent units behind them.

    Notes
    -----
    Student's t with the spread of both put together. With skewed money a small group that lacks
    the rare dear case is low and narrow at once, so its own spread, which is all that samples of it
    can tell, makes its difference look certain.

    Examples
    --------
    >>> scatter, counts = np.array([100.0, 0.0]), np.array([50.0, 50.0])
    >>> round(p_of_alike(0.4, scatter, counts, counts), 3)
    0.051
    >>> p_of_alike(0.4, np.zeros(2), counts, counts)
    0.0
    """
    free = max(float(units.sum()) - 2, 1.0)
    spread = float(scatter.sum() / counts.sum() * (free + 2) / free)
    doubt = float(np.sqrt(spread * (1 / counts).sum()))
    if doubt <= NOTHING * abs(value):
        return 0.0
    return float(2 * special.stdtr(free, -abs(value) / doubt))
