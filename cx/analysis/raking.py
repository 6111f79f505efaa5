"""Raking: weights that match several margins of the population at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.strata import NOTHING_KNOWN, refuse_strata

NOT_CONVERGED = "raking_not_converged"
MOST_SWEEPS = 1000


@dataclass(frozen=True, slots=True)
class Raked:
    """Weights that reproduce several margins at once.

    Parameters
    ----------
    weights : tuple of float or None
        One per row, in units of the first margin; None when refused.
    sweeps : int
        Rounds over the margins that it took.
    refusal : Refusal, optional
        Why there are no weights.
    """

    weights: tuple[float, ...] | None
    sweeps: int
    refusal: Refusal | None = None


def rake(
    factors: Sequence[Sequence[str]],
    margins: Sequence[Mapping[str, float]],
    answers: ArrayLike | None = None,
    ladder: Ladder = LADDER,
) -> Raked:
    """Weights that match several margins of the population at once, such as segment and channel.

    Parameters
    ----------
    factors : sequence of sequences of str
        Per factor, the value of each row.
    margins : sequence of mapping of str to float
        Per factor, the people of each value. Later margins are scaled to the first one's sum.
        Rows of a value that no margin knows get no weight.
    answers : array-like of int, shape (rows,), optional
        Answers that each row stands for; one by default.
    ladder : Ladder
        The thresholds.

    Returns
    -------
    Raked
        Refused when a value with people has under 10 answers or after 1,000 sweeps.

    Notes
    -----
    Iterative proportional fitting (Deming and Stephan 1940), until no margin is off by more than
    1e-12 of its total. Equals ``rake`` of R's survey package.

    Examples
    --------
    >>> rows = [["a", "a", "b", "b"], ["x", "y", "x", "y"]]
    >>> raked = rake(rows, [{"a": 60, "b": 40}, {"x": 50, "y": 50}], answers=[20, 10, 10, 20])
    >>> [round(weight, 3) for weight in raked.weights]
    [1.898, 2.204, 1.204, 1.398]
    """
    rows = len(factors[0]) if factors else 0
    times = np.ones(rows) if answers is None else np.asarray(answers, dtype=float)
    if not factors or any(sum(margin.values()) <= 0 for margin in margins):
        return Raked(None, 0, NOTHING_KNOWN)
    for values, margin in zip(factors, margins, strict=True):
        sizes = {
            name: int(times[np.asarray(values) == name].sum())
            for name, people in margin.items()
            if people > 0
        }
        refusal = refuse_strata(sizes, ladder)
        if refusal is not None:
            return Raked(None, 0, refusal)
    return _fit(factors, margins, times)


def _fit(
    factors: Sequence[Sequence[str]],
    margins: Sequence[Mapping[str, float]],
    times: NDArray[np.float64],
) -> Raked:
    total = float(sum(margins[0].values()))
    codes, goals = [], []
    for values, margin in zip(factors, margins, strict=True):
        where = {name: code for code, name in enumerate(margin)}
        # One code past the end is for values that the margin does not know: no people, no weight.
        codes.append(np.array([where.get(value, len(where)) for value in values]))
        people = np.array([*margin.values(), 0.0], dtype=float)
        goals.append(people * total / people.sum())
    weights = np.ones(len(times))
    for sweep in range(1, MOST_SWEEPS + 1):
        worst = 0.0
        for code, goal in zip(codes, goals, strict=True):
            reached = np.bincount(code, weights * times, len(goal))
            worst = max(worst, float(np.abs(reached - goal).max()) / total)
            weights *= np.divide(goal, reached, out=np.zeros_like(goal), where=reached > 0)[code]
        if worst < 1e-12:
            return Raked(tuple(weights.tolist()), sweep)
    return Raked(None, MOST_SWEEPS, _not_converged())


def _not_converged() -> Refusal:
    return Refusal(
        NOT_CONVERGED,
        f"No weights fit all margins: still not settled after {MOST_SWEEPS:,} rounds.",
        "needs fewer factors or coarser groups",
    )
