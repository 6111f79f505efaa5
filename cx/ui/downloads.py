"""Files that pages give out as they are: templates and examples of extracts, rejected rows."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import streamlit as st

from cx.ingest import templates


def template(extract: str) -> None:
    """Offer an empty file of an extract, to be filled in."""
    _offer("Template", partial(templates.template, extract), f"{extract}.csv", "tertiary")


def example(extract: str) -> None:
    """Offer a small file of an extract that shows how."""
    _offer("Example", partial(templates.example, extract), f"{extract}-example.csv", "tertiary")


def rejected_rows(file: Path) -> None:
    """Offer the rejected rows of an upload, as they came and with the reasons."""
    name = f"rejects-{file.stem}.csv" if file.stem != "rejects" else "rejects.csv"
    with st.container(horizontal=True, vertical_alignment="center"):
        _offer("Download the rejected rows", file.read_bytes, name)
        st.markdown(":gray[Mend them in this file and upload it as it is.]")


def _offer(
    label: str,
    content: Callable[[], bytes],
    file_name: str,
    type: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """Offer a file; it is made only when somebody asks for it."""
    st.download_button(
        label,
        data=content,
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        type=type,
        on_click="ignore",
        key=f"download_{file_name}",
    )
