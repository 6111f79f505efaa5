"""A figure with its doubt: NPS, CSAT and CES from counted sums, never from averages."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import TypeGuard

import pandas as pd

from cx.analysis.intervals import interval, student, student_quantile
from cx.analysis.ladder import LADDER, Ladder, Refusal, refuse_sample


@dataclass(frozen=True, slots=True)
class Tally:
    """Sufficient statistics of one set of answers, as a query counted them.

    Parameters
    ----------
    answers : int
        Valid answers, n.
    points, points_squared : float
        Sum and sum of squares of their points.
    customers : int
        Distinct people; each anonymous answer counts as one.
    clustered : tuple of float, optional
        Sums over customers c of n_c², n_c·s_c and s_c² (n_c answers with s_c points in all).
        Needed as soon as somebody answered twice.

    Raises
    ------
    ValueError
        Fewer answers than customers, or repeated customers without their sums.

    Examples
    --------
    >>> Tally(answers=6, points=200.0, points_squared=40_000.0, customers=6).mean
    33.333333333333336
    """

    answers: int
    points: float
    points_squared: float
    customers: int
    clustered: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse sums that cannot be of one set of answers."""
        if not 0 <= self.customers <= self.answers:
            raise ValueError(f"{self.customers} customers cannot give {self.answers} answers.")
        if self.customers < self.answers and self.clustered is None:
            raise ValueError("Some customers answered twice: give their clustered sums.")

    @property
    def mean(self) -> float:
        """Mean points; not a number without answers."""
        return self.points / self.answers if self.answers else math.nan

    @property
    def square(self) -> float:
        """Mean of the squared points; not a number without answers."""
        return self.points_squared / self.answers if self.answers else math.nan

    @property
    def variance(self) -> float:
        """Mean squared distance from the mean (divisor n), in squared points."""
        return max(0.0, self.square - self.mean**2)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Cross sums over the customers who are in both of two sets of answers.

    Parameters
    ----------
    customers : int
        How many are in both.
    nn, ns, sn, ss : float
        Sums over them of n₁·n₀, n₁·s₀, s₁·n₀ and s₁·s₀: 1 is the set named first (now, or the
        group), 0 the other (before, or the rest); n are answers, s their points.
    """

    customers: int
    nn: float
    ns: float
    sn: float
    ss: float


@dataclass(frozen=True, slots=True)
class Score:
    """One figure with its doubt, in points of its metric.

    Parameters
    ----------
    value : float or None
        The figure; None when refused.
    low, high : float or None
        95 % interval; None when nothing may be shown. Not symmetric about the value.
    responses : int
        Valid answers behind it; shown even when the figure is not.
    effective : float
        Independent answers they are worth.
    refusal : Refusal, optional
        Why the value is missing.
    is_low_base : bool
        To be marked, and left out of league tables.
    """

    value: float | None
    low: float | None
    high: float | None
    responses: int
    effective: float
    refusal: Refusal | None = None
    is_low_base: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Difference of two scores (now less before), in points of the metric.

    Parameters
    ----------
    value, low, high : float or None
        The difference and its 95 % interval.
    p : float or None
        Two-sided p value of no difference.
    verdict : str
        ``"up"``, ``"down"``, ``"no clear change"`` or ``"not comparable"``: about the number;
        whether up is good is the metric's polarity.
    refusal : Refusal, optional
        Why there is no verdict.
    """

    value: float | None
    low: float | None
    high: float | None
    p: float | None
    verdict: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What a raw column of 0-10 answers held: the valid ones summed, the others counted."""

    tally: Tally
    invalid: int
    missing: int


def tally_answers(answers: Iterable[object]) -> Answers:
    """Sum raw NPS answers; each is taken as one person's.

    Parameters
    ----------
    answers : iterable
        Whole numbers from 0 to 10. None and not-a-number are missing; anything else is
        invalid: never rounded, never read out of text, never stretched from another scale.

    Examples
    --------
    >>> seen = tally_answers([11, -1, 7.5, None, 9])
    >>> seen.tally.answers, seen.invalid, seen.missing
    (1, 3, 1)
    """
    given = list(answers)
    present = [answer for answer in given if not _is_missing(answer)]
    points = [_nps_points(answer) for answer in present if _is_nps_answer(answer)]
    tally = Tally(len(points), sum(points), sum(point**2 for point in points), len(points))
    return Answers(tally, len(present) - len(points), len(given) - len(present))


def _is_missing(answer: object) -> bool:
    return answer is None or answer is pd.NA or (isinstance(answer, Real) and answer != answer)


def _is_nps_answer(answer: object) -> TypeGuard[float | Decimal]:
    is_number = isinstance(answer, Real | Decimal) and not isinstance(answer, bool)
    return is_number and answer in range(11)


def _nps_points(answer: float | Decimal) -> float:
    return 100.0 if answer >= 9 else -100.0 if answer <= 6 else 0.0


def pool(tallies: Iterable[Tally]) -> Tally:
    """Add tallies of sets that share no customer.

    With a customer in two of them the sums of answers stay right, but each appearance counts
    as another person: ask the database for the pooled set instead.

    Examples
    --------
    >>> pool([Tally(2, 100.0, 10_000.0, 2), Tally(1, -100.0, 10_000.0, 1)])
    Tally(answers=3, points=0.0, points_squared=20000.0, customers=3, clustered=(3.0, 0.0, 20000.0))
    """
    parts = list(tallies)
    sums = [clustered_sums(part) for part in parts]
    nn, ns, ss = (math.fsum(column) for column in zip(*sums, strict=True)) if sums else (0, 0, 0)
    return Tally(
        sum(part.answers for part in parts),
        math.fsum(part.points for part in parts),
        math.fsum(part.points_squared for part in parts),
        sum(part.customers for part in parts),
        (nn, ns, ss),
    )


def clustered_sums(tally: Tally) -> tuple[float, float, float]:
    """Sums over customers of n², n·s and s²; plain sums when nobody answered twice.

    >>> clustered_sums(Tally(2, 100.0, 10_000.0, 2))
    (2.0, 100.0, 10000.0)
    """
    if tally.clustered is not None and tally.customers < tally.answers:
        return tally.clustered
    return float(tally.answers), float(tally.points), float(tally.points_squared)


def robust_variance(tally: Tally) -> float:
    """Variance of the mean with customers, not answers, as the unit (Taylor linearisation).

    With n answers of mean m by G customers: G/(G−1) · Σ_c (s_c − m·n_c)² / n². When everybody
    answered once this is the variance of the answers over n − 1. Equals R's
    ``survey::svymean`` with ``ids = ~customer``. Not a number for fewer than two customers.

    Examples
    --------
    >>> robust_variance(Tally(4, 200.0, 20_000.0, 2, (8.0, 400.0, 40_000.0)))
    2500.0
    """
    if tally.customers < 2:
        return math.nan
    nn, ns, ss = clustered_sums(tally)
    spread = max(0.0, ss - 2 * tally.mean * ns + tally.mean**2 * nn)
    return spread * tally.customers / (tally.customers - 1) / tally.answers**2


def effective_answers(tally: Tally) -> float:
    """How many independent answers a tally is worth.

    n / deff, where deff, the design effect, is the variance of the mean with customers as units
    over that with answers as units, never under 1; then times (t_{n−1} / t_{G−1})² for the
    variance being known from G customers only. Exactly n when everybody answered once.

    When all answers are alike the design effect cannot be seen, and the worst case is taken,
    each customer worth one answer: n²/Σn_c².

    Notes
    -----
    Source: Korn and Graubard 1998, Survey Methodology 24:193; NCHS standard, Parker et al. 2017.

    Examples
    --------
    >>> effective_answers(Tally(50, 1000.0, 400_000.0, 50))
    50.0
    >>> twice = Tally(100, 2000.0, 800_000.0, 50, (200.0, 4000.0, 1_600_000.0))
    >>> round(effective_answers(twice), 1)
    48.3
    """
    if tally.customers >= tally.answers:
        return float(tally.answers)
    if tally.customers < 2:
        return float(tally.customers)
    known = student_quantile(tally.answers - 1) / student_quantile(tally.customers - 1)
    return tally.answers / _design_effect(tally) * float(known) ** 2


def _design_effect(tally: Tally) -> float:
    plain = tally.variance / (tally.answers - 1)
    # Sums of large numbers leave dust where the variance is nought.
    if plain <= 1e-12 * tally.square:
        return clustered_sums(tally)[0] / tally.answers
    return max(1.0, robust_variance(tally) / plain)


def score(metric_key: str, tally: Tally, ladder: Ladder = LADDER) -> Score:
    """The figure of a set of answers, its 95 % interval, or why it may not be shown.

    Parameters
    ----------
    metric_key : str
        ``"nps"`` (adjusted Wald), ``"csat"`` (Wilson) or ``"ces"`` (Student t).
    tally : Tally
        The counted sums, in points of that metric.
    ladder : Ladder
        The thresholds.

    Returns
    -------
    Score
        Repeated customers widen the interval through the effective number of answers.

    Raises
    ------
    KeyError
        Unknown metric.

    Notes
    -----
    Source: Rocks 2016, The American Statistician 70:365; Wilson 1927.

    Examples
    --------
    >>> nps = score("nps", Tally(100, 3000.0, 700_000.0, 100))  # 50 promoters, 20 detractors
    >>> nps.value, round(nps.low, 1), round(nps.high, 1)
    (30.0, 14.1, 44.2)
    >>> score("nps", Tally(4, 100.0, 30_000.0, 4)).refusal.code
    'suppressed_n_lt_10'
    """
    return _score(
        tally,
        ladder,
        lambda effective: interval(metric_key, tally.mean, tally.square, effective, tally.answers),
    )


def mean_score(tally: Tally, low: float, high: float, ladder: Ladder = LADDER) -> Score:
    """The plain mean of answers on any scale, such as 0 to 10, with Student's 95 % interval.

    Parameters
    ----------
    tally : Tally
        The counted sums of the answers themselves, not of points.
    low, high : float
        Ends of the scale.
    ladder : Ladder
        The thresholds.

    Examples
    --------
    >>> mean = mean_score(Tally(100, 840.0, 7400.0, 100), 0, 10)
    >>> mean.value, round(mean.low, 2), round(mean.high, 2)
    (8.4, 8.03, 8.77)
    """
    return _score(
        tally,
        ladder,
        lambda effective: student(tally.mean, tally.square, effective, tally.answers, (low, high)),
    )


def _score(tally: Tally, ladder: Ladder, limits: Callable[[float], tuple[float, float]]) -> Score:
    effective = effective_answers(tally)
    refusal = refuse_sample(tally.answers, tally.customers, effective, ladder)
    if refusal is not None and refusal.is_suppressed:
        return Score(None, None, None, tally.answers, effective, refusal)
    low, high = limits(effective)
    value = tally.mean if refusal is None else None
    is_low = ladder.is_low_base(effective)
    return Score(value, low, high, tally.answers, effective, refusal, is_low)
