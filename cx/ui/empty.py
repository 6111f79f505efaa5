"""No dead ends: what a page says when there is nothing to show, and the way on from there."""

import streamlit as st

from cx.errors import CxError
from cx.filters import LISTS, Filters
from cx.ui import filter_bar
from cx.ui.text import escape, listed


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
            f"This page needs the extract **{escape(extract)}**. The dashboard owns the warehouse "
            "while it runs: stop it, bring the extract in or make the demo company, and start it "
            "again."
        )
        st.code(f"python -m cx import {extract} FILE.csv\npython -m cx demo", language="bash")


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


def no_rights(who_can_help: str) -> None:
    """Say that this page is not for this person, and who can help."""
    with st.container(border=True):
        st.subheader("This page is not open to you", anchor=False)
        st.markdown(f"Ask {escape(who_can_help)} for access.")


def failed(error: CxError) -> None:
    """Say what went wrong and what to do next, as the error has it."""
    st.error(escape(str(error)), icon=":material/error:")
