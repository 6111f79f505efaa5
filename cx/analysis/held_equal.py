"""The difference a cause makes, other things equal: a regression, standardised over everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.drivers.logistic import MOST_STEPS, SEPARATED, SETTLED
from cx.analysis.ladder import Refusal
from cx.words import counted

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
EVENTS_PER_TERM = 10
Z = float(stats.norm.ppf(0.975))
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; infinite ends are None."""

    value: float | None
    low: float | None
    high: float | None


def as_classes(column: "pd.Series[str]", has_unknown: bool = True) -> pd.Categorical:
    """Return a column as classes; the missing are a class of their own, unless of none.

    >>> list(as_classes(pd.Series(["a", None, "b"])).categories)
    ['(unknown)', 'a', 'b']
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.array
    codes, names = pd.factorize(column, use_na_sentinel=True)
    words = [UNKNOWN, *map(str, names)]
    is_class = has_unknown and bool((codes < 0).any())
    order = sorted(set(words[1:]) | ({UNKNOWN} if is_class else set()))
    place = np.array([order.index(word) if word in order else -1 for word in words])
    return pd.Categorical.from_codes(place[codes + 1], order)


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """What is held equal of n answers: those alike in all of it are one cell.

    Attributes
    ----------
    of : array of int, shape (n,)
        The cell of each answer.
    classes : array of int, shape (cells, covariates)
    """

    of: Codes
    classes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The cells that hold answers, counted.

    Attributes
    ----------
    is_there : array of bool
        Which of all cells these are.
    dummies : array, shape (cells, k)
    answers : array, shape (cells, 2, 2)
        By cell, without and with the cause, good and bad.
    """

    is_there: NDArray[np.bool_]
    dummies: Array
    answers: Array


def put_together(answers: pd.DataFrame, covariates: Sequence[str]) -> Alike:
    """Find the answers that are alike in all covariates, whose missing values are a class too."""
    classes = [as_classes(answers[each]) for each in covariates]
    together = np.zeros(len(answers), dtype=np.int64)
    for each in classes:
        together = together * (len(each.categories) + 1) + each.codes + 1
    _, first, cell = np.unique(together, return_index=True, return_inverse=True)
    return Alike(cell, np.column_stack([each.codes[first] for each in classes]).astype(np.int64))


def standardise(
    alike: Alike, state: Codes, bad: Codes, person: Codes
) -> tuple[Estimate | None, Refusal | None]:
    """Subtract the mean risk without a cause from that with it, everybody else as they are.

    Parameters
    ----------
    alike : Alike
        What is held equal.
    state : array of int, shape (n,)
        0 without the cause, 1 with it, 2 where it is not known: these do not count.
    bad : array of int, shape (n,)
        0 or 1.
    person : array of int, shape (n,)
        Numbers from 0.

    Returns
    -------
    tuple of Estimate or None and Refusal or None
        One of the two.

    Notes
    -----
    Logistic regression on cause and classes (those with fewer than ten answers join the first);
    its interval is robust to repeated persons and allows for who the answers are of.
    """
    place = (3 * alike.of + state) * 2 + bad
    cells = _count(alike, place)
    terms = 1 + cells.dummies.shape[1]
    rarer = int(cells.answers.sum(axis=(0, 1)).min())
    if rarer < EVENTS_PER_TERM * terms:
        return None, _too_many_terms(rarer, terms)
    slopes = _fit(cells)
    if slopes is None:
        return None, _no_fit()
    return _difference(cells, slopes, place, (person, state < KINDS)), None


KINDS = 2
"""With the cause, and without it."""


def _count(alike: Alike, place: Codes) -> _Cells:
    counts = np.bincount(place, minlength=6 * len(alike.classes)).astype(float)
    answers = counts.reshape(-1, 3, 2)[:, :KINDS]
    is_there = np.asarray(answers.any(axis=(1, 2)))
    answers = answers[is_there]
    dummies = np.column_stack([_dummies(each) for each in alike.classes[is_there].T])
    common = answers.sum(axis=(1, 2)) @ dummies >= EVENTS_PER_TERM
    return _Cells(is_there, dummies[:, common], answers)


def _dummies(codes: Codes) -> Array:
    """A column for each class there is, but the first."""
    there = np.unique(codes)
    return (codes[:, None] == there[None, 1:]).astype(float)


def _too_many_terms(rarer: int, terms: int) -> Refusal:
    least = EVENTS_PER_TERM * terms
    return Refusal(
        "events_per_parameter_lt_10",
        f"{counted(rarer, 'bad answer')} for {counted(terms, 'term')}; the adjusted figure needs "
        f"{least}.",
        f"needs {counted(least - rarer, 'more bad answer')}, or fewer things held equal",
    )


def _no_fit() -> Refusal:
    return Refusal(
        "separation",
        "Some class has no bad answers or nothing else, so the regression has no finite fit.",
        "needs both kinds of answers in every class",
    )


def _columns(cells: _Cells, is_exposed: float) -> Array:
    """Columns of the regression for every cell: one, cause, classes."""
    ones = np.ones((len(cells.dummies), 1))
    return np.column_stack([ones, is_exposed * ones, cells.dummies])


def _fit(cells: _Cells) -> Array | None:
    """Coefficients by Newton's method; None where they grow without end."""
    counts = np.vstack([cells.answers[:, 0], cells.answers[:, 1]])
    held = counts.any(axis=1)
    columns = np.vstack([_columns(cells, 0.0), _columns(cells, 1.0)])[held]
    answers, bad = counts[held].sum(axis=1), counts[held, 1]
    slopes = np.zeros(columns.shape[1])
    for _ in range(MOST_STEPS):
        chance = _chance(columns, slopes)
        hessian = _hessian(columns, answers * chance * (1 - chance))
        step = np.linalg.lstsq(hessian, columns.T @ (bad - answers * chance), rcond=None)[0]
        slopes = slopes + step
        if np.abs(slopes).max() > SEPARATED:
            return None
        if np.abs(step).max() < np.sqrt(SETTLED):
            return slopes
    return None


def _chance(columns: Array, slopes: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-(columns @ slopes))))


def _hessian(columns: Array, weight: Array) -> Array:
    return np.asarray((columns * weight[:, None]).T @ columns)


def _difference(
    cells: _Cells, slopes: Array, place: Codes, people: tuple[Codes, NDArray[np.bool_]]
) -> Estimate:
    columns = (_columns(cells, 0.0), _columns(cells, 1.0))
    risks = [_chance(each, slopes) for each in columns]
    size, answers = cells.answers.sum(axis=(1, 2)), cells.answers.sum(axis=2)
    whole = size.sum()
    spreads = [_spread(risk) for risk in risks]
    without, with_ = (each * spread[:, None] for each, spread in zip(columns, spreads, strict=True))
    gradient = size @ (with_ - without) / whole
    hessian = sum(
        _hessian(columns[arm], answers[:, arm] * spreads[arm]) for arm in range(len(columns))
    )
    each = risks[1] - risks[0]
    value = float(size @ each / whole)
    lever = np.linalg.pinv(hessian) @ gradient
    # What one answer pulls at the figure, by its cell, whether it has the cause, and is bad.
    pull = np.zeros((len(cells.is_there), 3, 2))
    for arm in range(len(columns)):
        reach = columns[arm] @ lever
        for bad in (0, 1):
            pull[cells.is_there, arm, bad] = (bad - risks[arm]) * reach + (each - value) / whole
    person, is_known = people
    sums = np.bincount(person, pull.ravel()[place])
    known = np.count_nonzero(np.bincount(person, is_known))
    error = float(np.sqrt((sums**2).sum() * known / max(known - 1, 1)))
    return Estimate(value, value - Z * error, value + Z * error)


def _spread(risk: Array) -> Array:
    return risk * (1 - risk)
