"""What comes next: from each touchpoint to the next ones, with intervals, rare ones hidden."""

from dataclasses import dataclass

import numpy as np

from cx.analysis.estimate import Estimate
from cx.analysis.journeys.chain import count_moves
from cx.analysis.journeys.paths import CONVERSION, NULL, START, Paths, share_of
from cx.analysis.ladder import LADDER, Ladder, Refusal


@dataclass(frozen=True, slots=True)
class Transition:
    """How often one touchpoint follows another.

    Attributes
    ----------
    source, target : str
        Touchpoints; ``"(start)"``, ``"(conversion)"`` and ``"(null)"`` are the ends.
    moves : int or None
        From source to target; None when refused, so that nobody is exposed.
    departures : int
        From the source to anywhere, n_a.
    share : Estimate or None
        moves / departures, 0 to 1.
    """

    source: str
    target: str
    moves: int | None
    departures: int
    share: Estimate | None
    refusal: Refusal | None = None


def transitions(paths: Paths, ladder: Ladder = LADDER) -> tuple[Transition, ...]:
    """Share of each next step among the departures from a touchpoint.

    Parameters
    ----------
    paths : Paths
    ladder : Ladder
        Below 30 departures, or those of too few customers, shares are hidden.

    Returns
    -------
    tuple of Transition
        The busiest source first, its most frequent target first; only moves there are.

    Notes
    -----
    Wilson intervals on as many departures as they are worth, customers being the unit.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"path": ["a"] * 40, "bucket": range(40), "conversions": 1, "nulls": 1})
    >>> for each in transitions(Paths.of_rows(rows)):
    ...     each.source, each.target, each.moves, each.departures, each.share.value
    ('(start)', 'a', 80, 80, 1.0)
    ('a', '(conversion)', 40, 80, 0.5)
    ('a', '(null)', 40, 80, 0.5)
    """
    moves = count_moves(paths)
    departures = moves.sum(axis=2)
    left, total = departures.sum(axis=0), moves.sum(axis=0)
    sources, targets = (START, *paths.names), (*paths.names, CONVERSION, NULL)
    busiest = sorted(range(len(sources)), key=lambda a: (-left[a], a))
    return tuple(
        _transition((sources[a], targets[b]), moves[:, a, b], departures[:, a], ladder)
        for a in busiest
        for b in sorted(np.flatnonzero(total[a]), key=lambda b: (-total[a, b], b))
    )


def _transition(
    ends: tuple[str, str], moves: np.ndarray, departures: np.ndarray, ladder: Ladder
) -> Transition:
    share, refusal = share_of(moves, departures, "departure", ladder)
    shown = None if refusal else int(moves.sum())
    return Transition(*ends, shown, int(departures.sum()), share, refusal)
