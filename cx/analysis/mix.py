"""Why a score changed: who answered (mix) and how they scored (rate), group by group."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cx.analysis.cells import OTHER, Cells, Groups, too_small
from cx.analysis.compare import false_discovery
from cx.analysis.ladder import LADDER, Ladder, Refusal, refuse_sample

OTHER_TOO_LARGE = "other_gt_30_percent"
MOST_OTHER = 0.30
REPLICATES = 1000


@dataclass(frozen=True, slots=True)
class Effect:
    """One contribution to a change, in points of the metric, with its 95 % interval.

    ``is_clear`` is True only when the interval excludes nought, also after allowing for the
    number of lines looked at.
    """

    value: float
    low: float
    high: float
    is_clear: bool


@dataclass(frozen=True, slots=True)
class MixLine:
    """One group's part in a change.

    Parameters
    ----------
    group : str
        Its name; ``"(other)"`` gathers groups too small to stand alone.
    answers_before, answers_now : int
        Valid answers; 0 when the group is new or gone.
    share_before, share_now : float
        Share of all answers, 0 to 1.
    score_before, score_now : float or None
        The group's figure; None when there are too few answers for a single figure.
    mix, rate : Effect
        Through its share, and through its scoring.
    """

    group: str
    answers_before: int
    answers_now: int
    share_before: float
    share_now: float
    score_before: float | None
    score_now: float | None
    mix: Effect
    rate: Effect


@dataclass(frozen=True, slots=True)
class MixRate:
    """A change split so that ``change = mix + rate`` and each is the sum of its lines.

    Parameters
    ----------
    lines : tuple of MixLine
        Largest absolute effect first, ``"(other)"`` last; empty when refused.
    mix, rate, change : Effect or None
        Totals, in points; None when refused.
    merged : tuple of str
        Groups gathered in ``"(other)"``.
    refusal : Refusal, optional
        Why there is no split.
    """

    lines: tuple[MixLine, ...]
    mix: Effect | None
    rate: Effect | None
    change: Effect | None
    merged: tuple[str, ...] = ()
    refusal: Refusal | None = None


def split_change(
    before: Groups,
    now: Groups,
    merge: Collection[str] = (),
    effective: tuple[float, float] | None = None,
    people: tuple[float, float] | None = None,
    ladder: Ladder = LADDER,
    seed: int = 0,
) -> MixRate:
    """Split the change of a score exactly into who answered and how they scored.

    With shares w and scores r of group k before (0) and now (1), bars meaning the average of
    the two: ``rate_k = w̄_k·(r_k1 − r_k0)`` and ``mix_k = (w_k1 − w_k0)·(r̄_k − R̄)``. Nothing is
    left over, and a mix line reads "moved towards, or away from, better than average groups".
    Groups that are new or gone are all mix. It is arithmetic, not cause.

    Parameters
    ----------
    before, now : mapping of str to mapping of float to int
        Per group, how many answers had each value of points (NPS: -100, 0, 100).
    merge : collection of str
        Groups to gather in ``"(other)"`` whatever their size, such as withheld ones.
    effective : tuple of float, optional
        Independent answers that before and now are worth, when customers answered repeatedly.
    people : tuple of float, optional
        Independent answers that the shares of before and now rest on: n²/Σn_c², since who
        answers often does so mostly from one group. By default `effective`.
    ladder : Ladder
        Groups with fewer answers than its first rung in a period (yet some) are gathered too;
        and further ones, smallest first, while ``"(other)"`` itself has too few.
    seed : int
        Of the bootstrap; the same seed gives the same intervals.

    Returns
    -------
    MixRate
        Refused when a period has too few answers for a figure, or when ``"(other)"`` would
        hold over 30 % of the answers of a period. Lines of the whole view are one family
        (Benjamini-Hochberg, q = 0.10).

    Notes
    -----
    1,000 bootstrap samples within each period, percentile intervals: first of who answers (shares),
    then of how they answer (scores), each sized by the independent answers it is worth. People who
    answered in both periods are taken as different: that widens intervals when they keep their
    group and opinion. Source: Kitagawa 1955; Das Gupta 1993, US Census Bureau P23-186.

    Examples
    --------
    >>> before = {"web": {100: 40, 0: 30, -100: 30}, "shop": {100: 150, 0: 90, -100: 60}}
    >>> now = {"web": {100: 120, 0: 100, -100: 80}, "shop": {100: 60, 0: 20, -100: 20}}
    >>> seen = split_change(before, now)
    >>> round(seen.change.value, 6), round(seen.mix.value, 6), round(seen.rate.value, 6)
    (-5.0, -11.666667, 6.666667)
    >>> [(line.group, round(line.mix.value, 2), round(line.rate.value, 2)) for line in seen.lines]
    [('web', -5.42, 1.67), ('shop', -6.25, 5.0)]
    """
    cells = Cells.of(before, now)
    effective = effective or cells.answers
    people = people or effective
    refusal = _refuse_totals(cells, effective, ladder)
    merged = too_small(cells, merge, ladder.answers_to_show)
    cells = cells.gather(merged)
    refusal = refusal or _refuse_other(cells)
    if refusal is not None:
        return MixRate((), None, None, None, merged, refusal)
    return _judge(cells, (effective, people), merged, ladder, seed)


def kitagawa(
    shares_before: np.ndarray,
    shares_now: np.ndarray,
    scores_before: np.ndarray,
    scores_now: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Mix and rate lines of a change of a weighted mean.

    Parameters
    ----------
    shares_before, shares_now, scores_before, scores_now : array of float, shape (..., groups)
        Shares add up to 1 along the last axis. A score that is not a number belongs to a group
        without answers and is taken from the other period.

    Returns
    -------
    mix, rate : array of float, shape (..., groups)

    Examples
    --------
    >>> halves = np.array([0.5, 0.5])
    >>> kitagawa(halves, np.array([0.75, 0.25]), np.array([10.0, 0.0]), np.array([10.0, 0.0]))
    (array([0.9375, 1.5625]), array([0., 0.]))
    """
    filled_before = np.where(np.isnan(scores_before), scores_now, scores_before)
    filled_now = np.where(np.isnan(scores_now), scores_before, scores_now)
    # Without answers in either period a group weighs nothing: any number will do.
    filled_before, filled_now = np.nan_to_num(filled_before), np.nan_to_num(filled_now)
    total_before = (shares_before * filled_before).sum(axis=-1, keepdims=True)
    total_now = (shares_now * filled_now).sum(axis=-1, keepdims=True)
    average = (total_before + total_now) / 2
    mix = (shares_now - shares_before) * ((filled_before + filled_now) / 2 - average)
    rate = (shares_before + shares_now) / 2 * (filled_now - filled_before)
    return mix, rate


def _refuse_totals(cells: Cells, effective: tuple[float, float], ladder: Ladder) -> Refusal | None:
    for name, answers, worth in zip(("Before", "Now"), cells.answers, effective, strict=True):
        refusal = refuse_sample(answers, answers, worth, ladder)
        if refusal is not None:
            return replace(refusal, message=f"{name}: {refusal.message}")
    return None


def _refuse_other(cells: Cells) -> Refusal | None:
    if OTHER not in cells.groups:
        return None
    shares = cells.sizes[-1] / cells.sizes.sum(axis=0)
    if shares.max() <= MOST_OTHER:
        return None
    return Refusal(
        OTHER_TOO_LARGE,
        f"{shares.max():.0%} of the answers are in groups too small to stand alone; "
        f"a split allows {MOST_OTHER:.0%}.",
        "needs more answers per group: choose a longer period or fewer groups",
    )


def _facts(table: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share and score of each group; tables of shape (..., groups, classes)."""
    sizes = table.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return sizes / sizes.sum(axis=-1, keepdims=True), table @ points / sizes


def _split(
    before: np.ndarray, now: np.ndarray, points: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    shares_before, scores_before = _facts(before, points)
    shares_now, scores_now = _facts(now, points)
    return kitagawa(shares_before, shares_now, scores_before, scores_now)


def _resample(
    table: np.ndarray, effective: float, people: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw who answers, then how they answer; each from as many as it is worth."""
    sizes = table.sum(axis=1)
    drawn = rng.multinomial(max(1, round(people)), sizes / sizes.sum(), size=REPLICATES)
    samples = np.zeros((REPLICATES, *table.shape))
    for row in np.flatnonzero(sizes):
        worth = max(1, round(sizes[row] * effective / sizes.sum()))
        classes = rng.multinomial(worth, table[row] / sizes[row], size=REPLICATES)
        samples[:, row] = drawn[:, [row]] * classes / worth
    return samples


def _judge(
    cells: Cells,
    worths: tuple[tuple[float, float], tuple[float, float]],
    merged: tuple[str, ...],
    ladder: Ladder,
    seed: int,
) -> MixRate:
    rng = np.random.default_rng(seed)
    before, now = (
        _resample(table, effective, people, rng)
        for table, effective, people in zip((cells.before, cells.now), *worths, strict=True)
    )
    mix, rate = _split(cells.before, cells.now, cells.points)
    mixes, rates = _split(before, now, cells.points)
    effects = _effects(np.concatenate([mix, rate]), np.concatenate([mixes, rates], axis=1))
    lines = _lines(cells, effects[: len(mix)], effects[len(mix) :], ladder)
    total_mix, total_rate = math.fsum(mix), math.fsum(rate)
    return MixRate(
        tuple(sorted(lines, key=_order)),
        _total(total_mix, mixes.sum(axis=1)),
        _total(total_rate, rates.sum(axis=1)),
        _total(total_mix + total_rate, (mixes + rates).sum(axis=1)),
        merged,
    )


def _effects(found: np.ndarray, samples: np.ndarray) -> list[Effect]:
    tails = np.minimum((samples <= 0).sum(axis=0), (samples >= 0).sum(axis=0))
    p_values = np.minimum(1.0, 2 * (1 + tails) / (1 + len(samples))).tolist()
    # A line that is nought in every sample (the rate of a new group) is no finding to test.
    is_open = [bool(column.any()) for column in samples.T]
    tested = [p if test else None for p, test in zip(p_values, is_open, strict=True)]
    clear = false_discovery(tested).is_clear
    alone = [_total(value, column) for value, column in zip(found, samples.T, strict=True)]
    return [
        replace(effect, is_clear=effect.is_clear and is_clear)
        for effect, is_clear in zip(alone, clear, strict=True)
    ]


def _total(found: float, samples: np.ndarray) -> Effect:
    low, high = (float(limit) for limit in np.percentile(samples, [2.5, 97.5]))
    value = float(found)
    return Effect(value, min(low, value), max(high, value), low > 0 or high < 0)


def _lines(
    cells: Cells, mix: Sequence[Effect], rate: Sequence[Effect], ladder: Ladder
) -> list[MixLine]:
    sizes = cells.sizes.tolist()
    shares_before, scores_before = _facts(cells.before, cells.points)
    shares_now, scores_now = _facts(cells.now, cells.points)
    return [
        MixLine(
            group=group,
            answers_before=sizes[row][0],
            answers_now=sizes[row][1],
            share_before=float(shares_before[row]),
            share_now=float(shares_now[row]),
            score_before=_shown(scores_before[row], sizes[row][0], ladder),
            score_now=_shown(scores_now[row], sizes[row][1], ladder),
            mix=mix[row],
            rate=rate[row],
        )
        for row, group in enumerate(cells.groups)
    ]


def _shown(score: float, answers: int, ladder: Ladder) -> float | None:
    return float(score) if answers >= ladder.effective_for_point else None


def _order(line: MixLine) -> tuple[bool, float, str]:
    return line.group == OTHER, -abs(line.mix.value + line.rate.value), line.group
