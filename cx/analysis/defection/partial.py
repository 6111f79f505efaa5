"""The partial likelihood of Cox: who was at risk at each exit, ties after Efron, strata apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.alike import Codes, kinds_of
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

    def strata(self) -> Iterator["Stratum"]:
        """Return each stratum that has exits."""
        for each in np.unique(self.stratum[self.left]):
            inside = self.stratum == each
            yield _stratum(self.start[inside], self.stop[inside], self.left[inside], self.x[inside])


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


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """What of the stretches of a stratum the likelihood needs, however many people there are.

    Attributes
    ----------
    day : array, shape (e,)
        Of each exit, in order.
    row : array of int, shape (e,)
        Which of the d different days of exits that is.
    part : array, shape (e, 1)
        How much of those who left that day had left before this one (Efron).
    x : array, shape (e, p)
        Covariates of each exit; `terms` (e, q) are 1, they, and their products.
    first : array of int, shape (d,)
        The first exit of each day.
    moves, moved : array, shape (m, q) and (m,)
        Terms of those who stop being at risk, counted together where they are alike; and how many
        they are, less those who only begin then.
    begins, on : array of int, shape (k,)
        The first move of each day that has any, and which day that is.
    """

    day: Array
    row: Codes
    part: Array
    x: Array
    terms: Array
    first: Codes
    moves: Array
    moved: Array
    begins: Codes
    on: Codes

    def at(self, slopes: Array) -> Exits:
        """Compare who left with who was at risk, exit by exit.

        Parameters
        ----------
        slopes : array, shape (p,)
            Log hazard ratios.
        """
        size = len(slopes)
        tied = np.add.reduceat(_risk(self.terms, slopes), self.first)
        changes = np.zeros((len(self.first), self.terms.shape[1]))
        moves = _risk(self.moves, slopes) * self.moved[:, None]
        changes[self.on] = np.add.reduceat(moves, self.begins)
        whole = np.cumsum(changes[::-1], axis=0)[::-1]
        sums = whole[self.row] - self.part * tied[self.row]
        means = sums[:, 1:] / sums[:, :1]
        mean, square = means[:, :size], means[:, size:][:, _square(size)]
        return Exits(
            self.day,
            self.x,
            mean,
            square - mean[:, :, None] * mean[:, None, :],
            self.x @ slopes - np.log(sums[:, 0]),
        )


def _risk(terms: Array, slopes: Array) -> Array:
    return np.asarray(terms * np.exp(terms[:, 1 : 1 + len(slopes)] @ slopes)[:, None])


def _terms(x: Array) -> Array:
    """Return one, covariates, and the product of each pair of them."""
    one, other = np.triu_indices(x.shape[1])
    return np.column_stack([np.ones(len(x)), x, x[:, one] * x[:, other]])


def _square(size: int) -> Codes:
    """Where each entry of a symmetric matrix stands among the pairs of `_terms`."""
    place = np.zeros((size, size), dtype=np.int64)
    one, other = np.triu_indices(size)
    place[one, other] = place[other, one] = np.arange(len(one))
    return place


def _stratum(start: Array, stop: Array, left: NDArray[np.bool_], x: Array) -> Stratum:
    exits = np.flatnonzero(left)
    exits = exits[np.argsort(stop[exits], kind="stable")]
    days, first, counts = np.unique(stop[exits], return_index=True, return_counts=True)
    # At risk at a day: who started before it and stops on it or later.
    until = np.searchsorted(days, stop, "right")
    since = np.searchsorted(days, start, "right")
    counted = until > since
    last, x_moved, moved = _alike(until[counted], since[counted], x[counted])
    on, begins = np.unique(last, return_index=True)
    return Stratum(
        stop[exits],
        np.repeat(np.arange(len(days)), counts),
        np.concatenate([np.arange(count) / count for count in counts])[:, None],
        x[exits],
        _terms(x[exits]),
        first,
        _terms(x_moved),
        moved,
        begins,
        on,
    )


def _alike(until: Codes, since: Codes, x: Array) -> tuple[Codes, Array, Array]:
    """Count together who is at risk until the same exit day with the same covariates.

    Who starts later is taken off the days before. Returns the last day at risk, in order, the
    covariates, and how many there are.
    """
    kind, which = kinds_of(x)
    later = since > 0
    place = np.concatenate([until, since[later]]) * len(kind)
    place += np.concatenate([which, which[later]])
    sign = np.repeat([1.0, -1.0], [len(until), int(later.sum())])
    found, at = np.unique(place, return_inverse=True)
    counts = np.bincount(at, sign)
    is_there = counts != 0
    return (
        found[is_there] // len(kind) - 1,
        x[kind[found[is_there] % len(kind)]],
        counts[is_there],
    )


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
        found = [part.at(slopes) for part in parts]
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
