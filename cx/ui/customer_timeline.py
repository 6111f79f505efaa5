"""Everything that happened with a customer: on one axis, and as a list that is turned by pages."""

import streamlit as st

from cx import auth
from cx.analysis.voice.masking import mask
from cx.charts import customer as charts
from cx.charts.theme import alt_of
from cx.topics import customer
from cx.topics.ask import EVERYTHING
from cx.topics.customer import Customer
from cx.topics.customer.report import event_row
from cx.topics.customer.results import KINDS, Event, Timeline
from cx.topics.customer.timeline import PAGE
from cx.ui import appearance, session, table
from cx.ui.chart_frame import CONFIG
from cx.ui.drill import MOST_DOWNLOADED
from cx.ui.text import escape
from cx.words import counted

TURNED = "timeline_turned"


def show(found: Customer) -> None:
    """Show the axis and the list; choosing kinds and turning pages draw only these again."""
    with st.container(border=True, key="frame_customer_timeline"):
        _show(found)


@st.fragment
def _show(found: Customer) -> None:
    st.markdown("**Everything that happened**")
    if not found.axis:
        st.caption("Nothing is on file that happened with this customer.")
        return
    there = [key for key in KINDS if any(mark.extract == key for mark in found.axis)]
    kinds = st.pills(
        "Kinds",
        there,
        selection_mode="multi",
        format_func=KINDS.__getitem__,
        key="timeline_kinds",
        label_visibility="collapsed",
    )
    marks = [mark for mark in found.axis if not kinds or mark.extract in kinds]
    figure = charts.timeline(marks, found.as_of, found.is_by_month, is_dark=appearance.is_dark())
    st.plotly_chart(
        figure, theme=None, key="chart_customer_timeline", config=CONFIG, alt=alt_of(figure)
    )
    st.caption(escape(figure.layout.meta["legend"]))
    with st.container(key="timeline_list"):
        _list(found, tuple(kinds))


def _list(found: Customer, kinds: tuple[str, ...]) -> None:
    asked = (found.profile.customer_id, kinds)
    if st.session_state.get(TURNED, (None, 0))[0] != asked:
        st.session_state[TURNED] = (asked, 0)
    page = st.session_state[TURNED][1]
    told = _ask(found, kinds, page) if kinds or page else found.timeline
    st.caption(escape(_counted(told)))
    table.show(
        [_row(each) for each in told.events],
        alt="Events of the customer, the newest first",
        name="customer_timeline",
        fetch_all=lambda: [
            event_row(each) for each in _ask(found, kinds, 0, MOST_DOWNLOADED).events
        ],
    )
    _turn(told, page)


def _ask(found: Customer, kinds: tuple[str, ...], page: int, most: int = PAGE) -> Timeline:
    return session.answer(
        customer.load_timeline,
        EVERYTHING,
        customer_id=found.profile.customer_id,
        kinds=kinds or None,
        page=page,
        most=most,
        revision=session.follow_ups_revision(),
    )


def _counted(told: Timeline) -> str:
    if told.total <= PAGE:
        return f"{counted(told.total, 'event')}, the newest first. Times are UTC."
    last = told.skipped + len(told.events)
    return (
        f"Events {told.skipped + 1:,} to {last:,} of {told.total:,}, the newest first. "
        "Times are UTC."
    )


def _turn(told: Timeline, page: int) -> None:
    """Offer the pages before and after, where there are any."""
    if told.total <= PAGE:
        return
    with st.container(horizontal=True):
        for name, to, is_there in (
            ("Newer", page - 1, page > 0),
            ("Older", page + 1, told.skipped + len(told.events) < told.total),
        ):
            st.button(name, key=f"timeline_{name}", on_click=_go, args=(to,), disabled=not is_there)


def _go(page: int) -> None:
    st.session_state[TURNED] = (st.session_state[TURNED][0], page)


def _row(each: Event) -> dict[str, object]:
    """Return the columns that people read, in their words."""
    when = each.happened_at
    score = f"{(each.metric or '').upper()} {each.score}" if each.score is not None else None
    return {
        "when": f"{when:%Y-%m-%d}" if each.is_day_only else f"{when:%Y-%m-%d %H:%M}",
        "what": each.kind[:1].upper() + each.kind[1:],
        "where": each.touchpoint,
        "channel": each.channel,
        "outcome": score or each.outcome or each.severity,
        "about": each.purpose,
        "cost": each.cost,
        "said": _said(each.said),
        "reference": each.reference_id,
    }


def _said(text: str | None) -> str | None:
    if not text:
        return None
    return text if auth.may(session.person(), "verbatims") else mask(text)
