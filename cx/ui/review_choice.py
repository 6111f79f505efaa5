"""Chooses which review the page is about, and begins, renames or removes one."""

from datetime import date
from functools import partial

import streamlit as st

from cx.auth import Person
from cx.topics.review import Agenda, Meeting
from cx.ui import review_state, session
from cx.ui.review_state import PARAMETER
from cx.ui.text import escape
from cx.warehouse import House, reviews
from cx.warehouse.reviews import FIRST_YEAR, LAST_YEAR, LONGEST_TITLE
from cx.words import day_in_words

CHOSEN, MISSING = "review_chosen", "review_missing"


def chosen() -> Agenda | None:
    """Return the review that the address asks for, else the newest; None where there is none."""
    found = review_state.meetings()
    wanted = st.query_params.get(PARAMETER, "").strip()
    here = next((each for each in found if str(each.review_id) == wanted), None)
    st.session_state[MISSING] = wanted if wanted and here is None else ""
    meeting = here or (found[0] if found else None)
    if meeting is None:
        return None
    if str(meeting.review_id) != wanted:
        st.query_params[PARAMETER] = str(meeting.review_id)
    return review_state.agenda(meeting)


def choose(agenda: Agenda | None) -> None:
    """Let the reader choose a review; who may can also begin, change or remove one."""
    if missing := st.session_state.get(MISSING):
        newest = "; shown is the newest" if agenda else ""
        st.caption(escape(f"There is no review {missing}{newest}."))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if agenda is not None:
            _pick(agenda.meeting)
        if review_state.may_write():
            _begin()
            if agenda is not None:
                _change(agenda.meeting)
    review_state.ACTS.tell()


def nothing_yet() -> None:
    """Say how a review comes about."""
    st.subheader("No review has been prepared yet.", anchor=False)
    if review_state.may_write():
        st.markdown(
            "1. Begin a review above.\n"
            "2. Open any page, set its filters, and choose *Add this view to a review* in the "
            "sidebar.\n"
            "3. Come back here to put the views in order, write to them, and present them."
        )
    else:
        st.caption(escape(review_state.who_may()))


def open_review(review_id: int) -> None:
    """Show a review from the next run on."""
    st.query_params[PARAMETER] = str(review_id)
    st.session_state[CHOSEN] = review_id


def _pick(meeting: Meeting) -> None:
    found = {each.review_id: each for each in review_state.meetings()}
    st.session_state[CHOSEN] = meeting.review_id
    st.selectbox(
        "Review",
        list(found),
        format_func=lambda number: named(found[number]),
        key=CHOSEN,
        on_change=_note,
        width=340,
    )


def named(meeting: Meeting) -> str:
    """Name a review with its day."""
    return f"{meeting.title}, {day_in_words(meeting.held_on)}"


def _note() -> None:
    st.query_params[PARAMETER] = str(st.session_state[CHOSEN])


def _begin() -> None:
    with st.popover("New review", icon=":material/add:"):
        _form(review_state.ACTS.form_key("review_new"), "", session.today(), None)


def _change(meeting: Meeting) -> None:
    with st.popover("Change", icon=":material/edit:"):
        key = f"{review_state.ACTS.form_key('review_change')}_{meeting.review_id}"
        _form(key, meeting.title, meeting.held_on, meeting)
        st.button(
            "Remove this review",
            key="review_remove",
            icon=":material/delete:",
            type="tertiary",
            on_click=_remove,
            args=(meeting,),
        )


def _form(key: str, title: str, held_on: date, meeting: Meeting | None) -> None:
    with st.form(key, border=False):
        st.text_input(
            "Title",
            title,
            max_chars=LONGEST_TITLE,
            placeholder="Monthly review",
            key=f"{key}_title",
        )
        st.date_input(
            "Held on",
            held_on,
            date(FIRST_YEAR, 1, 1),
            date(LAST_YEAR, 12, 31),
            format="YYYY-MM-DD",
            key=f"{key}_day",
        )
        st.form_submit_button(
            "Save" if meeting else "Begin the review",
            type="primary",
            on_click=_save,
            args=(key, meeting),
        )


def _save(key: str, meeting: Meeting | None) -> None:
    title, day = str(st.session_state[f"{key}_title"] or ""), st.session_state[f"{key}_day"]
    if meeting is None:
        review_state.ACTS.save(partial(_began, title=title, day=day), f"Began “{title.strip()}”.")
        return

    def change(house: House, person: Person) -> None:
        reviews.change(house, meeting.review_id, title, day, person, meeting.change_id)

    review_state.ACTS.save(change, f"Changed to “{title.strip()}”.")


def _began(house: House, person: Person, title: str, day: date) -> None:
    open_review(reviews.begin(house, title, day, person))


def _remove(meeting: Meeting) -> None:
    def change(house: House, person: Person) -> None:
        reviews.remove(house, meeting.review_id, person, meeting.change_id)
        st.query_params.pop(PARAMETER, None)

    def undo(house: House, person: Person) -> None:
        reviews.restore(house, meeting.review_id, person)
        open_review(meeting.review_id)

    review_state.ACTS.do(change, f"Removed “{meeting.title}”.", undo)
