"""Which column of the file names the currency of its amounts: shown, and changeable."""

from dataclasses import replace

import streamlit as st

from cx.extracts import EXTRACTS
from cx.ingest.look import Look
from cx.ingest.propose import Proposal
from cx.ui.upload import state
from cx.ui.upload.state import Draft

NONE = ""


def applied(draft: Draft, proposal: Proposal) -> Proposal:
    """Return the proposal with the column of the currency that the person has chosen, if any."""
    if draft.currency is None:
        return proposal
    return replace(proposal, currency_column=draft.currency)


def show(draft: Draft, seen: Look, proposal: Proposal) -> None:
    """Ask for the column, where amounts come in at all."""
    extract = EXTRACTS[proposal.kind]
    if not any(extract.column(name).type == "money" for name in proposal.sources):
        return
    columns = [NONE, *state.own_columns(seen)]
    chosen = applied(draft, proposal).currency_column
    key = draft.key("currency")
    st.selectbox(
        "The currency of the amounts stands in",
        columns,
        index=columns.index(chosen),
        format_func=lambda name: name or "(no column: it is the reporting currency)",
        help="Amounts are not converted: a file in another currency than the reporting one is "
        "refused.",
        key=key,
        width=480,
        on_change=_take,
        args=(key,),
    )


@state.while_open("match")
def _take(key: str) -> None:
    state.change(currency=st.session_state[key], trouble="")
