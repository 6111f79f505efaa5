"""Cuts the time of each customer where an experience begins or ends to count."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cx.analysis.defection.cox import DAYS, LEFT, PERSON, START, STOP

NAME, DAY = "name", "day"


def cut_spells(
    people: pd.DataFrame, events: pd.DataFrame, names: Sequence[str], lasts: float
) -> pd.DataFrame:
    """Return stretches of days in which the same experiences count.

    Parameters
    ----------
    people : DataFrame
        One row per person: ``person``, ``days`` and ``left`` (0 or 1 at the end of the days).
    events : DataFrame
        One row per experience: ``person``, ``name`` and ``day``, counted from day zero; those
        before day zero may still count then.
    names : sequence of str
        Experiences that become columns of 0 and 1; others do not count.
    lasts : float
        Days for which an experience counts, from the day after it.

    Returns
    -------
    DataFrame
        ``person``, ``start``, ``stop`` (start, stop], ``left``, and a column per name.

    Examples
    --------
    >>> people = pd.DataFrame({"person": [1], "days": [30.0], "left": [1]})
    >>> late = pd.DataFrame({"person": [1], "name": ["late"], "day": [10.0]})
    >>> cut_spells(people, late, ["late"], 15).to_numpy().tolist()
    [[1.0, 0.0, 10.0, 0.0, 0.0], [1.0, 10.0, 25.0, 0.0, 1.0], [1.0, 25.0, 30.0, 1.0, 0.0]]
    """
    known = events[events[NAME].isin(names)].merge(people[[PERSON, DAYS]], on=PERSON)
    spells = _cut(people, known, lasts)
    counts = _counting(spells, known, names, lasts)
    return pd.concat([spells, pd.DataFrame(counts, columns=list(names))], axis=1)


def _cut(people: pd.DataFrame, known: pd.DataFrame, lasts: float) -> pd.DataFrame:
    begins, ends = known.assign(start=known[DAY]), known.assign(start=known[DAY] + lasts)
    inner = pd.concat([begins, ends])
    inner = inner[(inner[START] > 0) & (inner[START] < inner[DAYS])]
    starts = pd.concat([people[[PERSON]].assign(start=0.0), inner[[PERSON, START]]])
    starts = starts.drop_duplicates().sort_values([PERSON, START], ignore_index=True)
    whole = starts.merge(people, on=PERSON, how="left")
    following = whole.groupby(PERSON)[START].shift(-1)
    is_last = following.isna()
    return pd.DataFrame(
        {
            PERSON: whole[PERSON],
            START: whole[START],
            STOP: following.where(~is_last, whole[DAYS]),
            LEFT: whole[LEFT].where(is_last, 0).astype(np.int64),
        }
    )


def _counting(
    spells: pd.DataFrame, known: pd.DataFrame, names: Sequence[str], lasts: float
) -> np.ndarray:
    """Whether each experience counts in each stretch."""
    both = spells[[PERSON, START]].reset_index(names="row").merge(known, on=PERSON)
    is_on = (both[DAY] <= both[START]) & (both[START] < both[DAY] + lasts)
    counts = np.zeros((len(spells), len(names)), dtype=np.int64)
    place = pd.Index(names).get_indexer(both.loc[is_on, NAME])
    counts[both.loc[is_on, "row"].to_numpy(), place] = 1
    return counts
