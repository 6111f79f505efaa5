"""Centricity: whether the company is organised around customers."""

import streamlit as st

from cx.filters import Filters
from cx.ui import cards, centricity_choice, centricity_form, centricity_parts, downloads

cards.heading("Centricity", "Are we organised around customers?")
chosen = centricity_choice.choose()
found = centricity_parts.load(chosen)

centricity_parts.answer(found)

if found.reviews:
    left, right = st.columns([3, 2])
    with left:
        centricity_parts.trend(found)
    with right:
        centricity_parts.changes(found)
else:
    centricity_parts.begin(found)

centricity_form.show(found)
cards.notes(found.notes)
downloads.report("centricity", Filters(), review_on=chosen.review_on, begin=chosen.begin)
