"""Fifth section: the import itself, what it has done, and the way on or back."""

from functools import partial

import streamlit as st

from cx.ingest import ImportResult, commit
from cx.ui import session
from cx.ui.text import escape
from cx.ui.upload import outcome, running, state, work
from cx.ui.upload.state import Draft
from cx.words import counted


def line(draft: Draft) -> str:
    """Nothing comes after this section, so that it is never told in a line."""
    return ""


def show(draft: Draft | None) -> None:
    """Show the work while it runs, then what it has done."""
    if draft is None:
        return
    if draft.job:
        running.watch(draft.job)
    elif draft.outcome is not None:
        outcome.show(draft, draft.outcome)


def start_button(draft: Draft, checked: ImportResult) -> None:
    """Offer the import, once everything that needs a yes has one."""
    if checked.status == "rejected":
        st.markdown("Nothing can be imported like this: change the columns, or mend the file.")
        return
    is_agreed = _confirmed(draft, checked)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _label(checked),
            key=draft.key("import"),
            type="primary",
            icon=":material/upload:",
            disabled=not is_agreed,
            on_click=_start,
        )
        st.markdown(":gray[All of it or nothing. It can be undone.]")


def _label(checked: ImportResult) -> str:
    rows = sum(checked.counts[word] for word in ("new", "changed", "unchanged"))
    return f"Import {counted(rows, 'row')}"


def _confirmed(draft: Draft, checked: ImportResult) -> bool:
    """Ask for a yes to each thing that is seldom meant."""
    if not checked.confirm:
        return True
    with st.container(border=True, gap="xsmall", key=draft.key("confirm")):
        st.markdown(":orange[:material/warning:] **Is this meant?**")
        given = [
            st.checkbox(f"Yes: {escape(sentence)}", key=draft.key(f"yes_{draft.mode}_{place}"))
            for place, sentence in enumerate(checked.confirm)
        ]
    return all(given)


@state.telling
def _start() -> None:
    """Begin the import; a second click finds it begun."""
    draft = state.current()
    if draft is None or draft.staged is None or draft.job or draft.outcome:
        return
    task = partial(
        commit,
        session.house(),
        draft.staged,
        draft.mode,
        session.person().name,
        draft.upload_id,
    )
    work.begin("import", f"Importing {draft.name} as {draft.staged.kind}", task)
