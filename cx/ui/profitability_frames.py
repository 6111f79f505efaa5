"""What all parts of the Profitability page share: the frame of a chart, who is behind a mark."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Unpack

import streamlit as st

from cx.topics import profitability as topic
from cx.topics.profitability.behind import Listed as Rows
from cx.topics.profitability.behind import Which
from cx.topics.profitability.report import report
from cx.topics.profitability.results import Line
from cx.ui import chart_frame, drill, session, table
from cx.ui.chart_frame import Frame, Origin
from cx.ui.drill import Listed, Marks
from cx.ui.profitability_load import Page
from cx.ui.text import escape
from cx.words import day_in_words

HIDDEN = ("person", "total")
TIMES = "times"
"""How many of what a mark counts a row stands for."""


@dataclass(frozen=True, slots=True)
class Said:
    """What "How is this computed?" says of a chart.

    Parameters
    ----------
    method : str
        What was done.
    source : str
        Whose method it is.
    questions : sequence of str
        Files of queries/ that were asked.
    rows : sequence of mapping
        The numbers.
    count, noun : int and str
        What is behind it.
    """

    method: str
    questions: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    count: int
    noun: str = "customers"
    source: str = ""


def show(
    page: Page,
    key: str,
    title: str,
    draw: Callable[..., Any],
    said: Said,
    marks: Marks | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Draw a chart in its frame.

    Parameters
    ----------
    draw : callable
        Makes the figure, given ``is_dark``.
    """
    origin = Origin(
        None,
        page.view.filters,
        said.questions,
        said.rows,
        said.count,
        age(page),
        said.method,
        said.noun,
        said.source,
    )
    frame = Frame(f"profit_{key}", title, draw, origin, marks or {}, [n for n in notes if n])
    chart_frame.show(frame)


def age(page: Page) -> str:
    """Say up to when there are amounts, and of which state of all data this is."""
    latest = page.view.extent.last_on
    told = f"amounts up to {day_in_words(latest)}" if latest else "no amounts"
    return f"{told} · data version {page.data_version}"


def rows_of(page: Page, name: str) -> Sequence[Mapping[str, object]]:
    """Return a table of the export: the same numbers as on the command line."""
    return list(report(page.found, 0).tables[name])


def customers(page: Page, name: str, **which: Unpack[Which]) -> Listed:
    """Lead to the customers behind a mark, those with the lowest contribution first.

    Parameters
    ----------
    which : object
        As in ``customers_behind``: segment, mix, ranks, is_losing, channel, has_mix.
    """
    find = partial(_customers, page, which)
    show_all = partial(_list, name, "the lowest contribution", find)
    return Listed(name, show_all, len(page.people.find(**which)))


def movable(page: Page, segment: str, origin: str) -> Listed:
    """Lead to those whose contacts a move concerns: of the segment, with contacts by the channel.

    Where no contacts make a mix, it is not known who they are: then to all of the segment.
    """
    if page.view.mix_basis != "contacts" or origin not in page.people.channels:
        return customers(page, f"segment {segment}", segment=segment)
    return customers(page, f"{segment} by {origin}", segment=segment, channel=origin)


def _customers(page: Page, which: Which, most: int) -> Rows:
    with session.asking() as run:
        return topic.customers_behind(run.ask, page.view, page.people, most=most, **which)


def line(page: Page, name: str, found: Line) -> Listed:
    """Lead to the customers with amounts on a line of the contribution, the largest first."""
    find = partial(_line, page, found.name)
    return Listed(name, partial(_list, name, "the largest sums", find), found.customers)


def _line(page: Page, name: str, most: int) -> Rows:
    with session.asking() as run:
        return topic.line_behind(run.ask, page.view, name, most)


def contacts(page: Page, name: str, count: int, **which: Any) -> Listed:
    """Lead from the contacts of a cell of cost to serve to their customers, the dearest first."""
    find = partial(_contacts, page, which)
    return Listed(name, partial(_list, name, "the dearest", find, contacts=count), count)


def _contacts(page: Page, which: Mapping[str, Any], most: int) -> Rows:
    with session.asking() as run:
        rows, total = topic.contacts_behind(run.ask, page.view, most=most, **which)
    named = {"contacts": TIMES}
    return [{named.get(key, key): value for key, value in row.items()} for row in rows], total


def _list(
    name: str, first: str, find: Callable[[int], Rows], key: str, contacts: int | None = None
) -> None:
    """List who is behind a mark, with a download of all of them."""
    rows, total = find(drill.MOST_SHOWN)
    shown = f"{len(rows):,} of {total:,}" if total > len(rows) else f"{total:,}"
    together = "" if contacts is None else f", together {contacts:,} contacts"
    st.markdown(f"**Customers behind {escape(name)}**: {shown}, {first} first{together}")
    if rows:
        table.show(
            _plain(rows),
            alt=f"Customers behind {name}, {first} first",
            name=f"customers_{key}",
            fetch_all=lambda: _plain(find(drill.MOST_DOWNLOADED)[0]),
        )


def _plain(rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Leave out what people do not read, and round amounts to cents."""
    return [
        {
            key: round(value, 2) if isinstance(value, float) else value
            for key, value in row.items()
            if key not in HIDDEN
        }
        for row in rows
    ]
