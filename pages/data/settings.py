"""Settings: what holds for the whole company."""

import streamlit as st

from cx.ui import cards, settings_parts

cards.heading("Settings", "What holds for the whole company?")
cards.headline(*settings_parts.headline())
settings_parts.ignored()
settings_parts.form()
settings_parts.changes()

left, right = st.columns(2)
with left:
    settings_parts.feeds()
with right:
    settings_parts.roles()
