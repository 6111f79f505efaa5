"""The whale curve: who earned it, who took from it, and whether they do so again."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.estimate import Array, Estimate
from cx.analysis.intervals import Z, wilson
from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.profit.enough import refuse_customers, too_few
from cx.analysis.profit.results import Persistence, Whale, WhalePoint

MOST_POINTS, WORST, LEAST = 200, 0.1, 100


def whale_curve(margins: Array, ladder: Ladder = LADDER) -> Whale:
    """Sort customers by margin, the highest first, and add them up.

    Parameters
    ----------
    margins : array, shape (n,)
        Contribution of each customer, money.
    ladder : Ladder
        How many customers a curve takes.

    Raises
    ------
    ValueError
        A margin is not a number: what is missing is counted before, never 0.

    Notes
    -----
    Source: Kaplan and Narayanan 2001, Journal of Cost Management 15(5):5.

    Examples
    --------
    >>> whale = whale_curve(np.array([90.0, 60, 30, 15, 5, 2, 0, -7, -25, -70]))
    >>> whale.peak.customers, whale.peak.margin_share, whale.losing, whale.lost
    (6, 2.02, 3, -102.0)
    """
    if not np.isfinite(margins).all():
        raise ValueError("Every customer needs a margin that is a number.")
    sized = np.sort(margins.astype(float))[::-1]
    total, losing = float(sized.sum()), int((sized < 0).sum())
    refusal = refuse_customers(len(sized), ladder)
    if refusal and refusal.is_suppressed:
        return Whale((), len(sized), total, None, total <= 0, losing, 0.0, refusal)
    sums = np.cumsum(sized)
    best = int((sized > 0).sum())
    points = {at: _point(sums, at, total) for at in _kept(len(sized), best)}
    return Whale(
        points=tuple(points.values()),
        customers=len(sized),
        total=total,
        peak=points.get(best),
        is_in_currency=total <= 0,
        losing=losing,
        lost=float(sized[best:].sum()),
        refusal=refusal,
    )


def _kept(customers: int, best: int) -> list[int]:
    """Which points are drawn: evenly over the customers, and the peak exactly."""
    even = np.linspace(1, customers, min(customers, MOST_POINTS - 1)).round().astype(int)
    return sorted({*even.tolist(), *([best] if best else [])})


def _point(sums: Array, at: int, total: float) -> WhalePoint:
    margin = float(sums[at - 1])
    return WhalePoint(at, at / len(sums), margin, margin / total if total > 0 else None)


def persistence(odd: Array, even: Array, ladder: Ladder = LADDER, seed: int = 0) -> Persistence:
    """Hold what customers earned in odd months against even months.

    Parameters
    ----------
    odd, even : array, shape (n,)
        Contribution of each customer in each half; not a number where there was none.
    ladder : Ladder
        How many customers it takes, at least 100: a tenth of fewer is a handful.
    seed : int
        Draws lots among customers with the same margin.

    Notes
    -----
    Spearman's interval is Fisher's with the variance of Bonett and Wright 2000, Psychometrika
    65:23. Being among the worst is partly chance: the next half shows how much.

    Examples
    --------
    >>> kept = persistence(np.arange(200.0), np.arange(200.0) ** 2)
    >>> kept.rank_correlation.value, kept.worst_again.value
    (1.0, 1.0)
    """
    has_both = np.isfinite(odd) & np.isfinite(even)
    first, second = odd[has_both], even[has_both]
    customers = len(first)
    least = max(LEAST, ladder.at_least(0))
    refusal = too_few(customers, least, "both odd and even months", rule=LEAST)
    if refusal:
        return Persistence(customers, refusal=refusal)
    dice = np.random.default_rng(seed)
    worst = _worst(first, dice)
    both = int((worst & _worst(second, dice)).sum())
    share = both / int(worst.sum())
    return Persistence(
        customers=customers,
        rank_correlation=_spearman(first, second),
        worst_again=Estimate(share, *wilson(share, float(worst.sum()))),
        by_chance=int(worst.sum()) / customers,
    )


def _worst(margins: Array, dice: np.random.Generator) -> NDArray[np.bool_]:
    """The lowest tenth; lots decide among equals, else the order of rows would in both halves."""
    lots = dice.permutation(len(margins))
    is_worst = np.zeros(len(margins), dtype=bool)
    is_worst[lots[np.argsort(margins[lots], kind="stable")[: round(WORST * len(margins))]]] = True
    return is_worst


def _spearman(first: Array, second: Array) -> Estimate | None:
    ranks = [stats.rankdata(each) for each in (first, second)]
    if min(float(np.ptp(each)) for each in ranks) == 0:
        return None
    value = float(np.corrcoef(*ranks)[0, 1])
    half = Z * float(np.sqrt((1 + value**2 / 2) / (len(first) - 3)))
    centre = float(np.arctanh(np.clip(value, -1 + 1e-12, 1 - 1e-12)))
    low, high = (float(np.tanh(centre + sign * half)) for sign in (-1, 1))
    return Estimate(value, min(low, value), max(high, value))
