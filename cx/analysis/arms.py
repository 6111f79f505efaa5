"""Answers with a cause and without it: counted for all groups at once, persons allowed for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.held_equal import Array, Codes

WITHOUT, WITH, UNKNOWN = 0, 1, 2


def put_beside(
    responses: "pd.Series[int]", numbers: pd.DataFrame, parts: Sequence[pd.DataFrame]
) -> dict[str, Array]:
    """Put what happened before all answers beside some of them.

    Parameters
    ----------
    responses : Series of int
        Those answers, by the number that is the same in every view.
    numbers : DataFrame
        That number (``response``) of all answers, by the one (``answer``) that parts know them by.
    parts : sequence of DataFrame
        ``answer``, and a column per cause: 1, 0, or missing where it is not known.

    Returns
    -------
    dict of str to array
        By cause; not a number where it is not known.

    Examples
    --------
    >>> numbers = pd.DataFrame({"answer": [0, 1, 2], "response": [70, 50, 60]})
    >>> late = pd.DataFrame({"answer": [2, 0], "late": [1.0, 0.0]})
    >>> put_beside(pd.Series([60, 50]), numbers, [late])
    {'late': array([ 1., nan])}
    """
    known = numbers.sort_values("response")
    at = np.searchsorted(known["response"].to_numpy(), responses.to_numpy())
    row = known["answer"].to_numpy()[at]
    happened = {}
    for part in parts:
        for cause in part.columns.drop("answer"):
            whole = np.full(len(known), np.nan)
            whole[part["answer"].to_numpy()] = part[cause].to_numpy(float)
            happened[str(cause)] = whole[row]
    return happened


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Answers as numbers.

    Attributes
    ----------
    bad, person : array of int, shape (n,)
    state : dict of str to array of int, shape (n,)
        By cause: 0 without it, 1 with it, 2 not known.
    group : array of int, shape (n,)
    cluster : array of int, shape (n,)
        The answers that one person gave within one group.
    group_of : array of int
        By cluster.
    groups : int
    """

    bad: Codes
    person: Codes
    state: dict[str, Codes]
    group: Codes
    cluster: Codes
    group_of: Codes
    groups: int

    def within(self, group: Codes, groups: int) -> "Coded":
        """Deal the answers into groups; those of none (-1) are a last one, which is left out."""
        group = np.where(group < 0, groups, group)
        cluster = pd.factorize(self.person * (groups + 1) + group)[0].astype(np.int64)
        group_of = np.zeros(int(cluster.max(initial=-1)) + 1, dtype=np.int64)
        group_of[cluster] = group
        return replace(self, group=group, cluster=cluster, group_of=group_of, groups=groups)


def code_answers(answers: pd.DataFrame, causes: Sequence[str]) -> Coded:
    """Turn answers into numbers, all of one group; columns as `weigh_causes` takes them."""
    person = pd.factorize(answers["person"])[0].astype(np.int64)
    nowhere, people = np.zeros(len(person), dtype=np.int64), int(person.max(initial=-1)) + 1
    return Coded(
        bad=(answers["is_bad"].to_numpy() == 1).astype(np.int64),
        person=person,
        state={each: _state(answers[each].to_numpy(float)) for each in causes},
        group=nowhere,
        cluster=person,
        group_of=np.zeros(people, dtype=np.int64),
        groups=1,
    )


def _state(happened: Array) -> Codes:
    return np.where(np.isnan(happened), UNKNOWN, happened == 1).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """The answers of a group with a cause and without it.

    Attributes
    ----------
    table : array of int, shape (2, 2)
        Without and with it; other answers and bad ones.
    people : array of int, shape (2,)
    unknown : int
    widening : float
        How much wider the difference is because persons repeat; at least 1.
    """

    table: NDArray[np.int64]
    people: NDArray[np.int64]
    unknown: int
    widening: float


def count_arms(coded: Coded, name: str) -> list[Arms]:
    """Count the answers of each group with a cause and without it, all groups at once."""
    state, groups = coded.state[name], coded.groups
    place = (3 * coded.group + state) * 2 + coded.bad
    tables = np.bincount(place, minlength=6 * (groups + 1)).reshape(-1, 3, 2)
    is_seen = np.zeros((len(coded.group_of), 3), dtype=bool)
    is_seen[coded.cluster, state] = True
    people = [np.bincount(coded.group_of[each], minlength=groups) for each in is_seen.T]
    pull = _pull(tables)
    sums = np.bincount(coded.cluster, pull.ravel()[place], minlength=len(coded.group_of))
    clustered = np.bincount(coded.group_of, sums**2, minlength=groups)
    alone = (tables * pull**2).sum(axis=(1, 2))
    return [
        Arms(
            tables[at, :UNKNOWN],
            np.array([people[WITHOUT][at], people[WITH][at]]),
            int(tables[at, UNKNOWN].sum()),
            max(1.0, float(clustered[at] / alone[at])) if alone[at] > 0 else 1.0,
        )
        for at in range(groups)
    ]


def _pull(tables: NDArray[np.int64]) -> Array:
    """What one answer pulls at the difference of its group, shape (groups, 3, 2)."""
    sizes = np.maximum(tables.sum(axis=2, keepdims=True), 1)
    surprise = np.array([0.0, 1.0]) - tables[:, :, 1:] / sizes
    return np.asarray(surprise / sizes * np.array([-1.0, 1.0, 0.0])[:, None])
