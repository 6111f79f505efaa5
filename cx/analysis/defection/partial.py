"""The partial likelihood of Cox: who was at risk at each exit, ties after Efron, strata apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.drivers.logistic import MOST_STEPS, SEPARATED

Array = NDArray[np.float64]
SETTLED = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """Stretches of days (start, stop] in which somebody was at risk with the same covariates.

    Parameters
    ----------
    start, stop : array, shape (n,)
    left : array of bool, shape (n,)
        Whether they left at `stop`.
    x : array, shape (n, p)
        Covariates.
    stratum : array of int, shape (n,)
        Strata have baselines of their own.
    """

    start: Array
    stop: Array
    left: NDArray[np.bool_]
    x: Array
    stratum: NDArray[np.int64]

    def centred(self) -> "Spells":
        """Return the same with covariates that average 0, which keeps their risks small."""
        return Spells(self.start, self.stop, self.left, self.x - self.x.mean(axis=0), self.stratum)

    def strata(self) -> Iterator["Spells"]:
        """Return each stratum that has exits."""
        for each in np.unique(self.stratum[self.left]):
            inside = self.stratum == each
            yield Spells(
                self.start[inside],
                self.stop[inside],
                self.left[inside],
                self.x[inside],
                self.stratum[inside],
            )


@dataclass(frozen=True, slots=True, eq=False)
class Exits:
    """Every exit of a stratum, one row each.

    Attributes
    ----------
    day : array, shape (e,)
    observed, expected : array, shape (e, p)
        Covariates of the one who left, and their mean over those at risk.
    spread : array, shape (e, p, p)
        Their variance over those at risk.
    log_risk : array, shape (e,)
        Contributions to the log partial likelihood.
    """

    day: Array
    observed: Array
    expected: Array
    spread: Array
    log_risk: Array


def at_exits(spells: Spells, slopes: Array) -> Exits:
    """Compare who left with who was at risk, exit by exit, within one stratum.

    Parameters
    ----------
    spells : Spells
        Of one stratum.
    slopes : array, shape (p,)
        Log hazard ratios.
    """
    risk = np.exp(spells.x @ slopes)
    exits = np.flatnonzero(spells.left)
    exits = exits[np.argsort(spells.stop[exits], kind="stable")]
    days, first, counts = np.unique(spells.stop[exits], return_index=True, return_counts=True)
    tied = _sums(spells.x[exits], risk[exits])
    ties = [np.add.reduceat(each, first) for each in tied]
    whole = _at_risk(spells, risk, days)
    part = np.concatenate([np.arange(count) / count for count in counts])
    row = np.repeat(np.arange(len(days)), counts)
    weight, mean, square = (
        all_[row] - part.reshape(-1, *[1] * (all_.ndim - 1)) * each[row]
        for all_, each in zip(whole, ties, strict=True)
    )
    mean = mean / weight[:, None]
    square = square / weight[:, None, None]
    return Exits(
        spells.stop[exits],
        spells.x[exits],
        mean,
        square - mean[:, :, None] * mean[:, None, :],
        spells.x[exits] @ slopes - np.log(weight),
    )


def _sums(x: Array, risk: Array) -> tuple[Array, Array, Array]:
    """Risk, risk times covariates and risk times their products, row by row."""
    first = x * risk[:, None]
    return risk, first, first[:, :, None] * x[:, None, :]


def _at_risk(spells: Spells, risk: Array, days: Array) -> list[Array]:
    """Sums over those who stop on a day or later, less those who have yet to start."""
    found = []
    by_stop, by_start = np.argsort(spells.stop), np.argsort(spells.start)
    later = np.searchsorted(spells.stop[by_stop], days, "left")
    unborn = np.searchsorted(spells.start[by_start], days, "left")
    for each in _sums(spells.x, risk):
        found.append(_from(each[by_stop], later) - _from(each[by_start], unborn))
    return found


def _from(values: Array, at: NDArray[np.intp]) -> Array:
    """Sums from each place to the end."""
    sums = np.cumsum(values[::-1], axis=0)[::-1]
    return np.asarray(np.concatenate([sums, np.zeros_like(values[:1])])[at])


def fit(spells: Spells) -> tuple[Array, Array, float] | None:
    """Find the log hazard ratios that make the exits most likely (Newton).

    Returns
    -------
    tuple of array, array and float, or None
        Slopes, their covariance and the log partial likelihood; None when they have no finite
        size.

    Notes
    -----
    Source: Cox 1972, JRSS B 34:187; ties: Efron 1977, JASA 72:557.
    """
    parts = list(spells.centred().strata())
    slopes = np.zeros(spells.x.shape[1])
    for _ in range(MOST_STEPS):
        found = [at_exits(part, slopes) for part in parts]
        score = sum((each.observed - each.expected).sum(axis=0) for each in found)
        information = sum(each.spread.sum(axis=0) for each in found)
        covariance = np.linalg.pinv(information, hermitian=True)
        step = covariance @ score
        slopes = slopes + step
        if not np.isfinite(slopes).all() or np.abs(slopes).max() > SEPARATED:
            return None
        if np.abs(step).max() < SETTLED:
            return slopes, covariance, float(sum(each.log_risk.sum() for each in found))
    return None
