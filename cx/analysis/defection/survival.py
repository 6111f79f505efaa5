"""How many stay after a good and after a bad answer: Kaplan-Meier, log-rank, restricted means."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.compare import family_wise
from cx.analysis.defection.lifetimes import LEAST_AT_RISK, Lifetimes, refuse_exits
from cx.analysis.ladder import LADDER, Ladder, Refusal

Array = NDArray[np.float64]

YEAR = 365.0
HORIZONS = (90.0, 180.0, YEAR)
Z = float(stats.norm.ppf(0.975))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One group.

    Attributes
    ----------
    days : tuple of float
        From 0 to the last day with ten people at risk.
    share, low, high : tuple of float
        Who is still there, with the log-log interval.
    median : float or None
        Days until half have left; None while that is not reached.
    at : dict of float to Estimate
        Share still there after 90, 180 and 365 days; without those that lie beyond the cut.
    stay : Estimate or None
        Mean days stayed within `limit` (restricted mean).
    """

    name: str
    people: int
    exits: int
    days: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    median: float | None
    at: dict[float, Estimate]
    stay: Estimate | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups compared.

    Attributes
    ----------
    p : float
        Log-rank, allowed for all pairs (Holm).
    stay_difference : Estimate or None
        Mean days that the first stays longer, within the limit.
    risk_difference : Estimate or None
        Share that left within twelve months, first less second; None where either curve is cut.
    """

    first: str
    second: str
    p: float
    is_clear: bool
    stay_difference: Estimate | None
    risk_difference: Estimate | None


@dataclass(frozen=True, slots=True)
class Survival:
    """All groups, and how they differ.

    Attributes
    ----------
    p : float or None
        Log-rank over all groups.
    limit : float
        Days up to which means are restricted: a year, or less where a curve is cut earlier.
    """

    curves: tuple[Curve, ...]
    pairs: tuple[Pair, ...]
    chi_squared: float | None
    p: float | None
    limit: float
    refusal: Refusal | None = None


def follow(groups: Sequence[Lifetimes], limit: float = YEAR, ladder: Ladder = LADDER) -> Survival:
    """Compare how long groups stay.

    Parameters
    ----------
    groups : sequence of Lifetimes
        Day zero is the day of the answer; everybody was a customer then.
    limit : float
        Days up to which means are restricted.
    ladder : Ladder
        How many people a group takes, at least ten.

    Notes
    -----
    Kaplan-Meier with log-log intervals, log-rank test, restricted mean survival time. A curve is
    cut where fewer than ten are at risk. Refused below 20 exits, or when over 95 % are still
    there. Groups are compared as they are: they may differ in more than their answer.
    """
    least = max(LEAST_AT_RISK, ladder.answers_to_show, ladder.customers_to_show)
    kept = tuple(each for each in groups if each.size >= least)
    refusal = refuse_exits(kept)
    if refusal or len(kept) < 2:
        return Survival((), (), None, None, limit, refusal or _alone(least))
    reached = min(limit, *(each.last_day for each in kept))
    curves = tuple(_curve(each, reached) for each in kept)
    return Survival(curves, _pairs(kept, curves), *log_rank(kept), reached)


def _alone(least: int) -> Refusal:
    return Refusal(
        "one_group_only",
        f"No two groups have {least} customers or more, so there is nothing to compare.",
        f"needs {least} customers in a second group",
    )


def _curve(group: Lifetimes, limit: float) -> Curve:
    days, at_risk, exits = group.table()
    share = np.asarray(np.cumprod(1 - exits / at_risk), dtype=float)
    low, high = _log_log(share, _greenwood(at_risk, exits))
    last = group.last_day
    shown = days <= last
    halved = np.flatnonzero(shown & (share <= 0.5))
    ends = [_floats(each[shown]) for each in (days, share, low, high)]
    known = {day: int((days <= day).sum()) - 1 for day in HORIZONS if day <= last}
    return Curve(
        name=group.name,
        people=group.size,
        exits=group.exits,
        days=(0.0, *ends[0]),
        share=(1.0, *ends[1]),
        low=(1.0, *ends[2]),
        high=(1.0, *ends[3]),
        median=float(days[halved[0]]) if len(halved) else None,
        at={
            day: Estimate(float(share[at]), float(low[at]), float(high[at]))
            if at >= 0
            else Estimate(1.0, 1.0, 1.0)
            for day, at in known.items()
        },
        stay=_stay(days, at_risk, exits, limit),
    )


def _floats(values: Array) -> tuple[float, ...]:
    return tuple(map(float, values))


def _greenwood(at_risk: Array, exits: Array) -> Array:
    """Sums of exits / (at risk x staying); infinite once everybody has left."""
    staying = at_risk - exits
    return np.cumsum(
        np.divide(exits, at_risk * staying, np.full_like(exits, np.inf), where=staying > 0)
    )


def _log_log(share: Array, greenwood: Array) -> tuple[Array, Array]:
    """Limits on the scale of log(-log share), where they are nearly symmetric."""
    inside = (share > 0) & (share < 1)
    level = np.where(inside, share, 0.5)
    reach = Z * np.sqrt(np.where(inside, greenwood, 0.0)) / np.abs(np.log(level))
    low, high = level ** np.exp(reach), level ** np.exp(-reach)
    return np.where(inside, low, share), np.where(inside, high, share)


def _stay(days: Array, at_risk: Array, exits: Array, limit: float) -> Estimate:
    """Mean days stayed within the limit: the area under the curve, with its error."""
    inside = days < limit
    edges = np.concatenate([[0.0], days[inside], [limit]])
    share = np.concatenate([[1.0], np.cumprod(1 - exits / at_risk)[inside]])
    areas = share * np.diff(edges)
    right = np.cumsum(areas[::-1])[::-1][1:]
    staying = (at_risk - exits)[inside]
    terms = right**2 * exits[inside] / (at_risk[inside] * np.maximum(staying, 1.0))
    error = float(np.sqrt(terms[staying > 0].sum()))
    mean = float(areas.sum())
    return Estimate(mean, mean - Z * error, mean + Z * error)


def log_rank(groups: Sequence[Lifetimes]) -> tuple[float, float]:
    """Compare curves over all days at once.

    Returns
    -------
    tuple of float
        Chi-squared with one degree of freedom fewer than there are groups, and its p value.

    Notes
    -----
    Source: Mantel 1966; Peto and Peto 1972. Exits on one day share the risk set of that day.
    """
    tables = [each.table() for each in groups]
    days = np.unique(np.concatenate([times for times, _, _ in tables]))
    at_risk = np.stack([each.at_risk_on(days) for each in groups])
    exits = np.zeros_like(at_risk)
    for row, (times, _, left) in zip(exits, tables, strict=True):
        row[np.searchsorted(days, times)] = left
    whole, left = at_risk.sum(axis=0), exits.sum(axis=0)
    surprise = (exits - at_risk * left / whole).sum(axis=1)
    scale = left * (whole - left) / np.maximum(whole - 1, 1)
    shares = at_risk / whole
    spread = np.diag((scale * shares).sum(axis=1)) - (scale * shares) @ shares.T
    chi = float(surprise[1:] @ np.linalg.pinv(spread[1:, 1:]) @ surprise[1:])
    return chi, float(stats.chi2.sf(chi, len(groups) - 1))


def _pairs(groups: Sequence[Lifetimes], curves: Sequence[Curve]) -> tuple[Pair, ...]:
    both = list(combinations(range(len(groups)), 2))
    found = family_wise([log_rank([groups[one], groups[two]])[1] for one, two in both])
    return tuple(
        Pair(
            curves[one].name,
            curves[two].name,
            float(found.adjusted[at] or 0.0),
            found.is_clear[at],
            _difference(curves[one].stay, curves[two].stay),
            _risk_difference(curves[one], curves[two]),
        )
        for at, (one, two) in enumerate(both)
    )


def _difference(one: Estimate | None, two: Estimate | None) -> Estimate | None:
    if one is None or two is None:
        return None
    value = one.value - two.value
    reach = float(np.hypot(one.value - one.low, two.value - two.low))
    return Estimate(value, value - reach, value + reach)


def _risk_difference(one: Curve, two: Curve) -> Estimate | None:
    """Newcombe-type limits from the two log-log intervals (MOVER)."""
    if YEAR not in one.at or YEAR not in two.at:
        return None
    a, b = one.at[YEAR], two.at[YEAR]
    value = b.value - a.value
    low = value - float(np.hypot(b.value - b.low, a.high - a.value))
    high = value + float(np.hypot(b.high - b.value, a.value - a.low))
    return Estimate(value, low, high)
