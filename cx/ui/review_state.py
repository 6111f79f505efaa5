"""What all parts of the Review page share: which review, changes with their words, undo."""

from collections.abc import Callable

import streamlit as st

from cx import auth
from cx.auth import Person
from cx.errors import CxError
from cx.topics import review
from cx.topics.review import Agenda, Meeting
from cx.ui import gate, session
from cx.ui.text import escape
from cx.warehouse import House

PARAMETER = "review"
"""Of the address: the number of the review shown."""

TOLD, TROUBLE, UNDO, SAVED = "review_told", "review_trouble", "review_undo", "review_saved"

Change = Callable[[House, Person], None]


def meetings() -> tuple[Meeting, ...]:
    """Return all reviews as they stand now, the newest first."""
    with session.asking() as run:
        return review.read_reviews(run.ask, run.snapshot.reviews_revision())


def agenda(meeting: Meeting) -> Agenda:
    """Return a review with all that belongs to it, as it stands now."""
    with session.asking() as run:
        return review.load(
            run.ask, meeting, run.snapshot.reviews_revision(), run.settings.time_zone
        )


def may_write() -> bool:
    """Say whether who looks may change reviews."""
    return auth.may(session.person(), "share")


def who_may() -> str:
    """Say why who looks may not change reviews, and who can help."""
    return f"{auth.why_not(session.person(), 'share')} Ask {auth.who_can_help()}."


def do(change: Change, told: str, undo: Change | None = None) -> bool:
    """Change something, asked anew who does; refuse with words what cannot be.

    Parameters
    ----------
    change : callable
        Given the warehouse and the person.
    told : str
        What is said when it is done.
    undo : callable, optional
        What takes it back.
    """
    st.session_state.pop(UNDO, None)
    try:
        change(session.house(), gate.allowed("share"))
    except CxError as error:
        st.session_state[TROUBLE] = str(error)
        return False
    st.session_state[TOLD] = told
    st.session_state[SAVED] = st.session_state.get(SAVED, 0) + 1
    if undo is not None:
        st.session_state[UNDO] = undo
    return True


def form_key(name: str) -> str:
    """Return a key that is another after each change: what was typed is forgotten once saved."""
    return f"{name}_{st.session_state.get(SAVED, 0)}"


def tell() -> None:
    """Say once how the last click ended, with the way back from a removal."""
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(escape(trouble), icon=":material/error:")
    told = st.session_state.pop(TOLD, "")
    undo: Change | None = st.session_state.get(UNDO)
    if told and undo is None:
        st.success(escape(told), icon=":material/check_circle:")
    elif undo is not None:
        _offer_undo(told, undo)


def _offer_undo(told: str, undo: Change) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if told:
            st.success(escape(told), icon=":material/check_circle:")
        st.button(
            "Undo",
            key="review_undo_it",
            icon=":material/undo:",
            on_click=_take_back,
            args=(undo,),
        )


def _take_back(undo: Change) -> None:
    do(undo, "It is back.")
