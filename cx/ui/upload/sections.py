"""The frame of the page: five sections, of which the settled ones are one line each."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from cx.ui.text import escape
from cx.ui.upload import state
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


def show(sections: tuple[Section, ...]) -> None:
    """Draw what is settled, what is open, and what comes."""
    draft = state.current()
    step = draft.step if draft else STEPS[0]
    with st.container(gap="xsmall"):
        for number, section in enumerate(sections, start=1):
            if section.key == step:
                _open(section, number, draft)
            elif draft and STEPS.index(section.key) < STEPS.index(step):
                _settled(section, draft)
            else:
                _ahead(section, number)


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
