"""Whether two groups are alike in what was known before: standardised differences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.estimate import Array

ALIKE = 0.1
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Balance:
    """One thing that was known before, in both groups.

    Attributes
    ----------
    covariate, level : str
        A class for what comes in words; ``""`` for a number.
    first, second, matched : float
        Mean, or share of the class, in the first group, in the second, and in the second as
        weighted.
    before, after : float
        Difference of the means in standard deviations, plain and weighted.
    """

    covariate: str
    level: str
    first: float
    second: float
    matched: float
    before: float
    after: float

    @property
    def is_alike(self) -> bool:
        """Whether less than a tenth of a standard deviation apart after weighting."""
        return abs(self.after) < ALIKE


def covariate_columns(
    rows: pd.DataFrame, words: Sequence[str], numbers: Sequence[str]
) -> list[tuple[str, str, Array]]:
    """Write covariates as numbers: a column of 0 and 1 per class, numbers as they are.

    Missing words are a class of their own. A missing number is the mean of the known ones, and a
    class of its own besides.

    Examples
    --------
    >>> rows = pd.DataFrame({"region": ["n", None], "value": [3.0, np.nan]})
    >>> for each in covariate_columns(rows, ["region"], ["value"]):
    ...     each
    ('region', '(unknown)', array([0., 1.]))
    ('region', 'n', array([1., 0.]))
    ('value', '', array([3., 3.]))
    ('value', '(unknown)', array([0., 1.]))
    """
    found = []
    for name in words:
        known = rows[name].astype(object).where(rows[name].notna(), UNKNOWN).astype(str)
        found += [
            (name, level, (known == level).to_numpy(float)) for level in sorted(known.unique())
        ]
    for name in numbers:
        values = rows[name].to_numpy(float)
        is_known = np.isfinite(values)
        middle = float(values[is_known].mean()) if is_known.any() else 0.0
        found.append((name, "", np.where(is_known, values, middle)))
        if not is_known.all():
            found.append((name, UNKNOWN, (~is_known).astype(float)))
    return found


def weigh_balance(
    columns: Sequence[tuple[str, str, Array]],
    is_first: NDArray[np.bool_],
    weights: tuple[Array, Array],
) -> tuple[Balance, ...]:
    """Compare two groups in everything that was known before.

    Parameters
    ----------
    columns : sequence of (str, str, array of shape (n,))
        As `covariate_columns` gives them.
    is_first : array of bool, shape (n,)
    weights : tuple of array, shape (n,)
        Of everybody, plain and as matched; 0 for those left out.

    Notes
    -----
    Both differences are divided by the same plain standard deviation, the root of the mean of the
    two variances (Austin 2009, Statistics in Medicine 28:3083).

    Examples
    --------
    >>> value = ("value", "", np.array([1.0, 3.0, 1.0, 3.0, 9.0]))
    >>> held = np.array([1.0, 1.0, 1.0, 1.0, 0.0])
    >>> (found,) = weigh_balance([value], np.array([1, 1, 0, 0, 0], bool), (np.ones(5), held))
    >>> round(found.before, 2), found.after
    (-0.93, 0.0)
    """
    return tuple(_balance(name, level, x, is_first, weights) for name, level, x in columns)


def _balance(
    name: str,
    level: str,
    x: Array,
    is_first: NDArray[np.bool_],
    weights: tuple[Array, Array],
) -> Balance:
    spread = float(np.sqrt((x[is_first].var() + x[~is_first].var()) / 2))
    means = [_mean(x, held, each) for each in weights for held in (is_first, ~is_first)]
    first, second, first_matched, second_matched = means
    before, after = first - second, first_matched - second_matched
    if spread > 0:
        before, after = before / spread, after / spread
    return Balance(name, level, first, second, second_matched, before, after)


def _mean(x: Array, held: NDArray[np.bool_], weights: Array) -> float:
    total = float(weights[held].sum())
    return float(weights[held] @ x[held]) / total if total > 0 else float("nan")
