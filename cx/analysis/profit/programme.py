"""The linear programme behind the best mix: earn most within capacity, reach and score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from cx.analysis.estimate import Array
from cx.analysis.ladder import Refusal
from cx.analysis.profit.move_results import Solution

INFEASIBLE, TOLERANCE = 2, 1e-9


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver says; the shares are None where nothing meets the limits."""

    shares: Array | None
    floor_price: float = 0.0
    capacity_prices: Array | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """Limits that stay the same while money and points change from sample to sample.

    Attributes
    ----------
    volume : array, shape (g,)
        Contacts of each group.
    base, low, high : array, shape (g, c)
        Shares as they are, and the least and most they may be.
    rows, most : sparse matrix, shape (k, g * c), and array, shape (k,)
        Capacity taken per unit of share, and what there is.
    each : sparse matrix, shape (g, g * c)
        Adds the shares of a group up to 1.
    """

    volume: Array
    base: Array
    low: Array
    high: Array
    rows: sparse.csr_array
    most: Array
    each: sparse.csr_array

    @classmethod
    def of(
        cls, volume: Array, base: Array, span: tuple[Array, Array], capacity: Array, load: Array
    ) -> "Programme":
        """Build the limits of shares between the two of `span`; only finite capacities bind."""
        groups, columns = base.shape
        is_limited = np.isfinite(capacity)
        taken = sparse.csr_array((volume[:, None] * load).reshape(1, -1))
        repeats = groups * columns // len(capacity)
        where = sparse.csr_array(np.tile(np.eye(len(capacity)), repeats))
        return cls(
            volume=volume,
            base=base,
            low=span[0],
            high=span[1],
            rows=sparse.csr_array(where.multiply(taken))[np.flatnonzero(is_limited)],
            most=capacity[is_limited],
            each=sparse.csr_array(sparse.kron(np.eye(groups), np.ones((1, columns)))),
        )

    def best(self, value: Array, points: Array | None = None, least: float = 0.0) -> Answer:
        """Maximise the worth of contacts, with at least so many points of all of them.

        Parameters
        ----------
        value, points : array, shape (g, c)
            Per contact; finite.
        least : float
            Sum of points over all contacts that must be reached.
        """
        worth = self.volume[:, None] * value
        rows, most = self.rows, self.most
        if points is not None:
            floor = sparse.csr_array(-(self.volume[:, None] * points).reshape(1, -1))
            rows, most = sparse.vstack([rows, floor], format="csr"), np.append(most, -least)
        found = optimize.linprog(
            -worth.ravel(),
            A_ub=rows if len(most) else None,
            b_ub=most if len(most) else None,
            A_eq=self.each,
            b_eq=self.base.sum(axis=1),
            bounds=np.column_stack([self.low.ravel(), self.high.ravel()]),
            method="highs",
        )
        if found.status == INFEASIBLE:
            return Answer(None)
        if found.status != 0:
            raise ValueError(f"The linear programme was not solved: {found.message}")
        prices = -found.ineqlin.marginals
        floor_price = float(prices[-1]) if points is not None else 0.0
        return Answer(found.x.reshape(self.base.shape), floor_price, prices[: len(self.most)])


def span_of(base: Array, reach: float, is_free: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Least and most each share may be: what is not free stays, the rest moves within reach.

    >>> [each.tolist() for each in span_of(np.array([0.1, 0.9]), 0.25, np.array([True, False]))]
    [[0.0, 0.9], [0.35, 0.9]]
    """
    low = np.where(is_free, np.maximum(base - reach, 0.0), base)
    return low, np.where(is_free, np.minimum(base + reach, 1.0), base)


def solve(
    volume: Array,
    margin: Array,
    score: Array | None,
    base: Array,
    capacity: Array | None = None,
    reach: float = 1.0,
    floor: float | None = None,
) -> Solution:
    """Find the shares of channels that earn most.

    Parameters
    ----------
    volume : array, shape (g,)
        Contacts of each group.
    margin, score : array, shape (g, c)
        Money and points per contact; no score, no floor.
    base : array, shape (g, c)
        Shares as they are; each row adds up to 1.
    capacity : array, shape (c,), optional
        Contacts each channel can take; infinite where there is no limit.
    reach : float
        How far a share may move from what it is, 0 to 1: data tell of what is near.
    floor : float, optional
        Least score of all contacts together.

    Returns
    -------
    Solution
        Refused with the code ``infeasible`` where the limits exclude each other; it then says the
        highest score that can be reached, where any plan meets the other limits.

    Examples
    --------
    >>> found = solve(np.array([100.0]), np.array([[3.0, 1.0]]), np.array([[0.0, 50.0]]),
    ...     np.array([[0.5, 0.5]]), floor=20.0)
    >>> found.shares, found.objective, round(found.price_per_point, 9)
    (((0.6, 0.4),), 220.0, 4.0)
    """
    most = np.full(base.shape[1], np.inf) if capacity is None else capacity.astype(float)
    span = span_of(base, reach, np.ones(base.shape, dtype=bool))
    programme = Programme.of(volume, base, span, most, np.ones(base.shape))
    whole = float(volume.sum())
    points = score if floor is not None else None
    answer = programme.best(margin, points, (floor or 0.0) * whole)
    worth = volume[:, None] * margin
    base_score = None if score is None else float((volume[:, None] * base * score).sum() / whole)
    if answer.shares is None:
        attainable = None if score is None else most_score(programme, score)
        refusal = refuse_infeasible(floor, attainable)
        base_objective = float((worth * base).sum())
        return Solution(
            (), None, base_objective, None, base_score, most_score=attainable, refusal=refusal
        )
    prices = np.zeros(base.shape[1])
    prices[np.isfinite(most)] = answer.capacity_prices
    reached = (
        None if score is None else float((volume[:, None] * answer.shares * score).sum() / whole)
    )
    return Solution(
        shares=tuple(tuple(row) for row in answer.shares.tolist()),
        objective=float((worth * answer.shares).sum()),
        base_objective=float((worth * base).sum()),
        score=reached,
        base_score=base_score,
        price_per_point=answer.floor_price * whole,
        capacity_prices=tuple(prices.tolist()),
    )


def most_score(programme: Programme, score: Array) -> float | None:
    """Return the highest score that capacity and reach allow; None where they exclude each other.

    Parameters
    ----------
    programme : Programme
    score : array, shape (g, c)
        Points per contact; finite.
    """
    answer = programme.best(score)
    if answer.shares is None:
        return None
    reached = programme.volume[:, None] * answer.shares * score
    return float(reached.sum() / programme.volume.sum())


def refuse_infeasible(floor: float | None, attainable: float | None) -> Refusal:
    """Say what cannot be met together, and what could.

    >>> refuse_infeasible(60, 38.34).message
    'No mix within the limits reaches a score of 60: 38.3 is the most that can be reached.'
    """
    if attainable is None or floor is None:
        return Refusal(
            "infeasible",
            "No mix within reach keeps every channel within its capacity.",
            "needs more capacity, or a longer reach",
        )
    return Refusal(
        "infeasible",
        f"No mix within the limits reaches a score of {floor:g}: {attainable:.1f} is the most that "
        "can be reached.",
        f"needs a floor of at most {np.floor(attainable * 10) / 10:.1f}, more capacity, or a "
        "longer reach",
    )
