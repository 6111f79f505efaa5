"""The chance to be contacted, given what was known before: a second opinion on matching."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx.analysis.estimate import Array, Estimate
from cx.analysis.intervals import student_quantile

MOST_STEPS, SETTLED, RIDGE = 50, 1e-10, 1.0


def contact_chance(columns: Sequence[Array], is_contacted: NDArray[Any]) -> Array:
    """Fit the chance to be contacted, a logistic regression.

    Parameters
    ----------
    columns : sequence of array, shape (n,)
        What was known before.
    is_contacted : array of bool, shape (n,)

    Returns
    -------
    array, shape (n,)

    Notes
    -----
    Newton's method on standardised columns, with a slight pull towards no effect (a normal prior
    of standard deviation 1), so that classes which were always or never contacted have a fit too.

    Examples
    --------
    >>> x = np.array([0.0] * 40 + [1.0] * 40)
    >>> contacted = np.array(([1] * 10 + [0] * 30) + ([1] * 30 + [0] * 10))
    >>> contact_chance([x], contacted)[[0, -1]].round(2)
    array([0.26, 0.74])
    """
    x = np.column_stack([np.ones(len(is_contacted)), *columns])
    x[:, 1:] -= x[:, 1:].mean(axis=0)
    x[:, 1:] /= np.maximum(x[:, 1:].std(axis=0), 1e-12)
    y = np.asarray(is_contacted, dtype=float)
    pull = np.full(x.shape[1], RIDGE)
    pull[0] = 0.0
    slopes = np.zeros(x.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-(x @ slopes)))
        hessian = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(hessian, x.T @ (y - chance) - pull * slopes)
        slopes = slopes + step
        if np.abs(step).max() < SETTLED:
            break
    return np.asarray(1 / (1 + np.exp(-(x @ slopes))))


def weighted_difference(y: Array, is_contacted: NDArray[Any], chance: Array) -> Estimate:
    """Mean of the contacted less that of the others, weighted to be like the contacted.

    Parameters
    ----------
    y : array, shape (n,)
        The outcome.
    is_contacted : array of bool, shape (n,)
    chance : array, shape (n,)
        To be contacted; its odds are the weights of the others.

    Examples
    --------
    >>> found = weighted_difference(
    ...     np.array([1.0, 3.0, 0.0, 2.0]), np.array([1, 1, 0, 0], bool), np.full(4, 0.5)
    ... )
    >>> found.value
    1.0
    """
    held = np.asarray(is_contacted, dtype=bool)
    odds = chance[~held] / np.maximum(1 - chance[~held], 1e-9)
    weight = odds / odds.sum()
    means = float(y[held].mean()), float(weight @ y[~held])
    pull = np.concatenate([(y[held] - means[0]) / held.sum(), weight * (y[~held] - means[1])])
    worth = 1 / float(weight @ weight)
    half = student_quantile(max(1.0, min(float(held.sum()), worth) - 1))
    half *= float(np.sqrt(pull @ pull))
    return Estimate(means[0] - means[1], means[0] - means[1] - half, means[0] - means[1] + half)
