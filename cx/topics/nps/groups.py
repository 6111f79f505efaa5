"""Scores the groups of a breakdown: small ones protected, each against the rest and before."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pandas as pd

from cx.analysis.change import change
from cx.analysis.compare import against_rest, false_discovery
from cx.analysis.ladder import LADDER
from cx.analysis.privacy import withhold
from cx.analysis.score import Change, Overlap, Score, Tally, score
from cx.filters import Filters
from cx.topics.nps.results import Breakdown, Group

Row = Any
"""One row of a frame, its columns as attributes."""

NO_ANSWERS = Tally(0, 0.0, 0.0, 0)
NOT_COMPARED = "not compared"


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


def few_people(rows: list[Row]) -> list[str]:
    """Name the groups with so few people, now or before, that nothing of them may be shown."""
    least = LADDER.customers_to_show
    return [row.name for row in rows if 0 < row.people < least or 0 < row.people_before < least]


def rows_by(frame: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    """Group the rows of a frame that is ordered by `column`."""
    rows = [SimpleNamespace(**row) for row in frame.to_dict("records")]
    return {name: list(found) for name, found in groupby(rows, lambda row: getattr(row, column))}


def score_groups(
    filters: Filters, rows: list[Row], verdicts: Mapping[str, str]
) -> tuple[Group, ...]:
    """Score the groups of one dimension, protect the small ones, compare each with before."""
    tallies = {row.name: tally_row(row) for row in rows}
    has_before = filters.comparison() is not None
    metric = filters.metric
    now = _protected(metric, {name: trio[0] for name, trio in tallies.items()})
    before = _protected(metric, {name: trio[1] for name, trio in tallies.items()})
    moved = _changes(filters, tallies, now, before) if has_before else {}
    total = sum(trio[0].answers for trio in tallies.values())
    return tuple(
        Group(
            name,
            now[name],
            before[name] if has_before else None,
            moved.get(name),
            verdicts.get(name, NOT_COMPARED) if now[name].value is not None else NOT_COMPARED,
            now[name].responses / total if total else 0.0,
        )
        for name in tallies
        if now[name].responses or has_before
    )


def _protected(metric: str, tallies: Mapping[str, Tally]) -> dict[str, Score]:
    scores = {name: score(metric, tally) for name, tally in tallies.items()}
    return withhold(scores, customers={name: tally.customers for name, tally in tallies.items()})


def _changes(
    filters: Filters,
    tallies: Mapping[str, tuple[Tally, Tally, Overlap]],
    now: Mapping[str, Score],
    before: Mapping[str, Score],
) -> dict[str, Change]:
    """Compare each group with itself before; the verdicts allow for the number of groups."""
    found = {name: change(filters.metric, *trio) for name, trio in tallies.items()}
    shown = {
        name: moved
        if now[name].value is not None and before[name].value is not None
        else replace(moved, value=None, low=None, high=None, p=None, verdict="not comparable")
        for name, moved in found.items()
    }
    family = false_discovery([moved.p for moved in shown.values()])
    return {
        name: moved if is_clear or moved.p is None else replace(moved, verdict="no clear change")
        for (name, moved), is_clear in zip(shown.items(), family.is_clear, strict=True)
    }


def break_down(
    filters: Filters, dimension: str, groups: Mapping[str, list[Row]], whole: list[Row]
) -> Breakdown:
    """Score the groups of a dimension, and place each against the rest of the view."""
    rows = groups.get(dimension, [])
    if not whole:
        return Breakdown(dimension, (), 0)
    answered = [row for row in rows if row.answers > 0]
    tallies = {row.name: tally_row(row)[0] for row in answered}
    shared = {
        row.name: Overlap(int(row.people_rest), row.nn_rest, row.ns_rest, row.sn_rest, row.ss_rest)
        for row in answered
    }
    placed = against_rest(filters.metric, tallies, tally_row(whole[0])[0], shared)
    verdicts = {name: comparison.verdict for name, comparison in placed.items()}
    family = max((comparison.family for comparison in placed.values()), default=0)
    return Breakdown(dimension, score_groups(filters, rows, verdicts), family)
