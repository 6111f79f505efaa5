"""What earlier reviews left to do: the first thing of every review."""

import streamlit as st

from cx.topics.review import Agenda
from cx.ui import review_outcomes
from cx.words import counted

NONE = "No action of an earlier review is open."


def show(agenda: Agenda) -> None:
    """Show the actions of earlier reviews, those open first."""
    st.subheader("From earlier reviews", anchor=False)
    if not agenda.before:
        st.caption(NONE)
        return
    open_ones = sum(each.is_open for each in agenda.before)
    st.caption(f"{counted(open_ones, 'action')} open, {len(agenda.before) - open_ones} done since.")
    with st.container(border=True, gap="xsmall"):
        review_outcomes.listed(agenda.before, agenda.meeting.held_on, is_earlier=True)
