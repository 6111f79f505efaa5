"""Logs what was done with an unhappy customer, for those who may; on record, never overwritten."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st

from cx import auth, zones
from cx.auth import Person
from cx.topics.closed_loop import Loop, words
from cx.ui import session
from cx.ui.acts import Acts
from cx.ui.text import escape
from cx.warehouse import House, follow_ups
from cx.warehouse.follow_ups import LONGEST_TEXT, OUTCOMES, Step

ACTS = Acts("follow_up", "follow_up")
STEPS = {"contacted": "Contacted", "closed": "Closed", "reopened": "Opened again"}
FIELDS = ("step", "at", "outcome", "cause", "action", "note")


def key_of(loop: Loop) -> str:
    """Return what names a loop among those listed."""
    return f"{loop.about_kind}:{loop.about_id}"


def show(loops: Sequence[Loop], chosen: str | None) -> None:
    """Offer to log a step with one of those listed, to those who may.

    Parameters
    ----------
    chosen : str or None
        Key of the state that holds which one is picked.
    """
    ACTS.tell()
    if not loops or chosen is None:
        return
    person = session.person()
    if not auth.may(person, "follow_up"):
        st.caption(escape(f"{auth.why_not(person, 'follow_up')} Ask {auth.who_can_help()}."))
        return
    by_key, zone = {key_of(each): each for each in loops}, session.zone()
    if st.session_state.get(chosen) not in by_key:
        st.session_state.pop(chosen, None)
    picked = st.selectbox(
        "Log a follow-up with",
        [*by_key],
        index=None,
        format_func=lambda key: _named(by_key[key], zone),
        placeholder="Choose who",
        key=chosen,
    )
    if picked is not None:
        _form(by_key[picked])


def _named(each: Loop, zone: str) -> str:
    """Name one by what does not change when a step is logged."""
    about = each.category or "complaint" if each.about_kind == "case" else f"score {each.score}"
    day = zones.day_of(each.began_at, zone)
    return f"{each.customer}: {about}, {day} ({each.about_id})"


def _form(loop: Loop) -> None:
    """Draw the form; what was typed is forgotten once it is saved."""
    seen = session.follow_ups_revision()
    base = ACTS.form_key(key_of(loop))
    keys = {name: f"follow_up_{name}_{base}" for name in FIELDS}
    zone = session.zone()
    moment = zones.now().replace(microsecond=0)
    now = zones.local(moment, zone)
    began = zones.local(loop.began_at, zone)
    with st.form(f"follow_up_{base}", border=False):
        with st.grid(3, gap="small", min_column_width=180):
            st.selectbox("What was done", [*STEPS], format_func=STEPS.__getitem__, key=keys["step"])
            st.datetime_input(
                f"When ({zone})", value=now, min_value=began - timedelta(days=1),
                max_value=now + timedelta(days=1), step=timedelta(minutes=1), key=keys["at"],
            )  # fmt: skip
            st.selectbox(
                "Outcome",
                OUTCOMES,
                index=None,
                format_func=words.OUTCOMES.__getitem__,
                placeholder="Only for a close",
                key=keys["outcome"],
            )
            st.text_input("Root cause", max_chars=LONGEST_TEXT, key=keys["cause"])
            st.text_input("Action", max_chars=LONGEST_TEXT, key=keys["action"])
            st.text_input("Note", max_chars=LONGEST_TEXT, key=keys["note"])
        st.form_submit_button(
            "Log it", type="primary", icon=":material/check:", on_click=_save,
            args=(loop, keys, seen, (now, moment)),
        )  # fmt: skip


def _save(loop: Loop, keys: dict[str, str], seen: int, usual: tuple[datetime, datetime]) -> None:
    """Log the step; refuse with words what cannot be.

    Parameters
    ----------
    usual : tuple of datetime
        The time that the form began with, by the company's clock and in UTC: in autumn an hour
        comes twice, and what nobody changed means now.
    """
    given = {name: st.session_state.get(key) for name, key in keys.items()}
    step = Step(
        about_kind=loop.about_kind,
        about_id=loop.about_id,
        step=str(given["step"]),
        happened_at=_moment(given["at"], usual),
        outcome=given["outcome"],
        root_cause=given["cause"],
        action=given["action"],
        note=given["note"],
    )

    def change(house: House, person: Person) -> None:
        follow_ups.log(house, step, person.name, seen)

    ACTS.save(change, f"{loop.customer}: {STEPS[step.step].lower()}. It is on record.")


def _moment(typed: datetime | None, usual: tuple[datetime, datetime]) -> datetime:
    wall_clock, moment = usual
    if typed is None:
        return zones.now()
    return moment if typed == wall_clock else zones.moment_at(typed, session.zone())
