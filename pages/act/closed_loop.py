"""Closed loop: whether unhappy customers are answered in time."""

import streamlit as st

from cx.ui import cards, closed_loop_lists, closed_loop_parts, downloads, session

cards.heading("Closed loop", "Are we answering unhappy customers in time?")
found = closed_loop_parts.load()

if not closed_loop_parts.is_any(found):
    st.stop()

closed_loop_parts.answer(found)
closed_loop_parts.tiles(found)
closed_loop_lists.waiting(found)

dimension, measure = closed_loop_parts.choose_group(found)
left, right = st.columns(2)
with left:
    closed_loop_parts.by_group(found, dimension, measure)
with right:
    closed_loop_parts.outcomes(found)

closed_loop_parts.afterwards(found)
cards.notes(found.notes)
downloads.report("closed_loop", session.filters(), kind=found.kind)
