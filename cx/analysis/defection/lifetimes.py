"""How long people stayed after a day zero, as counts by day: what every survival figure needs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.ladder import Refusal
from cx.words import counted

LEAST_EXITS, LEAST_AT_RISK = 20, 10
MOST_CENSORED = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Lifetimes:
    """People of one group, one row per person or per (days, left) with its count.

    Parameters
    ----------
    name : str
        Of the group, such as ``"detractors"``.
    days : array, shape (n,)
        From day zero to the exit, or to the last day that is known.
    left : array of bool, shape (n,)
        Whether they left then; else they were still there.
    people : array of int, shape (n,)
        How many; all 1 when every row is a person.
    """

    name: str
    days: NDArray[np.float64]
    left: NDArray[np.bool_]
    people: NDArray[np.int64]

    @classmethod
    def of_people(
        cls, name: str, days: NDArray[np.float64], left: NDArray[np.bool_]
    ) -> "Lifetimes":
        """Return a group in which every row is one person."""
        return cls(name, days, left.astype(bool), np.ones(len(days), dtype=np.int64))

    @property
    def size(self) -> int:
        """How many people."""
        return int(self.people.sum())

    @property
    def exits(self) -> int:
        """How many of them left."""
        return int(self.people[self.left].sum())

    def table(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return the days on which somebody left, how many were at risk then, and how many left."""
        times = np.unique(self.days[self.left])
        exits = np.zeros(len(times))
        np.add.at(exits, np.searchsorted(times, self.days[self.left]), self.people[self.left])
        return times, self.at_risk_on(times), exits

    def at_risk_on(self, days: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how many were still there, and known, just before each of these days."""
        order = np.argsort(self.days, kind="stable")
        gone = np.concatenate([[0], np.cumsum(self.people[order])])
        return np.asarray(self.size - gone[np.searchsorted(self.days[order], days)], dtype=float)

    @property
    def last_day(self) -> float:
        """The last day at which at least ten are at risk: later the curve is cut; 0 if none."""
        order = np.argsort(-self.days, kind="stable")
        enough = np.flatnonzero(np.cumsum(self.people[order]) >= LEAST_AT_RISK)
        return float(self.days[order[enough[0]]]) if len(enough) else 0.0


def refuse_exits(groups: tuple[Lifetimes, ...]) -> Refusal | None:
    """Say why nothing can be told of who leaves, if so."""
    exits, size = sum(each.exits for each in groups), sum(each.size for each in groups)
    if exits < LEAST_EXITS:
        return Refusal(
            "exits_lt_20",
            f"Only {counted(exits, 'customer')} left after answering; {LEAST_EXITS} are needed.",
            f"needs {counted(LEAST_EXITS - exits, 'more exit')}, or a longer period",
        )
    if exits < (1 - MOST_CENSORED) * size:
        return Refusal(
            "censored_gt_95_percent",
            f"Only {exits / size:.1%} of the customers left so far; 5 % are needed.",
            "needs a longer time after the answers",
        )
    return None
