"""The gate: whether who looks may do what a page is for, and again what they click there."""

import streamlit as st

from cx import auth
from cx.auth import Act, Person
from cx.errors import BadRoles
from cx.ui import empty, session


def require(act: Act) -> Person:
    """Return who looks when they may do this; else say what to do, and draw nothing more.

    Parameters
    ----------
    act : Act
        What the page is for, such as ``"upload"``.
    """
    person = session.person()
    if not auth.may(person, act):
        if st.user.to_dict().get("is_logged_in") is False:
            st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:")
        else:
            empty.no_rights(auth.who_can_help(), auth.why_not(person, act))
        st.stop()
    return person


def is_shut() -> bool:
    """Say whether who looks may see nothing, not even the menu; `require` then says why."""
    try:
        return not auth.may(session.person(), "look")
    except BadRoles:
        return True


def allowed(act: Act) -> Person:
    """Return who looks, asked anew: a role may have been taken back since the page was drawn.

    Raises
    ------
    NotAllowed
        When the person may not do this.
    """
    person = session.person()
    auth.demand(person, act)
    return person
