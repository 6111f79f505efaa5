"""First section: the files, taken from the browser to a folder of this upload."""

import streamlit as st
from streamlit.typing import UploadedFile

from cx.errors import NotTaken
from cx.ingest import drafts
from cx.ui import intake, session
from cx.ui.text import escape
from cx.ui.upload import catalogue, state
from cx.ui.upload.state import Draft

COUNT = "upload_count"
FORMATS = (
    "CSV or other text, Excel (.xlsx) or Parquet, plain or packed with gzip or zip. Several files "
    "with the same columns, chosen together, are one import; so is a file with the second one that "
    "a mapping looks up in."
)


def line(draft: Draft) -> str:
    """Name the files and their size."""
    return f"{draft.name}, {in_bytes(draft.size)}"


def in_bytes(size: int) -> str:
    """Write a size as people do.

    >>> in_bytes(900), in_bytes(1_234_567)
    ('900 bytes', '1.2 MB')
    """
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def show(draft: Draft | None) -> None:
    """Take files; what can be brought is told below."""
    intake.admit()
    # A new key for each upload: a widget that still held the former files would bring them again.
    count = st.session_state.setdefault(COUNT, 0)
    brought = st.file_uploader(
        "Files",
        accept_multiple_files=True,
        label_visibility="collapsed",
        key=f"upload_files_{count}",
    )
    if brought:
        _take(brought)
    st.caption(FORMATS)
    if draft is not None:
        st.button(
            f"Go on with {escape(draft.name)}",
            icon=":material/arrow_forward:",
            on_click=state.reopen,
            args=("read",),
        )
    catalogue.show()


def _take(brought: list[UploadedFile]) -> None:
    folder = drafts.new(session.house())
    try:
        with st.spinner("Taking the files …"):
            paths = tuple(intake.received(each, folder) for each in brought)
    except NotTaken as error:
        drafts.discard(folder)
        st.error(escape(str(error)), icon=":material/error:")
        return
    state.begin(folder, paths)
    st.session_state[COUNT] += 1
    st.rerun()
