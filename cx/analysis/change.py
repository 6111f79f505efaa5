"""Whether a score moved: the difference of two scores, its interval and a verdict in words."""

import math
from collections.abc import Callable
from dataclasses import replace

from scipy import optimize, special

from cx.analysis.intervals import (
    Z,
    adjusted_moments,
    interval,
    student_quantile,
    upper_tail,
    wilson,
)
from cx.analysis.ladder import LADDER, Ladder, Refusal, refuse_sample
from cx.analysis.score import (
    Change,
    Overlap,
    Tally,
    effective_answers,
    robust_variance,
)
from cx.metrics import METRICS

UP, DOWN = "up", "down"
NO_CLEAR_CHANGE = "no clear change"
NOT_COMPARABLE = "not comparable"


def change(
    metric_key: str,
    now: Tally,
    before: Tally,
    overlap: Overlap | None = None,
    ladder: Ladder = LADDER,
) -> Change:
    """Difference of two scores, now less before, with its interval and verdict.

    The value is the plain difference. NPS: pseudo-counts in each sample and a normal interval;
    CSAT: Newcombe's method 10; CES: Welch. Repeated customers shrink each sample to its
    effective answers, and customers in both samples enter through the correlation of the two
    means (SE² = SE₁² + SE₀² − 2·cov, customers as units), so that a panel is compared person by
    person. Both terms vanish as the overlap does, hence no threshold.

    Parameters
    ----------
    metric_key : str
        ``"nps"``, ``"csat"`` or ``"ces"``.
    now, before : Tally
        The two sets of answers.
    overlap : Overlap, optional
        Cross sums of the customers in both; None means that there are none.
    ladder : Ladder
        Too few answers on either side give no verdict.

    Returns
    -------
    Change
        p and interval agree with each other. The interval is widened to hold the value, which
        pseudo-counts can leave out when nearly all answers are alike.

    Notes
    -----
    Source: Rocks 2016; Newcombe 1998, Statistics in Medicine 17:873 (independent) and 17:2635
    (paired, whose phi is the correlation here).

    Examples
    --------
    >>> moved = change("nps", Tally(900, 45_000.0, 5e6, 900), Tally(900, 27_000.0, 5e6, 900))
    >>> moved.value, round(moved.low, 1), round(moved.high, 1), moved.verdict
    (20.0, 14.2, 25.7, 'up')
    >>> change("nps", Tally(6, 0.0, 0.0, 6), Tally(900, 27_000.0, 5e6, 900)).verdict
    'not comparable'
    """
    refusal = _refuse_pair(now, before, ladder)
    if refusal is not None and refusal.is_suppressed:
        return Change(None, None, None, None, NOT_COMPARABLE, refusal)
    low, high, p = _DIFFERENCES[metric_key](now, before, correlation(now, before, overlap))
    value = now.mean - before.mean
    metric = METRICS[metric_key]
    reach = metric.high - metric.low
    low, high = max(-reach, min(low, value)), min(reach, max(high, value))
    if refusal is not None:
        return Change(None, low, high, None, NOT_COMPARABLE, refusal)
    return Change(value, low, high, p, verdict(low, high))


def verdict(low: float, high: float) -> str:
    """Say what an interval of a difference allows to be said.

    >>> verdict(0.4, 9.0), verdict(-8.0, -0.1), verdict(-1.0, 6.0)
    ('up', 'down', 'no clear change')
    """
    if low > 0:
        return UP
    return DOWN if high < 0 else NO_CLEAR_CHANGE


def _refuse_pair(now: Tally, before: Tally, ladder: Ladder) -> Refusal | None:
    sides = (("these answers", now), ("the answers to compare with", before))
    refusals = [
        replace(refusal, message=f"No comparison. Of {name}: {_uncapital(refusal.message)}")
        for name, tally in sides
        if (refusal := _refuse(tally, ladder)) is not None
    ]
    return min(refusals, key=lambda refusal: not refusal.is_suppressed, default=None)


def _refuse(tally: Tally, ladder: Ladder) -> Refusal | None:
    return refuse_sample(tally.answers, tally.customers, effective_answers(tally), ladder)


def _uncapital(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def correlation(now: Tally, before: Tally, overlap: Overlap | None) -> float:
    """Correlation of two means through the customers they share, -1 to 1.

    >>> once = Tally(3, 100.0, 30_000.0, 3)
    >>> correlation(once, once, Overlap(3, 3.0, 100.0, 100.0, 30_000.0))
    1.0
    """
    if overlap is None or overlap.customers == 0:
        return 0.0
    scale = math.sqrt(robust_variance(now) * robust_variance(before))
    if not scale > 0:
        return 0.0
    cross = overlap.ss - before.mean * overlap.sn - now.mean * overlap.ns
    cross += now.mean * before.mean * overlap.nn
    # The same small-sample factor as in each variance, so that identical sets correlate by 1.
    factors = [tally.customers / (tally.customers - 1) for tally in (now, before)]
    covariance = cross * math.sqrt(math.prod(factors)) / (now.answers * before.answers)
    return max(-1.0, min(1.0, covariance / scale))


def _nps_difference(now: Tally, before: Tally, rho: float) -> tuple[float, float, float]:
    here = adjusted_moments(now.mean, now.square, effective_answers(now))
    there = adjusted_moments(before.mean, before.square, effective_answers(before))
    delta = here[0] - there[0]
    error = _standard_error(here[1], there[1], rho)
    p = 2 * upper_tail(abs(delta) / error) if error > 0 else 1.0
    return delta - Z * error, delta + Z * error, p


def _standard_error(variance_now: float, variance_before: float, rho: float) -> float:
    shared = 2 * rho * math.sqrt(variance_now * variance_before)
    return math.sqrt(max(0.0, variance_now + variance_before - shared))


def _csat_difference(now: Tally, before: Tally, rho: float) -> tuple[float, float, float]:
    shares = (now.mean / 100, before.mean / 100)
    sizes = (effective_answers(now), effective_answers(before))
    low, high = newcombe(shares, sizes, rho)
    return 100 * low, 100 * high, _newcombe_p(shares, sizes, rho)


def newcombe(
    shares: tuple[float, float], sizes: tuple[float, float], rho: float = 0.0, z: float = Z
) -> tuple[float, float]:
    """Newcombe's method 10: limits of the first share less the second, from Wilson limits.

    >>> [round(limit, 4) for limit in newcombe((56 / 70, 48 / 80), (70, 80))]
    [0.0524, 0.3339]
    """
    (low1, high1), (low0, high0) = (
        wilson(share, size, z) for share, size in zip(shares, sizes, strict=True)
    )
    delta = shares[0] - shares[1]
    down = _standard_error((shares[0] - low1) ** 2, (high0 - shares[1]) ** 2, rho)
    up = _standard_error((high1 - shares[0]) ** 2, (shares[1] - low0) ** 2, rho)
    return delta - down, delta + up


def _newcombe_p(shares: tuple[float, float], sizes: tuple[float, float], rho: float) -> float:
    # The p value at which the interval just touches nought: the two can never disagree.
    side = 0 if shares[0] > shares[1] else 1
    if shares[0] == shares[1]:
        return 1.0

    def distance(z: float) -> float:
        limit = newcombe(shares, sizes, rho, z)[side]
        return limit if side == 0 else -limit

    furthest = 37.0  # beyond this the normal tail is 0 in double precision
    if distance(furthest) > 0:
        return 0.0
    return 2 * upper_tail(optimize.brentq(distance, 0.0, furthest))


def _ces_difference(now: Tally, before: Tally, rho: float) -> tuple[float, float, float]:
    delta = now.mean - before.mean
    pieces = [_squared_error(tally) for tally in (now, before)]
    error = _standard_error(pieces[0], pieces[1], rho)
    if error <= 1e-9:
        return _alike_difference(now, before)
    freedom = _freedom(now, before, pieces, rho)
    half = student_quantile(freedom) * error
    return delta - half, delta + half, 2 * float(special.stdtr(freedom, -abs(delta) / error))


def _squared_error(tally: Tally) -> float:
    plain = tally.variance / (tally.answers - 1)
    return max(plain, robust_variance(tally))


def _freedom(now: Tally, before: Tally, pieces: list[float], rho: float) -> float:
    customers = (now.customers, before.customers)
    if rho:
        # A panel has as many free differences as people; Welch would claim twice that.
        return min(customers) - 1
    weights = [piece**2 / (people - 1) for piece, people in zip(pieces, customers, strict=True)]
    return sum(pieces) ** 2 / sum(weights)


def _alike_difference(now: Tally, before: Tally) -> tuple[float, float, float]:
    # Without any spread Welch would claim certainty; combine the two single intervals instead.
    low1, high1 = _ces_interval(now)
    low0, high0 = _ces_interval(before)
    delta = now.mean - before.mean
    down = math.hypot(now.mean - low1, high0 - before.mean)
    up = math.hypot(high1 - now.mean, before.mean - low0)
    is_clear = delta - down > 0 or delta + up < 0
    return delta - down, delta + up, 0.05 if is_clear else 1.0


def _ces_interval(tally: Tally) -> tuple[float, float]:
    return interval("ces", tally.mean, tally.square, effective_answers(tally), tally.answers)


_DIFFERENCES: dict[str, Callable[[Tally, Tally, float], tuple[float, float, float]]] = {
    "nps": _nps_difference,
    "csat": _csat_difference,
    "ces": _ces_difference,
}
