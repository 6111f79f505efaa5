"""The paths that most journeys take."""

from dataclasses import dataclass

import numpy as np

from cx.analysis.estimate import Estimate
from cx.analysis.journeys.paths import Path, Paths, share_of
from cx.analysis.ladder import LADDER, Ladder, Refusal


@dataclass(frozen=True, slots=True)
class Variant:
    """One path and how often it was gone.

    Attributes
    ----------
    journeys : int
    coverage : float
        Share of all journeys, 0 to 1.
    converted : Estimate or None
        Share of its journeys with the outcome; None when refused.
    """

    path: Path
    journeys: int
    coverage: float
    converted: Estimate | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Variants:
    """The commonest paths.

    Attributes
    ----------
    lines : tuple of Variant
        Commonest first; only paths of customers enough that none is exposed.
    covered : float
        Share of all journeys that `lines` cover.
    distinct : int
        Paths there are in all.
    """

    lines: tuple[Variant, ...]
    covered: float
    distinct: int
    journeys: int


def commonest(paths: Paths, top: int = 10, ladder: Ladder = LADDER) -> Variants:
    """Count the commonest paths.

    Parameters
    ----------
    paths : Paths
    top : int
        Lines at most.
    ladder : Ladder
        A path is listed from so many journeys and customers on; its share with the outcome is
        told from 30 journeys on.

    Notes
    -----
    Wilson intervals, on as many journeys as they are worth with customers who come again.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame(
    ...     {"path": ["ab"] * 40 + ["a"] * 40, "bucket": range(80), "conversions": [1] * 80,
    ...      "nulls": [1] * 40 + [0] * 40}
    ... )
    >>> first = commonest(Paths.of_rows(rows)).lines[0]
    >>> first.path, first.journeys, round(first.coverage, 3), first.converted.value
    (('a', 'b'), 80, 0.667, 0.5)
    """
    size = len(paths.distinct)
    journeys = np.bincount(paths.of, paths.total, minlength=size)
    there = paths.total > 0
    pairs = np.unique(paths.of[there] * np.int64(paths.buckets) + paths.bucket[there])
    people = np.bincount(pairs // max(paths.buckets, 1), minlength=size)
    is_shown = (journeys >= ladder.answers_to_show) & (people >= ladder.customers_to_show)
    order = sorted(np.flatnonzero(is_shown), key=lambda at: (-journeys[at], paths.distinct[at]))
    lines = tuple(_variant(paths, int(at), ladder) for at in order[:top])
    covered = sum(line.coverage for line in lines)
    return Variants(lines, covered, int((journeys > 0).sum()), paths.journeys)


def _variant(paths: Paths, at: int, ladder: Ladder) -> Variant:
    held = paths.of == at
    journeys = int(paths.total[held].sum())
    bucket, total = paths.bucket[held], paths.total[held]
    with_it = np.bincount(bucket, paths.conversions[held])
    found, refusal = share_of(with_it, np.bincount(bucket, total), "journey", ladder)
    coverage = journeys / paths.journeys
    return Variant(paths.distinct[at], journeys, coverage, found, refusal)
