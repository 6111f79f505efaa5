"""Which moves of the best mix hold up: chosen nearly always, clear, and earning on others too."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.analysis.compare import false_discovery, family_wise
from cx.analysis.estimate import Array, Estimate
from cx.analysis.profit.basis import Basis
from cx.analysis.profit.mix_task import Task, flows_of
from cx.analysis.profit.move_results import Move, PlannedMove
from cx.analysis.profit.resample import p_of_alike, p_of_gap, range_of

CHOSEN, Q, LEAST_MOVED = 0.80, 0.10, 0.005
Cell = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the samples of customers chose.

    Attributes
    ----------
    chosen : array, shape (g, c, c)
        Share of samples that move from one channel to another.
    earned : array, shape (g, c, c)
        Mean money of such moves among the customers left out, over samples that make them.
    left : array, shape (samples,)
        Money of the whole plan among the customers left out.
    error : array, shape (samples,)
        What the optimum promised in the sample less what it earns among all.
    """

    chosen: Array
    earned: Array
    left: Array
    error: Array


def judged(
    basis: Basis, task: Task, change: Array, drawn: Drawn
) -> tuple[list[PlannedMove], Array]:
    """Judge every move of a plan.

    Parameters
    ----------
    basis : Basis
    task : Task
    change : array, shape (g, c)
        Of shares.
    drawn : Drawn

    Returns
    -------
    tuple of list of PlannedMove and array, shape (g, c, c)
        The recommended first, then by gain; and the flows of the recommended alone.
    """
    flows = flows_of(change)
    cells = [(a, b, c) for a, b, c in np.argwhere(flows > LEAST_MOVED).tolist()]
    robust = _robust(task, flows)
    doubts = _doubts(task, cells)
    moves = [
        _judge(_Case(basis, task, cell, float(flows[cell]), *doubt), drawn, bool(robust[cell]))
        for cell, doubt in zip(cells, doubts, strict=True)
    ]
    kept = np.zeros(flows.shape)
    for cell, each in zip(cells, moves, strict=True):
        kept[cell] = flows[cell] if each.is_recommended else 0.0
    return sorted(moves, key=lambda each: (not each.is_recommended, -each.gain.value)), kept


def _robust(task: Task, flows: Array) -> Array:
    """Which moves are made with the score at its lower limit too; all where none is kept."""
    if task.points is None:
        return np.ones(flows.shape)
    cautious = task.cautious_plan()
    if cautious is None:
        return np.zeros(flows.shape)
    return np.asarray(flows_of(cautious) > LEAST_MOVED)


def _doubts(task: Task, cells: Sequence[Cell]) -> list[tuple[float, float]]:
    """Of each move its p value allowed for the moves chosen, and for all there could have been."""
    family = {pair: _p(task, pair) for pair in _pairs(task)}
    # Moving there or back is one comparison of two channels.
    asked = [(group, min(a, b), max(a, b)) for group, a, b in cells]
    chosen = false_discovery([family[pair] for pair in asked], Q).adjusted
    among = dict(zip(family, family_wise(list(family.values())).adjusted, strict=True))
    return [
        (float(p or 0.0), float(among[pair] or 0.0)) for p, pair in zip(chosen, asked, strict=True)
    ]


def _pairs(task: Task) -> list[Cell]:
    """Every two channels of a group between which contacts could have been moved."""
    return [
        (group, a, b)
        for group, is_free in enumerate(task.is_free)
        for a in np.flatnonzero(is_free).tolist()
        for b in np.flatnonzero(is_free).tolist()
        if a < b
    ]


def _p(task: Task, cell: Cell) -> float:
    """Of no gap: the larger of what samples tell and what the spread of both channels does."""
    value, samples, fewest = _gap(task, cell)
    group, sides = cell[0], [cell[1], cell[2]]
    contacts = task.volume[group] * task.base[group, sides]
    alike = p_of_alike(value, task.scatter[group, sides], contacts, task.units[group, sides])
    return max(p_of_gap(value, samples, fewest), alike)


def _gap(task: Task, cell: Cell) -> tuple[float, Array, float]:
    """Money per contact that a move earns, its samples, and the fewest customers behind it."""
    group, origin, target = cell
    value = float(task.value.value[group, target] - task.value.value[group, origin])
    samples = task.value.drawn[:, group, target] - task.value.drawn[:, group, origin]
    return value, samples, float(task.customers[group, [origin, target]].min())


@dataclass(frozen=True, slots=True)
class _Case:
    basis: Basis
    task: Task
    cell: Cell
    flow: float
    p: float
    p_family: float

    @property
    def contacts(self) -> float:
        return self.flow * float(self.task.volume[self.cell[0]])

    @property
    def move(self) -> Move:
        group, origin, target = self.cell
        return Move(
            segment=self.basis.segments[self.task.segment[group]],
            purpose=self.basis.purposes[self.task.purpose[group]],
            origin=self.basis.channels[origin],
            target=self.basis.channels[target],
            share=min(1.0, self.flow / float(self.task.base[group, origin])),
        )

    @property
    def is_low_base(self) -> bool:
        """Whether one of the channels is too rare for league tables, by customers or answers."""
        group, *sides = self.cell
        counts = [self.task.customers[group, sides]]
        if self.task.points is not None:
            counts.append(self.basis.answers[self.task.segment[group], sides])
        return bool(np.min(counts) < self.basis.ladder.effective_for_rank)

    @property
    def gain(self) -> Estimate:
        value, samples, fewest = _gap(self.task, self.cell)
        worth = self.task.theta * self.contacts
        return range_of(worth * value, worth * samples, fewest)

    @property
    def score_change(self) -> float | None:
        if self.task.points is None:
            return None
        group, origin, target = self.cell
        gap = self.task.points.value[group, target] - self.task.points.value[group, origin]
        return self.task.theta * self.contacts * float(gap) / self.task.weight


def _judge(case: _Case, drawn: Drawn, is_robust: bool) -> PlannedMove:
    gain, chosen = case.gain, float(drawn.chosen[case.cell])
    earned = float(drawn.earned[case.cell])
    why_not = _why_not(gain, chosen, earned, case)
    return PlannedMove(
        move=case.move,
        contacts=case.contacts,
        chosen=chosen,
        gain=gain,
        out_of_bag=earned if np.isfinite(earned) else None,
        score_change=case.score_change,
        p=case.p,
        p_family=case.p_family,
        is_recommended=not why_not,
        is_robust=is_robust,
        why_not=why_not,
    )


def _why_not(gain: Estimate, chosen: float, earned: float, case: _Case) -> str:
    if gain.value <= 0:
        return "It earns nothing by itself: it keeps the score or the capacity that others use."
    if case.is_low_base:
        least = f"{case.basis.ladder.effective_for_rank:.0f}"
        return f"Low base: fewer than {least} customers or answers in one of the channels."
    if chosen < CHOSEN:
        return f"Chosen in {chosen:.0%} of the samples of customers; {CHOSEN:.0%} are needed."
    if gain.low <= 0 or case.p > Q:
        return "What it is associated with cannot be told from nothing."
    if case.p_family > 0.05:
        return "Among all moves that could have been chosen, one as good is to be expected."
    if not earned > 0:
        return "It earns nothing among the customers left out of the samples."
    return ""
