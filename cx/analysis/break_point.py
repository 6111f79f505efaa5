"""Change point: whether and when a series moved once from one level to another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.analysis.ladder import Refusal
from cx.words import counted

TOO_FEW_PERIODS = "too_few_periods_for_change_point"
LEAST_PERIODS, LEAST_SEGMENT = 15, 5


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The single most likely change of level of a series.

    Parameters
    ----------
    index : int or None
        Position of the first value of the new level; None when refused.
    before, after : float or None
        Means of the two levels, in the unit of the series.
    p : float or None
        Chance of so good a split if the order of the values meant nothing.
    is_clear : bool
        Whether p is at most 0.05.
    refusal : Refusal, optional
        Why there is no answer.
    """

    index: int | None
    before: float | None
    after: float | None
    p: float | None
    is_clear: bool = False
    refusal: Refusal | None = None


def find_change_point(
    values: Sequence[float], seed: int = 0, permutations: int = 999
) -> ChangePoint:
    """Split a series where the two means explain it best, and test that by permutation.

    Parameters
    ----------
    values : sequence of float
        One per period, in order of time; not-a-number values are left out.
    seed : int
        Of the permutations; the same seed gives the same p.
    permutations : int
        Shuffled series to compare with.

    Returns
    -------
    ChangePoint
        Refused under 15 values; each level spans at least 5 of them.

    Notes
    -----
    Least squares; equals the normal-likelihood split. Slow drift also gives a small p: look at
    the chart before calling it a break.

    Examples
    --------
    >>> level = [10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 10.0, 12.0]
    >>> found = find_change_point([*level, *(value + 9 for value in level)])
    >>> found.index, found.before, found.after, found.is_clear
    (8, 11.0, 20.0, True)
    """
    series = np.asarray(values, dtype=float)
    where = np.flatnonzero(~np.isnan(series))
    series = series[where]
    if len(series) < LEAST_PERIODS:
        return _refuse(len(series))
    gains = _gains(series[np.newaxis])[0]
    split = int(gains.argmax()) + LEAST_SEGMENT
    rng = np.random.default_rng(seed)
    shuffled = rng.permuted(np.tile(series, (permutations, 1)), axis=1)
    # Rounding must not count a shuffle that splits equally well as worse.
    beaten = int((_gains(shuffled).max(axis=1) >= gains.max() * (1 - 1e-9)).sum())
    p = (1 + beaten) / (1 + permutations)
    before, after = float(series[:split].mean()), float(series[split:].mean())
    return ChangePoint(int(where[split]), before, after, p, p <= 0.05)


def _gains(series: np.ndarray) -> np.ndarray:
    # What each split takes off the squared error; rows are series, columns splits.
    periods = series.shape[1]
    first = np.arange(LEAST_SEGMENT, periods - LEAST_SEGMENT + 1)
    centred = series - series.mean(axis=1, keepdims=True)
    sums = centred.cumsum(axis=1)[:, first - 1]
    return sums**2 * periods / (first * (periods - first))


def _refuse(periods: int) -> ChangePoint:
    refusal = Refusal(
        TOO_FEW_PERIODS,
        f"{counted(periods, 'period').capitalize()}; a change of level can be told from "
        f"{LEAST_PERIODS} on.",
        f"needs {counted(LEAST_PERIODS - periods, 'more period')}",
    )
    return ChangePoint(None, None, None, None, False, refusal)
