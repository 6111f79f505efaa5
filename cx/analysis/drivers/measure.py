"""Importance of drivers from a matrix of correlations: exact up to twelve, approximate above."""

from collections.abc import Sequence

import numpy as np

from cx.analysis.drivers.checks import MOST_EXACT
from cx.analysis.drivers.ratings import Array
from cx.analysis.drivers.shapley import explained, of_groups, relative_weights, shapley

LMG, WEIGHTS = "lmg", "relative weights (approximate)"


def method_for(players: int) -> str:
    """Return how so many drivers are weighed."""
    return LMG if players <= MOST_EXACT else WEIGHTS


def importance_of(correlation: Array, groups: Sequence[Sequence[int]]) -> Array:
    """Return the importance of each group of drivers.

    Parameters
    ----------
    correlation : array, shape (..., p + 1, p + 1)
        Outcome last.

    Returns
    -------
    array, shape (..., groups)
        LMG; above twelve groups Johnson's relative weights, summed within a group.
    """
    if method_for(len(groups)) == WEIGHTS:
        each = relative_weights(correlation)
        return np.stack([each[..., list(group)].sum(axis=-1) for group in groups], axis=-1)
    return shapley(worth_of(correlation, groups))


def worth_of(correlation: Array, groups: Sequence[Sequence[int]]) -> Array:
    """Return the R² of every set of groups."""
    worth = explained(correlation)
    if all(len(group) == 1 for group in groups):
        return worth
    return of_groups(worth, groups)
