"""The Upload page from top to bottom: one section after the other, then what else is going on."""

import streamlit as st

from cx.ui.upload import (
    checking,
    files,
    importing,
    matching,
    reading,
    running,
    sections,
    state,
    work,
)
from cx.ui.upload.sections import Section

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
    """Draw the page for the person who looks."""
    work.take_over()
    if state.drop_swept():
        st.warning("Your upload lay untouched for a day, so its files are gone. Bring it again.")
    sections.show(SECTIONS)
    running.others()
