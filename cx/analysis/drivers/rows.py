"""Puts ratings that come as rows, one per answer and attribute, beside the answers they go with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.drivers.ratings import Array, Ratings

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """Answers that rate something: the n answers, and what each says of the p attributes.

    Attributes
    ----------
    names : tuple of str
        Attributes that anybody here rated.
    values, stated : array, shape (n, p)
        Rating from 1 to 5 and stated importance; not a number where there is none.
    score, points : array, shape (n,)
        The answer on its scale, and in points of the metric.
    standing : array, shape (n,)
        1, 0 or -1: promoter, passive, detractor or their like.
    person : array of int, shape (n,)
    weight : array, shape (n,), or None
        Survey weights; None where all are alike.
    outside : dict of str to int
        Ratings outside their scale, which do not count, by attribute.
    """

    names: tuple[str, ...]
    values: Array
    stated: Array
    score: Array
    points: Array
    standing: Array
    person: NDArray[np.int64]
    weight: Array | None
    outside: dict[str, int]

    @property
    def is_bad(self) -> NDArray[np.bool_]:
        """Whether somebody is a detractor, dissatisfied, or found it hard."""
        return np.asarray(self.standing == -1)

    @property
    def people(self) -> int:
        """How many people rated anything."""
        return len(np.unique(self.person))

    def beside(self, outcome: NDArray[Any], is_weighted: bool = False) -> Ratings:
        """Return the ratings beside an outcome of these answers, such as `score`."""
        weight = self.weight if is_weighted else None
        return Ratings(self.names, self.values, outcome.astype(float), self.person, weight)

    def only(self, names: Sequence[str]) -> "Rated":
        """Return the answers that rate any of these attributes, and nothing of the others."""
        kept = [at for at, name in enumerate(self.names) if name in names]
        rows = np.isfinite(self.values[:, kept]).any(axis=1)
        return Rated(
            tuple(self.names[at] for at in kept),
            self.values[rows][:, kept],
            self.stated[rows][:, kept],
            self.score[rows],
            self.points[rows],
            self.standing[rows],
            self.person[rows],
            None if self.weight is None else self.weight[rows],
            {name: count for name, count in self.outside.items() if name in names},
        )


def read_rows(rows: pd.DataFrame, names: Sequence[str]) -> Rated:
    """Put rows of ratings beside their answers.

    Parameters
    ----------
    rows : DataFrame
        One row per answer and attribute, in any order: ``answer`` and ``attribute_number`` (both
        from 0), ``rating`` and ``importance`` (not a number where there is none), and of the
        answer ``person``, ``score``, ``points``, ``standing`` and ``weight``.
    names : sequence of str
        Of the attributes, by their number.

    Returns
    -------
    Rated
        In the order of the answers' numbers; attributes that nobody rated are left out.

    Examples
    --------
    >>> answer = {"person": 7, "score": 9.0, "points": 100.0, "standing": 1, "weight": 1.0}
    >>> said = {"attribute_number": 1, "rating": 4.0, "importance": 5.0}
    >>> found = read_rows(pd.DataFrame([{"answer": 0, **answer, **said}]), ["price", "speed"])
    >>> found.names, found.values.tolist(), found.stated.tolist()
    (('speed',), [[4.0]], [[5.0]])
    """
    rating = rows["rating"].to_numpy(float)
    number = rows["attribute_number"].to_numpy(np.int64)
    is_inside = np.isfinite(rating)
    used = np.flatnonzero(np.bincount(number[is_inside], minlength=len(names)))
    answers = _numbered(rows["answer"].to_numpy(np.int64), is_inside)
    columns = np.full(len(names), -1)
    columns[used] = np.arange(len(used))
    here = np.flatnonzero((answers.row >= 0) & (columns[number] >= 0))
    place = (answers.row[here], columns[number[here]])
    outside = np.bincount(number[~is_inside], minlength=len(names))
    told = {name: rows[name].to_numpy(float)[answers.first] for name in _FIGURES}
    weight = told.pop("weight")
    return Rated(
        names=tuple(names[at] for at in used.tolist()),
        values=_sheet(place, rating[here], (len(answers.first), len(used))),
        stated=_sheet(
            place, rows["importance"].to_numpy(float)[here], (len(answers.first), len(used))
        ),
        person=rows["person"].to_numpy(np.int64)[answers.first],
        weight=None if not len(weight) or np.ptp(weight) == 0 else weight,
        outside={names[at]: int(outside[at]) for at in np.flatnonzero(outside).tolist()},
        **told,
    )


_FIGURES = ("score", "points", "standing", "weight")


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """The row of the result that each row given belongs to (-1: none), and one row of each."""

    row: Codes
    first: Codes


def _numbered(answer: NDArray[np.int64], is_inside: NDArray[np.bool_]) -> _Numbered:
    """Number the answers that rate anything, in the order of their own numbers."""
    of_answer = np.full(int(answer.max(initial=-1)) + 1, -1)
    of_answer[answer[is_inside]] = np.flatnonzero(is_inside)
    rating_something = np.flatnonzero(of_answer >= 0)
    first = of_answer[rating_something]
    of_answer[rating_something] = np.arange(len(rating_something))
    return _Numbered(of_answer[answer], first)


def _sheet(place: tuple[Codes, Codes], values: Array, shape: tuple[int, int]) -> Array:
    sheet = np.full(shape, np.nan)
    sheet[place] = values
    return sheet
