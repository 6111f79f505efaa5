"""Lists of the Closed loop page: who waits, and what is behind a mark; each leads to customers."""

from collections.abc import Sequence

import streamlit as st

from cx import auth, zones
from cx.analysis.voice.masking import mask
from cx.filters import Filters
from cx.settings import Settings
from cx.topics import closed_loop
from cx.topics.closed_loop import ClosedLoop, Listing, Loop, words
from cx.topics.closed_loop.listed import MOST, whenever
from cx.ui import cards, follow_up_form, session, table
from cx.ui.drill import MOST_DOWNLOADED
from cx.ui.text import escape
from cx.words import counted

STATES = {"waiting": "All", "new": "Not contacted", "contacted": "Contacted"}
CHOSEN = "loop_chosen"


def waiting(found: ClosedLoop) -> None:
    """List who waits, the oldest first, and let those who may log what they did."""
    with st.container(border=True, key="frame_waiting"):
        _waiting(found)


def _waiting(found: ClosedLoop) -> None:
    cards.section("Who waits, the longest first")
    if not found.waiting.total:
        st.caption("Nobody waits.")
        follow_up_form.show((), None)
        return
    state = st.segmented_control(
        "Standing",
        [*STATES],
        default="waiting",
        required=True,
        format_func=STATES.__getitem__,
        key="loop_state",
        label_visibility="collapsed",
    )
    given: dict[str, object] = {"kind": found.kind, "state": state}
    listing = found.waiting if state == "waiting" else _ask(found, whenever(found.filters), given)
    shown = f"The {MOST:,} oldest of " if listing.total > MOST else ""
    st.caption(escape(f"{shown}{counted(listing.total, 'case')}. {_hint()}"))
    table.show(
        _rows(listing.loops, found.settings),
        alt="Unhappy answers and complaints that wait, the longest first",
        name="waiting",
        fetch_all=lambda: _rows(
            _ask(found, whenever(found.filters), given, MOST_DOWNLOADED).loops, found.settings
        ),
        on_select=lambda: _pick(listing.loops),
    )
    follow_up_form.show(listing.loops, CHOSEN)


def _hint() -> str:
    """Say what a row is for, to those who may log something."""
    if auth.may(session.person(), "follow_up"):
        return "Pick a row to log what you did; an id opens the customer."
    return "An id opens the customer."


def _pick(loops: Sequence[Loop]) -> None:
    """Remember which row was picked."""
    rows = st.session_state["table_waiting"]["selection"]["rows"]
    if rows and rows[0] < len(loops):
        st.session_state[CHOSEN] = follow_up_form.key_of(loops[rows[0]])


def _ask(
    found: ClosedLoop, filters: Filters, given: dict[str, object], most: int = MOST
) -> Listing:
    return session.answer(
        closed_loop.list_loops,
        filters,
        as_of=found.extent.as_of,
        revision=session.follow_ups_revision(),
        most=most,
        **given,
    )


def behind(found: ClosedLoop, what: str, dimension: str, name: str, key: str) -> None:
    """List what is behind a mark of a chart."""
    given: dict[str, object] = {"kind": found.kind, "dimension": dimension, "name": name}
    listing = _ask(found, found.filters, given)
    shown = f"the {MOST:,} oldest of " if listing.total > MOST else ""
    st.markdown(f"**Cases behind {escape(what)}**: {shown}{listing.total:,}")
    table.show(
        _rows(listing.loops, found.settings),
        alt=f"Cases behind {what}, the oldest first",
        name=f"cases_{key}",
        fetch_all=lambda: _rows(
            _ask(found, found.filters, given, MOST_DOWNLOADED).loops, found.settings
        ),
    )


def _rows(loops: Sequence[Loop], settings: Settings) -> list[dict[str, object]]:
    """Return the columns that people read, in their words and by their clock."""
    revenue, zone = f"revenue_12_months_{settings.currency}".rstrip("_"), settings.time_zone
    return [
        {
            "waits": words.lasting(each.age_seconds),
            "customer_id": each.customer_id,
            "customer": each.customer,
            "about": _about(each),
            "standing": each.standing,
            revenue: None if each.revenue is None else round(each.revenue),
            "renews_on": each.renews_on,
            "team": each.team,
            "channel": each.channel,
            "cause": each.cause,
            "segment": each.segment,
            f"began_at_{zone}": zones.local(each.began_at, zone),
            "comment": mask(each.comment) if each.comment else None,
        }
        for each in loops
    ]


def _about(each: Loop) -> str:
    if each.about_kind == "case":
        return each.category or "Complaint"
    return f"Score {each.score}"
