"""Which failings set the dissatisfied apart: reach less noise, shared out exactly (Shapley)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.compare import false_discovery
from cx.analysis.drivers.ratings import Array, draws
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.words import counted

LEAST_PER_SIDE, LEAST_FAILED = 30, 5
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Dissatisfier:
    """One failing.

    Attributes
    ----------
    reach, noise : float
        Share of the dissatisfied, and of the others, whom it failed.
    value, low, high : float
        Its part of what sets the two apart (exact Shapley value) with a 95 % interval. Below 0
        when it is commoner among the others; shown, never cut off.
    is_clear : bool
        Whether it differs from 0 after the allowance for the number of attributes (q = .05).
    """

    name: str
    reach: float
    noise: float
    value: float
    low: float
    high: float
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The failings up to this one, taken together: whom at least one of them failed."""

    name: str
    reach: float
    noise: float

    @property
    def difference(self) -> float:
        """Reach less noise of all failings so far."""
        return self.reach - self.noise


@dataclass(frozen=True, slots=True)
class ReachNoise:
    """All failings, most telling first, and how far they reach together.

    Attributes
    ----------
    curve : tuple of Step
        Greedily: at each step the failing that adds most to reach less noise.
    key : tuple of str
        Clear failings up to the peak of the curve.
    """

    dissatisfiers: tuple[Dissatisfier, ...]
    curve: tuple[Step, ...]
    key: tuple[str, ...]
    dissatisfied: int
    others: int
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Failings:
    """Whom what failed.

    Parameters
    ----------
    names : sequence of str
        The p attributes.
    failed : array of bool, shape (n, p)
        An attribute that was not rated has not failed, as far as is known.
    is_dissatisfied : array of bool, shape (n,)
    bucket : array of int, shape (n,)
        Bucket of the person, as `Ratings.buckets` deals them.
    """

    names: tuple[str, ...]
    failed: NDArray[np.bool_]
    is_dissatisfied: NDArray[np.bool_]
    bucket: NDArray[np.int64]


def dissatisfiers(
    failings: Failings, seed: int = 0, samples: int = 500, ladder: Ladder = LADDER
) -> ReachNoise:
    """Tell which failings set the dissatisfied apart, and how surely.

    Parameters
    ----------
    failings : Failings
    seed, samples : int
        Of the bootstrap of people.
    ladder : Ladder
        How many answers each side takes, at least 30.

    Notes
    -----
    The worth of a set is the share of the dissatisfied whom at least one of it failed, less that
    of the others. This is a coverage game, so the Shapley value needs no enumeration: with k the
    number of attributes that failed somebody, each of them gets 1/k of that person, and the value
    is the mean among the dissatisfied less the mean among the others. Source of the measure:
    Conklin, Powaga and Lipovetsky 2004, European Journal of Operational Research 154:819.

    Examples
    --------
    >>> failed = np.array([[1, 0], [1, 1], [0, 1], [0, 0]] * 30, dtype=bool)
    >>> found = dissatisfiers(Failings(("late", "rude"), failed, failed[:, 0], np.arange(120)))
    >>> [(each.name, each.value) for each in found.dissatisfiers]
    [('late', 0.75), ('rude', -0.25)]
    """
    unhappy = failings.is_dissatisfied
    counts = (int(unhappy.sum()), int((~unhappy).sum()))
    least = ladder.at_least(LEAST_PER_SIDE)
    if min(counts) < least:
        return ReachNoise((), (), (), *counts, _too_few(*counts, least))
    parts = failings.failed / np.maximum(failings.failed.sum(axis=1, keepdims=True), 1)
    values = _values(failings, parts, seed, samples)
    errors = _errors(failings, parts)
    p_values = [
        float(2 * stats.norm.sf(abs(v[0]) / error)) if error > 0 else None
        for v, error in zip(values, errors, strict=True)
    ]
    is_clear = false_discovery(p_values, LEVEL).is_clear
    found = [_one(failings, at, values[at], is_clear[at]) for at in range(len(failings.names))]
    curve = _curve(failings)
    return ReachNoise(
        tuple(sorted(found, key=lambda each: -each.value)), curve, _key(curve, found), *counts
    )


def _too_few(unhappy: int, others: int, least: int) -> Refusal:
    rarer = "dissatisfied" if unhappy < others else "satisfied"
    fewer = min(unhappy, others)
    return Refusal(
        "fewer_than_30_per_side",
        f"Only {counted(fewer, f'{rarer} answer')}; {least} of each kind are needed.",
        f"needs {counted(least - fewer, f'more {rarer} answer')}",
    )


def _values(failings: Failings, parts: Array, seed: int, samples: int) -> Array:
    """Shapley value of each attribute over all answers and, after it, in each sample."""
    buckets = int(failings.bucket.max()) + 1
    times = np.vstack([np.ones(buckets), draws(buckets, samples, seed)])
    means = []
    for side in (failings.is_dissatisfied, ~failings.is_dissatisfied):
        bucket = failings.bucket[side]
        each = [np.bincount(bucket, part, minlength=buckets) for part in parts[side].T]
        drawn = times @ np.column_stack([*each, np.bincount(bucket, minlength=buckets)])
        means.append(drawn[:, :-1] / np.maximum(drawn[:, -1:], 1))
    return np.asarray((means[0] - means[1]).T)


def _errors(failings: Failings, parts: Array) -> Array:
    """Standard error of each value if nothing set the two sides apart, shape (p,).

    It is taken from both sides together: samples of a side that hardly anything failed vary too
    little, and would make clear what is rare. 0 where fewer than five of a side would be expected
    to be failed: that is too few to tell. Wider where people repeat themselves.
    """
    unhappy = failings.is_dissatisfied
    sizes = np.array([(~unhappy).sum(), unhappy.sum()], dtype=float)
    is_enough = failings.failed.mean(axis=0) * sizes.min() >= LEAST_FAILED
    pull = np.where(unhappy, 1 / sizes[1], -1 / sizes[0])[:, None] * (parts - parts.mean(axis=0))
    sums = [np.bincount(failings.bucket, each) for each in pull.T]
    alone = np.maximum((pull**2).sum(axis=0), 1e-300)
    effect = np.maximum(1.0, (np.column_stack(sums) ** 2).sum(axis=0) / alone)
    pooled = parts.var(axis=0, ddof=1) * (1 / sizes).sum()
    return np.where(is_enough, np.sqrt(pooled * effect), 0.0)


def _one(failings: Failings, at: int, values: Array, is_clear: bool) -> Dissatisfier:
    failed, unhappy = failings.failed[:, at], failings.is_dissatisfied
    low, high = np.quantile(values[1:], (0.025, 0.975))
    return Dissatisfier(
        failings.names[at],
        float(failed[unhappy].mean()),
        float(failed[~unhappy].mean()),
        float(values[0]),
        float(low),
        float(high),
        is_clear,
    )


def _curve(failings: Failings) -> tuple[Step, ...]:
    """Add failings greedily; the same pattern of failings is counted once."""
    patterns, where = _patterns(failings.failed)
    counts = [
        np.bincount(where[side], minlength=len(patterns)) / side.sum()
        for side in (failings.is_dissatisfied, ~failings.is_dissatisfied)
    ]
    reached = np.zeros(len(patterns), dtype=bool)
    left, steps = list(range(len(failings.names))), []
    while left:
        gain = {at: (counts[0] - counts[1])[reached | patterns[:, at]].sum() for at in left}
        best = max(left, key=lambda at: gain[at])
        reached = reached | patterns[:, best]
        left.remove(best)
        shares = [float(each[reached].sum()) for each in counts]
        steps.append(Step(failings.names[best], *shares))
    return tuple(steps)


def _patterns(failed: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which patterns of failings there are, and which one each answer has."""
    packed = np.ascontiguousarray(np.packbits(failed, axis=1))
    whole = packed.view(f"V{packed.shape[1]}")[:, 0]
    _, first, where = np.unique(whole, return_index=True, return_inverse=True)
    return failed[first], where


def _key(curve: tuple[Step, ...], found: list[Dissatisfier]) -> tuple[str, ...]:
    peak = max(range(len(curve)), key=lambda at: curve[at].difference)
    clear = {each.name for each in found if each.is_clear and each.value > 0}
    return tuple(step.name for step in curve[: peak + 1] if step.name in clear)
