"""The Upload page from top to bottom: five sections, each settled one a single line."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from cx.ui.text import escape
from cx.ui.upload import checking, files, importing, matching, reading, running, state, work
from cx.ui.upload.state import STEPS, Draft


@dataclass(frozen=True, slots=True)
class Section:
    """One step of an upload.

    Parameters
    ----------
    key : str
        One of `STEPS`.
    title, purpose : str
        What it is called, and what is done in it.
    line : callable
        Says in a line what was settled.
    body : callable
        Draws it while it is open.
    """

    key: str
    title: str
    purpose: str
    line: Callable[[Draft], str]
    body: Callable[[Draft | None], None]


SECTIONS = (
    Section(
        "file",
        "File",
        "Drop an extract here as it is, or choose it. Nothing is written before the last step.",
        files.line,
        files.show,
    ),
    Section(
        "read",
        "How it is read",
        "Is this your table, with the right columns and letters?",
        reading.line,
        reading.show,
    ),
    Section(
        "match",
        "What it is",
        "Which extract is it, and which of your columns is which of ours?",
        matching.line,
        matching.show,
    ),
    Section(
        "check",
        "Check",
        "What would the import do? Nothing is written yet.",
        checking.line,
        checking.show,
    ),
    Section(
        "import",
        "Import",
        "All of it or nothing, while others read on.",
        importing.line,
        importing.show,
    ),
)


def show() -> None:
    """Draw the page for the person who looks: what is settled, what is open, and what comes."""
    work.take_over()
    if state.drop_swept():
        st.warning("Your upload lay untouched for a day, so its files are gone. Bring it again.")
    draft = state.current()
    step = draft.step if draft else STEPS[0]
    with st.container(gap="xsmall"):
        for number, section in enumerate(SECTIONS, start=1):
            if section.key == step:
                _open(section, number, draft)
            elif draft and STEPS.index(section.key) < STEPS.index(step):
                _settled(section, draft)
            else:
                _ahead(section, number)
    running.others()


def _open(section: Section, number: int, draft: Draft | None) -> None:
    with st.container(border=True, key=f"section_{section.key}"):
        with st.container(gap=None):
            st.subheader(section.title, anchor=False, icon=f":material/counter_{number}:")
            st.caption(section.purpose)
        if draft and draft.trouble:
            st.error(escape(draft.trouble), icon=":material/error:")
        if draft and draft.notice:
            st.info(escape(draft.notice), icon=":material/info:")
        section.body(draft)


def _settled(section: Section, draft: Draft) -> None:
    row = st.container(
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="small",
        key=f"settled_{section.key}",
    )
    said = f":green[:material/check_circle:] **{section.title}** {escape(section.line(draft))}"
    row.markdown(said, width="stretch")
    if draft.outcome is None:
        row.button(
            "Change",
            key=f"change_{section.key}",
            help=f"Go back to: {section.title}",
            icon=":material/edit:",
            type="tertiary",
            disabled=_is_writing(draft),
            on_click=state.reopen,
            args=(section.key,),
        )


def _is_writing(draft: Draft) -> bool:
    return draft.step == "import" and bool(draft.job)


def _ahead(section: Section, number: int) -> None:
    st.markdown(f":gray[:material/counter_{number}: {section.title}]")
