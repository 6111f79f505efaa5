"""Quality: how far can the data be trusted."""

import streamlit as st

from cx.filters import Filters
from cx.ui import cards, downloads, empty, quality_lists, quality_parts

cards.heading("Quality", "How far can the data be trusted?")

result = quality_parts.look()

if not result.rows:
    empty.nothing_yet("There is no data yet", "How fresh, how whole and how right is told here.")
    quality_lists.data_dictionary(result)
    st.stop()

opening = st.empty()
quality_parts.opening(result, opening)
quality_parts.explained()

left, right = st.columns(2)
with left:
    quality_parts.freshness(result)
with right:
    quality_parts.completeness(result)

quality_parts.coverage(result)

result = quality_parts.followed(result)
quality_parts.opening(result, opening)
quality_lists.mending(result)
quality_lists.data_dictionary(result)
downloads.report("quality", Filters())
