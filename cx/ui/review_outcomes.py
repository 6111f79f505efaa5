"""Decisions and actions of an item: listed, written down, ticked off, changed, removed."""

from datetime import date, timedelta

import streamlit as st

from cx.auth import Person
from cx.topics.review import Decided, Item
from cx.ui import review_state, review_today, session
from cx.ui.text import escape
from cx.warehouse import House, review_outcomes
from cx.warehouse.review_outcomes import KINDS, LONGEST_OWNER, STATUSES, Kind, Outcome, Status
from cx.warehouse.reviews import FIRST_YEAR, LAST_YEAR, LONGEST_TEXT
from cx.words import day_in_words

SIGNS = {"open": "radio_button_unchecked", "done": "check_circle", "dropped": "cancel"}
KIND_NAMES = {"decision": "Decision", "action": "Action"}
USUAL_DAYS = 28
"""A new action is due so many days on, unless somebody says otherwise."""


def listed(decided: tuple[Decided, ...], on: date, *, is_earlier: bool = False) -> None:
    """List decisions and actions; who may can tick them off, change and remove them.

    Parameters
    ----------
    decided : tuple of Decided
    on : date
        Day of the review, on which an action may be overdue.
    is_earlier : bool
        Whether they come from earlier reviews: then it is said from which.
    """
    for each in decided:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f":material/{_sign(each)}: {_said(each)}")
                st.caption(escape(_about(each, on, is_earlier)))
            if review_state.may_write():
                _controls(each, is_earlier)


def _sign(each: Decided) -> str:
    return SIGNS[each.status] if each.is_action else "gavel"


def _said(each: Decided) -> str:
    return f"**{escape(KIND_NAMES[each.kind])}:** {escape(each.body)}"


def _about(each: Decided, on: date, is_earlier: bool) -> str:
    due = f"by {day_in_words(each.due_on)}" if each.due_on else ""
    late = "overdue" if each.is_late(on) else each.status if each.is_action else ""
    review = f"review of {day_in_words(each.held_on)}" if is_earlier else ""
    return " · ".join(part for part in (each.owner, due, late, review) if part)


def _controls(each: Decided, is_earlier: bool) -> None:
    number = each.outcome_id
    if each.is_action:
        to = "done" if each.status == "open" else "open"
        st.button(
            "Done" if to == "done" else "Open again",
            key=f"review_tick_{number}",
            icon=":material/check:" if to == "done" else ":material/undo:",
            help=escape(f"“{each.body}” is {to}"),
            on_click=_set_status,
            args=(each, to),
        )
    with st.popover("Change", icon=":material/edit:", type="tertiary"):
        _form(f"review_outcome_{each.change_id}", each, None)
        if not is_earlier:
            st.button(
                "Remove",
                key=f"review_drop_{number}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=(each,),
            )


def decide(item: Item) -> None:
    """Let who may write down a decision or an action on an item."""
    if review_state.may_write():
        _form(f"{review_state.ACTS.form_key('review_decide')}_{item.item_id}", None, item)


def _form(key: str, each: Decided | None, item: Item | None) -> None:
    """Draw the form of a new outcome of an item, or of one that is changed."""
    with st.form(key, border=False):
        if each is None:
            st.segmented_control(
                "What is it",
                list(KINDS),
                default="decision",
                required=True,
                format_func=KIND_NAMES.__getitem__,
                key=f"{key}_kind",
                label_visibility="collapsed",
            )
        st.text_area(
            "What is decided, or to be done",
            each.body if each else "",
            max_chars=LONGEST_TEXT,
            height=80,
            key=f"{key}_body",
        )
        with st.grid(3 if each and each.is_action else 2, gap="small", min_column_width=140):
            _who_and_when(key, each)
        st.form_submit_button(
            "Save the change" if each else "Write it down",
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(key, each, item),
        )


def _who_and_when(key: str, each: Decided | None) -> None:
    usual = session.today() + timedelta(days=USUAL_DAYS)
    st.text_input(
        "Who sees to it", each.owner if each else "", max_chars=LONGEST_OWNER, key=f"{key}_owner"
    )
    st.date_input(
        "By when",
        each.due_on if each else usual,
        date(FIRST_YEAR, 1, 1),
        date(LAST_YEAR, 12, 31),
        format="YYYY-MM-DD",
        key=f"{key}_due",
    )
    if each and each.is_action:
        st.selectbox(
            "How it stands",
            list(STATUSES),
            index=[*STATUSES].index(_status(each.status)),
            format_func=str.capitalize,
            key=f"{key}_status",
        )


def _status(text: str) -> Status:
    return next(each for each in STATUSES if each == text)


def _kind(text: object) -> Kind:
    return next((each for each in KINDS if each == text), "decision")


def _save(key: str, each: Decided | None, item: Item | None) -> None:
    """Keep what a form holds; with a new one the figures that it rests on."""
    given = {name: st.session_state.get(f"{key}_{name}") for name in ("body", "owner", "due")}
    kind = _kind(each.kind if each else st.session_state[f"{key}_kind"])
    owner = str(given["owner"] or "")
    # A decision holds at once; a day belongs to it only where somebody is named.
    due = given["due"] if kind == "action" or owner.strip() else None
    status = _status(st.session_state.get(f"{key}_status", "open"))
    outcome = Outcome(kind, str(given["body"] or ""), owner, due, status)

    def change(house: House, person: Person) -> None:
        if each is not None:
            review_outcomes.change_outcome(house, each.outcome_id, outcome, person, each.change_id)
        elif item is not None:
            with st.spinner("Keeping the figures …"):
                record = review_today.record_of(review_today.today(item))
            review_outcomes.decide(house, item.item_id, outcome, record, person)

    told = "Changed." if each else f"{KIND_NAMES[kind]} written down, with the figures of today."
    review_state.ACTS.save(change, told)


def _set_status(each: Decided, to: str) -> None:
    outcome = Outcome(_kind(each.kind), each.body, each.owner, each.due_on, _status(to))

    def change(house: House, person: Person) -> None:
        review_outcomes.change_outcome(house, each.outcome_id, outcome, person, each.change_id)

    review_state.ACTS.do(change, f"“{each.body}” is {to}.")


def _remove(each: Decided) -> None:
    def change(house: House, person: Person) -> None:
        review_outcomes.remove_outcome(house, each.outcome_id, person, each.change_id)

    def undo(house: House, person: Person) -> None:
        review_outcomes.restore_outcome(house, each.outcome_id, person)

    review_state.ACTS.do(change, f"Removed the {each.kind}.", undo)
