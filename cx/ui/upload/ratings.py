"""Columns that rate something: which they are, and what each of them rates."""

import streamlit as st

from cx.ingest.hints.ratings import attribute_name
from cx.ingest.look import Look
from cx.ingest.propose import Proposal, adjust
from cx.ui.text import escape
from cx.ui.upload import state
from cx.ui.upload.state import Draft


def show(draft: Draft, seen: Look, proposal: Proposal) -> None:
    """Show the rated columns with the names of what they rate; only answers have such."""
    if proposal.kind != "responses":
        return
    with st.expander(_label(proposal), icon=":material/star:", key=draft.key("rated")):
        st.caption(
            "Columns in which people rate one thing each. They become rows of the extract ratings, "
            "in the same import."
        )
        _choose(draft, seen, proposal)
        if proposal.ratings:
            _names(draft, proposal)


def _label(proposal: Proposal) -> str:
    scale = proposal.rating_scale
    if not proposal.ratings:
        return "No column rates something"
    return f"Columns that rate something: {len(proposal.ratings)}, from {scale.low} to {scale.high}"


def _choose(draft: Draft, seen: Look, proposal: Proposal) -> None:
    taken = set(proposal.sources.values())
    key = draft.key("ratings")
    st.multiselect(
        "Columns that rate something",
        [name for name in state.own_columns(seen) if name not in taken],
        default=[name for name, _ in proposal.ratings],
        key=key,
        on_change=_take_columns,
        args=(key,),
    )


@state.while_open("match")
def _take_columns(key: str) -> None:
    """Take other rated columns; those that were there keep their names."""
    draft = state.current()
    if draft is None or draft.proposal is None:
        return
    names = dict(draft.proposal.ratings)
    chosen = {each: names.get(each, attribute_name(each)) for each in st.session_state[key]}
    _adjust(draft, chosen)


def _adjust(draft: Draft, chosen: dict[str, str]) -> None:
    if draft.seen is not None and draft.proposal is not None:
        kept = {id: said for id, said in draft.answers.items() if not id.endswith(":ratings")}
        proposal = adjust(draft.seen, draft.proposal, {}, chosen)
        state.change(proposal=proposal, answers=kept, trouble="")


def _names(draft: Draft, proposal: Proposal) -> None:
    st.markdown("**What each of them rates**")
    with st.grid(4, min_column_width=170, gap="small"):
        for source, said in proposal.ratings:
            key = draft.key(f"rates_{source}")
            st.text_input(
                escape(source), value=said, key=key, on_change=_take_name, args=(source, key)
            )


@state.while_open("match")
def _take_name(source: str, key: str) -> None:
    draft, said = state.current(), st.session_state[key].strip()
    if draft is not None and draft.proposal is not None and said:
        _adjust(draft, {**dict(draft.proposal.ratings), source: said})
