"""The best mix as a task of linear programming: what is free to move, and what it is worth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.estimate import Array, Codes
from cx.analysis.profit.basis import Basis, Means
from cx.analysis.profit.move_results import HeldCell
from cx.analysis.profit.programme import Programme, span_of

CAUTION = 0.20


@dataclass(frozen=True, slots=True)
class Task:
    """Groups of contacts (g), one per segment and purpose, over channels (c).

    Attributes
    ----------
    segment, purpose : array of int, shape (g,)
    customers, scatter, units : array, shape (g, c)
        As of the basis.
    volume : array, shape (g,)
        Contacts.
    base : array, shape (g, c)
        Shares of channels as they are.
    is_free : array of bool, shape (g, c)
        Whether enough is known of a cell to move contacts from or to it.
    value : Means, of shape (g, c)
        Money per contact; 0 where not free.
    points : Means or None, of shape (g, c)
        Points per contact; 0 where not free, None where no floor is kept.
    weight : float
        Contacts in free cells, which the score is of.
    spare : float
        Points times contacts that the plan must gain; below 0 may lose.
    """

    segment: Codes
    purpose: Codes
    customers: Array
    scatter: Array
    units: Array
    volume: Array
    base: Array
    is_free: NDArray[np.bool_]
    value: Means
    points: Means | None
    weight: float
    spare: float
    theta: float
    programme: Programme
    cautious: Programme

    @classmethod
    def of(
        cls, basis: Basis, floor: float | None, theta: float, reach: float, keeps_score: bool
    ) -> "Task":
        """Make a task of a basis; without a floor the score is to stay as it is."""
        segment, purpose = np.nonzero(basis.contacts.sum(axis=2) > 0)
        contacts, customers = basis.contacts[segment, purpose], basis.customers[segment, purpose]
        volume = contacts.sum(axis=1)
        base, load = contacts / volume[:, None], basis.load[segment, purpose]
        is_free = (customers >= basis.least) & (
            (basis.answers[segment] >= basis.least) | (not keeps_score)
        )
        is_free &= is_free.sum(axis=1, keepdims=True) >= 2
        each = np.divide(load, contacts, out=np.ones(load.shape), where=contacts > 0)
        span = span_of(base, reach, is_free)
        points = _held_to(basis.score, (segment,), is_free) if keeps_score else None
        weight = float(contacts[is_free].sum())
        spare = 0.0
        if floor is not None and points is not None and weight:
            spare = (floor * weight - float((contacts * points.value).sum())) / theta
        return cls(
            segment=segment,
            purpose=purpose,
            customers=customers,
            scatter=basis.scatter[segment, purpose],
            units=basis.units[segment, purpose],
            volume=volume,
            base=base,
            is_free=is_free,
            value=_held_to(basis.margin, (segment, purpose), is_free),
            points=points,
            weight=weight,
            spare=spare,
            theta=theta,
            programme=Programme.of(volume, base, span, basis.capacity, each),
            cautious=_of_changes(volume, base, span, basis.capacity, each),
        )

    @property
    def base_score(self) -> float | None:
        """Points as they are, each contact in a free cell counting once."""
        if self.points is None or not self.weight:
            return None
        return float((self.volume[:, None] * self.base * self.points.value).sum() / self.weight)

    def plan(self, value: Array, points: Array | None) -> tuple[Array, float] | None:
        """Solve for money and points of shape (g, c).

        Returns
        -------
        tuple of array, shape (g, c), and float, or None
            Change of the shares and the price of one point; None where nothing meets the limits.
        """
        least = 0.0
        if points is not None:
            least = float((self.volume[:, None] * self.base * points).sum()) + self.spare
        answer = self.programme.best(value, points, least)
        if answer.shares is None:
            return None
        return answer.shares - self.base, answer.floor_price * self.weight

    def cautious_plan(self) -> Array | None:
        """Solve with the score of what gains contacts at its one-sided 80 % lower limit."""
        if self.points is None:
            return None
        low = np.minimum(np.quantile(self.points.drawn, CAUTION, axis=0), self.points.value)
        points = np.hstack([low, self.points.value])
        value = np.hstack([self.value.value, self.value.value])
        answer = self.cautious.best(value, points, self.spare)
        if answer.shares is None:
            return None
        more, less = np.hsplit(answer.shares, 2)
        return np.asarray(more + less)

    def worth(self, change: Array, value: Array) -> float:
        """Money that a change of shares earns, both of shape (g, c), at theta."""
        return self.theta * float((self.volume[:, None] * change * value).sum())

    def score_change(self, change: Array) -> float | None:
        """Points that a change of shares brings, at theta."""
        if self.points is None:
            return None
        gained = (self.volume[:, None] * change * self.points.value).sum()
        return self.theta * float(gained) / self.weight

    def most_score(self) -> float | None:
        """The highest score that can be reached, at theta."""
        base_score = self.base_score
        if self.points is None or base_score is None:
            return None
        answer = self.programme.best(self.points.value)
        if answer.shares is None:
            return None
        gained = self.score_change(answer.shares - self.base)
        return None if gained is None else base_score + gained


def _held_to(means: Means, at: tuple[Codes, ...], is_free: NDArray[np.bool_]) -> Means:
    """Means of the groups; 0 where not free, the mean of all where a sample has nobody."""
    value = np.where(is_free, means.value[at], 0.0)
    drawn, left = (
        np.asarray([each[at] for each in samples]) for samples in (means.drawn, means.left)
    )
    drawn = np.where(np.isfinite(drawn), drawn, value)
    return Means(value, np.where(is_free, drawn, 0.0), np.where(is_free, left, 0.0))


def _of_changes(
    volume: Array, base: Array, span: tuple[Array, Array], capacity: Array, load: Array
) -> Programme:
    """The same limits for what each channel gains (first c columns) and loses (last c, below 0)."""
    nothing = np.zeros(base.shape)
    changes = np.hstack([nothing, span[0] - base]), np.hstack([span[1] - base, nothing])
    left = capacity - (volume[:, None] * base * load).sum(axis=0)
    both = np.hstack([base, base])
    return Programme.of(volume, np.zeros(both.shape), changes, left, np.hstack([load, load]))


def flows_of(change: Array) -> Array:
    """Spread what channels lose over those that gain, in proportion.

    Parameters
    ----------
    change : array, shape (g, c)
        Of shares; rows add up to 0.

    Returns
    -------
    array, shape (g, c, c)
        From (second axis) to (third), as shares of the group's contacts.

    Examples
    --------
    >>> flows_of(np.array([[-0.3, 0.1, 0.2]]))[0, 0].round(3).tolist()
    [0.0, 0.1, 0.2]
    """
    less, more = np.maximum(-change, 0.0), np.maximum(change, 0.0)
    whole = more.sum(axis=1)[:, None, None]
    return less[:, :, None] * more[:, None, :] / np.where(whole > 0, whole, 1.0)


def gaps_of(value: Array) -> Array:
    """Target less origin, of shape (g, c, c), from values of shape (g, c).

    >>> gaps_of(np.array([[1.0, 4.0]])).tolist()
    [[[0.0, 3.0], [-3.0, 0.0]]]
    """
    return np.asarray(value[:, None, :] - value[:, :, None])


def held_cells(basis: Basis, task: Task, keeps_score: bool) -> tuple[HeldCell, ...]:
    """Name the contacts that stay because too little is known, most contacts first."""
    found = [
        HeldCell(
            basis.segments[segment],
            basis.purposes[purpose],
            basis.channels[channel],
            float(basis.contacts[segment, purpose, channel]),
            refusal,
        )
        for group, (segment, purpose) in enumerate(
            zip(task.segment.tolist(), task.purpose.tolist(), strict=True)
        )
        for channel in np.flatnonzero(~task.is_free[group] & (task.base[group] > 0)).tolist()
        for refusal in [
            basis.refuse_cell(segment, purpose, channel)
            or (basis.refuse_score(segment, channel) if keeps_score else None)
        ]
        if refusal
    ]
    return tuple(sorted(found, key=lambda cell: -cell.contacts))
