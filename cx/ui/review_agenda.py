"""The agenda of a review: its views in order, what is said of each, and what is decided."""

from functools import partial

import streamlit as st

from cx.auth import Person
from cx.topics.review import Agenda, Item, words
from cx.ui import (
    cards,
    review_outcomes,
    review_present,
    review_state,
    review_today,
    review_way,
    session,
)
from cx.ui.text import bullets, escape
from cx.warehouse import House, reviews
from cx.warehouse.reviews import LONGEST_TEXT, LONGEST_TITLE
from cx.words import day_in_words


def headline(agenda: Agenda) -> None:
    """Say how far the review is, and lead to its presentation."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        cards.headline(
            agenda.headline,
            f"{agenda.meeting.title} · {day_in_words(agenda.meeting.held_on)} · "
            f"data version {session.version()}",
        )
        if agenda.items:
            st.button(
                "Present",
                key="review_start",
                icon=":material/co_present:",
                type="primary",
                on_click=review_present.go,
                args=(1,),
            )


def show(agenda: Agenda) -> None:
    """Show the items in the order of the meeting."""
    st.subheader("Agenda", anchor=False)
    if not agenda.items:
        st.markdown(
            "Open a page, set its filters, and choose *Add this view to a review* in the sidebar."
        )
    if not review_state.may_write():
        st.caption(escape(review_state.who_may()))
    for at, item in enumerate(agenda.items):
        with st.container(border=True, gap="small", key=f"review_item_{item.item_id}"):
            _item(agenda, item, at)


def notes() -> None:
    """Print what a careful reader must know."""
    cards.notes(words.NOTES)


def _item(agenda: Agenda, item: Item, at: int) -> None:
    with st.container(gap=None):
        st.markdown(f"**{at + 1}. {escape(item.title)}**")
        st.caption(escape(f"{review_way.page_name(item)} · {review_today.where(item)}"))
    if item.commentary:
        st.markdown(bullets(item.commentary.splitlines()) if "\n" in item.commentary
                    else escape(item.commentary))  # fmt: skip
    review_outcomes.listed(item.decided, agenda.meeting.held_on)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _open(item, at, bool(agenda.before))
        if review_state.may_write():
            _order(item, at, len(agenda.items))
            _write(item)
            with st.popover("Decide", icon=":material/gavel:", type="tertiary"):
                review_outcomes.decide(item)
            _take_off(item)
    if item.record is not None:
        _then_and_now(item)


def _open(item: Item, at: int, has_before: bool) -> None:
    step = at + 1 + has_before
    st.button(
        "Present from here",
        key=f"review_from_{item.item_id}",
        icon=":material/co_present:",
        type="tertiary",
        on_click=review_present.go,
        args=(step,),
    )
    review_way.button(item, "review_open")


def _order(item: Item, at: int, items: int) -> None:
    for name, icon, by, is_end in (
        ("Move up", "arrow_upward", -1, at == 0),
        ("Move down", "arrow_downward", 1, at == items - 1),
    ):
        st.button(
            name,
            key=f"review_{icon}_{item.item_id}",
            icon=f":material/{icon}:",
            type="tertiary",
            disabled=is_end,
            help=escape(f"{name}: “{item.title}”"),
            on_click=_move,
            args=(item, by),
        )


def _move(item: Item, by: int) -> None:
    def change(house: House, person: Person) -> None:
        reviews.move_item(house, item.item_id, by, person, item.change_id)

    review_state.ACTS.do(change, f"Moved “{item.title}” {'up' if by < 0 else 'down'}.")


def _write(item: Item) -> None:
    with st.popover("Write", icon=":material/edit:", type="tertiary"):
        key = f"review_write_{item.change_id}"
        with st.form(key, border=False):
            st.text_input("Title", item.title, max_chars=LONGEST_TITLE, key=f"{key}_title")
            st.text_area(
                "Commentary",
                item.commentary,
                max_chars=LONGEST_TEXT,
                height=140,
                placeholder="What the meeting ought to know; each line is a point.",
                key=f"{key}_text",
            )
            st.form_submit_button("Save", type="primary", on_click=_save_words, args=(item, key))


def _save_words(item: Item, key: str) -> None:
    title, text = (str(st.session_state[f"{key}_{name}"] or "") for name in ("title", "text"))

    def change(house: House, person: Person) -> None:
        reviews.comment(house, item.item_id, title, text, person, item.change_id)

    review_state.ACTS.do(change, f"Saved “{title.strip()}”.")


def _take_off(item: Item) -> None:
    st.button(
        "Remove",
        key=f"review_off_{item.item_id}",
        icon=":material/delete:",
        type="tertiary",
        help=escape(f"Take “{item.title}” off the agenda"),
        on_click=_remove,
        args=(item,),
    )


def _remove(item: Item) -> None:
    def change(house: House, person: Person) -> None:
        reviews.remove_item(house, item.item_id, person, item.change_id)

    undo = partial(_restore, item.item_id)
    review_state.ACTS.do(change, f"Took “{item.title}” off the agenda.", undo)


def _restore(item_id: int, house: House, person: Person) -> None:
    reviews.restore_item(house, item_id, person)


def _then_and_now(item: Item) -> None:
    """Show on demand what became of the figures: today's are worked out for it."""
    if item.record is None:
        return
    said = f"What changed since it was decided on {day_in_words(item.record.decided_on)}"
    if st.toggle(said, key=f"review_since_{item.item_id}"):
        with st.spinner("Working out the figures of today …"):
            found = review_today.today(item)
        review_today.since(found)
