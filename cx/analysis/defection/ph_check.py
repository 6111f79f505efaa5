"""Whether hazards stay in proportion over time: the score test of Grambsch and Therneau, whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.defection.partial import Spells

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
    spells: Spells, names: Sequence[str], slopes: Array, transform: str = "km"
) -> tuple[Proportion, ...]:
    """Test whether each hazard ratio is the same early and late.

    Parameters
    ----------
    spells : Spells
        What was fitted.
    names : sequence of str
        Of the covariates.
    slopes : array, shape (p,)
        Fitted log hazard ratios (Efron).
    transform : str
        Of time: ``km`` (1 - Kaplan-Meier, as it was just before), ``rank``, ``identity``, ``log``.

    Notes
    -----
    A term x·g(t) is added to the model, and its score at 0 compared with its variance given the
    fitted terms, ties after Efron. Equals cox.zph of R's survival 3 and later. Source: Grambsch
    and Therneau 1994, Biometrika 81:515; Therneau and Grambsch 2000, section 6.2.
    """
    scale = _scale(spells.stop, spells.left, transform)
    score = np.zeros(len(names))
    blocks = np.zeros((3, len(names), len(names)))
    for part in spells.centred().strata():
        found = part.at(slopes)
        height = np.array([scale[day] for day in found.day.tolist()])
        score += height @ (found.observed - found.expected)
        powers = np.stack([np.ones_like(height), height, height**2])
        blocks += np.einsum("ke,epq->kpq", powers, found.spread)
    return _tests(list(names), score, blocks)


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
    at_risk = len(days) - np.searchsorted(np.sort(days), times, "left")
    staying = np.cumprod(1 - counts / at_risk)
    return np.asarray(1 - np.concatenate([[1.0], staying[:-1]]))


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
