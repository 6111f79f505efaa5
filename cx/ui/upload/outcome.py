"""What an import has done: its line, the pages that rest on it, and the ways on and back."""

from functools import partial

import streamlit as st

from cx import auth
from cx.ingest import ImportResult, Mapping, saved, undo
from cx.topics.rests_on import pages_resting_on
from cx.ui import downloads, effects, gate, menu, session
from cx.ui.text import escape
from cx.ui.upload import known, state, work
from cx.ui.upload.state import CHOSEN_BY_HAND, Draft
from cx.words import counted, counts_in_words, listed


def show(draft: Draft, done: ImportResult) -> None:
    """Say what the import has done, and offer what comes next."""
    _headline(draft, done)
    if draft.undone is None:
        effects.show(done.effects, "effects", is_done=True)
        if done.rejects_file:
            downloads.rejected_rows(done.rejects_file)
    _pages(draft)
    _ways_on(draft, done)
    if draft.mapping and draft.mapping.name == CHOSEN_BY_HAND:
        _save(draft, draft.mapping)


def _headline(draft: Draft, done: ImportResult) -> None:
    if draft.undone is not None:
        counts = draft.undone.counts.items()
        rows = ", ".join(f"{counted(count, 'row')} {word}" for word, count in counts if count)
        said = f"Import {done.import_id} is undone in {listed(draft.undone.tables)}: {rows}."
        st.info(escape(said), icon=":material/undo:")
    elif done.status == "unchanged":
        st.info(
            f"Noted as import {done.import_id}: every row was there already, so nothing changed.",
            icon=":material/check_circle:",
        )
    else:
        said = counts_in_words(done.counts)
        st.success(f"Imported as number {done.import_id}: {said}.", icon=":material/check_circle:")


def _pages(draft: Draft) -> None:
    """Link to the pages whose figures rest on what came in."""
    names = tuple(draft.staged.tables) if draft.staged else ()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Look at it:")
        for page in (*pages_resting_on(*names), "quality", "history"):
            menu.link(page)


def _ways_on(draft: Draft, done: ImportResult) -> None:
    with st.container(horizontal=True):
        st.button(
            "Another file",
            key=draft.key("another"),
            type="primary",
            icon=":material/add:",
            on_click=state.forget,
        )
        is_in = done.import_id is not None and draft.undone is None
        if is_in and auth.may(session.person(), "undo"):
            with st.popover("Undo", icon=":material/undo:", key=draft.key("ask_undo")):
                st.markdown(
                    f"Import {done.import_id} is taken back: rows that it added go, rows that it "
                    "replaced come back. What was imported later stays."
                )
                st.button("Undo this import", key=draft.key("undo"), on_click=_undo)


@state.telling
def _undo() -> None:
    draft = state.current()
    if draft is None or draft.outcome is None or draft.outcome.import_id is None or draft.job:
        return
    number = draft.outcome.import_id
    task = partial(undo, session.house(), number, session.person().name)
    work.begin("import", f"Undoing import {number}", task, "undo")


def _save(draft: Draft, mapping: Mapping) -> None:
    """Offer to keep the mapping for the next file with these columns."""
    with st.form(draft.key("save"), border=True):
        st.markdown("**Keep what you have said for the next file of this kind**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                "Save this mapping as",
                placeholder="Monthly survey",
                max_chars=saved.LONGEST_NAME,
                key=draft.key("save_name"),
                width=320,
            )
            st.checkbox("Replace one of that name", key=draft.key("save_over"))
            st.form_submit_button("Save", icon=":material/bookmark_add:", on_click=_keep)


@state.telling
def _keep() -> None:
    draft = state.current()
    if draft is None or draft.mapping is None or draft.seen is None:
        return
    name, is_replacing = (
        st.session_state[draft.key("save_name")],
        st.session_state[draft.key("save_over")],
    )
    who = gate.allowed("upload").name
    header = state.own_columns(draft.seen)
    kept = saved.save(session.house(), name, draft.mapping, header, who, is_replacing)
    known.forget()
    state.change(mapping=None, trouble="")
    st.toast(f'Saved as "{escape(kept.name)}". It is offered when these columns come again.')
