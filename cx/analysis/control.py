"""Control charts: which movements are more than the ordinary wobble of a process."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.score import Tally, effective_answers
from cx.metrics import METRICS
from cx.words import counted

TOO_FEW_POINTS = "too_few_points_for_limits"
BEYOND_LIMITS, EIGHT_IN_A_ROW = "beyond limits", "eight in a row"
SETTLED, PROVISIONAL, RUN = 12, 8, 8
# Mean absolute difference of two independent standard normal values.
D2 = 1.128


@dataclass(frozen=True, slots=True)
class Signal:
    """A point of a control chart that calls for a cause.

    Parameters
    ----------
    index : int
        Position of the point among the periods given.
    rule : str
        ``"beyond limits"`` or ``"eight in a row"`` (the eighth of a run, or a later one).
    is_above : bool
        Whether it lies above the centre.
    since : int
        Position of the first point of the run; the point itself for ``"beyond limits"``.
    """

    index: int
    rule: str
    is_above: bool
    since: int


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Centre and limits of an ordinary process, and the points that fall out of it.

    Parameters
    ----------
    values, lower, upper : tuple of float or None
        One entry per period, in points of the metric; None where a period has too few answers.
        Without limits (refused) the lower and upper ones are None.
    centre : float or None
        Mean of the baseline's answers, pooled.
    sigma_z : float or None
        How much wider the periods scatter than sampling alone explains, at least 1.
    signals : tuple of Signal
        In order of time.
    baseline : int
        Points that set the limits.
    is_provisional : bool
        Limits from fewer points than a settled chart needs: draw them dashed.
    refusal : Refusal, optional
        Why there are no limits.
    """

    values: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    centre: float | None
    sigma_z: float | None
    signals: tuple[Signal, ...]
    baseline: int
    is_provisional: bool = False
    refusal: Refusal | None = None


def control_chart(
    metric_key: str,
    tallies: Sequence[Tally],
    baseline: int | None = None,
    ladder: Ladder = LADDER,
) -> ControlChart:
    """Laney-type control chart of a score over equal periods.

    Centre c and variance V come from the pooled answers of the baseline. The distance of period
    t is z_t = (s_t − c) / √(V / n_t); sigma_z = mean|z_t − z_{t−1}| / 1.128, never under 1; limits
    are c ± 3·sigma_z·√(V / n_t), cut at the range of the metric. So n may vary, and wobble beyond
    sampling is taken as ordinary. A period is also a signal from the eighth in a row on one side
    of the centre; no further rules, since false alarms add up.

    Parameters
    ----------
    metric_key : str
        ``"nps"``, ``"csat"`` or ``"ces"``.
    tallies : sequence of Tally
        One per period, in order of time, none left out. Periods below the ladder's first rung
        get no point and interrupt nothing. Those below its second rung get a point and limits,
        but are no signal beyond limits on their own.
    baseline : int, optional
        Set the limits from so many first usable points and keep them; all by default.
    ladder : Ladder
        The thresholds.

    Returns
    -------
    ControlChart
        Refused under 8 usable points, provisional under 12.

    Notes
    -----
    Source: Laney 2002, Quality Engineering 14:531.

    Examples
    --------
    >>> steady = [Tally(100, 2000.0 + 300 * (-1) ** month, 600_000.0, 100) for month in range(12)]
    >>> dip = Tally(100, -2000.0, 600_000.0, 100)
    >>> chart = control_chart("nps", [*steady, dip], baseline=12)
    >>> chart.centre, [round(limit, 1) for limit in (chart.lower[0], chart.upper[0])]
    (20.0, [-2.4, 42.4])
    >>> chart.signals
    (Signal(index=12, rule='beyond limits', is_above=False, since=12),)
    """
    usable = [i for i, tally in enumerate(tallies) if _is_usable(tally, ladder)]
    base = usable if baseline is None else usable[:baseline]
    values = _spread_out([tallies[i].mean for i in usable], usable, len(tallies))
    if len(base) < PROVISIONAL:
        return _without_limits(values, len(base))
    scores = np.array([tallies[i].mean for i in usable])
    sizes = np.array([effective_answers(tallies[i]) for i in usable])
    centre, variance = _pooled([tallies[i] for i in base])
    errors = np.sqrt(variance / sizes)
    sigma_z = laney_sigma(scores[: len(base)], errors[: len(base)], centre)
    metric = METRICS[metric_key]
    lower, upper = limits(centre, errors, sigma_z, (metric.low, metric.high))
    can_stand_alone = sizes >= ladder.effective_for_point
    signals = _signals(scores, centre, lower, upper, can_stand_alone, usable)
    return ControlChart(
        values,
        _spread_out(lower.tolist(), usable, len(tallies)),
        _spread_out(upper.tolist(), usable, len(tallies)),
        centre,
        sigma_z,
        signals,
        len(base),
        len(base) < SETTLED,
    )


def xmr(values: Sequence[float]) -> ControlChart:
    """Individuals chart for figures without a count behind them, such as cost per contact.

    Centre ± 3·MR̄/1.128, MR̄ being the mean absolute step from period to period (the usual
    factor 2.66). For scores use `control_chart`: with varying n this one gives false alarms.

    Parameters
    ----------
    values : sequence of float
        One per period, in order of time, in any unit; not-a-number gets no point.

    Notes
    -----
    Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2; Wheeler, Understanding
    Variation.

    Examples
    --------
    >>> chart = xmr([10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 10.0, 12.0, 30.0])
    >>> chart.is_provisional, [(signal.index, signal.rule) for signal in chart.signals]
    (True, [(7, 'eight in a row'), (8, 'beyond limits')])
    """
    usable = [i for i, value in enumerate(values) if value == value]
    scores = np.array([values[i] for i in usable], dtype=float)
    shown = _spread_out(scores.tolist(), usable, len(values))
    if len(usable) < PROVISIONAL:
        return _without_limits(shown, len(usable))
    centre = float(scores.mean())
    half = 3 * float(np.abs(np.diff(scores)).mean()) / D2
    lower, upper = np.full(len(scores), centre - half), np.full(len(scores), centre + half)
    everyone = np.ones(len(scores), dtype=bool)
    return ControlChart(
        shown,
        _spread_out(lower.tolist(), usable, len(values)),
        _spread_out(upper.tolist(), usable, len(values)),
        centre,
        None,
        _signals(scores, centre, lower, upper, everyone, usable),
        len(usable),
        len(usable) < SETTLED,
    )


def _is_usable(tally: Tally, ladder: Ladder) -> bool:
    has_answers = tally.answers >= ladder.answers_to_show
    return has_answers and tally.customers >= ladder.customers_to_show


def _pooled(tallies: Sequence[Tally]) -> tuple[float, float]:
    answers = sum(tally.answers for tally in tallies)
    centre = sum(tally.points for tally in tallies) / answers
    square = sum(tally.points_squared for tally in tallies) / answers
    return float(centre), max(0.0, float(square) - float(centre) ** 2)


def laney_sigma(scores: np.ndarray, errors: np.ndarray, centre: float) -> float:
    """How much wider the points scatter than sampling explains, never under 1.

    Parameters
    ----------
    scores, errors : array of float, shape (periods,)
        Scores and their standard errors from sampling alone, in points.
    centre : float
        Pooled mean, in points.

    Examples
    --------
    >>> round(laney_sigma(np.array([10.0, 20.0, 10.0]), np.array([2.0, 2.0, 2.0]), 15.0), 3)
    4.433
    >>> laney_sigma(np.array([7.0, 7.0]), np.array([0.0, 0.0]), 7.0)
    1.0
    """
    if not errors.all():
        return 1.0
    steps = np.abs(np.diff((scores - centre) / errors))
    return max(1.0, float(steps.mean()) / D2)


def limits(
    centre: float, errors: np.ndarray, sigma_z: float, span: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Control limits of each period, cut at the ends of the scale.

    >>> lower, upper = limits(90.0, np.array([2.0, 5.0]), 1.0, (-100.0, 100.0))
    >>> lower.tolist(), upper.tolist()
    ([84.0, 75.0], [96.0, 100.0])
    """
    half = 3 * sigma_z * errors
    return np.maximum(span[0], centre - half), np.minimum(span[1], centre + half)


def _signals(
    scores: np.ndarray,
    centre: float,
    lower: np.ndarray,
    upper: np.ndarray,
    can_stand_alone: np.ndarray,
    usable: Sequence[int],
) -> tuple[Signal, ...]:
    is_beyond = ((scores < lower) | (scores > upper)) & can_stand_alone
    found = [
        Signal(usable[i], BEYOND_LIMITS, bool(scores[i] > centre), usable[i])
        for i in np.flatnonzero(is_beyond).tolist()
    ]
    runs = _runs(np.sign(scores - centre))
    found += [
        Signal(usable[i], EIGHT_IN_A_ROW, bool(scores[i] > centre), usable[i - run + 1])
        for i, run in enumerate(runs)
        if run >= RUN
    ]
    return tuple(sorted(found, key=lambda signal: (signal.index, signal.rule)))


def _runs(sides: np.ndarray) -> list[int]:
    # How long each point's run on one side is so far; a point on the centre has no side.
    runs: list[int] = []
    for i, side in enumerate(sides):
        goes_on = i > 0 and side == sides[i - 1]
        runs.append(0 if side == 0 else runs[-1] + 1 if goes_on else 1)
    return runs


def _spread_out(
    found: Sequence[float], where: Sequence[int], periods: int
) -> tuple[float | None, ...]:
    at = dict(zip(where, found, strict=True))
    return tuple(at.get(i) for i in range(periods))


def _without_limits(values: tuple[float | None, ...], points: int) -> ControlChart:
    nothing = (None,) * len(values)
    refusal = Refusal(
        TOO_FEW_POINTS,
        f"{counted(points, 'usable period').capitalize()}; control limits need at least "
        f"{PROVISIONAL}.",
        f"needs {counted(PROVISIONAL - points, 'more period')} with enough answers",
    )
    return ControlChart(values, nothing, nothing, None, None, (), points, False, refusal)
