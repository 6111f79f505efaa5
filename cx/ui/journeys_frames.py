"""What all parts of the Journeys page share: the frame of a chart, and the customers behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from cx import zones
from cx.topics.journeys import behind
from cx.topics.journeys.results import Journeys
from cx.ui import chart_frame, drill, session, table
from cx.ui.chart_frame import Frame, Origin
from cx.ui.drill import Listed, Marks
from cx.ui.text import escape
from cx.words import day_in_words


@dataclass(frozen=True, slots=True)
class Said:
    """What "How is this computed?" says of a chart.

    Parameters
    ----------
    method : str
        What was done, and whose method it is.
    questions : sequence of str
        Files of queries/ that were asked.
    rows : sequence of mapping
        The numbers.
    answers : int
        Answers behind it.
    """

    method: str
    questions: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    answers: int


def show(
    found: Journeys,
    key: str,
    title: str,
    draw: Callable[..., Any],
    said: Said,
    marks: Marks | None = None,
) -> None:
    """Draw a chart in its frame.

    Parameters
    ----------
    draw : callable
        Makes the figure, given ``is_dark``.
    """
    origin = Origin(
        found.metric,
        found.filters,
        said.questions,
        said.rows,
        said.answers,
        age(found),
        said.method,
    )
    chart_frame.show(Frame(f"journeys_{key}", title, draw, origin, marks or {}))


def age(found: Journeys) -> str:
    """Say up to when there are data, and of which state of them all this is."""
    latest = found.latest_on
    told = f"data up to {day_in_words(latest)}" if latest else "no data"
    return f"{told} · data version {session.version()}"


def answers(found: Journeys) -> int:
    """Count the answers to the journeys."""
    return sum(node.score.responses for node in found.flow.nodes if node.step == 0)


def journeys(found: Journeys, name: str, count: int | None, **which: Any) -> Listed:
    """Lead to the journeys behind a link, a node or a path."""
    return _lead(name, count, "Journeys", partial(behind.journeys_behind, result=found, **which))


def moves(found: Journeys, name: str, count: int, source: str, target: str) -> Listed:
    """Lead to the moves behind a cell of the table of what comes next."""
    asked = partial(behind.moves_behind, result=found, source=source, target=target)
    return _lead(name, count, "Moves", asked)


def contacts(found: Journeys, name: str, count: int, **which: Any) -> Listed:
    """Lead to the contacts at a touchpoint."""
    return _lead(name, count, "Contacts", partial(behind.contacts_behind, result=found, **which))


def leads(found: Journeys, name: str, count: int, **which: Any) -> Listed:
    """Lead to the prospects behind a step of the funnel."""
    return _lead(name, count, "Prospects", partial(behind.leads_behind, result=found, **which))


def _lead(name: str, count: int | None, noun: str, find: Callable[..., behind.Listed]) -> Listed:
    return Listed(name, partial(_list, name, noun, find), count)


def _list(name: str, noun: str, find: Callable[..., behind.Listed], key: str) -> None:
    """List what is behind a mark, the latest first, with a download."""
    rows, total = _ask(find, drill.MOST_SHOWN)
    shown = f"the {len(rows):,} latest of {total:,}" if total > len(rows) else f"{total:,}"
    st.markdown(f"**{noun} behind {escape(name)}**: {shown}")
    if rows:
        table.show(
            rows,
            alt=f"{noun} behind {name}, the latest first",
            name=f"customers_{key}",
            fetch_all=lambda: _ask(find, drill.MOST_DOWNLOADED)[0],
        )


def _ask(find: Callable[..., behind.Listed], most: int) -> behind.Listed:
    with session.asking() as run:
        rows, total = find(run.ask, most=most)
    zone = session.zone()
    return [_by_clock(row, zone) for row in rows], total


def _by_clock(row: Mapping[str, object], zone: str) -> dict[str, object]:
    """Return a row with its moments by the company's clock, named by whose it is."""
    return {
        f"{name}_{zone}" if isinstance(value, datetime) else name: (
            zones.local(value, zone) if isinstance(value, datetime) else value
        )
        for name, value in row.items()
    }
