"""Lists who is behind a figure of the Journeys page; each list has as many as the figure says."""

from typing import Any

from cx.topics.ask import Ask
from cx.topics.journeys.ahead import ALL_SOURCES
from cx.topics.journeys.flow import BETWEEN, flow_params
from cx.topics.journeys.results import END, Journeys
from cx.topics.rows import plain_rows

Listed = tuple[list[dict[str, Any]], int]
"""Rows, and how many there are in all."""

MOST = 500
MEASURES = ("first", "repeat")
LEAD_STEPS = {"Prospect": None, "Contacted": "contacted", "Opportunity": "opportunity"}


def journeys_behind(
    ask: Ask,
    result: Journeys,
    step: int | None = None,
    source: str | None = None,
    target: str | None = None,
    path: tuple[str, ...] | None = None,
    most: int = MOST,
) -> Listed:
    """List the journeys behind a link, a node (no target) or a path.

    Parameters
    ----------
    step, source, target
        As in ``Link`` and ``Node``.
    path : tuple of str, optional
        As in ``PathLine.steps``; then without the others.
    """
    flow = flow_params(result.basis, result.filters, result.flow.shown, result.flow.most_steps)
    rows = ask(
        "journeys/behind",
        result.filters,
        **{key: flow[key] for key in flow if key not in ("metric", "survey_kind")},
        only_step=step,
        only_source=source,
        only_target=target,
        only_path=None if path is None else BETWEEN.join(path),
        most=most,
    )
    found, total = _listed(rows)
    return [row | {"path": " > ".join(row["path"].split(BETWEEN))} for row in found], total


def moves_behind(ask: Ask, result: Journeys, source: str, target: str, most: int = MOST) -> Listed:
    """List the moves behind a transition; ``"(end)"`` is a target too."""
    return _listed(
        ask(
            "journeys/moves_behind",
            result.filters,
            **result.basis.params(),
            only_source=source,
            only_target=None if target == END else target,
            most=most,
        )
    )


def contacts_behind(
    ask: Ask,
    result: Journeys,
    touchpoint: str,
    channel: str | None = None,
    measure: str | None = None,
    most: int = MOST,
) -> Listed:
    """List the contacts behind a line of the scorecard, or those counted by one of ``MEASURES``."""
    return _listed(
        ask(
            "journeys/contacts_behind",
            result.filters,
            extract_at=result.basis.extract_at,
            only_touchpoint=touchpoint,
            only_channel=channel,
            only_measure=measure,
            most=most,
        )
    )


def leads_behind(
    ask: Ask, result: Journeys, source: str, step: str = "Prospect", most: int = MOST
) -> Listed:
    """List the prospects of a source that came to a step of the funnel."""
    return _listed(
        ask(
            "journeys/leads_behind",
            result.filters,
            extract_at=result.basis.extract_at,
            only_source=None if source == ALL_SOURCES else source,
            only_step=LEAD_STEPS.get(step, "won"),
            most=most,
        )
    )


def _listed(frame: Any) -> Listed:
    rows = plain_rows(frame)
    total = int(rows[0]["total"]) if rows else 0
    return [{key: row[key] for key in row if key != "total"} for row in rows], total
