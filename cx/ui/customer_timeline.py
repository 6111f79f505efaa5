"""Everything that happened with a customer: on one axis, and as a list that is turned by pages."""

from calendar import monthrange
from datetime import date
from functools import partial

import streamlit as st

from cx import zones
from cx.charts import customer as charts
from cx.topics import customer
from cx.topics.ask import EVERYTHING
from cx.topics.customer import Customer
from cx.topics.customer.report import event_row
from cx.topics.customer.results import KINDS, Event, Mark, Timeline
from cx.topics.customer.timeline import PAGE
from cx.ui import cards, chart_frame, customer_parts, session, table
from cx.ui.chart_frame import Frame
from cx.ui.drill import MOST_DOWNLOADED, Listed
from cx.ui.how import How
from cx.ui.text import escape
from cx.words import counted, day_in_words

TURNED = "timeline_turned"
TITLE = "Everything that happened"


def show(found: Customer) -> None:
    """Show the axis and the list; choosing kinds and turning pages draw only these again."""
    with st.container(key="frame_timeline"):
        _show(found)


@st.fragment
def _show(found: Customer) -> None:
    if not found.axis:
        with st.container(border=True):
            cards.section(TITLE)
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
    zone = found.settings.time_zone
    draw = partial(charts.timeline, marks, found.as_of, found.is_by_month, zone=zone)
    behind = {charts.key_of(mark): _behind(found, mark) for mark in marks}
    chart_frame.show(Frame("customer_timeline", TITLE, draw, _how(found), behind))
    with st.container(border=True, key="timeline_list"):
        _list(found, tuple(kinds))


def _how(found: Customer) -> How:
    return How(
        TITLE,
        ["Every record of any extract that names the customer is an event, at its own moment."],
        shown=f"customer {found.profile.customer_id}, all time",
        behind=f"data version {session.version()}",
        questions=("customer/axis", "customer/timeline"),
        values={"customer_id": found.profile.customer_id},
        definitions=("30_event_axis",),
    )


def _behind(found: Customer, mark: Mark) -> Listed:
    day = mark.starts_on
    when = f"{day:%B %Y}" if found.is_by_month else day_in_words(day)
    last = day.replace(day=monthrange(day.year, day.month)[1]) if found.is_by_month else day
    name = f"{KINDS[mark.extract]}, {when}"
    show = partial(_list_behind, found, name, (mark.extract,), (day, last))
    return Listed(name, show, mark.events)


def _list_behind(
    found: Customer, name: str, kinds: tuple[str, ...], days: tuple[date, date], key: str
) -> None:
    told = _ask(found, kinds, 0, MOST_DOWNLOADED, days)
    st.markdown(f"**Events behind {escape(name)}**: {told.total:,}")
    table.show(
        [_row(each, found.settings.time_zone) for each in told.events],
        alt=f"Events behind {name}, the newest first",
        name=f"events_{key}",
    )


def _list(found: Customer, kinds: tuple[str, ...]) -> None:
    asked = (found.profile.customer_id, kinds)
    if st.session_state.get(TURNED, (None, 0))[0] != asked:
        st.session_state[TURNED] = (asked, 0)
    page = st.session_state[TURNED][1]
    told = _ask(found, kinds, page) if kinds or page else found.timeline
    st.caption(escape(_counted(told, found.settings.time_zone)))
    table.show(
        [_row(each, found.settings.time_zone) for each in told.events],
        alt="Events of the customer, the newest first",
        name="customer_timeline",
        fetch_all=lambda: [
            table.in_utc(event_row(each), "happened_at")
            for each in _ask(found, kinds, 0, MOST_DOWNLOADED).events
        ],
    )
    _turn(told, page)


def _ask(
    found: Customer,
    kinds: tuple[str, ...],
    page: int,
    most: int = PAGE,
    days: tuple[date, date] | None = None,
) -> Timeline:
    return session.answer(
        customer.load_timeline,
        EVERYTHING,
        customer_id=found.profile.customer_id,
        kinds=kinds or None,
        days=days,
        page=page,
        most=most,
        revision=session.follow_ups_revision(),
    )


def _counted(told: Timeline, zone: str) -> str:
    clock = f"Times are {zones.clock_in_words(zone)}."
    if told.total <= PAGE:
        return f"{counted(told.total, 'event')}, the newest first. {clock}"
    last = told.skipped + len(told.events)
    return f"Events {told.skipped + 1:,} to {last:,} of {told.total:,}, the newest first. {clock}"


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


def _row(each: Event, zone: str) -> dict[str, object]:
    """Return the columns that people read, in their words."""
    when = zones.local(each.happened_at, zone)
    score = f"{(each.metric or '').upper()} {each.score}" if each.score is not None else None
    return {
        "when": f"{when:%Y-%m-%d}" if each.is_day_only else f"{when:%Y-%m-%d %H:%M}",
        "what": each.kind[:1].upper() + each.kind[1:],
        "where": each.touchpoint,
        "channel": each.channel,
        "outcome": score or each.outcome or each.severity,
        "about": each.purpose,
        "cost": each.cost,
        "said": customer_parts.readable(each.said),
        "reference": each.reference_id,
    }
