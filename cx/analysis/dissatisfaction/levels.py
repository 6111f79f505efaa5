"""One regression behind bridge and asymmetry: points on low, high and missing ratings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.drivers.ratings import Array, Ratings, draws

LEAST_PEOPLE = 30
"""Fewer low (or high) ratings of an attribute are counted among the middle ones."""

MOST_CONDITION = 1e8
"""Above it some level is nearly a sum of others, as with a scale of two steps."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Coefficients and shares, for all answers (first) and for each sample of people.

    Attributes
    ----------
    intercept : array, shape (1 + samples,)
        Points of somebody who rates everything in the middle.
    low, high, missing : array, shape (1 + samples, p)
        Points that go with such a rating of one attribute, the others held equal; 0 where too few
        rated so.
    share_low, share_high, share_missing : array, shape (1 + samples, p)
    mean : array, shape (1 + samples,)
    r2 : float
    people_low, people_high : array of int, shape (p,)
        Answers at that level.
    widening : float
        By how much samples vary too little, as many coefficients as are fitted to these people; for
        tests of more than chance.
    """

    intercept: Array
    low: Array
    high: Array
    missing: Array
    share_low: Array
    share_high: Array
    share_missing: Array
    mean: Array
    r2: float
    people_low: NDArray[np.int64]
    people_high: NDArray[np.int64]
    widening: float = 1.0


def fit_levels(ratings: Ratings, lo: float, hi: float, seed: int = 0, samples: int = 500) -> Levels:
    """Regress the outcome on low, high and missing ratings of all attributes at once.

    Parameters
    ----------
    ratings : Ratings
    lo, hi : float
        A rating of at most `lo` is low, of at least `hi` high; the rest is the middle.

    Notes
    -----
    Ordinary least squares with dummies (Brandt 1987). Missing is a class of its own, so no answer
    is lost and the terms add up to the mean exactly. Samples draw people, not answers.
    """
    levels = _dummies(ratings, lo, hi)
    is_used = levels.sum(axis=0) >= LEAST_PEOPLE
    columns = np.column_stack([np.ones(len(levels)), levels[:, is_used], ratings.outcome])
    weight = np.ones(len(levels)) if ratings.weight is None else ratings.weight
    sums = _sums(columns, weight, ratings.buckets())
    times = np.vstack([np.ones(len(sums)), draws(len(sums), samples, seed)])
    drawn = (times @ sums.reshape(len(sums), -1)).reshape(len(times), *sums.shape[1:])
    slopes = _solve(drawn)
    every = np.zeros((len(times), levels.shape[1]))
    every[:, is_used] = slopes[:, 1:]
    shares = np.zeros_like(every)
    shares[:, is_used] = drawn[:, 0, 1:-1] / drawn[:, :1, 0]
    low, high, missing = np.split(every, 3, axis=1)
    share_low, share_high, share_missing = np.split(shares, 3, axis=1)
    counts = levels.sum(axis=0).astype(np.int64)
    attributes = len(ratings.names)
    return Levels(
        intercept=slopes[:, 0],
        low=low,
        high=high,
        missing=missing,
        share_low=share_low,
        share_high=share_high,
        share_missing=share_missing,
        mean=drawn[:, 0, -1] / drawn[:, 0, 0],
        r2=_r2(drawn[0], slopes[0]),
        people_low=counts[:attributes],
        people_high=counts[attributes : 2 * attributes],
        widening=float(np.sqrt(len(sums) / max(len(sums) - slopes.shape[1], 1))),
    )


def _dummies(ratings: Ratings, lo: float, hi: float) -> Array:
    """Low, high and missing, attribute by attribute, shape (n, 3p)."""
    values = ratings.values
    missing = np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.column_stack([values <= lo, values >= hi, missing]).astype(float)


def _sums(columns: Array, weight: Array, bucket: NDArray[np.int64]) -> Array:
    """Cross products by bucket of people, shape (buckets, k, k)."""
    order = np.argsort(bucket, kind="stable")
    cuts = np.searchsorted(bucket[order], np.arange(1, bucket.max() + 1))
    parts = np.split(order, cuts)
    return np.stack([(columns[rows] * weight[rows, None]).T @ columns[rows] for rows in parts])


def _solve(drawn: Array) -> Array:
    """Coefficients of each sample; a level that a sample lacks gets 0."""
    matrix, right = drawn[:, :-1, :-1], drawn[:, :-1, -1:]
    # Elimination is ten times as fast as the pseudo-inverse, which only few samples need.
    is_plain = np.linalg.cond(matrix[0]) < MOST_CONDITION
    whole = is_plain & (np.diagonal(matrix, axis1=1, axis2=2) > 0).all(axis=1)
    found = np.empty_like(right)
    try:
        found[whole] = np.linalg.solve(matrix[whole], right[whole])
    except np.linalg.LinAlgError:
        whole[:] = False
    found[~whole] = np.linalg.pinv(matrix[~whole], rcond=1e-10, hermitian=True) @ right[~whole]
    return found[..., 0]


def _r2(sums: Array, slopes: Array) -> float:
    total = sums[-1, -1] - sums[0, -1] ** 2 / sums[0, 0]
    explained = slopes @ sums[:-1, -1] - sums[0, -1] ** 2 / sums[0, 0]
    return float(explained / total) if total > 0 else 0.0
