"""Scores the customers of each segment and mix by what they answered in the period."""

import numpy as np
import pandas as pd

from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.privacy import withhold
from cx.analysis.profit.customers import Customers, rows_of
from cx.analysis.score import Score, Tally, score

Place = tuple[str, str]
"""Segment and mix."""

_SUMS = ("answers", "points", "points_squared")


def score_mixes(
    customers: Customers,
    answers: pd.DataFrame,
    metric: str,
    mix: str | None = None,
    ladder: Ladder = LADDER,
) -> dict[Place, Score]:
    """Score each segment and mix; customers are the unit of doubt.

    Parameters
    ----------
    customers : Customers
    answers : DataFrame
        Rows of one kind of survey: ``person``, ``answers``, ``points``, ``points_squared``; those
        of other customers do not count.
    metric : str
    mix : str, optional
        Put all mixes together under this name.
    ladder : Ladder

    Returns
    -------
    dict of (segment, mix) to Score
        Of those that anybody answered in. None that is withheld can be had from its segment.

    Examples
    --------
    >>> from cx.analysis.profit.customers import gather
    >>> rows = pd.DataFrame({"person": range(80), "segment": "Home", "revenue": 0.0,
    ...     "cost_to_serve": 0.0, "margin": 0.0, "is_active": 1, "has_stayed": 1, "preferred": 1})
    >>> told = pd.DataFrame({"person": range(80), "answers": 1, "points": [100.0, 0.0] * 40,
    ...     "points_squared": [10_000.0, 0.0] * 40})
    >>> score_mixes(gather(rows, None, ["Web"], ["Web"]), told, "nps")["Home", "Web"].value
    50.0
    """
    at = rows_of(customers.person, answers["person"].to_numpy(np.int64))
    told, at = answers[at >= 0], at[at >= 0]
    if not len(told):
        return {}
    whose = pd.DataFrame(
        {
            "segment": customers.segment[at],
            "mix": customers.mix[at] if mix is None else mix,
            "person": at,
            **{name: told[name].to_numpy(float) for name in _SUMS},
        }
    )
    people = whose.groupby(["segment", "mix", "person"], as_index=False).sum()
    found: dict[Place, Score] = {}
    for segment, groups in people.groupby("segment"):
        tallies = {str(name): _tally(group) for name, group in groups.groupby("mix")}
        scores = {name: score(metric, tally, ladder) for name, tally in tallies.items()}
        held = {name: tally.customers for name, tally in tallies.items()}
        safe = withhold(scores, ladder, held)
        found |= {(str(segment), name): each for name, each in safe.items()}
    return found


def _tally(group: pd.DataFrame) -> Tally:
    n, s, q = (group[name].to_numpy(float) for name in _SUMS)
    clustered = (float(n @ n), float(n @ s), float(s @ s))
    return Tally(int(n.sum()), float(s.sum()), float(q.sum()), len(group), clustered)
