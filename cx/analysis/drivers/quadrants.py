"""Where an attribute stands: importance against performance, and what people say matters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.compare import false_discovery
from cx.analysis.drivers.checks import Checked, check
from cx.analysis.drivers.measure import importance_of
from cx.analysis.drivers.ratings import Array, Ratings, draws
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.words import counted

FIX_FIRST, KEEP_UP, POSSIBLE_OVERKILL, LOW_PRIORITY = (
    "fix first",
    "keep up",
    "possible overkill",
    "low priority",
)
QUADRANTS = (FIX_FIRST, KEEP_UP, POSSIBLE_OVERKILL, LOW_PRIORITY)
HIDDEN, AGREED, ONLY_SAID, NEITHER = (
    "more than they say",
    "as they say",
    "less than they say",
    "neither",
)
SAID = (HIDDEN, AGREED, ONLY_SAID, NEITHER)
BETWEEN = "between"
SURE = 0.80
"""A quadrant is named when so large a share of the samples lies in it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One attribute in the grid of importance and performance (or stated importance).

    Attributes
    ----------
    importance, performance : float
        Share of R², and mean rating; or mean importance stated.
    low, high : float
        95 % interval of the performance.
    quadrant : str
        ``fix first`` (important, rated low), ``keep up``, ``possible overkill``,
        ``low priority``; or ``between`` when fewer than 80 in 100 samples agree.
    certainty : float
        Share of the samples in the quadrant that most of them lie in.
    """

    name: str
    importance: float
    performance: float
    low: float
    high: float
    quadrant: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Grid:
    """All attributes, and the crosshair at their means."""

    placed: tuple[Placed, ...]
    middle_importance: float
    middle_performance: float


@dataclass(frozen=True, slots=True)
class Gap:
    """What people say matters against how they rate it: rating less importance, per person.

    Attributes
    ----------
    stated : float or None
        Mean importance that people gave; None where it is refused.
    value, low, high : float or None
        Mean gap with its 95 % interval.
    is_clear : bool
        Whether it stays clear after the allowance for the number of attributes (q = .10).
    """

    name: str
    stated: float | None
    value: float | None
    low: float | None
    high: float | None
    is_clear: bool
    people: int
    refusal: Refusal | None = None


def place(
    ratings: Ratings, seed: int = 0, samples: int = 500, checked: Checked | None = None
) -> Grid | None:
    """Place each attribute by importance and performance, as surely as the data allow.

    Parameters
    ----------
    ratings : Ratings
        Groups of attributes that cannot be told apart are placed as one.
    checked : Checked, optional
        What `check` says of these ratings, where it is known already.

    Returns
    -------
    Grid or None
        None where a ranking is refused.

    Notes
    -----
    Source: Martilla and James 1977, J. Marketing 41:77. The crosshair is at the means, drawn anew
    in each sample.
    """
    return _grid(checked or check(ratings), ratings, ratings.values, QUADRANTS, seed, samples)


def place_stated(
    ratings: Ratings,
    stated: Array,
    seed: int = 0,
    samples: int = 500,
    checked: Checked | None = None,
) -> Grid | None:
    """Place each attribute by derived importance and by how important people say it is.

    Parameters
    ----------
    stated : array, shape (n, p)
        Stated importance, not a number where missing; it takes the place of the performance.
    checked : Checked, optional
        As for `place`.

    Returns
    -------
    Grid or None
        Quadrants are ``more than they say``, ``as they say``, ``less than they say`` (stated high,
        derived low: perhaps a basic) and ``neither``. None where a ranking is refused, or nobody
        said what is important.
    """
    if not np.isfinite(stated).any(axis=0).all():
        return None
    return _grid(checked or check(ratings), ratings, stated, SAID, seed, samples)


def _grid(
    checked: Checked,
    ratings: Ratings,
    heights: Array,
    quadrants: tuple[str, str, str, str],
    seed: int,
    samples: int,
) -> Grid | None:
    if checked.refusal:
        return None
    times = draws(len(checked.sums.weight), samples, seed)
    every = np.vstack([np.ones(times.shape[1]), times])
    drawn = checked.sums.drawn(every)
    importance = importance_of(np.nan_to_num(drawn.correlation()), checked.groups)
    share = importance / importance.sum(axis=1, keepdims=True)
    means = _means(checked.ratings, _kept(checked, ratings, heights), every)
    height = np.stack([means[:, list(group)].mean(axis=1) for group in checked.groups], axis=1)
    names = [" + ".join(checked.ratings.names[at] for at in group) for group in checked.groups]
    return Grid(
        tuple(_placed(name, at, share, height, quadrants) for at, name in enumerate(names)),
        float(share[0].mean()),
        float(height[0].mean()),
    )


def _kept(checked: Checked, ratings: Ratings, heights: Array) -> Array:
    """Heights of the attributes that are left, and of complete answers where only those are."""
    columns = [list(ratings.names).index(name) for name in checked.ratings.names]
    if len(checked.ratings.outcome) == len(ratings.outcome):
        return heights[:, columns]
    return heights[np.isfinite(ratings.values[:, columns]).all(axis=1)][:, columns]


def _means(ratings: Ratings, heights: Array, times: Array) -> Array:
    """Mean height of each attribute in each sample, shape (samples, p)."""
    held = np.isfinite(heights).astype(float)
    weight = np.ones(len(held)) if ratings.weight is None else ratings.weight
    buckets = ratings.buckets()
    found = []
    for column in (held, np.nan_to_num(heights)):
        each = [np.bincount(buckets, one * weight, minlength=times.shape[1]) for one in column.T]
        found.append(times @ np.column_stack(each))
    return np.asarray(found[1] / np.maximum(found[0], 1e-12))


def _placed(
    name: str, at: int, share: Array, height: Array, quadrants: tuple[str, str, str, str]
) -> Placed:
    is_important = share[1:, at] >= share[1:].mean(axis=1)
    is_high = height[1:, at] >= height[1:].mean(axis=1)
    within = (
        is_important & ~is_high,
        is_important & is_high,
        ~is_important & is_high,
        ~is_important & ~is_high,
    )
    shares = {
        quadrant: float(each.mean()) for quadrant, each in zip(quadrants, within, strict=True)
    }
    commonest = max(shares, key=lambda quadrant: shares[quadrant])
    low, high = np.quantile(height[1:, at], (0.025, 0.975))
    return Placed(
        name,
        float(share[0, at]),
        float(height[0, at]),
        float(low),
        float(high),
        commonest if shares[commonest] >= SURE else BETWEEN,
        shares[commonest],
    )


def gaps(
    names: Sequence[str],
    rating: Array,
    stated: Array,
    person: NDArray[np.int64],
    ladder: Ladder = LADDER,
) -> tuple[Gap, ...]:
    """Compare ratings with stated importance, person by person.

    Parameters
    ----------
    rating, stated : array, shape (n, p)
        On the same scale; not a number where missing.
    person : array, shape (n,)
        Whose answers; several of one person are averaged first.
    ladder : Ladder
        How many people a gap takes.

    Notes
    -----
    Paired t interval; clear after Benjamini-Hochberg at q = .10.
    """
    differences = [_by_person(rating[:, at] - stated[:, at], person) for at in range(len(names))]
    least = max(ladder.answers_to_show, ladder.customers_to_show)
    p_values = [_p_of(each) if len(each) >= least else None for each in differences]
    is_clear = false_discovery(p_values).is_clear
    return tuple(
        _gap(name, differences[at], stated[:, at], is_clear[at], least)
        for at, name in enumerate(names)
    )


def _by_person(values: Array, person: NDArray[np.int64]) -> Array:
    held = np.isfinite(values)
    _, codes = np.unique(person[held], return_inverse=True)
    return (
        np.asarray(np.bincount(codes, values[held]) / np.bincount(codes))
        if held.any()
        else values[:0]
    )


def _p_of(differences: Array) -> float:
    if np.ptp(differences) == 0:
        return 1.0 if differences[0] == 0 else 0.0
    return float(stats.ttest_1samp(differences, 0).pvalue)


def _gap(name: str, differences: Array, stated: Array, is_clear: bool, least: int) -> Gap:
    people = len(differences)
    if people < least:
        missing = least - people
        refusal = Refusal(
            "suppressed_n_lt_10",
            f"Only {counted(people, 'person')} both rated {name} and said how important it is.",
            f"needs {counted(missing, 'more answer')}",
        )
        return Gap(name, None, None, None, None, False, people, refusal)
    mean = float(differences.mean())
    error = float(differences.std(ddof=1) / np.sqrt(people))
    reach = float(stats.t.ppf(0.975, people - 1)) * error
    return Gap(name, float(np.nanmean(stated)), mean, mean - reach, mean + reach, is_clear, people)
