"""Answers of two periods by group and points, with groups too small to show put together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

OTHER = "(other)"
# Groups of one period: how many answers had each value of points.
Groups = Mapping[str, Mapping[float, int]]


@dataclass(frozen=True, slots=True)
class Cells:
    """Answers of both periods by group and points: two arrays of shape (groups, classes)."""

    groups: tuple[str, ...]
    points: np.ndarray
    before: np.ndarray
    now: np.ndarray

    @staticmethod
    def of(before: Groups, now: Groups) -> "Cells":
        """Lay out counts by group and points.

        >>> Cells.of({"web": {100: 3}}, {"web": {0: 2}, "app": {100: 1}}).now.tolist()
        [[0, 1], [2, 0]]
        """
        groups = tuple(sorted({*before, *now}))
        cells = [*before.values(), *now.values()]
        points = sorted({float(value) for cell in cells for value in cell})
        periods = [_table(period, groups, points) for period in (before, now)]
        return Cells(groups, np.array(points), *periods)

    @property
    def answers(self) -> tuple[int, int]:
        """All answers before and now."""
        return int(self.before.sum()), int(self.now.sum())

    @property
    def sizes(self) -> np.ndarray:
        """Answers by group and period, shape (groups, 2)."""
        return np.stack([self.before.sum(axis=1), self.now.sum(axis=1)], axis=1)

    def gather(self, merged: Collection[str]) -> "Cells":
        """Put the merged groups together as the last one."""
        if not merged:
            return self
        is_merged = np.array([group in merged for group in self.groups])
        kept = tuple(group for group in self.groups if group not in merged)
        before, now = (
            np.vstack([table[~is_merged], table[is_merged].sum(axis=0)])
            for table in (self.before, self.now)
        )
        return Cells((*kept, OTHER), self.points, before, now)


def _table(period: Groups, groups: Sequence[str], points: Sequence[float]) -> np.ndarray:
    where = {value: column for column, value in enumerate(points)}
    table = np.zeros((len(groups), len(points)), dtype=np.int64)
    for row, group in enumerate(groups):
        for value, answers in period.get(group, {}).items():
            table[row, where[float(value)]] += answers
    return table


def too_small(cells: Cells, merge: Collection[str], least: int) -> tuple[str, ...]:
    """Groups that cannot stand alone, and those needed to hide them.

    Parameters
    ----------
    cells : Cells
        The counts.
    merge : collection of str
        Groups to count as too small whatever their size.
    least : int
        Answers that a group needs in each period where it has any.

    Examples
    --------
    >>> before = {"a": {100: 400}, "b": {100: 4}, "c": {100: 30}, "d": {100: 20}}
    >>> too_small(Cells.of(before, before), (), 10)
    ('b', 'd')
    """
    sizes = dict(zip(cells.groups, cells.sizes, strict=True))
    merged = {
        group
        for group, size in sizes.items()
        if group == OTHER or group in merge or _is_small(size, least)
    }
    # A merged group that is itself too small would expose its people just the same.
    while merged and len(merged) < len(sizes):
        if not _is_small(np.sum([sizes[group] for group in merged], axis=0), least):
            break
        kept = [group for group in cells.groups if group not in merged]
        merged.add(min(kept, key=lambda group: (int(sizes[group].min()), group)))
    return tuple(sorted(merged))


def _is_small(size: np.ndarray, least: int) -> bool:
    # New and gone groups have no answers in a period and may stand; a few answers may not.
    return bool(((size > 0) & (size < least)).any() or not size.any())
