"""A fair start of the clock for those who were contacted and those who were not."""

import numpy as np
import pandas as pd

HORIZONS = {"stayed_6_months": 182.0, "stayed_12_months": 365.0}


def at_landmark(rows: pd.DataFrame, days: float = 30) -> pd.DataFrame:
    """Start the clock some days after the bad answer, for those who are customers then.

    Somebody who left at once cannot be contacted; to count such customers as not contacted would
    make contact look good (immortal time).

    Parameters
    ----------
    rows : DataFrame
        One row per person: ``contacted_after_days`` (missing: never), ``left_after_days``
        (missing: not left) and ``followed_days`` (from the answer to the extract, also for those
        who left), all counted from the bad answer.
    days : float
        Who is contacted later counts as not contacted.

    Returns
    -------
    DataFrame
        Those still there at the landmark, with ``is_contacted``, ``stayed_6_months`` and
        ``stayed_12_months`` (0, 1, or missing where not followed so long).

    Examples
    --------
    >>> found = at_landmark(
    ...     pd.DataFrame(
    ...         {"contacted_after_days": [2.0, None, 40.0], "left_after_days": [None, 5.0, 200.0],
    ...          "followed_days": [400.0, 400.0, 300.0]}
    ...     )
    ... )
    >>> found[["is_contacted", "stayed_6_months", "stayed_12_months"]].to_numpy().tolist()
    [[1.0, 1.0, 1.0], [0.0, 1.0, nan]]
    """
    left = rows["left_after_days"].to_numpy(float)
    followed = rows["followed_days"].to_numpy(float)
    is_there = (np.isnan(left) | (left > days)) & (followed >= days)
    stayed = {
        name: np.where(followed >= end, np.isnan(left) | (left > end), np.nan)
        for name, end in HORIZONS.items()
    }
    is_contacted = (rows["contacted_after_days"].to_numpy(float) <= days).astype(int)
    return rows.assign(is_contacted=is_contacted, **stayed)[is_there]
