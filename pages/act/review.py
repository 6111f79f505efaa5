"""Review: what the meeting decides, and what became of what it decided."""

import streamlit as st

from cx.ui import cards, review_agenda, review_before, review_choice, review_files, review_present

chosen = review_choice.chosen()

if review_present.is_on(chosen):
    review_present.show(chosen)
    st.stop()

cards.heading("Review", "What do we decide, and what became of it?")
review_choice.choose(chosen)

if chosen is None:
    review_choice.nothing_yet()
    st.stop()

review_agenda.headline(chosen)
review_before.show(chosen)
review_agenda.show(chosen)
review_files.show(chosen)
review_agenda.notes()
