"""A funnel in order of time: how many come from step to step, and what others did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cx.analysis.estimate import Array, Estimate
from cx.analysis.journeys.paths import CONVERSION, NULL, Path, Paths, share_of
from cx.analysis.ladder import LADDER, Ladder, Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a funnel.

    Attributes
    ----------
    reached : int
        Journeys that came to it, the steps before in order.
    rate : Estimate or None
        Share of those at the step before; for the first step, of all journeys.
    instead : tuple of (str, int)
        What came next for those who got to this step and no further, commonest first.
    """

    name: str
    reached: int
    rate: Estimate | None
    instead: tuple[tuple[str, int], ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """All steps.

    Attributes
    ----------
    total : Estimate or None
        Share of all journeys that came to the last step: the product of the rates.
    """

    steps: tuple[Step, ...]
    total: Estimate | None
    journeys: int
    refusal: Refusal | None = None


def reached(path: Path, steps: Sequence[str]) -> tuple[int, int]:
    """Count the steps a journey came to in order, each at its first touch after the one before.

    Returns
    -------
    tuple of int
        Steps reached, and touches of the path used up by them.

    Examples
    --------
    >>> reached(("visit", "quote", "visit", "order"), ("visit", "quote", "order"))
    (3, 4)
    >>> reached(("order", "visit", "call"), ("visit", "quote", "order"))
    (1, 2)
    """
    used = 0
    for count, step in enumerate(steps):
        if step not in path[used:]:
            return count, used
        used = path.index(step, used) + 1
    return len(steps), used


def funnel(paths: Paths, steps: Sequence[str], ladder: Ladder = LADDER) -> Funnel:
    """Count a funnel of touchpoints.

    Parameters
    ----------
    paths : Paths
        Finished journeys only: those still under way may yet go on.
    steps : sequence of str
        Touchpoints in order; ``"(conversion)"`` may be the last.
    ladder : Ladder
        Rates take 30 journeys at the step before.

    Notes
    -----
    Wilson intervals, customers being the unit. The total is the product of the rates, and its
    interval is its own.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame(
    ...     {"path": [("visit", "quote")] * 50 + [("visit", "call")] * 50, "bucket": range(100),
    ...      "conversions": 0, "nulls": 1}
    ... )
    >>> found = funnel(Paths.of_rows(rows), ["visit", "quote"])
    >>> [(step.name, step.reached, step.rate.value, step.instead) for step in found.steps]
    [('visit', 100, 1.0, (('call', 50),)), ('quote', 50, 0.5, ())]
    >>> found.total.value
    0.5
    """
    is_last = bool(steps) and steps[-1] == CONVERSION
    touchpoints = list(steps[: len(steps) - is_last])
    ends = [reached(path, touchpoints) for path in paths.distinct]
    depth = np.array([count for count, _ in ends], dtype=np.int64)[paths.of]
    is_through = depth == len(touchpoints)
    counts = [_by_bucket(paths, paths.total)]
    counts += [_by_bucket(paths, paths.total * (depth > at)) for at in range(len(touchpoints))]
    counts += [_by_bucket(paths, paths.conversions * is_through)] if is_last else []
    instead = [
        _instead(paths, ends, at + 1, ladder) for at in range(len(touchpoints) - 1 + is_last)
    ]
    return funnel_of_counts(steps, counts, ladder, instead)


def funnel_of_counts(
    steps: Sequence[str],
    counts: Sequence[Array],
    ladder: Ladder = LADDER,
    instead: Sequence[tuple[tuple[str, int], ...]] = (),
) -> Funnel:
    """Turn counts into rates.

    Parameters
    ----------
    steps : sequence of str, shape (k,)
    counts : sequence of array, shape (1 + k, buckets)
        By bucket of customers: everything that could enter, then what came to each step; ones
        and zeros where every row is a customer.
    instead : sequence, shape (at most k)
        What became of those who stopped at each step.

    Raises
    ------
    ValueError
        More came to a step than to the one before.

    Examples
    --------
    >>> leads, deals = np.ones(8000), (np.arange(8000) < 842).astype(float)
    >>> total = funnel_of_counts(["lead", "deal"], [leads, leads, deals]).total
    >>> [round(100 * each, 2) for each in (total.value, total.low, total.high)]
    [10.53, 9.87, 11.22]
    """
    if any((later > earlier).any() for earlier, later in pairwise(counts)):
        raise ValueError(
            "More came to a step than to the one before: count first touches in order."
        )
    stopped = [*instead, *[()] * (len(steps) - len(instead))]
    found = [
        _step(name, earlier, later, stopped[at], ladder)
        for at, (name, earlier, later) in enumerate(
            zip(steps, counts[:-1], counts[1:], strict=True)
        )
    ]
    total, refusal = share_of(counts[-1], counts[0], "journey", ladder)
    return Funnel(tuple(found), total, int(counts[0].sum()), refusal)


def _step(
    name: str,
    earlier: Array,
    later: Array,
    instead: tuple[tuple[str, int], ...],
    ladder: Ladder,
) -> Step:
    rate, refusal = share_of(later, earlier, "journey", ladder)
    return Step(name, int(later.sum()), rate, instead, refusal)


def _by_bucket(paths: Paths, journeys: Array) -> Array:
    return np.asarray(np.bincount(paths.bucket, journeys, minlength=paths.buckets), dtype=float)


def _instead(
    paths: Paths, ends: Sequence[tuple[int, int]], step: int, ladder: Ladder
) -> tuple[tuple[str, int], ...]:
    """What came after a step for journeys that got no further; rare answers are left out."""
    journeys = np.bincount(paths.of, paths.total, minlength=len(ends))
    nulls = np.bincount(paths.of, paths.nulls, minlength=len(ends))
    after: Counter[str] = Counter()
    for path, (count, used), whole, null in zip(paths.distinct, ends, journeys, nulls, strict=True):
        if count == step and used < len(path):
            after[path[used]] += int(whole)
        elif count == step:
            after[NULL] += int(null)
    return tuple(
        (name, size) for name, size in after.most_common() if size >= ladder.answers_to_show
    )
