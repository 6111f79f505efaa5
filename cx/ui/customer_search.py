"""Finds a customer as somebody types: by the beginning of an id, or a part of a name."""

import streamlit as st

from cx.topics import customer
from cx.topics.ask import EVERYTHING
from cx.topics.customer import Hit
from cx.topics.customer.search import MOST
from cx.ui import session
from cx.ui.customer_link import PARAMETER
from cx.ui.text import escape

TYPED, OPENED = "customer_search", "customer_opened"


def show() -> None:
    """Show the search; whoever is chosen is in the address."""
    with st.container(key="customer_finder"):
        _find()


@st.fragment
def _find() -> None:
    if st.session_state.pop(OPENED, False):
        st.rerun(scope="app")
    text = st.text_input(
        "Find a customer",
        key=TYPED,
        type="search",
        live=True,
        placeholder="Beginning of an id, or part of a name",
    )
    if not text:
        return
    hits = session.answer(customer.search, EVERYTHING, text=text)
    if not hits:
        st.caption(escape(f"Nobody is called “{text}”, and no id begins so."))
        return
    full = " Type more to narrow it down." if len(hits) == MOST else ""
    st.caption(f"{len(hits)} found, the closest first.{full}")
    with st.container(horizontal=True, gap="small"):
        for hit in hits:
            st.button(
                escape(_named(hit)),
                key=f"open_{hit.customer_id}",
                type="tertiary",
                icon=":material/person:",
                on_click=_open,
                args=(hit.customer_id,),
            )
    if st.session_state.pop(OPENED, False):
        st.rerun(scope="app")


def _named(hit: Hit) -> str:
    more = [each for each in (hit.customer_id, hit.segment, hit.status) if each]
    return f"{hit.name or hit.customer_id} ({', '.join(more)})"


def _open(customer_id: str) -> None:
    st.query_params[PARAMETER] = customer_id
    st.session_state[TYPED] = ""
    st.session_state[OPENED] = True
