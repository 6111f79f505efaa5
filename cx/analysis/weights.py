"""Weighted scores: what the answers would say if all groups had answered alike.

Weighting mends who answered. It cannot mend answers that are missing because of what they would
have been. Show the weighted figure beside the raw one, never instead of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.analysis.intervals import interval
from cx.analysis.ladder import INTERVAL_ONLY, LADDER, Ladder, Refusal, refuse_sample
from cx.analysis.score import Score, Tally, effective_answers
from cx.analysis.strata import refuse_strata, stratum_size

Floats = NDArray[np.float64]

UNEVEN_WEIGHTS = "weights_too_uneven"
LEAST_EFFICIENCY, TRIM_AT = 0.3, 5.0


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted score with what weighting did to it.

    Parameters
    ----------
    score : Score
        The figure; its ``effective`` answers allow for the weights.
    standard_error : float or None
        By linearisation, in points; None when refused.
    effective_size : float
        Kish's (Σw)²/Σw²: how many equally weighted answers the weights amount to.
    trimmed : int
        Answers whose weight was cut at 5 times the median weight.
    left_out : int
        Answers of groups whose population is not known: they carry no weight.
    """

    score: Score
    standard_error: float | None
    effective_size: float
    trimmed: int = 0
    left_out: int = 0


def effective_size(weights: ArrayLike, answers: ArrayLike | None = None) -> float:
    """Kish's effective sample size, (Σw)²/Σw².

    Parameters
    ----------
    weights : array-like of float, shape (rows,)
        Weight of each answer of a row.
    answers : array-like of int, shape (rows,), optional
        Answers that each row stands for; one by default.

    Notes
    -----
    Source: Kish 1965, Survey Sampling. Nought without weights.

    Examples
    --------
    >>> effective_size([1.0, 1.0, 2.0, 2.0])
    3.6
    >>> effective_size([1.0, 2.0], answers=[2, 2])
    3.6
    """
    each, times = _columns(weights, answers)
    squares = float((times * each**2).sum())
    return float((times * each).sum()) ** 2 / squares if squares else 0.0


def trim(weights: ArrayLike, answers: ArrayLike | None = None) -> Floats:
    """Cut weights at 5 times the median weight of the answers that have any.

    >>> trim([1.0, 1.0, 1.0, 9.0]).tolist()
    [1.0, 1.0, 1.0, 5.0]
    """
    each, times = _columns(weights, answers)
    has_weight = each > 0
    if not has_weight.any():
        return each
    return np.minimum(each, TRIM_AT * _median(each[has_weight], times[has_weight]))


def weighted_mean(
    points: ArrayLike,
    weights: ArrayLike,
    domain: ArrayLike | None = None,
    answers: ArrayLike | None = None,
) -> tuple[float, float]:
    """Weighted mean and its linearised standard error, of all answers or of a domain.

    ``SE² = n/(n−1)·Σu²`` with ``u = w·(s − m)/Σw`` inside the domain and 0 outside: the whole
    sample counts, since how many fall into the domain is itself by chance.

    Parameters
    ----------
    points, weights : array-like of float, shape (rows,)
        Points and weight of each answer of a row.
    domain : array-like of bool, shape (rows,), optional
        Which rows to average.
    answers : array-like of int, shape (rows,), optional
        Answers that each row stands for; one by default.

    Returns
    -------
    mean, standard_error : float
        In the unit of the points; not a number when the domain is empty.

    Notes
    -----
    Equals ``svymean`` and ``svyby`` of R's survey package (Lumley 2004).

    Examples
    --------
    >>> mean, error = weighted_mean([100.0, 0.0, -100.0, 100.0], [1.0, 1.0, 1.0, 2.0])
    >>> mean, round(error, 2)
    (40.0, 45.72)
    """
    each, times = _columns(weights, answers)
    values = np.asarray(points, dtype=float)
    inside = each if domain is None else np.where(np.asarray(domain, dtype=bool), each, 0.0)
    total, size = float((times * inside).sum()), float(times.sum())
    if total <= 0 or size < 2:
        return float("nan"), float("nan")
    mean = float((times * inside * values).sum()) / total
    pulls = inside * (values - mean) / total
    return mean, float(np.sqrt(size / (size - 1) * (times * pulls**2).sum()))


@dataclass(frozen=True, slots=True)
class WeightedTally:
    """Sufficient statistics of weighted answers, as a query counted them.

    Parameters
    ----------
    answers, customers : int
        Answers that carry weight, and the distinct people who gave them.
    weight, points, points_squared : float
        Sums of w, w·s and w·s².
    clustered : tuple of float
        Sums over customers c of b_c², a_c·b_c and a_c², with b_c = Σw and a_c = Σw·s of a customer.
    weight_squared : float
        Sum of w² over answers.
    untrimmed_size : float
        Kish's effective size of the weights as given: trimming would hide uneven ones, not mend
        them.
    trimmed : int
        Answers whose weight was cut at 5 times the median weight.
    """

    answers: int
    customers: int
    weight: float
    points: float
    points_squared: float
    clustered: tuple[float, float, float]
    weight_squared: float
    untrimmed_size: float
    trimmed: int = 0


def weighted_score(
    metric_key: str,
    points: ArrayLike,
    weights: ArrayLike,
    answers: ArrayLike | None = None,
    ladder: Ladder = LADDER,
) -> Weighted:
    """A score from weighted answers, one customer each; see `weighted_tally_score`.

    Parameters
    ----------
    metric_key : str
        ``"nps"``, ``"csat"`` or ``"ces"``.
    points, weights : array-like of float, shape (rows,)
        Points and weight of each answer of a row. Weights are trimmed first.
    answers : array-like of int, shape (rows,), optional
        Answers that each row stands for; one by default.
    ladder : Ladder
        The thresholds.

    Examples
    --------
    >>> seen = weighted_score("nps", [100, 0, -100], [1.0, 1.0, 2.0], answers=[60, 30, 20])
    >>> round(seen.score.value, 2), round(seen.effective_size, 1), seen.score.responses
    (15.38, 99.4, 110)
    """
    values = np.asarray(points, dtype=float)
    given, times = _columns(weights, answers)
    each = trim(given, times)
    has_weight = times * (each > 0)
    count = int(has_weight.sum())
    sums = [float((times * each**a * values**b).sum()) for a, b in _POWERS]
    tally = WeightedTally(
        count,
        count,
        sums[0],
        sums[1],
        sums[2],
        (sums[3], sums[4], sums[5]),
        sums[3],
        effective_size(given, times),
        int(times[given > each].sum()),
    )
    return weighted_tally_score(metric_key, tally, ladder)


_POWERS = ((1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2))


def weighted_tally_score(
    metric_key: str, tally: WeightedTally, ladder: Ladder = LADDER
) -> Weighted:
    """A score from counted sums of weighted answers, people as units of its doubt.

    With m = Σws/Σw and G customers, SE² = G/(G−1) · Σ_c (a_c − m·b_c)² / (Σw)². The interval is
    that of n / deff answers, deff comparing SE² with that of as many unweighted ones, never
    under 1.

    Parameters
    ----------
    metric_key : str
        ``"nps"``, ``"csat"`` or ``"ces"``.
    tally : WeightedTally
        The counted sums, of answers that carry weight.
    ladder : Ladder
        The thresholds.

    Returns
    -------
    Weighted
        Refused when the effective size is under 30 % of the answers.

    Notes
    -----
    Equals ``svymean`` of R's survey package with ``ids = ~customer``.

    Examples
    --------
    >>> once = WeightedTally(4, 4, 5.0, 200.0, 50_000.0, (7.0, 400.0, 60_000.0), 7.0, 3.6)
    >>> weighted_tally_score("nps", once).score.refusal.code
    'suppressed_n_lt_10'
    """
    if tally.customers < ladder.customers_to_show:
        few = refuse_sample(tally.answers, tally.customers, tally.answers, ladder)
        return Weighted(Score(None, None, None, tally.answers, 0.0, few), None, 0.0)
    mean, square = tally.points / tally.weight, tally.points_squared / tally.weight
    ww, wp, pp = tally.clustered
    spread = max(0.0, pp - 2 * mean * wp + mean**2 * ww)
    error = (spread * tally.customers / (tally.customers - 1)) ** 0.5 / tally.weight
    size = (tally.answers, tally.customers)
    worth = (tally.untrimmed_size, tally.weight**2 / ww)
    score = _score(metric_key, (mean, square, error), size, worth, ladder)
    error_shown = None if score.low is None else error
    return Weighted(score, error_shown, tally.weight**2 / tally.weight_squared, tally.trimmed)


def poststratify(
    metric_key: str,
    strata: Mapping[str, Tally],
    population: Mapping[str, float],
    ladder: Ladder = LADDER,
) -> Weighted:
    """Weigh each group of answers by how many people it has, not by how many answered.

    Parameters
    ----------
    metric_key : str
        ``"nps"``, ``"csat"`` or ``"ces"``.
    strata : mapping of str to Tally
        The answers of each group, such as each segment.
    population : mapping of str to float
        People (or, for transactional surveys, contacts) of each group.
    ladder : Ladder
        The thresholds.

    Returns
    -------
    Weighted
        ``m = Σ_k W_k·m_k`` and ``SE² = n/(n−1)·Σ_k W_k²·V_k/n_k``, V_k the variance of the
        answers of group k and W_k its share of the population, after trimming. Refused when a
        group with people has under 10 answers (`collapse_strata` first), when nothing is known
        of the population, or when the effective size before trimming is under 30 % of the
        answers.

    Notes
    -----
    Equals ``postStratify`` of R's survey package where no weight is trimmed.

    Examples
    --------
    >>> strata = {"big": Tally(50, 0.0, 3e5, 50), "small": Tally(150, 9_000.0, 9e5, 150)}
    >>> seen = poststratify("nps", strata, {"big": 500, "small": 500})
    >>> round(seen.score.value, 6), round(seen.effective_size, 1)
    (30.0, 150.0)
    """
    known = {name: tally for name, tally in strata.items() if population.get(name, 0) > 0}
    left_out = sum(tally.answers for tally in strata.values()) - _answers(known)
    people = {name: size for name, size in population.items() if size > 0}
    refusal = refuse_strata({name: stratum_size(strata, name) for name in people}, ladder)
    if refusal is not None:
        refused = Score(None, None, None, _answers(known), 0.0, refusal)
        return Weighted(refused, None, 0.0, 0, left_out)
    tallies = [known[name] for name in people]
    times = np.array([float(tally.answers) for tally in tallies])
    before = np.array(list(people.values()), dtype=float) / times
    each = trim(before, times)
    moments = _stratified(tallies, each * times / float((each * times).sum()))
    kish = effective_size(each, times)
    size = (_answers(known), sum(tally.customers for tally in tallies))
    worth = (effective_size(before, times), kish)
    score = _score(metric_key, moments, size, worth, ladder)
    error = None if score.low is None else moments[2]
    return Weighted(score, error, kish, int(times[before > each].sum()), left_out)


def _columns(weights: ArrayLike, answers: ArrayLike | None) -> tuple[Floats, Floats]:
    each = np.asarray(weights, dtype=float)
    times = np.ones_like(each) if answers is None else np.asarray(answers, dtype=float)
    return each, times


def _mean(values: Floats, each: Floats, times: Floats) -> float:
    total = float((each * times).sum())
    return float((values * each * times).sum()) / total if total else float("nan")


def _median(each: Floats, times: Floats) -> float:
    # The median over answers, as if each row stood there as often as it was given.
    order = np.argsort(each)
    reached = times[order].cumsum()
    middle = [np.searchsorted(reached, times.sum() / 2, side) for side in ("left", "right")]
    return float(each[order][np.minimum(middle, len(each) - 1)].mean())


def _answers(strata: Mapping[str, Tally]) -> int:
    return sum(tally.answers for tally in strata.values())


def _stratified(tallies: Sequence[Tally], shares: Floats) -> tuple[float, float, float]:
    size = sum(tally.answers for tally in tallies)
    means = np.array([tally.mean for tally in tallies])
    squares = np.array([tally.square for tally in tallies])
    # Repeated customers: each group counts for the independent answers it is worth.
    errors = np.array([tally.variance / effective_answers(tally) for tally in tallies])
    variance = size / (size - 1) * float((shares**2 * errors).sum())
    return float(shares @ means), float(shares @ squares), variance**0.5


def _score(
    metric_key: str,
    moments: tuple[float, float, float],
    size: tuple[int, int],
    worth: tuple[float, float],
    ladder: Ladder,
) -> Score:
    mean, square, error = moments
    answers, customers = size
    effective = _worth(mean, square, error, answers, worth[1])
    refusal = refuse_sample(answers, customers, effective, ladder)
    if refusal is None or not refusal.is_suppressed:
        refusal = _refuse_uneven(answers, worth[0]) or refusal
    if refusal is not None and refusal.code != INTERVAL_ONLY:
        return Score(None, None, None, answers, effective, refusal)
    low, high = interval(metric_key, mean, square, effective, answers)
    value = mean if refusal is None else None
    return Score(value, low, high, answers, effective, refusal, ladder.is_low_base(effective))


def _worth(mean: float, square: float, error: float, answers: int, kish: float) -> float:
    spread = square - mean**2
    if answers < 2 or not spread > 1e-12 * square:
        return kish
    return answers / max(1.0, error**2 * (answers - 1) / spread)


def _refuse_uneven(answers: int, kish: float) -> Refusal | None:
    if kish >= LEAST_EFFICIENCY * answers:
        return None
    return Refusal(
        UNEVEN_WEIGHTS,
        f"The weights leave {answers:,} answers worth {kish:,.0f}: a few people would speak "
        "for most.",
        "needs more answers of the groups that seldom answer",
    )
