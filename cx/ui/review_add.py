"""Puts the view that is shown on the agenda of a review: in the sidebar of every page."""

import streamlit as st

from cx.auth import Person
from cx.topics.review import can_be_shown
from cx.ui import filter_bar, menu, review_choice, review_state, saved_views, session
from cx.ui.acts import Acts
from cx.warehouse import House, reviews
from cx.warehouse.reviews import LONGEST_TITLE, Shown

NEW = 0
ACTS = Acts("review_add", "share")


def show(page: str) -> None:
    """Offer to add this view to a review; nothing for who may not, or a page without figures.

    Parameters
    ----------
    page : str
        Key of the page that is shown.
    """
    if not can_be_shown(page) or not review_state.may_write():
        return
    with st.sidebar.expander("Add this view to a review", icon=":material/co_present:"):
        found = {each.review_id: each for each in review_state.meetings()}
        key = ACTS.form_key("review_add")
        with st.form(key, border=False):
            st.selectbox(
                "Review",
                [*found, NEW],
                format_func=lambda at: (
                    review_choice.named(found[at]) if at in found else "A new review, of today"
                ),
                key=f"{key}_review",
            )
            st.text_input(
                "Call it",
                menu.entry_of(page).title,
                max_chars=LONGEST_TITLE,
                key=f"{key}_title_{page}",
            )
            st.form_submit_button(
                "Add this view",
                icon=":material/playlist_add:",
                on_click=_add,
                args=(page, key),
            )
        if ACTS.tell():
            menu.link("review", "Open the review")


def _add(page: str, key: str) -> None:
    chosen = int(st.session_state[f"{key}_review"])
    title = str(st.session_state[f"{key}_title_{page}"] or "")
    address = saved_views.address_of(filter_bar.address())
    shown = Shown(title, page, address, int(st.session_state.get("shown_version", 0)))

    def change(house: House, person: Person) -> None:
        at = chosen or reviews.begin(house, "Review", session.today(), person)
        reviews.add_item(house, at, shown, person)

    ACTS.save(change, f"“{title.strip()}” is on the agenda.")
