"""Presenter mode: one item at a time, full width, in large type, led from the keyboard."""

from dataclasses import replace

import streamlit as st

from cx.charts import slides as charts
from cx.charts.theme import alt_of
from cx.export.report import Figure, figure_words
from cx.export.slide import Grid, Slide
from cx.topics.review import Agenda, Item, Today
from cx.ui import appearance, review_outcomes, review_state, review_today, review_way
from cx.ui.chart_frame import CONFIG
from cx.ui.text import bullets, escape
from cx.words import day_in_words

PARAMETER = "present"
"""Of the address: which screen is shown, counted from 1."""

MAIN_PIXELS, OTHER_PIXELS = 380, 320
MOST_FIGURES, MOST_CHARTS = 5, 5

STYLE = """
<style>
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"] {
    display: none !important;
  }
  [data-testid="stMainBlockContainer"] { padding: 1.25rem 2.5rem !important; max-width: none; }
  [data-testid="stMain"] h1 { font-size: clamp(1.4rem, 2.1vw, 2.2rem); padding: 0;
    line-height: 1.25; margin-bottom: 0.4rem; }
  [data-testid="stMain"] h3 { font-size: 1.35rem; padding: 0; }
  [data-testid="stMarkdownContainer"] p, [data-testid="stMarkdownContainer"] li {
    font-size: 1.2rem;
  }
  [data-testid="stCaptionContainer"] p { font-size: 1rem; }
  [data-testid="stMetricValue"] p { font-size: 2.1rem; line-height: 1.2; }
  [data-testid="stMetricValue"] *, [data-testid="stMetricLabel"] * {
    white-space: normal; overflow: visible; text-overflow: clip;
  }
  [data-testid="stTable"] td, [data-testid="stTable"] th { font-size: 1.1rem; }
  @media (max-width: 640px) {
    [data-testid="stMainBlockContainer"] { padding: 1rem !important; }
    [data-testid="stMetricValue"] p { font-size: 1.5rem; }
  }
</style>
"""

# Presenters in the hand send PageDown and PageUp; the arrow keys are the buttons' own.
_KEYS = """
export default function () {
  const meant = { PageDown: 'review_next', PageUp: 'review_previous' }
  const typing = 'input, textarea, select, [contenteditable="true"], [role="listbox"]'
  const press = event => {
    const name = meant[event.key]
    if (!name || event.target.closest?.(typing)) return
    event.preventDefault()
    document.querySelector(`.st-key-${name} button`)?.click()
  }
  document.addEventListener('keydown', press)
  return () => document.removeEventListener('keydown', press)
}
"""
_keys = st.components.v2.component("review_keys", html="<span></span>", js=_KEYS)


def is_on(agenda: Agenda | None) -> bool:
    """Say whether a review is being presented."""
    return agenda is not None and bool(agenda.items) and PARAMETER in st.query_params


def go(step: int) -> None:
    """Show a screen from the next run on."""
    st.query_params[PARAMETER] = str(step)


def show(agenda: Agenda | None) -> None:
    """Show the screen that the address asks for, and make the next one ready."""
    if agenda is None:
        return
    st.html(STYLE)
    _keys(key="review_keys", height=1)
    has_before = bool(agenda.before)
    steps = len(agenda.items) + has_before + 1
    step = _step(steps)
    at = step - 1 - has_before
    _bar(agenda, step, steps)
    review_state.ACTS.tell()
    if at < 0:
        _before(agenda)
    elif at < len(agenda.items):
        _item(agenda, agenda.items[at])
    else:
        _end(agenda)
    if 0 <= at + 1 < len(agenda.items):
        review_today.today(agenda.items[at + 1])


def _step(steps: int) -> int:
    """Return the screen of the address; the nearest where there is no such."""
    text = st.query_params.get(PARAMETER, "1")
    return min(max(int(text), 1), steps) if text.isdecimal() else 1


def _bar(agenda: Agenda, step: int, steps: int) -> None:
    """Show how far it is, and the buttons that the keys press."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{step} of {steps}** · {escape(agenda.meeting.title)}", width="stretch")
        st.button(
            "Previous", key="review_previous", shortcut="Left", disabled=step == 1,
            on_click=go, args=(step - 1,),
        )  # fmt: skip
        st.button(
            "Next", key="review_next", shortcut="Right", disabled=step == steps,
            on_click=go, args=(step + 1,), type="primary",
        )  # fmt: skip
        st.button("Leave", key="review_leave", shortcut="Esc", on_click=_leave)
    st.progress(step / steps)


def _leave() -> None:
    st.query_params.pop(PARAMETER, None)


def _before(agenda: Agenda) -> None:
    open_ones = sum(each.is_open for each in agenda.before)
    st.title(f"From earlier reviews: {open_ones} open", anchor=False)
    review_outcomes.listed(agenda.before, agenda.meeting.held_on, is_earlier=True)


def _end(agenda: Agenda) -> None:
    st.title("What was decided", anchor=False)
    if not agenda.decided:
        st.markdown("Nothing was decided yet.")
    review_outcomes.listed(agenda.decided, agenda.meeting.held_on)


def _item(agenda: Agenda, item: Item) -> None:
    with st.spinner("Working out the figures …"):
        found = review_today.today(item)
    if found.report is None:
        st.title(escape(item.title), anchor=False)
        st.markdown(escape(found.why))
        _aside(agenda, found)
        return
    with st.container(gap="xsmall"):
        st.title(escape(found.report.headline), anchor=False)
        st.caption(escape(f"{item.title} · {found.report.filters_in_words} · {_data(found)}"))
    _figures(list(found.report.figures)[:MOST_FIGURES])
    visuals = _visuals(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        for each in visuals[:1]:
            _visual(_untold(each, found), MAIN_PIXELS, f"{item.item_id}_0")
    with right:
        _aside(agenda, found)
    if visuals[1:]:
        with st.grid(2, gap="large", min_column_width=420):
            for at, each in enumerate(visuals[1:], 1):
                with st.container():
                    _visual(each, OTHER_PIXELS, f"{item.item_id}_{at}")


def _data(found: Today) -> str:
    report = found.report
    assert report is not None  # the caller has looked
    latest = f"data of {day_in_words(report.latest_on)}, " if report.latest_on else "data "
    return f"{latest}version {report.data_version}"


def _figures(figures: list[Figure]) -> None:
    if figures:
        with st.grid(len(figures), gap="small", min_column_width=170):
            for each in figures:
                with st.container(border=True, gap="xsmall", height="stretch"):
                    st.metric(escape(each.label), escape(figure_words(each)))
                    st.caption(escape(_doubt(each)))


def _doubt(each: Figure) -> str:
    """Say the interval of a figure, what it rests on, and whether it moved."""
    interval = f"95 %: {each.shown_interval}" if each.shown_interval else ""
    why = each.note or "" if each.value is None else ""
    said = [interval, each.verdict or "", f"n = {each.responses:,}", why]
    return " · ".join(part for part in said if part)


def _visuals(found: Today) -> list[Slide]:
    """Return the slides that show something: charts, else the first table."""
    shown = found.report.slides if found.report else ()
    drawn = [each for each in shown if each.chart is not None]
    tables = [each for each in shown if each.table is not None and each.table.rows]
    return drawn[:MOST_CHARTS] or tables[:1]


def _untold(slide: Slide, found: Today) -> Slide:
    """Name what a chart shows, where its finding stands above it as the answer already."""
    said = found.report.headline if found.report else ""
    is_told = slide.subtitle and slide.title.rstrip(".") in said
    return replace(slide, title=slide.subtitle) if is_told else slide


def _visual(slide: Slide, height: int, key: str) -> None:
    st.subheader(escape(slide.title), anchor=False)
    if slide.chart is not None:
        figure = charts.draw(slide.chart, is_dark=appearance.is_dark(), height=height)
        st.plotly_chart(
            figure, theme=None, config=CONFIG, alt=alt_of(figure), key=f"presented_{key}"
        )
    elif slide.table is not None:
        _table(slide.table, slide.title)
    if slide.basis:
        # On a dark page the lines of an interval are light.
        st.caption(escape(slide.basis.replace("Black lines", "Thin lines")))


def _table(grid: Grid, alt: str) -> None:
    review_today.sheet([dict(zip(grid.columns, row, strict=True)) for row in grid.rows], alt)


def _aside(agenda: Agenda, found: Today) -> None:
    """Show what is said of an item, what is decided, and what became of it."""
    item = found.item
    if item.commentary:
        st.markdown(bullets(item.commentary.splitlines()))
    review_outcomes.listed(item.decided, agenda.meeting.held_on)
    review_way.button(item, "presented_page")
    if item.record is not None:
        with st.expander(
            f"Since {day_in_words(item.record.decided_on)}", icon=":material/history:"
        ):
            review_today.since(found)
    if review_state.may_write():
        with st.expander("Decide", icon=":material/gavel:"):
            review_outcomes.decide(item)
