"""The short list near the top of the Drivers page: what to fix first, and why others differ."""

import streamlit as st

from cx.analysis.drivers.quadrants import BETWEEN
from cx.topics.drivers import words
from cx.topics.drivers.classes import IN_WORDS
from cx.topics.drivers.first import First, fix_first, otherwise
from cx.topics.drivers.results import Opinions
from cx.ui.text import bullets, escape
from cx.words import unsigned

TITLE = "Fix first"


def show(found: Opinions) -> None:
    """Show the list, costliest first; nothing where no cost is clear, which the answer says."""
    first = fix_first(found.attitudes, found.dissatisfaction)
    if not first:
        return
    with st.container(border=True, gap="xsmall", key="frame_first"):
        st.markdown(
            f"**{TITLE}** :gray[points of {escape(found.metric.name)} linked to low ratings]"
        )
        st.markdown("\n".join(_line(found, at, each) for at, each in enumerate(first, 1)))
        who = words.WHO[found.metric.key]
        said = otherwise(first, found.attitudes, found.dissatisfaction, who)
        if said:
            st.caption("Why other charts rank otherwise")
            st.caption(bullets(said))


def _line(found: Opinions, at: int, each: First) -> str:
    digits = words.digits_of(found.metric)
    points, low, high = (unsigned(end, digits) for end in (each.points, each.low, each.high))
    told = [f"{100 * each.share:.0f} % rate it low", IN_WORDS.get(each.standing, "class unclear")]
    told += [_place(each.quadrant)] if each.quadrant else []
    told += ["clear" if each.is_clear else "not clear"]
    size = f"**{points} points**" if each.is_clear else f"{points} points"
    beside = escape(f"({low} to {high}) · {' · '.join(told)}")
    return f"{at}. **{escape(each.name)}** costs {size} :gray[{beside}]"


def _place(quadrant: str) -> str:
    return "between quadrants" if quadrant == BETWEEN else f"quadrant “{quadrant}”"
