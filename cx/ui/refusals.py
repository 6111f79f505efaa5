"""What stands where there is no figure: why not, what would make it answerable, and the way in."""

from collections.abc import Sequence

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.ui import cards, menu
from cx.ui.text import bullets, escape

EXTRACTS = {
    "no_ratings": "ratings",
    "no_customers": "customers",
    "nothing_known_afterwards": "customers",
    "exits_without_days": "customers",
    "no_bad_contacts": "interactions",
    "no_contacts": "interactions",
    "no_costs": "channel_rates",
    "no_costs_known": "channel_rates",
    "no_mixes": "interactions",
}
"""What to upload, by the code of the refusal."""


def show(title: str, refusal: Refusal) -> None:
    """Say why there is no chart, and what it would take."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        cards.section(title)
        told(refusal)


def told(refusal: Refusal) -> None:
    """Say why something is not told, and what it would take."""
    st.markdown(f":gray[:material/block:] {escape(refusal.message)}")
    st.caption(f":material/lightbulb: To answer it: {escape(wanted(refusal))}.")
    extract = EXTRACTS.get(refusal.code)
    if extract:
        menu.link("upload", f"Upload {extract}")


def wanted(refusal: Refusal) -> str:
    """Say what is missing, without the verb.

    >>> wanted(Refusal("a", "Too few.", "needs 4 more answers"))
    '4 more answers'
    """
    return refusal.remedy.removeprefix("needs ")


NOTHING = Refusal("nothing_to_show", "Nothing here can be told.", "needs more answers")
NOT_STATED = Refusal(
    "nothing_stated",
    "Nobody said how important these attributes are.",
    "needs ratings with importance",
)
TOO_EARLY = Refusal(
    "followed_too_short",
    "Too few customers could be followed for a year after their answer.",
    "needs answers that are a year old",
)
ONE_CHANNEL = Refusal(
    "one_channel",
    "All contacts come by one channel, so there is no other to move them to.",
    "needs contacts by two channels",
)
NO_GROUPS = Refusal(
    "no_groups",
    "No group has enough answers with it and without it.",
    "needs more answers of one group",
)


def several(title: str, refusals: Sequence[Refusal]) -> None:
    """Say why nothing of a list is told, and what each would take."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        cards.section(title)
        st.markdown(bullets(f"{each.message} It {each.remedy}." for each in refusals))
        menu.link("upload", "Upload what is missing")
