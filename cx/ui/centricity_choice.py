"""Chooses which review the Centricity page is about: one there is, or one to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from cx import auth
from cx.topics import centricity
from cx.ui import session
from cx.ui.text import escape
from cx.warehouse.centricity import latest_day
from cx.words import day_in_words

PARAMETER = "review_on"
"""Of the address: the day of the review shown."""

CHOSEN, NEW_DAY, NEW = "centricity_review", "centricity_new_day", "new"
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """The day of a review there is, or the day of one to begin; neither where there is none."""

    review_on: str | None = None
    begin: date | None = None


def choose() -> Choice:
    """Let the reader choose a review; who may answer can also begin one."""
    days = [each.review_on for each in reversed(_reviews())]
    may_begin = auth.may(session.person(), "assess")
    if not days and not may_begin:
        return Choice()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _pick([day.isoformat() for day in days], may_begin) if days else NEW
        return Choice(begin=_new_day()) if chosen == NEW else Choice(review_on=chosen)


def open_review(on: date) -> None:
    """Show a review from the next run on: it is in the address then."""
    st.session_state[CHOSEN] = on.isoformat()
    st.query_params[PARAMETER] = on.isoformat()


def forget() -> None:
    """Show the newest review from the next run on."""
    st.session_state.pop(CHOSEN, None)
    st.query_params.pop(PARAMETER, None)


def _reviews() -> tuple[centricity.Review, ...]:
    revision = session.centricity_revision()
    with session.asking() as run:
        return centricity.read_reviews(run.ask, revision)


def _pick(days: Sequence[str], may_begin: bool) -> str:
    options = [*days, *([NEW] if may_begin else [])]
    if st.session_state.get(CHOSEN) not in options:
        st.session_state[CHOSEN] = _of_address(days)
    picked: str = st.selectbox(
        "Review", options, format_func=_named, key=CHOSEN, on_change=_note, width=240
    )
    return picked


def _of_address(days: Sequence[str]) -> str:
    """Return the day that the address asks for; the newest where that is none, with a word."""
    wanted = st.query_params.get(PARAMETER, "").strip()
    if wanted and wanted not in days:
        st.caption(escape(f"There is no review of {wanted}; shown is the newest."))
    return wanted if wanted in days else days[0]


def _named(option: str) -> str:
    return "Begin a new review" if option == NEW else day_in_words(date.fromisoformat(option))


def _note() -> None:
    """Keep the address with what is chosen."""
    chosen = st.session_state[CHOSEN]
    if chosen == NEW:
        st.query_params.pop(PARAMETER, None)
    else:
        st.query_params[PARAMETER] = chosen


def _new_day() -> date:
    today = session.today()
    day = st.date_input(
        "Day of the review",
        value=today,
        min_value=EARLIEST,
        max_value=latest_day(),
        format="YYYY-MM-DD",
        key=NEW_DAY,
        width=240,
    )
    return day if isinstance(day, date) else today
