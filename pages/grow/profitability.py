"""Profitability: which segments earn through which channels, and what another mix would do."""

import streamlit as st

from cx.ui import (
    cards,
    downloads,
    empty,
    profitability_best,
    profitability_compare,
    profitability_costs,
    profitability_load,
    profitability_mixes,
    profitability_overview,
    profitability_parts,
    profitability_people,
    profitability_whatif,
    profitability_work,
    session,
)

filters = session.filters()
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    cards.heading(
        "Profitability",
        "Which segments earn money through which channels, and what would another mix do?",
    )
    side = profitability_parts.choose_side()
page = profitability_parts.begin(filters, side)

if profitability_load.is_empty(page):
    empty.no_data("orders", "orders, invoices, contracts or contacts")
    st.stop()

if not profitability_load.has_match(page):
    empty.no_match(filters)
    st.stop()

slot = profitability_parts.answer(page)
profitability_parts.tiles(page)

part = profitability_parts.choose()
if part == profitability_parts.OVERVIEW:
    profitability_overview.show(page)
    profitability_mixes.segments(page)
if part == profitability_parts.MIXES:
    profitability_mixes.show(page)
if part == profitability_parts.COSTS:
    profitability_costs.show(profitability_load.with_costs(page))

works = profitability_work.start(page)
page = profitability_work.known(page, works)
profitability_parts.mend(page, works, slot)

if part == profitability_parts.LOSING:
    profitability_people.show(page, works)
if part == profitability_parts.WHAT_IF:
    profitability_whatif.show(page, works)
if part == profitability_parts.BEST:
    profitability_best.show(page, works)
if part == profitability_parts.SCENARIOS:
    profitability_compare.show(page)

profitability_parts.notes(page)
downloads.report("profitability", filters, **profitability_work.shown(part, side))
