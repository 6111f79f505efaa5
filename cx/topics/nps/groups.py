"""Scores the groups of every breakdown: small ones protected, each against the rest and before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pandas as pd

from cx.analysis.change import change
from cx.analysis.compare import ABOVE, BELOW, NO_CLEAR_DIFFERENCE, against_rest, false_discovery
from cx.analysis.ladder import Ladder
from cx.analysis.privacy import withhold
from cx.analysis.score import Change, Overlap, Score, Tally, score
from cx.filters import Filters
from cx.topics.nps.results import DIMENSIONS, Breakdown, Group

Row = Any
"""One row of a frame, its columns as attributes."""

NO_ANSWERS = Tally(0, 0.0, 0.0, 0)
NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class _Judged:
    """One group on its way: figures, and single tests that no family has looked at yet."""

    name: str
    now: Score
    before: Score | None
    moved: Change | None
    apart: Change | None

    @property
    def is_hidden(self) -> bool:
        return any(_is_hidden(found) for found in (self.now, self.before) if found is not None)


def break_down(
    filters: Filters, groups: Mapping[str, list[Row]], ladder: Ladder
) -> tuple[dict[str, Breakdown], dict[str, list[str]]]:
    """Score all dimensions of one view, and name the groups of each that must stay hidden.

    All groups of all dimensions are one family of tests: a reader looks at the whole view.

    Returns
    -------
    breakdowns : dict of str to Breakdown
        By dimension.
    hidden : dict of str to list of str
        Groups withheld now or before; whatever else is made of a dimension must hide them too.
    """
    whole = groups.get("all", [])
    judged = {
        dimension: _judge(filters, groups.get(dimension, []), whole, ladder)
        for dimension in DIMENSIONS
    }
    hidden = {
        dimension: [each.name for each in found if each.is_hidden]
        for dimension, found in judged.items()
    }
    return _settle(judged), hidden


def score_kinds(filters: Filters, rows: list[Row], ladder: Ladder) -> tuple[Group, ...]:
    """Score the kinds of survey; nothing adds them up, so none can be computed from the others."""
    total = sum(row.answers for row in rows)
    return tuple(_kind(filters, row, total, ladder) for row in rows)


def _kind(filters: Filters, row: Row, total: int, ladder: Ladder) -> Group:
    now, before, both = tally_row(row)
    has_before = filters.comparison() is not None
    return Group(
        row.name,
        score(filters.metric, now, ladder),
        score(filters.metric, before, ladder) if has_before else None,
        change(filters.metric, now, before, both, ladder) if has_before else None,
        NOT_COMPARED,
        now.answers / total if total else 0.0,
    )


def tally_row(row: Row) -> tuple[Tally, Tally, Overlap]:
    """Read the sums of one row: now, before, and across the people who are in both."""
    now = Tally(
        int(row.answers), row.points, row.points_squared, int(row.people), (row.nn, row.ns, row.ss)
    )
    before = Tally(
        int(row.answers_before),
        row.points_before,
        row.points_squared_before,
        int(row.people_before),
        (row.nn_before, row.ns_before, row.ss_before),
    )
    both = Overlap(int(row.people_both), row.nn_both, row.ns_both, row.sn_both, row.ss_both)
    return now, before, both


def rows_by(frame: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    """Group the rows of a frame that is ordered by `column`."""
    rows = [SimpleNamespace(**row) for row in frame.to_dict("records")]
    return {name: list(found) for name, found in groupby(rows, lambda row: getattr(row, column))}


def protect(metric: str, tallies: Mapping[str, Tally], ladder: Ladder) -> dict[str, Score]:
    """Score groups that add up to a figure that is shown, and withhold what it would give away."""
    scores = {name: score(metric, tally, ladder) for name, tally in tallies.items()}
    return withhold(scores, ladder, {name: tally.customers for name, tally in tallies.items()})


def _judge(filters: Filters, rows: list[Row], whole: list[Row], ladder: Ladder) -> list[_Judged]:
    metric, has_before = filters.metric, filters.comparison() is not None
    tallies = {row.name: tally_row(row) for row in rows}
    now = protect(metric, {name: trio[0] for name, trio in tallies.items()}, ladder)
    before = protect(metric, {name: trio[1] for name, trio in tallies.items()}, ladder)
    moved = {
        name: _change(change(metric, *trio, ladder), now[name], before[name])
        for name, trio in tallies.items()
        if has_before
    }
    apart = _against_rest(filters, rows, whole, ladder)
    return [
        _Judged(
            name,
            now[name],
            before[name] if has_before else None,
            moved.get(name),
            apart.get(name) if now[name].value is not None else None,
        )
        for name in tallies
        if now[name].responses or has_before
    ]


def _change(moved: Change, now: Score, before: Score) -> Change:
    """Return how a group moved; nothing is said of one that is withheld now or before."""
    if now.value is not None and before.value is not None:
        return moved
    return replace(moved, value=None, low=None, high=None, p=None, verdict="not comparable")


def _against_rest(
    filters: Filters, rows: list[Row], whole: list[Row], ladder: Ladder
) -> dict[str, Change]:
    answered = [row for row in rows if row.answers > 0]
    if not whole or len(answered) < 2:
        return {}
    tallies = {row.name: tally_row(row)[0] for row in answered}
    shared = {
        row.name: Overlap(int(row.people_rest), row.nn_rest, row.ns_rest, row.sn_rest, row.ss_rest)
        for row in answered
    }
    found = against_rest(filters.metric, tallies, tally_row(whole[0])[0], shared, ladder)
    return {name: each.difference for name, each in found.items() if each.refusal is None}


def _settle(judged: Mapping[str, list[_Judged]]) -> dict[str, Breakdown]:
    """Allow for the number of tests of the whole view, then give the verdicts."""
    every = [each for found in judged.values() for each in found]
    moved = false_discovery([each.moved.p if each.moved else None for each in every])
    apart = false_discovery([each.apart.p if each.apart else None for each in every])
    clear = iter(zip(moved.is_clear, apart.is_clear, strict=True))
    total = {name: sum(each.now.responses for each in found) for name, found in judged.items()}
    return {
        dimension: Breakdown(
            dimension,
            tuple(_group(each, total[dimension], *next(clear)) for each in found),
            apart.family,
        )
        for dimension, found in judged.items()
    }


def _group(each: _Judged, total: int, is_moved: bool, is_apart: bool) -> Group:
    moved = each.moved
    if moved is not None and moved.p is not None and not is_moved:
        moved = replace(moved, verdict="no clear change")
    share = each.now.responses / total if total else 0.0
    place = _place(each.apart, is_apart)
    return Group(each.name, each.now, each.before, moved, place, share, each.apart)


def _place(apart: Change | None, is_clear: bool) -> str:
    if apart is None or apart.value is None:
        return NOT_COMPARED
    if not is_clear or apart.value == 0:
        return NO_CLEAR_DIFFERENCE
    return ABOVE if apart.value > 0 else BELOW


def _is_hidden(found: Score) -> bool:
    return bool(found.responses) and found.refusal is not None and found.refusal.is_suppressed
