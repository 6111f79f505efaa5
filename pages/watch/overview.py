"""Overview: how the company is doing, and what moved."""

import streamlit as st

from cx.ui import cards, downloads, overview_parts, overview_tiles, session

cards.heading("Overview", "How are we doing, and what moved?")
found = overview_parts.load()

if not overview_parts.is_any(found):
    st.stop()

overview_parts.answer(found)

left, right = st.columns(2)
with left:
    overview_tiles.show(found)
    overview_parts.how_tiles(found)
with right:
    overview_parts.findings(found)
    overview_parts.accounts(found)
    overview_parts.waiting(found)

overview_parts.timeline(found)
cards.notes(found.notes)
downloads.report("overview", session.filters())
