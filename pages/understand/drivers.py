"""Drivers: what makes customers dissatisfied, and what would fix it."""

import streamlit as st

from cx.ui import (
    cards,
    drivers_happened,
    drivers_leaving,
    drivers_parts,
    drivers_ratings,
    empty,
    session,
)

cards.heading("Drivers", "What makes customers dissatisfied, and what would fix it?")
filters = session.filters()

if not drivers_parts.has_answers(filters):
    empty.no_data("responses", f"{filters.metric.upper()} answers")
    st.stop()

found = drivers_parts.opinions(filters)

if not found.attitudes.answers:
    empty.no_match(found.view.filters)
    st.stop()

drivers_parts.answer(found)
left = drivers_parts.leaving(filters)
worth = drivers_parts.worths(found, left)
slots = drivers_parts.rest(found, left, worth)

part = drivers_parts.choose_part()
if part == drivers_parts.RATED:
    drivers_parts.choose_attributes(found)
    drivers_ratings.show(found, worth)

work = drivers_parts.happened(found)
drivers_parts.fill(found, slots, work)

if part == drivers_parts.HAPPENED:
    drivers_happened.show(found, work)
if part == drivers_parts.LEFT:
    drivers_leaving.show(found, left)

drivers_parts.notes(found, left)
