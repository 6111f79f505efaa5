"""Reads how journeys flow: links and nodes with scores, the commonest paths, what comes next."""

from typing import Any

import pandas as pd

from cx.analysis.journeys.paths import NULL, Paths
from cx.analysis.journeys.transitions import Transition, transitions
from cx.analysis.ladder import Ladder
from cx.analysis.privacy import withhold
from cx.analysis.score import Score, Tally, score
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.journeys.results import END, Basis, Flow, Link, Move, Node, PathLine
from cx.topics.rows import plain_rows

BETWEEN = "\x1f"
"""Stands between the steps of a path, where it is one text."""

TOP_PATHS = 10


def tally_of(row: dict[str, Any]) -> Tally:
    """Read the sums of one row."""
    return Tally(
        int(row["answers"]),
        row["points"],
        row["points_squared"],
        int(row["people"]),
        (row["nn"], row["ns"], row["ss"]),
    )


def read_flow(
    ask: Ask, filters: Filters, basis: Basis, ladder: Ladder, most_steps: int, top: int
) -> Flow:
    """Read the flow of the first steps.

    Parameters
    ----------
    most_steps, top : int
        Steps drawn, and names that get nodes of their own.
    """
    names = ask("journeys/names", filters, **basis.params())["name"]
    shown = tuple(names[:top])
    rows = plain_rows(
        ask("journeys/flow", filters, **flow_params(basis, filters, shown, most_steps))
    )
    on_links = [row for row in rows if row["target"] is not None]
    links = tuple(
        Link(
            int(row["step"]),
            row["source"],
            row["target"],
            int(row["journeys"]),
            found,
        )
        for row, found in zip(on_links, score_links(filters.metric, on_links, ladder), strict=True)
    )
    # Who takes the first step comes from the start by one link, which may be withheld.
    first = {link.target: link.score for link in links if link.step == 0}
    nodes = tuple(
        Node(
            int(row["step"]),
            row["source"],
            int(row["journeys"]),
            first[row["source"]]
            if row["step"] == 1
            else score(filters.metric, tally_of(row), ladder),
        )
        for row in rows
        if row["target"] is None
    )
    return Flow(nodes, links, shown, most_steps)


def score_links(metric: str, rows: list[dict[str, Any]], ladder: Ladder) -> list[Score]:
    """Score links; withhold what the others into or out of the same node would give away."""
    tallies = {str(at): tally_of(row) for at, row in enumerate(rows)}
    scores = {name: score(metric, tally, ladder) for name, tally in tallies.items()}
    people = {name: tally.customers for name, tally in tallies.items()}
    groups: dict[tuple[str, int, str], list[str]] = {}
    for name, row in zip(scores, rows, strict=True):
        for end in ("source", "target"):
            groups.setdefault((end, row["step"], row[end]), []).append(name)
    before: dict[str, Score] = {}
    # Withholding one link for the sake of its source may expose another into its target.
    while before != scores:
        before = dict(scores)
        for names in groups.values():
            own = {name: scores[name] for name in names}
            scores |= withhold(own, ladder, {name: people[name] for name in names})
    return list(scores.values())


def flow_params(
    basis: Basis, filters: Filters, shown: tuple[str, ...], most_steps: int
) -> dict[str, object]:
    """Return what the question for the flow takes besides the filters."""
    return {
        **basis.params(),
        "metric": filters.metric,
        "survey_kind": basis.survey_kind,
        "most_steps": most_steps,
        "shown": list(shown),
    }


def read_paths(
    ask: Ask, filters: Filters, basis: Basis, ladder: Ladder
) -> tuple[tuple[PathLine, ...], int]:
    """Read the commonest paths that customers enough have gone, and count finished journeys."""
    rows = plain_rows(
        ask(
            "journeys/commonest",
            filters,
            **basis.params(),
            metric=filters.metric,
            survey_kind=basis.survey_kind,
            most=5 * TOP_PATHS,
        )
    )
    whole = int(rows[0]["all_journeys"]) if rows else 0
    kept = [
        row
        for row in rows
        if row["journeys"] >= ladder.answers_to_show
        and row["customers"] >= ladder.customers_to_show
    ]
    return tuple(_line(row, filters.metric, ladder) for row in kept[:TOP_PATHS]), whole


def _line(row: dict[str, Any], metric: str, ladder: Ladder) -> PathLine:
    return PathLine(
        tuple(row["path"].split(BETWEEN)),
        int(row["journeys"]),
        int(row["customers"]),
        row["journeys"] / row["all_journeys"],
        row["median_seconds"],
        row["mean_cost"],
        int(row["unresolved"]),
        score(metric, tally_of(row), ladder),
    )


def read_moves(ask: Ask, filters: Filters, basis: Basis, ladder: Ladder) -> tuple[Move, ...]:
    """Read what comes next after each touchpoint, and after how long."""
    found = transitions(_paths(ask("journeys/paths", filters, **basis.params())), ladder)
    waits = {
        (row["source"], row["target"]): (row["median_seconds"], row["p90_seconds"])
        for row in plain_rows(ask("journeys/waits", filters, **basis.params()))
    }
    return tuple(_move(each, waits) for each in found)


def _move(found: Transition, waits: dict[tuple[str, str], tuple[float, float]]) -> Move:
    median, p90 = waits.get((found.source, found.target), (None, None))
    target = END if found.target == NULL else found.target
    named = Transition(
        found.source, target, found.moves, found.departures, found.share, found.refusal
    )
    return Move(named, None, None) if found.refusal else Move(named, median, p90)


def _paths(frame: pd.DataFrame) -> Paths:
    return split_paths(frame.assign(conversions=0).rename(columns={"journeys": "nulls"}))


def split_paths(frame: pd.DataFrame) -> Paths:
    """Take paths apart, each once however many rows have it."""
    steps = {path: tuple(path.split(BETWEEN)) for path in frame["path"].unique()}
    return Paths.of_rows(frame.assign(path=[steps[path] for path in frame["path"]]))
