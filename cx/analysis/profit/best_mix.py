"""The mix of channels that earns most, and which of its moves would hold up on other customers.

The optimum of estimated margins promises too much: it picks what chance has favoured. So it is
solved again on samples of customers; its gain is told from those left out of each sample, and a
move is recommended only where it is chosen nearly always, is clear, and earns among those left out.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cx.analysis.estimate import Array, Estimate
from cx.analysis.ladder import Refusal
from cx.analysis.profit.basis import Basis
from cx.analysis.profit.mix_task import Task, flows_of, gaps_of, held_cells
from cx.analysis.profit.mix_verdicts import LEAST_MOVED, Drawn, judged
from cx.analysis.profit.move_results import THETAS, BestMix
from cx.analysis.profit.programme import refuse_infeasible
from cx.analysis.profit.resample import range_of
from cx.analysis.profit.what_if import THETA, what_if

SAMPLES, REACH = 200, 0.20
Progress = Callable[[float], None]
Check = Callable[[], None]


def best_mix(
    basis: Basis,
    floor: float | None = None,
    theta: float = THETA,
    reach: float = REACH,
    samples: int = SAMPLES,
    keeps_score: bool = True,
    progress: Progress | None = None,
    check: Check | None = None,
) -> BestMix:
    """Find the mix that earns most within capacity, reach and a floor for the score.

    Parameters
    ----------
    basis : Basis
        From `prepare`.
    floor : float, optional
        Least score, in points; None is the score as it is.
    theta : float
        Share of the observed gaps that survives for those who move, above 0 up to 1.
    reach : float
        How far the share of a channel in a group's contacts may move, 0 to 1.
    samples : int
        Samples of customers to solve again; at most those of the basis.
    keeps_score : bool
        Whether there is a floor at all; without, no answers are needed.
    progress : callable, optional
        Told the share done, 0 to 1.
    check : callable, optional
        Called before each sample; what it raises ends the work.

    Returns
    -------
    BestMix
        Cells with fewer than 30 customers or answers are held as they are.

    Raises
    ------
    ValueError
        Theta, reach or samples are out of range.

    Notes
    -----
    A move is recommended where it is chosen in at least 80 % of the samples, its gain is clear
    among the moves chosen (Benjamini and Hochberg, q = .10) and among all that could have been
    (Holm, .05: this claim costs money), it earns among the customers left out, and no channel of it
    has a low base (fewer than 60 customers or answers). The gap must be clear both from samples of
    customers and with the spread of both channels put together. The range of
    the whole gain has the spread of the optimum's own error (what it promises in a sample less what
    it earns among all), around the out-of-bag gain.
    """
    if not 0 < theta <= 1 or not 0 <= reach <= 1 or not 1 <= samples <= len(basis.margin.drawn):
        raise ValueError("Theta and reach are shares; samples are at most those of the basis.")
    task = Task.of(basis, floor, theta, reach, keeps_score)
    known = _known(basis, task, floor, reach, keeps_score)
    if not task.is_free.any():
        return replace(known, refusal=_nothing_free(basis, keeps_score))
    found = task.plan(task.value.value, None if task.points is None else task.points.value)
    if found is None:
        most = task.most_score()
        refusal = refuse_infeasible(known.floor, most)
        return replace(known, most_score=most, refusal=refusal)
    drawn = _drawn(task, samples, progress, check)
    return _told(known, basis, task, found, drawn)


def _known(
    basis: Basis, task: Task, floor: float | None, reach: float, keeps_score: bool
) -> BestMix:
    """What can be said before anything is solved."""
    base_score = task.base_score
    return BestMix(
        moves=(),
        theta=task.theta,
        reach=reach,
        floor=base_score if floor is None or not keeps_score else floor,
        base_score=base_score,
        score=None,
        gain=None,
        in_sample=None,
        by_theta=(),
        price_per_point=None,
        recommended=None,
        is_floor_kept=True,
        over_capacity=basis.over_capacity(),
        held=held_cells(basis, task, keeps_score),
        robust_gain=None,
        draws=0,
    )


def _nothing_free(basis: Basis, keeps_score: bool) -> Refusal:
    if len(basis.channels) == 1:
        return Refusal(
            "one_channel",
            f"There is one channel with a known cost, {basis.channels[0]}: nothing can be moved.",
            "needs contacts with a cost in another channel",
        )
    what = f"{basis.least} customers" + (f" and {basis.least} answers" if keeps_score else "")
    return Refusal(
        "no_free_cells",
        f"No segment has two channels with {what} each: there is nothing to move.",
        f"needs two channels of one segment with {what} each, or a longer period",
    )


def _drawn(task: Task, samples: int, progress: Progress | None, check: Check | None) -> Drawn:
    groups, channels = task.base.shape
    chosen, earned, times = np.zeros((3, groups, channels, channels))
    left, error = np.full((2, samples), np.nan)
    for at in range(samples):
        if check:
            check()
        value = task.value.drawn[at]
        found = task.plan(value, None if task.points is None else task.points.drawn[at])
        if found:
            change, _ = found
            flows = flows_of(change)
            is_moved = flows > LEAST_MOVED
            money = task.theta * task.volume[:, None, None] * flows * gaps_of(task.value.left[at])
            is_told = is_moved & np.isfinite(money)
            chosen += is_moved
            earned += np.where(is_told, money, 0.0)
            times += is_told
            left[at] = task.worth(change, task.value.left[at])
            error[at] = task.worth(change, value) - task.worth(change, task.value.value)
        if progress:
            progress((at + 1) / samples)
    means = np.divide(earned, times, out=np.full(earned.shape, np.nan), where=times > 0)
    return Drawn(chosen / samples, means, left, error)


def _told(
    known: BestMix, basis: Basis, task: Task, found: tuple[Array, float], drawn: Drawn
) -> BestMix:
    change, price = found
    moves, flows = judged(basis, task, change, drawn)
    in_sample = task.worth(change, task.value.value)
    gained = task.score_change(change)
    cautious = task.cautious_plan()
    recommended = [each.move for each in moves if each.is_recommended]
    gain = _gain(in_sample, task, drawn)
    # All gains are proportional to theta for a given plan.
    by_theta = tuple((theta, gain.value * theta / task.theta) for theta in THETAS)
    return replace(
        known,
        moves=tuple(moves),
        score=None if known.base_score is None or gained is None else known.base_score + gained,
        gain=gain,
        in_sample=in_sample,
        by_theta=by_theta,
        price_per_point=None if task.points is None else price,
        recommended=what_if(basis, recommended, task.theta) if recommended else None,
        is_floor_kept=_keeps_floor(task, flows),
        robust_gain=None if cautious is None else task.worth(cautious, task.value.value),
        draws=int(np.isfinite(drawn.error).sum()),
    )


def _keeps_floor(task: Task, flows: Array) -> bool:
    """Whether flows of shape (g, c, c) keep the score at its floor without the rest of the plan."""
    if task.points is None:
        return True
    gained = (task.volume[:, None, None] * flows * gaps_of(task.points.value)).sum()
    return bool(gained >= task.spare - 1e-6 * task.weight)


def _gain(in_sample: float, task: Task, drawn: Drawn) -> Estimate:
    """What the plan earns among those left out, with the spread of the optimum's own error."""
    left = drawn.left[np.isfinite(drawn.left)]
    value = float(left.mean()) if len(left) else in_sample
    return range_of(value, drawn.error, float(task.customers[task.is_free].min()))
