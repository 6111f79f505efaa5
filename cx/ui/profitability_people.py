"""Who loses money on the Profitability page, and who of them would be above 0 on another mix."""

from collections.abc import Sequence

import streamlit as st

from cx.analysis.ladder import Refusal
from cx.analysis.profit.move_results import YES, Peers
from cx.topics.profitability.results import Named
from cx.topics.profitability.words import peers_in_words
from cx.ui import how, profitability_work, refusals, table
from cx.ui import profitability_frames as frames
from cx.ui.how import How
from cx.ui.profitability_load import Page
from cx.ui.profitability_work import Works
from cx.ui.text import bullets, escape
from cx.words import counted

TITLE = "Unprofitable now, but profitable on the mix of their profitable peers"
METHOD = (
    "Each customer with a contribution below 0 gets the channel shares of the profitable customers "
    "of the same segment; its contacts then cost what contacts of the segment cost there. The "
    "range runs from a quarter of the gap at its lower limit to all of it at its upper limit. "
    "Yes: even the low end is above 0. Perhaps: only part of the range is. Nobody can promise "
    "that a customer who moves costs what those cost who came there by themselves."
)
VERDICTS = {YES: "Yes", "perhaps": "Perhaps"}


def show(page: Page, works: Works) -> None:
    """Show the list, or how far it is, or why there is none."""
    found = profitability_work.ended(works.moves, "peers")
    if found is None:
        return
    if found.refusal or found.peers is None:
        refusals.show(TITLE, found.refusal or refusals.NOTHING)
        return
    _list(page, found.peers, found.would_be)


def _list(page: Page, peers: Peers, would_be: Sequence[Named]) -> None:
    with st.container(border=True, key="frame_would_be"):
        st.markdown(f"**{TITLE}**")
        st.markdown(escape(peers_in_words(peers, page.found.settings.currency)))
        if would_be:
            table.show(
                [_row(each) for each in would_be],
                alt=f"{TITLE}: the surest first",
                name="would_be_profitable",
            )
        _refused(peers.refused)
        how.button(
            How(
                TITLE,
                (METHOD,),
                shown=page.view.filters.in_words(),
                behind=f"{counted(peers.unprofitable, 'customer')} · {frames.age(page)}",
                questions=("profitability/units", "profitability/listed"),
                values=page.view.filters.params(),
            ),
            "would_be",
        )


def _row(each: Named) -> dict[str, object]:
    then = each.found.then
    return {
        "above_0_then": VERDICTS.get(each.found.verdict, each.found.verdict),
        "customer_id": each.customer_id,
        "customer": each.customer,
        "segment": each.found.segment,
        "contribution_now": round(each.found.now, 2),
        "on_the_other_mix": round(then.value, 2),
        "from": round(then.low, 2),
        "to": round(then.high, 2),
        "contacts": each.found.contacts,
    }


def _refused(refused: Sequence[tuple[str, Refusal]]) -> None:
    if refused:
        with st.expander(f"Not told: {len(refused)}", icon=":material/block:"):
            st.markdown(bullets(f"{name}: {each.message}" for name, each in refused))
