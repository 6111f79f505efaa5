"""Drivers: what makes customers dissatisfied, and what would fix it."""

import streamlit as st

from cx.ui import (
    analyses,
    cards,
    downloads,
    drivers_happened,
    drivers_leaving,
    drivers_parts,
    drivers_ratings,
    drivers_work,
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
slots = drivers_parts.rest(found)

show_worths = None
part = drivers_parts.choose_part()
if part == drivers_parts.RATED:
    drivers_parts.choose_attributes(found)
    show_worths = drivers_ratings.show(found)

left, causes = drivers_work.leaving(found), drivers_work.causes(found)
analyses.stay([left, causes])
drivers_parts.fill(found, slots, causes, left, show_worths)

if part == drivers_parts.HAPPENED:
    drivers_happened.show(found, causes)
if part == drivers_parts.LEFT:
    drivers_leaving.show(found, left)

drivers_parts.notes(found, left)
downloads.report("drivers", filters, attributes=drivers_parts.chosen())
