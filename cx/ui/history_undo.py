"""Undo on the History page: what it would change is worked out first, then somebody says yes."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from cx import auth
from cx.errors import CxError
from cx.ingest import UndoResult, jobs, preview_undo, undo
from cx.topics.imports.results import Import
from cx.topics.imports.story import taken_back
from cx.ui import cards, effects, gate, session
from cx.ui.text import escape
from cx.ui.upload import running

STATE, TROUBLE = "undoing", "undo_trouble"
LOOK, DO = "look", "do"


@dataclass(frozen=True, slots=True)
class Undoing:
    """An undo on its way: of which import, how far, by which job, seen at which data version."""

    import_id: int
    step: str
    job: str
    version: int


def show(chosen: Import) -> None:
    """Offer the undo of an import to those who may, and lead through it."""
    if chosen.state == "undone":
        _forget(chosen)
        return
    person = session.person()
    if not auth.may(person, "undo"):
        st.caption(escape(f"{auth.why_not(person, 'undo')} Ask {auth.who_can_help()}."))
        return
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(escape(trouble), icon=":material/error:")
    pending = st.session_state.get(STATE)
    if pending is None or pending.import_id != chosen.import_id:
        st.button(
            f"Undo import {chosen.import_id} …",
            icon=":material/undo:",
            help="First you see what that would change.",
            on_click=_begin,
            args=(chosen.import_id, LOOK),
            key="undo_look",
        )
    else:
        _lead(pending)


def _lead(pending: Undoing) -> None:
    """Show how far it is, and what it has come to."""
    job = jobs.find(pending.job)
    if job is None:
        _failed("The work was interrupted. Look at the list whether the import still counts.")
    elif job.state in running.UNDER_WAY:
        running.watch(pending.job)
    elif job.state != "done":
        _failed(str(job.error))
    elif pending.step == DO:
        # This run still shows the state of before.
        st.rerun()
    elif pending.version != session.version():
        # Something was brought in meanwhile: what was worked out may not hold any more.
        _begin(pending.import_id, LOOK)
        st.rerun()
    elif job.result is not None:
        _ask(pending.import_id, job.result)


def _ask(import_id: int, seen: UndoResult) -> None:
    """Say what the undo would change, and ask whether that is meant."""
    cards.section(f"What undoing import {import_id} would change")
    counts = seen.counts
    st.markdown(escape(taken_back(counts["removed"], counts["restored"], counts["kept"])))
    effects.show(seen.effects, "undo_effects")
    with st.container(horizontal=True):
        st.button(
            f"Yes, undo import {import_id}",
            type="primary",
            icon=":material/undo:",
            on_click=_begin,
            args=(import_id, DO),
            key="undo_do",
        )
        st.button("Leave it as it is", on_click=_forget_all, key="undo_leave")


def _begin(import_id: int, step: str) -> None:
    """Begin to look, or to do it; whoever closes the page stops neither."""
    house = session.house()
    try:
        person = gate.allowed("undo")
    except CxError as refusal:
        st.session_state[TROUBLE] = str(refusal)
        return
    if step == LOOK:
        task = partial(preview_undo, house, import_id)
        title = f"Working out what undoing import {import_id} changes"
    else:
        task = partial(undo, house, import_id, person.name)
        title = f"Undo of import {import_id}"
    job = jobs.start(house, task, title, person.name)
    st.session_state[STATE] = Undoing(import_id, step, job.id, house.data_version())


def _failed(sentence: str) -> None:
    _forget_all()
    st.error(escape(sentence), icon=":material/error:")


def _forget(chosen: Import) -> None:
    pending = st.session_state.get(STATE)
    if pending is not None and pending.import_id == chosen.import_id:
        if pending.step == DO:
            st.toast(f"Import {chosen.import_id} is undone.", icon=":material/undo:")
        _forget_all()


def _forget_all() -> None:
    st.session_state.pop(STATE, None)
