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
    given, codes = points[held], pd.factorize(person[held])[0]
    counts = np.bincount(codes).astype(float)
    sums = np.bincount(codes, given)
    return Tally(
        answers=len(given),
        points=float(given.sum()),
        points_squared=float((given**2).sum()),
        customers=len(counts),
        clustered=(float(counts @ counts), float(counts @ sums), float(sums @ sums)),
    )
