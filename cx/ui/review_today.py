"""An item of a review as the data stand: its page's report, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from cx.errors import CxError
from cx.export import Report, to_json, to_json_text
from cx.topics.review import Item, Today
from cx.topics.review.view import open_view
from cx.ui import session
from cx.ui.text import escape
from cx.warehouse.review_outcomes import Record


def _themes_revision() -> int:
    with session.asking() as run:
        return run.snapshot.themes_revision()


REVISIONS: MappingProxyType[str, Callable[[], int]] = MappingProxyType(
    {
        "overview": session.follow_ups_revision,
        "nps": session.notes_revision,
        "closed_loop": session.follow_ups_revision,
        "customer": session.follow_ups_revision,
        "voice": _themes_revision,
        "centricity": session.centricity_revision,
    }
)
"""What else the figures of a topic depend on, beside the data."""


def today(item: Item) -> Today:
    """Return an item with its report of today, or with the reason why there is none."""
    try:
        return Today(item, _report(item))
    except CxError as error:
        return Today(item, None, str(error))


def _report(item: Item) -> Report:
    with session.asking() as run:
        opened = open_view(run.ask, item.page, item.address, run.settings)
        version = run.version
    own: dict[str, Any] = dict(opened.own)
    if opened.topic in REVISIONS:
        own["revision"] = REVISIONS[opened.topic]()
    result = session.answer(opened.module.load, opened.filters, **own)
    found: Report = opened.module.report(result, version)
    return found


def where(item: Item) -> str:
    """Say which filters an item has, or why it cannot be shown any more."""
    try:
        with session.asking() as run:
            opened = open_view(run.ask, item.page, item.address, run.settings)
    except CxError as error:
        return str(error)
    said = ", ".join(opened.own.values())
    filters = opened.filters.in_words()
    return " · ".join(part for part in (filters, said) if part)


def record_of(found: Today) -> Record:
    """Return what is kept with an item when something is decided on it now."""
    version = session.version()
    if found.report is None:
        return Record(version, None, None, found.why)
    shown = {each.key: (each.shown, each.shown_interval) for each in found.report.figures}
    return Record(version, to_json(found.report), to_json_text(shown))


def since(found: Today) -> None:
    """Show the figures of an item as they were when it was decided, beside those of today."""
    became = found.since
    if became is None:
        return
    st.markdown(escape(became.sentence))
    if became.headline:
        st.caption(escape(f"The page said then: {became.headline}"))
    if became.lines:
        rows = [
            {
                "Figure": each.label,
                "Then": each.then,
                "Now": each.now,
                "Difference": each.difference or "not to be told",
            }
            for each in became.lines
        ]
        sheet(rows, f"Figures of {found.item.title} then and now")


def sheet(rows: Sequence[Mapping[str, str]], alt: str) -> None:
    """Show a few rows of text as a table that a projector can show whole."""
    frame = pd.DataFrame([{name: escape(text) for name, text in row.items()} for row in rows])
    st.table(frame, border="horizontal", hide_index=True, alt=alt)
