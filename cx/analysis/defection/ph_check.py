"""Whether hazards stay in proportion over time: the score test of Grambsch and Therneau, whole."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
TRANSFORMS = ("km", "rank", "identity", "log")


@dataclass(frozen=True, slots=True)
class Proportion:
    """A test of one term, or of all (``GLOBAL``)."""

    term: str
    chi_squared: float
    degrees: int
    p: float


def cox_zph(
    days: Array,
    left: NDArray[np.bool_],
    covariates: pd.DataFrame,
    slopes: Array,
    transform: str = "km",
    strata: NDArray[np.int64] | None = None,
) -> tuple[Proportion, ...]:
    """Test whether each hazard ratio is the same early and late.

    Parameters
    ----------
    days, left : array, shape (n,)
    covariates : DataFrame, shape (n, p)
    slopes : array, shape (p,)
        Fitted log hazard ratios (Efron).
    transform : str
        Of time: ``km`` (1 - Kaplan-Meier, as it was just before), ``rank``, ``identity``, ``log``.
    strata : array of int, optional

    Notes
    -----
    A term x·g(t) is added to the model, and its score at 0 compared with its variance given the
    fitted terms, ties after Efron. Equals cox.zph of R's survival 3 and later. Source: Grambsch
    and Therneau 1994, Biometrika 81:515; Therneau and Grambsch 2000, section 6.2.
    """
    x = covariates.to_numpy(float)
    x = x - x.mean(axis=0)
    groups = np.zeros(len(days), dtype=np.int64) if strata is None else strata
    scale = _scale(days, left, transform)
    terms = x.shape[1]
    score = np.zeros(terms)
    blocks = np.zeros((3, terms, terms))
    for group in np.unique(groups):
        inside = groups == group
        for day in np.unique(days[inside & left]):
            residual, spread = _at_event(days, left, x, slopes, inside, day)
            height = scale[day]
            score += height * residual
            blocks += np.array([1.0, height, height**2])[:, None, None] * spread
    return _tests(list(covariates.columns), score, blocks)


def _scale(days: Array, left: NDArray[np.bool_], transform: str) -> dict[float, float]:
    """Height of each exit day on the transformed time axis, centred over the exits."""
    exits = np.sort(days[left])
    times, counts = np.unique(exits, return_counts=True)
    if transform == "km":
        heights = _km_before(days, times, counts)
    elif transform == "rank":
        # Among all days, of those too who are still there; equal days share their mean rank.
        earlier = np.searchsorted(np.sort(days), times, "left")
        heights = (earlier + np.searchsorted(np.sort(days), times, "right") + 1) / 2
    elif transform == "log":
        heights = np.log(times)
    else:
        heights = times
    centred = heights - np.average(heights, weights=counts)
    return dict(zip(times.tolist(), centred.tolist(), strict=True))


def _km_before(days: Array, times: Array, counts: NDArray[np.int64]) -> Array:
    at_risk = np.array([(days >= time).sum() for time in times])
    staying = np.cumprod(1 - counts / at_risk)
    return np.asarray(1 - np.concatenate([[1.0], staying[:-1]]))


def _at_event(
    days: Array,
    left: NDArray[np.bool_],
    x: Array,
    slopes: Array,
    inside: NDArray[np.bool_],
    day: float,
) -> tuple[Array, Array]:
    """Observed less expected covariates of those who leave that day, and their variance."""
    at_risk = inside & (days >= day)
    leaving = at_risk & left & (days == day)
    risk, risk_leaving = np.exp(x[at_risk] @ slopes), np.exp(x[leaving] @ slopes)
    sums = _moments(x[at_risk], risk)
    tied = _moments(x[leaving], risk_leaving)
    exits = int(leaving.sum())
    residual = x[leaving].sum(axis=0)
    spread = np.zeros((x.shape[1], x.shape[1]))
    for part in np.arange(exits) / exits:
        weight, first, second = (all_ - part * ties for all_, ties in zip(sums, tied, strict=True))
        mean = first / weight
        residual = residual - mean
        spread += second / weight - np.outer(mean, mean)
    return residual, spread


def _moments(x: Array, risk: Array) -> tuple[Array, Array, Array]:
    return np.asarray(risk.sum()), risk @ x, (x * risk[:, None]).T @ x


def _tests(names: list[str], score: Array, blocks: Array) -> tuple[Proportion, ...]:
    fitted, cross, added = blocks
    given = added - cross @ np.linalg.solve(fitted, cross)
    alone = [float(score[at] ** 2 / given[at, at]) for at in range(len(names))]
    together = float(score @ np.linalg.solve(given, score))
    tests = [(name, chi, 1) for name, chi in zip(names, alone, strict=True)]
    tests.append(("GLOBAL", together, len(names)))
    return tuple(
        Proportion(name, chi, degrees, float(stats.chi2.sf(chi, degrees)))
        for name, chi, degrees in tests
    )
