"""NPS trends: whether the score is moving, and why."""

import streamlit as st

from cx.topics import nps
from cx.ui import cards, downloads, empty, notes_form, nps_parts, session

with st.container(horizontal=True, vertical_alignment="bottom"):
    cards.heading("NPS trends", "Is the score moving, and why?")
    grain = nps_parts.choose_grain()

revision = session.notes_revision()
result = session.answer(nps.load, session.filters(), grain=grain, revision=revision)

if result.latest_on is None:
    empty.no_data("responses", f"{result.metric.name} answers")
    st.stop()

if not result.answers:
    empty.no_match(result.filters)
    st.stop()

cards.headline(result.headline, nps_parts.where(result))
nps_parts.tiles(result)
nps_parts.trend(result)
notes_form.show("nps_trends", result.latest_on)

dimension = nps_parts.choose_dimension(result)
left, right = st.columns(2)
with left:
    nps_parts.breakdown(result, dimension)
with right:
    nps_parts.change(result, dimension)

left, right = st.columns(2)
with left:
    nps_parts.distribution(result)
with right:
    nps_parts.composition(result)

left, right = st.columns(2)
with left:
    nps_parts.response_rate(result)
with right:
    nps_parts.kinds(result)

cards.notes(result.notes)
downloads.report("nps", session.filters(), grain=grain)
