"""Segments and mixes on the Profitability page: what each earns, and what the mixes are made of."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.charts import profitability as charts
from cx.charts.profitability.differences import key_of as key_of_difference
from cx.charts.profitability.segments import (
    SCORE,
    VIEWS,
    VIEWS_WITHOUT_COSTS,
    key_of,
    reading,
    shown,
)
from cx.topics.profitability import words
from cx.ui import profitability_frames as frames
from cx.ui import refusals, table
from cx.ui.drill import Marks
from cx.ui.profitability_frames import Said
from cx.ui.profitability_load import Page
from cx.words import counted

CELLS = (
    "Each customer is in one segment and has one mix. The mean contribution has a bootstrap-t "
    "interval, customers being the unit; shares have Wilson intervals. Below 10 customers nothing "
    "is shown, below 30 the interval alone. What goes with a mix need not come from it: who uses "
    "which channel is nobody's draw of lots."
)
CLASSES = (
    "A customer's mix is the channel with most of its contacts where that has 40 % of them or "
    "more, else Mixed. At most four channels have a class of their own: those that most often "
    "come first in all data, whatever the filters; the others are together."
)
DIFFERS = (
    "Mean share of each channel in the contacts of customers who earn and of those who lose money. "
    "Clear differences are corrected for all segments and channels looked at (Benjamini and "
    "Hochberg 1995, one in ten). It says what goes together, not what makes them lose."
)
NO_MIXES = Refusal(
    "no_mixes",
    "Nothing tells by which channels customers come on this side.",
    "needs the extract interactions, or orders with a sales channel",
)


def show(page: Page) -> None:
    """Show what mixes are made of, and how the mixes of those who lose money differ."""
    if page.found.composition is None:
        refusals.show("What the mixes are made of", NO_MIXES)
        return
    one, other = st.columns(2, gap="small")
    with one:
        _composition(page)
    with other:
        _differences(page)


def segments(page: Page) -> None:
    """Show what each segment earns with each mix."""
    found = page.found
    view = _view(VIEWS_WITHOUT_COSTS if found.costs_refusal else VIEWS)
    draw = partial(
        charts.segments,
        found.segments,
        found.cells,
        page.view.leading,
        view,
        found.metric,
    )
    rows = [*frames.rows_of(page, "segments"), *frames.rows_of(page, "segment_mix")]
    questions = ("profitability/customers", "profitability/contacts", "profitability/answers")
    said = Said(CELLS, questions, rows, len(page.people))
    title = f"{view} by segment and mix of {words.SIDE_WORDS[page.view.side]}"
    missing = found.costs_refusal
    notes = [missing.message if missing else "", _withheld(page, view)]
    frames.show(page, "segments", title, draw, said, _cell_marks(page), notes)
    with st.expander("All figures of the table", icon=":material/table:"):
        table.show(
            frames.rows_of(page, "segment_mix"),
            alt="Segments and mixes with customers, revenue, margin, score and retention",
            name="segment_mix",
        )


def _view(views: Sequence[str]) -> str:
    """Let the reader choose what a cell shows."""
    chosen = st.segmented_control(
        "A cell shows", views, default=views[0], required=True, key="profit_cells"
    )
    return chosen or views[0]


def _cell_marks(page: Page) -> Marks:
    held, _ = shown(page.found.segments, page.found.cells, page.view.leading)
    marks = {}
    for each in held:
        found = each.found
        is_whole = each in page.found.segments
        name = f"{found.segment}, {'all mixes' if is_whole else found.mix}"
        mix = None if is_whole else found.mix
        marks[key_of(each)] = frames.customers(page, name, segment=found.segment, mix=mix)
    return marks


def _withheld(page: Page, view: str) -> str:
    """Say which cells show nothing, and why."""
    none = [
        f"{each.found.segment} with {each.found.mix} ({counted(each.found.customers, 'customer')})"
        for each in page.found.cells
        if (found := reading(each, view)).value is None and found.low is None
    ]
    if not none:
        return ""
    more = f" and {len(none) - 4} more" if len(none) > 4 else ""
    few = "answers or customers" if view == SCORE else "customers"
    return f"Withheld, too few {few}: {', '.join(none[:4])}{more}."


def _composition(page: Page) -> None:
    composition = page.found.composition
    if composition is None:
        return
    rows = frames.rows_of(page, "archetypes")
    said = Said(CLASSES, ("profitability/contacts",), rows, len(page.people))
    marks = {
        each.name: frames.customers(page, each.name, mix=each.name)
        for each in composition.archetypes
        if any(each.shares)
    }
    title = "What the mixes are made of"
    frames.show(page, "mixes", title, partial(charts.composition, composition), said, marks)


def _differences(page: Page) -> None:
    title = "How the mixes of those who lose money differ"
    found = page.found.differences
    segments = list(dict.fromkeys(each.segment for each in found))
    if not segments:
        refusals.show(title, NO_MIXES)
        return
    with st.container(border=False):
        segment = st.selectbox(
            "Segment", segments, index=_most_losing(page, segments), key="differs"
        )
    own = [each for each in found if each.segment == segment]
    told = [each for each in own if each.difference is not None]
    if not told:
        refusals.show(title, next((each.refusal for each in own if each.refusal), NO_MIXES))
        return
    said = Said(
        DIFFERS,
        ("profitability/customers", "profitability/contacts"),
        [row for row in frames.rows_of(page, "differences") if row["segment"] == segment],
        told[0].profitable_customers + told[0].unprofitable_customers,
    )
    losing = frames.customers(
        page,
        f"{segment}, those who lose money",
        segment=segment,
        is_losing=True,
        has_mix=True,
    )
    marks = {key_of_difference(each): losing for each in told}
    frames.show(
        page, "differs", f"{title}: {segment}", partial(charts.differences, own), said, marks
    )


def _most_losing(page: Page, segments: list[str]) -> int:
    """Return the place of the segment with the lowest mean contribution."""
    means = {
        each.found.segment: each.found.margin.mean.value
        for each in page.found.segments
        if each.found.margin.mean
    }
    return segments.index(min(segments, key=lambda name: means.get(name, float("inf"))))
