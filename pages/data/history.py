"""History: what was brought in, and what did it change."""

import streamlit as st

from cx.filters import Filters
from cx.topics import imports
from cx.ui import cards, downloads, empty, history_parts, session

cards.heading("History", "What was brought in, and what did it change?")

result = session.answer(imports.load, Filters())

if not result.imports:
    empty.nothing_yet("Nothing was brought in yet", "Every import is told here, and can be undone.")
    st.stop()

history_parts.headline(result)
chosen = history_parts.choose(result)
history_parts.details(result, chosen)
history_parts.audit_log()
downloads.report("imports", Filters())
