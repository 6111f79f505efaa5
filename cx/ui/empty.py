"""No dead ends: what a page says when there is nothing to show, and the way on from there."""

import streamlit as st

from cx.errors import CxError
from cx.filters import LISTS, Filters
from cx.ui import filter_bar, menu
from cx.ui.text import escape
from cx.words import listed


def no_data(extract: str, what: str) -> None:
    """Say which extract is missing and how to bring it in.

    Parameters
    ----------
    extract : str
        Name of the extract, such as ``"responses"``.
    what : str
        What it holds, in words.
    """
    with st.container(border=True):
        st.subheader(f"There are no {escape(what)} yet", anchor=False)
        st.markdown(
            f"This page needs the extract **{escape(extract)}**. Bring it in on the page Upload; "
            "or on the command line, where you can make the demo company too:"
        )
        st.code(f"python -m cx import {extract} FILE.csv\npython -m cx demo", language="bash")
        menu.link("upload", f"Upload {escape(extract)}")


def nothing_yet(what: str, then: str) -> None:
    """Say that there is nothing at all yet, what will be here, and the way to a first file.

    Parameters
    ----------
    what : str
        What is missing, as a heading.
    then : str
        What the page will tell, in a sentence.
    """
    with st.container(border=True):
        st.subheader(escape(what), anchor=False)
        st.markdown(
            f"{escape(then)} To begin with, **customers** and one source of feedback, such as "
            "**responses**, are enough; or make the demo company on the command line:"
        )
        st.code("python -m cx demo", language="bash")
        menu.link("upload", "Upload a first file")


def no_match(filters: Filters) -> None:
    """Say which filters leave nothing over, each with a button that widens it."""
    narrow = [key for key in LISTS if getattr(filters, key)]
    if filters.period != "all":
        narrow.insert(0, "period")
    with st.container(border=True):
        st.subheader("Nothing matches these filters", anchor=False)
        st.markdown(f"Shown is {escape(filters.in_words())}. Widen {listed(narrow) or 'them'}:")
        with st.container(horizontal=True):
            for key in narrow:
                st.button(
                    "All time" if key == "period" else f"All {key}s",
                    key=f"widen_{key}",
                    icon=":material/zoom_out_map:",
                    on_click=filter_bar.widen,
                    args=(key,),
                )
            st.button("Reset filters", key="widen_all", on_click=filter_bar.widen, type="primary")


def no_rights(who_can_help: str, why: str = "") -> None:
    """Say that this page is not for this person, why, and who can help."""
    with st.container(border=True):
        st.subheader("This page is not open to you", anchor=False)
        st.markdown(f"{escape(why)} Ask {escape(who_can_help)} for access.")


def failed(error: CxError) -> None:
    """Say what went wrong and what to do next, as the error has it."""
    st.error(escape(str(error)), icon=":material/error:")
