"""Files that pages give out: slides and workbooks, templates of extracts, rejected rows."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import streamlit as st

from cx.export import Report
from cx.export.pptx import to_pptx
from cx.export.xlsx import to_xlsx
from cx.filters import Filters
from cx.ingest import templates
from cx.topics import TOPICS
from cx.ui import here, session

OFFICE = "application/vnd.openxmlformats-officedocument"
SLIDES, WORKBOOK = f"{OFFICE}.presentationml.presentation", f"{OFFICE}.spreadsheetml.sheet"


def report(topic: str, filters: Filters, **own: object) -> None:
    """Offer what a page shows as slides and as a workbook; they are made when asked for.

    Parameters
    ----------
    topic : str
        Key of ``TOPICS``.
    filters : Filters
        What the page shows.
    own : object
        What only this topic asks for, such as the id of a customer; what can be called is asked
        when somebody asks for the file.
    """
    made = _maker(topic, filters, own)
    documents(topic, lambda: to_pptx(made()), lambda: to_xlsx(made()))


def documents(name: str, slides: Callable[[], bytes], workbook: Callable[[], bytes]) -> None:
    """Offer slides and a workbook under a name; each is made when asked for."""
    with st.container(horizontal=True, gap="small"):
        _offer(
            "Slides (PowerPoint)",
            slides,
            f"{name}.pptx",
            mime=SLIDES,
            icon=":material/slideshow:",
        )
        _offer(
            "Workbook (Excel)",
            workbook,
            f"{name}.xlsx",
            mime=WORKBOOK,
            icon=":material/table:",
        )


def _maker(topic: str, filters: Filters, own: dict[str, object]) -> Callable[[], Report]:
    """Return what asks and analyses all of a page, outside its run and so of the newest state."""
    with session.asking() as run:
        scope = run.scope
    house, module, link = session.house(), TOPICS[topic], here.link(session.settings())

    def make() -> Report:
        given = {name: each() if callable(each) else each for name, each in own.items()}
        with house.snapshot() as state:
            ask = partial(state.ask, scope=scope)
            found = module.load(ask, filters, settings=state.settings(), **given)
            made: Report = module.report(found, state.version)
        return replace(made, link=link)

    return make


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
    mime: str = "text/csv",
    icon: str = ":material/download:",
) -> None:
    """Offer a file; it is made only when somebody asks for it."""
    st.download_button(
        label,
        data=content,
        file_name=file_name,
        mime=mime,
        icon=icon,
        type=type,
        on_click="ignore",
        key=f"download_{file_name}",
    )
