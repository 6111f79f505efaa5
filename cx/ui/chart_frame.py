"""The frame around every chart: title, picture, what its marks mean, how it came about, drill."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from cx.charts.theme import alt_of
from cx.filters import Filters
from cx.metrics import Metric
from cx.ui import appearance, cards, drill, how
from cx.ui.drill import Behind, Listed, Marks
from cx.ui.how import How
from cx.ui.text import escape

CLICK, CHOICE = "click", "choice"
CONFIG = {"displayModeBar": False, "responsive": True, "doubleClick": False}


@dataclass(frozen=True, slots=True)
class Origin:
    """How a figure came about: what "How is this computed?" shows.

    Parameters
    ----------
    metric : Metric or None
        Its definition and source; None where the figure is of no metric.
    filters : Filters
        In words.
    questions : sequence of str
        Names of the files of queries/ that were asked.
    rows : sequence of mapping
        The numbers of the chart; also its download.
    answers : int
        Answers behind it.
    age : str
        Until when there is data, and which version of it.
    method : str
        What was done with the counts, where the metric's definition does not say.
    noun : str
        What `answers` counts, and what stands behind a mark.
    source : str
        Whose method it is, where there is no metric.
    """

    metric: Metric | None
    filters: Filters
    questions: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    answers: int
    age: str
    method: str = ""
    noun: str = "answers"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A chart with all that belongs to it.

    Parameters
    ----------
    key : str
        Stable name; of the widgets and of the downloads.
    title : str
        Above the chart.
    draw : callable
        Makes the figure, given ``is_dark``.
    origin : Origin or How
        How it came about.
    marks : mapping, optional
        What its marks stand for; without any it leads nowhere.
    notes : sequence of str
        Sentences that belong to the picture, below it.
    """

    key: str
    title: str
    draw: Callable[..., Any]
    origin: Origin | How
    marks: Marks = field(default_factory=dict)
    notes: Sequence[str] = ()


def show(frame: Frame) -> None:
    """Draw the frame; a click inside draws only this frame again."""
    with st.container(border=True, height="stretch", key=f"frame_{frame.key}"):
        _fill(frame)


@st.fragment
def _fill(frame: Frame) -> None:
    with st.container(gap="xsmall"):
        cards.section(frame.title)
        figure = frame.draw(is_dark=appearance.is_dark())
        picked = _picture(frame, figure)
        if figure.layout.meta["legend"]:
            st.caption(escape(figure.layout.meta["legend"]))
        for note in frame.notes:
            st.markdown(f":small[{escape(note)}]")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            how.button(_how(frame), frame.key)
            chosen = _choice(frame) if frame.marks else None
        is_click_newer = st.session_state.get(f"last_{frame.key}") == CLICK
        key = picked if is_click_newer else chosen
        if key is not None and key in frame.marks:
            drill.show(frame.marks[key], frame.key)


def _picture(frame: Frame, figure: Any) -> str | None:
    """Show the figure; return the key of the mark that was clicked."""
    state: Any = st.plotly_chart(
        figure,
        theme=None,
        key=f"chart_{frame.key}",
        on_select=partial(_note, frame.key, CLICK) if frame.marks else "ignore",
        selection_mode="points",
        config=CONFIG,
        alt=alt_of(figure),
    )
    points = state["selection"]["points"] if frame.marks else []
    keys = [point["customdata"][0] for point in points if point.get("customdata")]
    return keys[0] if keys else None


def _note(key: str, way: str) -> None:
    """Remember which way to the answers was taken last: that one counts."""
    st.session_state[f"last_{key}"] = way


def _choice(frame: Frame) -> str | None:
    """Let keyboard and voice choose the mark that others click."""
    noun = frame.origin.noun if isinstance(frame.origin, Origin) else "answers"
    with st.popover(f"{noun.capitalize()} behind it", icon=":material/groups:", type="tertiary"):
        st.caption("Click a mark of the chart (on a phone, tap it twice), or choose it here.")
        chosen: str | None = st.selectbox(
            f"Show the {noun} behind",
            list(frame.marks),
            index=None,
            format_func=lambda key: _named(frame.marks[key]),
            placeholder="Choose",
            on_change=partial(_note, frame.key, CHOICE),
            key=f"behind_{frame.key}",
        )
    return chosen


def _named(mark: Behind | Listed) -> str:
    """Name a mark as the choice does, with how many it stands for."""
    return mark.name if mark.count is None else f"{mark.name}: {mark.count:,}"


def _how(frame: Frame) -> How:
    origin = frame.origin
    if isinstance(origin, How):
        return origin
    metric = origin.metric
    given = (metric.definition if metric else "", origin.method)
    return How(
        frame.title,
        [text for text in given if text],
        metric.source if metric else origin.source,
        origin.filters.in_words(),
        f"{origin.answers:,} {origin.noun} · {origin.age}",
        origin.questions,
        origin.filters.params(),
        rows=origin.rows,
    )
