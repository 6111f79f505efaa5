"""Journeys as an absorbing chain: the chance of an outcome from each touchpoint, exactly."""

from dataclasses import dataclass

import numpy as np

from cx.analysis.estimate import Array, Codes
from cx.analysis.journeys.paths import CONVERSION, NULL, START, Path, Paths, expanded, flattened


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """An absorbing chain of first order, or a stack of them.

    Attributes
    ----------
    names : tuple of str
        Touchpoints.
    p_conversion : array, shape (...,)
        Chance of the outcome from the start.
    onward : array, shape (..., 1 + touchpoints)
        Chance of the outcome from the start and from each touchpoint.
    visits : array, shape (..., touchpoints)
        Chance to come by each touchpoint at all.
    """

    names: Path
    p_conversion: Array
    onward: Array
    visits: Array

    @property
    def removal_effects(self) -> Array:
        """Share of the outcome lost when a touchpoint leads nowhere, shape (..., touchpoints).

        The paths by a touchpoint are those that come to it first and then go on from there, so
        1 − P(outcome | removed) / P(outcome) = visits · onward / P(outcome): one solution gives
        all of them.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.visits * self.onward[..., 1:] / self.p_conversion[..., None])


def count_moves(paths: Paths) -> Array:
    """Count moves from touchpoint to touchpoint by bucket of customers.

    Returns
    -------
    array, shape (buckets, 1 + touchpoints, touchpoints + 2)
        From the start and each touchpoint, to each touchpoint, the outcome, and the end without.
    """
    size = len(paths.names)
    shape = (paths.buckets, 1 + size, size + 2)
    flat, lengths = flattened(paths.distinct, paths.names)
    row, at = expanded(paths.of, lengths)
    source = _sources(flat, lengths)
    last = np.zeros(len(lengths), dtype=np.int64)
    last[lengths > 0] = flat[np.cumsum(lengths)[lengths > 0] - 1] + 1
    final = last[paths.of]
    moves = [
        (paths.bucket[row], source[at], flat[at], paths.total[row]),
        (paths.bucket, final, np.full(len(final), size), paths.conversions),
        (paths.bucket, final, np.full(len(final), size + 1), paths.nulls),
    ]
    counts = np.zeros(int(np.prod(shape)))
    for bucket, a, b, journeys in moves:
        cell = (bucket * shape[1] + a) * shape[2] + b
        counts += np.bincount(cell, journeys, minlength=len(counts))
    return counts.reshape(shape)


def _sources(flat: Codes, lengths: Codes) -> Codes:
    source = np.concatenate([[0], flat[:-1] + 1]) if len(flat) else flat
    source[(np.cumsum(lengths) - lengths)[lengths > 0]] = 0
    return source


def solve_chain(names: Path, moves: Array) -> Chain:
    """Solve the chain that counted moves make.

    Parameters
    ----------
    names : tuple of str
        Touchpoints.
    moves : array, shape (..., 1 + touchpoints, touchpoints + 2)
        As `count_moves` gives them, without the buckets.

    Notes
    -----
    With Q the chances between start and touchpoints and R those to the ends, B = (I − Q)⁻¹ R.
    Every journey ends, so the inverse exists; a touchpoint nobody came by leads nowhere.
    P(outcome) equals outcomes / journeys but for rounding.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame(
    ...     {"path": [("c1", "c2", "c3"), ("c1",), ("c2", "c3")], "bucket": [0, 1, 2],
    ...      "conversions": [1, 0, 0], "nulls": [0, 1, 1]}
    ... )
    >>> chain = chain_of(Paths.of_rows(rows))
    >>> round(float(chain.p_conversion), 12)
    0.333333333333
    >>> chain.removal_effects.round(12).tolist()
    [0.5, 1.0, 1.0]
    """
    size = len(names)
    left = moves.sum(axis=-1, keepdims=True)
    chances = np.divide(moves, left, out=np.zeros_like(moves), where=left > 0)
    between = np.zeros((*moves.shape[:-2], 1 + size, 1 + size))
    between[..., 1:] = chances[..., :size]
    passing = np.linalg.inv(np.eye(1 + size) - between)
    onward = (passing @ chances[..., size, None])[..., 0]
    often = np.diagonal(passing, axis1=-2, axis2=-1)[..., 1:]
    return Chain(names, onward[..., 0], onward, passing[..., 0, 1:] / often)


def chain_of(paths: Paths) -> Chain:
    """Solve the chain of counted journeys."""
    return solve_chain(paths.names, count_moves(paths).sum(axis=0))


def transition_table(paths: Paths) -> dict[tuple[str, str], float]:
    """Chance of each move there is, by source and target, ends included."""
    moves = count_moves(paths).sum(axis=0)
    sources, targets = (START, *paths.names), (*paths.names, CONVERSION, NULL)
    left = moves.sum(axis=1)
    return {
        (sources[a], targets[b]): float(moves[a, b] / left[a]) for a, b in np.argwhere(moves > 0)
    }
