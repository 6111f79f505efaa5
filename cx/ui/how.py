"""How a figure came about: its definition, what it is of, its numbers, the SQL that was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from cx.ui import table
from cx.ui.text import escape
from cx.warehouse.questions import read_definition, read_question

LABEL = "How is this computed?"


@dataclass(frozen=True, slots=True)
class How:
    """How a figure or a list came about.

    Parameters
    ----------
    title : str
        What it is of.
    explained : sequence of str
        Paragraphs: the definition, and what was done with the counts.
    source : str
        Whose formula it is; empty where it is nobody's.
    shown, behind : str
        The filters in words, and what is behind the figure, with the data's age.
    questions : sequence of str
        Names of the files of queries/ that were asked.
    values : mapping of str to object
        What stood for the names with a dollar sign.
    definitions : sequence of str
        Names of the files of data/views/ that the questions rest on, where these tell the most.
    rows : sequence of mapping
        The numbers; also the download.
    """

    title: str
    explained: Sequence[str]
    source: str = ""
    shown: str = ""
    behind: str = ""
    questions: Sequence[str] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    definitions: Sequence[str] = ()
    rows: table.Rows = ()


def button(how: How, key: str) -> None:
    """Offer the explanation; it is drawn only when somebody asks for it."""
    if st.button(LABEL, icon=":material/info:", type="tertiary", key=f"how_{key}"):
        explain(how, key)


@st.dialog(LABEL, width="large", position="right")
def explain(how: How, key: str) -> None:
    """Open the explanation at the side of the page."""
    st.markdown(f"**{escape(how.title)}**")
    for paragraph in how.explained:
        st.markdown(escape(paragraph))
    if how.source:
        st.caption(escape(f"Source: {how.source}"))
    for name, said in (("Shown", how.shown), ("Behind it", how.behind)):
        if said:
            st.markdown(f"**{name}**: {escape(said)}")
    if how.rows:
        table.show(how.rows, alt=f"Numbers of {how.title}", name=key)
    _asked(how)


def _asked(how: How) -> None:
    if not how.questions:
        return
    st.markdown("**Asked of the data**")
    for name in how.questions:
        st.code(read_question(name).text, language="sql", wrap_lines=True)
    given = {key: value for key, value in how.values.items() if value is not None}
    if given:
        said = ", ".join(f"${key} = {value}" for key, value in given.items())
        st.caption(escape(f"With: {said}"))
    for name in how.definitions:
        with st.expander(f"What it rests on: {name}.sql"):
            st.code(read_definition(name), language="sql", wrap_lines=True)
