"""Credit by position: the first touch, the last one, or all alike; counted, not modelled."""

from dataclasses import dataclass

import numpy as np

from cx.analysis.estimate import Array
from cx.analysis.journeys.paths import Paths, expanded, flattened


@dataclass(frozen=True, slots=True)
class Credit:
    """What one touchpoint is credited with, in outcomes or in the amounts given."""

    touchpoint: str
    first: float
    last: float
    linear: float


def credit_touches(paths: Paths, amounts: Array | None = None) -> tuple[Credit, ...]:
    """Credit outcomes to the first, the last, and to all touches of a journey alike.

    Parameters
    ----------
    paths : Paths
    amounts : array, shape (rows,), optional
        Value of the outcomes of each row; without it every outcome counts one.

    Returns
    -------
    tuple of Credit
        Most linear credit first. Each kind adds up to the outcomes of the journeys that have a
        touch at all.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"path": ["aab"], "bucket": [0], "conversions": [3], "nulls": [1]})
    >>> for each in credit_touches(Paths.of_rows(rows)):
    ...     each
    Credit(touchpoint='a', first=3.0, last=0.0, linear=2.0)
    Credit(touchpoint='b', first=0.0, last=3.0, linear=1.0)
    """
    size = len(paths.names)
    worth = paths.conversions if amounts is None else amounts
    flat, lengths = flattened(paths.distinct, paths.names)
    row, at = expanded(paths.of, lengths)
    linear = np.bincount(flat[at], worth[row] / lengths[paths.of][row], minlength=size)
    ends, held = np.cumsum(lengths), lengths[paths.of] > 0
    touched = paths.of[held]
    first = np.bincount(flat[(ends - lengths)[touched]], worth[held], minlength=size)
    last = np.bincount(flat[ends[touched] - 1], worth[held], minlength=size)
    credits = [
        Credit(name, float(first[k]), float(last[k]), float(linear[k]))
        for k, name in enumerate(paths.names)
    ]
    return tuple(sorted(credits, key=lambda each: (-each.linear, each.touchpoint)))
