"""Rows that are alike, counted together: a fit costs as much as there are kinds of rows."""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]


def kinds_of(rows: NDArray[np.float64]) -> tuple[Codes, Codes]:
    """Find the kinds of rows there are.

    Parameters
    ----------
    rows : array, shape (n, p)

    Returns
    -------
    tuple of array of int, shape (k,), and array of int, shape (n,)
        The first row of each kind, and the kind of each row; in the order of their columns.

    Examples
    --------
    >>> first, kind = kinds_of(np.array([[2.0, 1.0], [1.0, 1.0], [2.0, 1.0]]))
    >>> first.tolist(), kind.tolist()
    ([1, 0], [1, 0, 1])
    """
    kind = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        levels, code = np.unique(column, return_inverse=True)
        if len(levels) > 1:
            # Numbered anew after each column, so that the numbers stay small.
            kind = np.unique(kind * len(levels) + code, return_inverse=True)[1]
    return np.unique(kind, return_index=True)[1], kind
