"""Shares out what drivers explain together: Shapley over R², exactly, for many samples at once."""

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_SMALLEST_PIVOT = 1e-10
"""Below it a driver is a sum of the others and explains nothing that they do not."""


def explained(correlation: Array) -> Array:
    """Return R² of every set of drivers.

    Parameters
    ----------
    correlation : array, shape (..., p + 1, p + 1)
        Correlations of p drivers and, last, the outcome; leading axes are samples.

    Returns
    -------
    array, shape (..., 2**p)
        Set number s holds driver j when bit j of s is set; set 0 is empty.

    Notes
    -----
    Each driver in turn is left out, or swept in by Gaussian elimination (a Schur complement), so
    that all sets of all samples cost about six multiplications per number returned.

    Examples
    --------
    >>> explained(np.array([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]])).round(3)
    array([0.  , 0.36, 0.09, 0.36])
    """
    rest = np.asarray(correlation, dtype=float)[..., None, :, :]
    for _ in range(correlation.shape[-1] - 1):
        pivot = rest[..., :1, :1]
        inverse = np.where(pivot > _SMALLEST_PIVOT, 1 / np.maximum(pivot, _SMALLEST_PIVOT), 0.0)
        without = rest[..., 1:, 1:]
        within = without - rest[..., 1:, :1] * rest[..., :1, 1:] * inverse
        rest = np.concatenate([without, within], axis=-3)
    return np.asarray(1.0 - rest[..., 0, 0])


def of_groups(worth: Array, groups: Sequence[Sequence[int]]) -> Array:
    """Return the worth of every set of groups, each group all in or all out.

    Parameters
    ----------
    worth : array, shape (..., 2**p)
        By set of drivers, as `explained` returns it.
    groups : sequence of sequence of int
        The drivers of each group.
    """
    bits = np.array([sum(1 << driver for driver in group) for group in groups])
    members = np.arange(1 << len(groups))[:, None] >> np.arange(len(groups)) & 1
    return np.asarray(worth[..., members @ bits])


def shapley(worth: Array) -> Array:
    """Return each player's share of the whole: its mean gain over all orders of entry.

    Parameters
    ----------
    worth : array, shape (..., 2**p)
        By set of players; over R² this is the LMG measure (general dominance).

    Returns
    -------
    array, shape (..., p)
        They sum to the worth of all players.

    Notes
    -----
    Source: Lindeman, Merenda and Gold 1980; Lipovetsky and Conklin 2001 (Shapley value); Azen and
    Budescu 2003 (general dominance).

    Examples
    --------
    >>> shapley(np.array([0.0, 0.36, 0.09, 0.36])).round(3)
    array([0.315, 0.045])
    """
    by_size = dominance(worth)
    return np.asarray(by_size.mean(axis=-1))


def dominance(worth: Array) -> Array:
    """Return each player's mean gain when so many others are in already (conditional dominance).

    Parameters
    ----------
    worth : array, shape (..., 2**p)
        By set of players.

    Returns
    -------
    array, shape (..., p, p)
        Player, number of others in already.
    """
    players = worth.shape[-1].bit_length() - 1
    found = np.empty((*worth.shape[:-1], players, players))
    for player in range(players):
        gain, sizes = _gains(worth, player, players)
        for size in range(players):
            sets = gain[..., sizes == size]
            found[..., player, size] = sets.sum(axis=-1) / comb(players - 1, size)
    return found


def _gains(worth: Array, player: int, players: int) -> tuple[Array, Array]:
    """What a player adds to each set without it, and how large these sets are."""
    sets = np.arange(1 << players)
    without = sets[sets >> player & 1 == 0]
    sizes = (without[:, None] >> np.arange(players) & 1).sum(axis=1)
    return worth[..., without | 1 << player] - worth[..., without], sizes


def relative_weights(correlation: Array) -> Array:
    """Return Johnson's relative weights, a fast approximation of the LMG shares.

    Parameters
    ----------
    correlation : array, shape (..., p + 1, p + 1)
        As for `explained`.

    Returns
    -------
    array, shape (..., p)
        They sum to R².

    Notes
    -----
    With Λ = R^½ of the drivers and r their correlations with the outcome: (Λ∘Λ)(Λ⁻¹r)². Source:
    Johnson 2000, Multivariate Behavioral Research 35:1. For more than twelve drivers only.

    Examples
    --------
    >>> relative_weights(np.array([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]])).round(3)
    array([0.315, 0.045])
    """
    drivers, outcome = correlation[..., :-1, :-1], correlation[..., :-1, -1:]
    values, vectors = np.linalg.eigh(drivers)
    roots = np.sqrt(np.maximum(values, _SMALLEST_PIVOT))[..., None, :]
    root = (vectors * roots) @ np.swapaxes(vectors, -1, -2)
    inverse = (vectors / roots) @ np.swapaxes(vectors, -1, -2)
    return np.asarray((root**2 @ (inverse @ outcome) ** 2)[..., 0])
