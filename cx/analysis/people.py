"""Sums of answers over the people who gave them, from the answers one by one."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.score import Tally


def tally_people(points: NDArray[np.float64], person: NDArray[np.int64]) -> Tally:
    """Add up answers by person; those that are not a number do not count.

    Parameters
    ----------
    points : array, shape (n,)
    person : array of int, shape (n,)
        Who answered.

    Examples
    --------
    >>> tally_people(np.array([100.0, 0.0, np.nan]), np.array([7, 7, 8]))
    Tally(answers=2, points=100.0, points_squared=10000.0, customers=1, clustered=(4.0, 200.0,
    10000.0))
    """
    held = np.isfinite(points)
    given, codes = points[held], _numbered(person[held])
    counts = np.bincount(codes).astype(float)
    sums = np.bincount(codes, given)
    return Tally(
        answers=len(given),
        points=float(given.sum()),
        points_squared=float((given**2).sum()),
        customers=int(np.count_nonzero(counts)),
        clustered=(float(counts @ counts), float(counts @ sums), float(sums @ sums)),
    )


def _numbered(person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number people from 0; those who are numbered so that few numbers are left out stay."""
    is_numbered = len(person) > 0 and person.min() >= 0 and person.max() < 4 * len(person)
    return person if is_numbered else pd.factorize(person)[0]
