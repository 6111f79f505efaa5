"""Answers with what they rate, and the sums over people that every correlation is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BUCKETS = 500
"""Above so many people, they are dealt into as many buckets, and buckets are drawn instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """What people rated, and what they answered.

    Parameters
    ----------
    names : sequence of str
        The p attributes.
    values : array, shape (n, p)
        Ratings; not a number where somebody did not rate, or could not.
    outcome : array, shape (n,)
        The answer that the ratings are to go with; never missing.
    person : array of int, shape (n,)
        Who answered; each anonymous answer is a person of its own.
    weight : array, shape (n,), optional
        Survey weights.

    Raises
    ------
    ValueError
        When the shapes do not fit or an outcome is missing.
    """

    names: Sequence[str]
    values: Array
    outcome: Array
    person: NDArray[np.int64]
    weight: Array | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that cannot be of the same answers."""
        answers = len(self.outcome)
        if self.values.shape != (answers, len(self.names)) or len(self.person) != answers:
            raise ValueError("Ratings, outcomes and persons must be of the same answers.")
        if not np.isfinite(self.outcome).all():
            raise ValueError("An answer without an outcome cannot be explained: leave it out.")

    @property
    def people(self) -> int:
        """How many people answered."""
        return len(np.unique(self.person))

    def only(self, columns: Sequence[int]) -> "Ratings":
        """Return the same answers with some of the attributes."""
        names = [self.names[column] for column in columns]
        return replace(self, names=names, values=self.values[:, list(columns)])

    def complete(self) -> "Ratings":
        """Return the answers that rate every attribute."""
        whole = np.isfinite(self.values).all(axis=1)
        return Ratings(
            self.names,
            self.values[whole],
            self.outcome[whole],
            self.person[whole],
            None if self.weight is None else self.weight[whole],
        )

    def buckets(self) -> NDArray[np.int64]:
        """Deal the people into buckets, the same way every time; nobody is in two."""
        _, codes = np.unique(self.person, return_inverse=True)
        people = int(codes.max()) + 1 if len(codes) else 0
        order = np.random.default_rng(people).permutation(people)
        return np.asarray(order[codes] % BUCKETS, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class PairSums:
    """Sums over the answers that hold both of two columns (p attributes and, last, the outcome).

    All arrays have shape (..., p + 1, p + 1): `weight` of the answers, `first` (sum of the row's
    column), `squares` (of the row's column) and `products`.
    """

    weight: Array
    first: Array
    squares: Array
    products: Array

    def drawn(self, times: Array) -> "PairSums":
        """Return the sums of samples in which bucket g counts ``times[b, g]`` times."""
        shape = (len(times), *self.weight.shape[1:])
        parts = (self.weight, self.first, self.squares, self.products)
        return PairSums(*((times @ part.reshape(len(part), -1)).reshape(shape) for part in parts))

    def correlation(self) -> Array:
        """Return correlations, each over the answers that hold both columns.

        Not a number where a pair never meets or does not vary.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = self.first / self.weight
            spread = self.squares / self.weight - mean**2
            joint = self.products / self.weight - mean * np.swapaxes(mean, -1, -2)
            found = joint / np.sqrt(spread * np.swapaxes(spread, -1, -2))
        diagonal = np.arange(found.shape[-1])
        found[..., diagonal, diagonal] = 1.0
        return np.asarray(found)


def pair_sums(ratings: Ratings) -> PairSums:
    """Count what correlations need, by bucket of people.

    Returns
    -------
    PairSums
        With a leading axis of at most 500 buckets; summed over it, they are those of all answers.
    """
    columns = np.column_stack([ratings.values, ratings.outcome])
    # Centred, or the squares of large outcomes would swamp what they differ by.
    columns = columns - np.nanmean(columns, axis=0)
    held = np.isfinite(columns).astype(float)
    filled = np.nan_to_num(columns)
    weight = np.ones(len(columns)) if ratings.weight is None else ratings.weight
    weighted = held * weight[:, None]
    buckets = ratings.buckets()
    order = np.argsort(buckets, kind="stable")
    cuts = np.searchsorted(buckets[order], np.arange(1, buckets.max() + 1))
    parts = [
        (
            weighted[rows].T @ held[rows],
            (filled[rows] * weight[rows, None]).T @ held[rows],
            (filled[rows] ** 2 * weight[rows, None]).T @ held[rows],
            (filled[rows] * weight[rows, None]).T @ filled[rows],
        )
        for rows in np.split(order, cuts)
    ]
    return PairSums(*(np.stack(each) for each in zip(*parts, strict=True)))


def draws(buckets: int, samples: int, seed: int) -> Array:
    """Return how often each bucket is drawn in each bootstrap sample, shape (samples, buckets)."""
    dice = np.random.default_rng(seed)
    return dice.multinomial(buckets, np.full(buckets, 1 / buckets), size=samples).astype(float)
