"""Journeys: what customers go through, and where it hurts."""

import streamlit as st

from cx.ui import cards, downloads, empty, journeys_ahead, journeys_detail, journeys_parts, session

filters = session.filters()
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    cards.heading("Journeys", "What do customers go through, and where does it hurt?")
    is_any, by = journeys_parts.choose_basis(filters)

if not is_any:
    empty.no_data("interactions", "contacts, orders, cases or contracts")
    st.stop()

found = journeys_parts.begin(filters, by)

if not found.journeys:
    empty.no_match(filters)
    st.stop()

found = journeys_parts.weigh(found, filters)
journeys_parts.answer(found)
found = journeys_parts.tiles(found, filters)
found = journeys_parts.flow(found, filters)

part = journeys_detail.choose()
if part == journeys_detail.MOMENTS:
    journeys_detail.truth(found)
if part == journeys_detail.TOUCHPOINTS:
    journeys_detail.touchpoints(found)
if part == journeys_detail.PATHS:
    journeys_detail.paths(found, filters)
if part == journeys_detail.WINNING:
    journeys_detail.winning(found, filters)
if part == journeys_detail.AHEAD:
    journeys_ahead.show(found)

journeys_detail.notes(found, filters)
downloads.report("journeys", filters, by=by)
