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


def as_classes(column: "pd.Series[str]") -> pd.Categorical:
    """Return a column as classes, the missing a class of their own.

    >>> list(as_classes(pd.Series(["a", None, "b"])).categories)
    ['(unknown)', 'a', 'b']
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.array
    codes, names = pd.factorize(column, use_na_sentinel=True)
    words = [UNKNOWN, *map(str, names)]
    order = sorted(set(words[1:]) | ({UNKNOWN} if (codes < 0).any() else set()))
    place = np.array([order.index(word) if word in order else -1 for word in words])
    return pd.Categorical.from_codes(place[codes + 1], order)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Answers alike in everything held equal, counted together.

    Attributes
    ----------
    of : array of int, shape (n,)
        The cell of each answer.
    dummies : array, shape (cells, k)
    answers : array, shape (cells, 2, 2)
        By cell, without and with the cause, good and bad.
    """

    of: Codes
    dummies: Array
    answers: Array


def standardise(
    known: pd.DataFrame, name: str, covariates: Sequence[str]
) -> tuple[Estimate | None, Refusal | None]:
    """Subtract the mean risk without a cause from that with it, everybody else as they are.

    Parameters
    ----------
    known : DataFrame
        One row per answer: ``is_bad``, ``person`` (a number), the cause (1 or 0) and the
        covariates, whose missing values are a class of their own.
    name : str
        The cause.

    Returns
    -------
    tuple of Estimate or None and Refusal or None
        One of the two.

    Notes
    -----
    Logistic regression on cause and classes (those with fewer than ten answers join the first);
    its interval is robust to repeated persons and allows for who the answers are of.
    """
    is_exposed = known[name].to_numpy(float) == 1
    bad = known["is_bad"].to_numpy(float) == 1
    cells = _count(known, covariates, is_exposed, bad)
    terms = 1 + cells.dummies.shape[1]
    rarer = int(min(bad.sum(), len(bad) - bad.sum()))
    if rarer < EVENTS_PER_TERM * terms:
        return None, _too_many_terms(rarer, terms)
    slopes = _fit(cells)
    if slopes is None:
        return None, _no_fit()
    person = pd.factorize(known["person"])[0].astype(np.int64)
    return _difference(cells, slopes, (is_exposed, bad, person)), None


def _count(
    known: pd.DataFrame,
    covariates: Sequence[str],
    is_exposed: NDArray[np.bool_],
    bad: NDArray[np.bool_],
) -> _Cells:
    classes = [as_classes(known[each]) for each in covariates]
    together = np.zeros(len(known), dtype=np.int64)
    for each in classes:
        together = together * len(each.categories) + each.codes
    _, first, cell = np.unique(together, return_index=True, return_inverse=True)
    counts = np.bincount(4 * cell + 2 * is_exposed + bad, minlength=4 * len(first))
    answers = counts.reshape(len(first), 2, 2).astype(float)
    dummies = np.column_stack([_dummies(each.codes[first]) for each in classes])
    common = answers.sum(axis=(1, 2)) @ dummies >= EVENTS_PER_TERM
    return _Cells(cell, dummies[:, common], answers)


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
    columns = np.vstack([_columns(cells, 0.0), _columns(cells, 1.0)])
    counts = np.vstack([cells.answers[:, 0], cells.answers[:, 1]])
    answers, bad = counts.sum(axis=1), counts[:, 1]
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
    cells: _Cells, slopes: Array, rows: tuple[NDArray[np.bool_], NDArray[np.bool_], Codes]
) -> Estimate:
    is_exposed, bad, person = rows
    with_, without = _columns(cells, 1.0), _columns(cells, 0.0)
    risk, risk_without = _chance(with_, slopes), _chance(without, slopes)
    size, answers = cells.answers.sum(axis=(1, 2)), cells.answers.sum(axis=2)
    gradient = (
        size @ (with_ * _spread(risk)[:, None] - without * _spread(risk_without)[:, None])
    ) / len(bad)
    hessian = _hessian(with_, answers[:, 1] * _spread(risk)) + _hessian(
        without, answers[:, 0] * _spread(risk_without)
    )
    each = risk - risk_without
    value = float(size @ each / len(bad))
    lever = np.linalg.pinv(hessian) @ gradient
    # What one answer pulls at the figure, by its cell and whether it has the cause.
    chance = np.where(is_exposed, risk[cells.of], risk_without[cells.of])
    reach = np.where(is_exposed, (with_ @ lever)[cells.of], (without @ lever)[cells.of])
    sums = np.bincount(person, (bad - chance) * reach + (each[cells.of] - value) / len(bad))
    error = float(np.sqrt((sums**2).sum() * len(sums) / max(len(sums) - 1, 1)))
    return Estimate(value, value - Z * error, value + Z * error)


def _spread(risk: Array) -> Array:
    return risk * (1 - risk)
