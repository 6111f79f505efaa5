"""Journeys counted by path and bucket of customers, which is all that the sums need."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.estimate import Array, Codes, Estimate, least_of
from cx.analysis.intervals import interval
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.score import Tally, effective_answers
from cx.words import counted

START, CONVERSION, NULL, OTHER = "(start)", "(conversion)", "(null)", "(other)"
LEAST_JOURNEYS = 30
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Journeys that ended, counted by path and bucket of customers.

    All journeys of a customer are in one bucket, so that samples of buckets are samples of
    people. A few hundred buckets keep the counts small however many journeys there are.

    Attributes
    ----------
    names : tuple of str
        Touchpoints, in the order of the alphabet.
    distinct : tuple of Path
        Each path once; one of no touchpoints is allowed.
    of, bucket : array of int, shape (rows,)
        Path and bucket of each row, both counted from 0.
    conversions, nulls : array, shape (rows,)
        Journeys with and without the outcome.
    """

    names: Path
    distinct: tuple[Path, ...]
    of: Codes
    bucket: Codes
    conversions: Array
    nulls: Array

    @classmethod
    def of_rows(cls, rows: pd.DataFrame) -> "Paths":
        """Take counted journeys as a query gives them.

        Parameters
        ----------
        rows : DataFrame
            ``path`` (a sequence of touchpoints), ``bucket`` (of the customer: a hash modulo a few
            hundred), ``conversions`` and ``nulls`` (journeys with and without the outcome). Rows
            of the same path and bucket add up.

        Raises
        ------
        ValueError
            A count is negative or missing, or a touchpoint has a name that the sums use.

        Examples
        --------
        >>> paths = Paths.of_rows(
        ...     pd.DataFrame(
        ...         {"path": [("a", "b"), ("a",)], "bucket": [0, 1], "conversions": [3, 0],
        ...          "nulls": [1, 6]}
        ...     )
        ... )
        >>> paths.names, paths.journeys, paths.converted, paths.buckets
        (('a', 'b'), 10, 3, 2)
        """
        given = np.empty(len(rows), dtype=object)
        given[:] = [tuple(map(str, path)) for path in rows["path"]]
        of, distinct = pd.factorize(given)
        bucket = pd.factorize(rows["bucket"], sort=True)[0]
        counts = [rows[name].to_numpy(float) for name in ("conversions", "nulls")]
        if not all((each >= 0).all() for each in counts) or (bucket < 0).any():
            raise ValueError("Counts of journeys are 0 or more and have a bucket: mend the query.")
        names = tuple(sorted(set(chain.from_iterable(distinct))))
        if taken := {START, CONVERSION, NULL} & set(names):
            raise ValueError(f"A touchpoint is named {min(taken)}: rename it in the mapping.")
        return cls(names, tuple(distinct), of.astype(np.int64), bucket.astype(np.int64), *counts)

    @property
    def total(self) -> Array:
        """Journeys of each row."""
        return self.conversions + self.nulls

    @property
    def journeys(self) -> int:
        """How many there are."""
        return int(self.total.sum())

    @property
    def converted(self) -> int:
        """How many had the outcome."""
        return int(self.conversions.sum())

    @property
    def buckets(self) -> int:
        """How many buckets of customers there are: there are no fewer customers."""
        return int(self.bucket.max()) + 1 if len(self.bucket) else 0

    def through(self) -> tuple[Codes, Codes]:
        """Rows and touchpoints that go together: each touchpoint of a row once.

        Returns
        -------
        tuple of array of int
            Rows, and the positions in `names` of the touchpoints they go through.
        """
        flat, lengths = flattened([tuple(set(path)) for path in self.distinct], self.names)
        row, at = expanded(self.of, lengths)
        return row, flat[at]


def flattened(paths: Sequence[Path], names: Path) -> tuple[Codes, Codes]:
    """Write paths as one row of codes, and how long each is.

    >>> flattened([("a", "b"), (), ("b",)], ("a", "b"))
    (array([0, 1, 1]), array([2, 0, 1]))
    """
    place = {name: at for at, name in enumerate(names)}
    flat = np.fromiter((place[name] for name in chain.from_iterable(paths)), dtype=np.int64)
    return flat, np.fromiter(map(len, paths), dtype=np.int64, count=len(paths))


def expanded(of: Codes, lengths: Codes) -> tuple[Codes, Codes]:
    """Say for each step of each row which row it is of, and where it stands in the flat paths.

    >>> expanded(np.array([1, 0]), np.array([2, 1]))
    (array([0, 1, 1]), array([2, 0, 1]))
    """
    steps = lengths[of]
    row = np.repeat(np.arange(len(of)), steps)
    first = np.cumsum(lengths) - lengths
    within = np.arange(len(row)) - np.repeat(np.cumsum(steps) - steps, steps)
    return row, first[of][row] + within


def without_repeats(paths: Paths) -> Paths:
    """Take a touchpoint that comes several times in a row for one touch.

    >>> rows = pd.DataFrame({"path": ["aab"], "bucket": [0], "conversions": [1], "nulls": [0]})
    >>> without_repeats(Paths.of_rows(rows)).distinct
    (('a', 'b'),)
    """
    return _renamed(paths, [tuple(name for name, _ in groupby(path)) for path in paths.distinct])


def group_rare(paths: Paths, most: int = 20) -> Paths:
    """Keep the touchpoints most journeys go through, and name all others "(other)".

    >>> rows = pd.DataFrame(
    ...     {"path": ["ab", "ac"], "bucket": [0, 1], "conversions": [1, 2], "nulls": [0, 0]}
    ... )
    >>> group_rare(Paths.of_rows(rows), most=2).distinct
    (('a', '(other)'),)
    """
    if len(paths.names) <= most:
        return paths
    row, touchpoint = paths.through()
    journeys = np.bincount(touchpoint, paths.total[row], minlength=len(paths.names))
    kept = {paths.names[at] for at in np.argsort(-journeys, kind="stable")[: most - 1]}
    return _renamed(
        paths,
        [tuple(name if name in kept else OTHER for name in path) for path in paths.distinct],
    )


def _renamed(paths: Paths, distinct: Sequence[Path]) -> Paths:
    given = np.empty(len(distinct), dtype=object)
    given[:] = distinct
    again, kept = pd.factorize(given)
    names = tuple(sorted(set(chain.from_iterable(kept))))
    counts = (paths.bucket, paths.conversions, paths.nulls)
    return Paths(names, tuple(kept), again.astype(np.int64)[paths.of], *counts)


def share_of(
    part: NDArray[Any], whole: NDArray[Any], noun: str, ladder: Ladder = LADDER
) -> tuple[Estimate | None, Refusal | None]:
    """Share with its Wilson interval from counts by bucket of customers, or why there is none.

    Parameters
    ----------
    part, whole : array, shape (buckets,)
        Counts; a bucket is never split between samples of people.
    noun : str
        What is counted, in the words of a refusal.
    ladder : Ladder
        Below 30 of them, or those of too few customers, nothing is said.

    Examples
    --------
    >>> share_of(np.ones(50), np.full(50, 2.0), "journey")[0].value
    0.5
    >>> share_of(np.ones(5), np.full(5, 2.0), "journey")[1].remedy
    'needs 20 more journeys'
    """
    held = whole > 0
    size, people = int(whole.sum()), int(held.sum())
    refusal = too_few(size, people, noun, ladder)
    if refusal:
        return None, refusal
    nn, ns, ss = (float(x @ y) for x, y in ((whole, whole), (whole, part), (part, part)))
    there = 100.0 * float(part.sum())
    tally = Tally(size, there, 100 * there, people, (nn, 100 * ns, 1e4 * ss))
    low, high = interval("csat", tally.mean, tally.square, effective_answers(tally), size)
    return Estimate(tally.mean / 100, low / 100, high / 100), None


def too_few(size: int, people: int, noun: str, ladder: Ladder = LADDER) -> Refusal | None:
    """Say that there are too few of something, or that they are of too few customers."""
    least = least_of(ladder, LEAST_JOURNEYS)
    if size < least:
        said = f"Only {counted(size, noun)}; {least} are needed."
        return Refusal(
            f"{noun.replace(' ', '_')}s_lt_30",
            said,
            f"needs {counted(least - size, f'more {noun}')}",
        )
    missing = ladder.customers_to_show - people
    if missing <= 0:
        return None
    return Refusal(
        "suppressed_customers_lt_5",
        f"{counted(size, noun)} of very few customers; {ladder.customers_to_show} are needed, so "
        "that none is exposed.",
        f"needs {noun}s of {counted(missing, 'more customer')}",
    )
