"""A figure with its doubt, where the figure is no score: effects, shares, seconds, money."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cx.analysis.intervals import upper_tail
from cx.analysis.ladder import Ladder

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval, all in the same unit."""

    value: float
    low: float
    high: float


def percentile_interval(value: float, samples: NDArray[Any]) -> Estimate:
    """Give a figure the middle 95 % of what samples of people gave.

    Parameters
    ----------
    value : float
        From all people.
    samples : array, shape (samples,)
        From each sample of people; those that are not a number are left out.

    Examples
    --------
    >>> percentile_interval(50.0, np.arange(101.0))
    Estimate(value=50.0, low=2.5, high=97.5)
    """
    known = samples[np.isfinite(samples)]
    low, high = np.quantile(known, (0.025, 0.975)) if len(known) else (value, value)
    return Estimate(float(value), float(min(low, value)), float(max(high, value)))


def p_of(value: float, samples: NDArray[Any]) -> float:
    """Two-sided p value of no effect, from the spread of the figure over samples of people.

    >>> round(p_of(1.96, np.array([-1.0, 1.0] * 5000)), 3)
    0.05
    """
    known = samples[np.isfinite(samples)]
    spread = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    return 2 * upper_tail(abs(value) / spread) if spread > 0 else 1.0


def p_of_interval(estimate: Estimate) -> float:
    """Two-sided p value of no effect, from a symmetric 95 % interval.

    >>> round(p_of_interval(Estimate(2.0, 0.0, 4.0)), 3)
    0.05
    """
    error = (estimate.high - estimate.low) / (2 * float(special.ndtri(0.975)))
    return 2 * upper_tail(abs(estimate.value) / error) if error > 0 else 1.0


def least_of(ladder: Ladder, rule: int) -> int:
    """How many a figure takes: what the method asks for, or more where the company does.

    >>> least_of(Ladder(), 30), least_of(Ladder(effective_for_point=80), 30)
    (30, 80)
    """
    return max(rule, ladder.answers_to_show, int(-(-ladder.effective_for_point // 1)))


def multiplicities(units: int, samples: int, seed: int) -> Array:
    """How often each unit is drawn in each sample of as many units, with replacement.

    Parameters
    ----------
    units, samples : int
        Units are persons, or buckets of persons; all that a person did moves together.
    seed : int
        The same seed gives the same samples.

    Returns
    -------
    array, shape (samples, units)

    Examples
    --------
    >>> drawn = multiplicities(4, 100, seed=0)
    >>> drawn.shape, set(drawn.sum(axis=1).tolist())
    ((100, 4), {4.0})
    """
    dice = np.random.default_rng(seed)
    return dice.multinomial(units, np.full(units, 1 / units), size=samples).astype(float)
