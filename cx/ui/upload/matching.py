"""Third section: which extract the file is, and which of its columns is which of ours."""

from dataclasses import replace

import streamlit as st

from cx.errors import MappingError
from cx.extracts import EXTRACTS
from cx.ingest.accept import to_mapping
from cx.ingest.look import Look
from cx.ingest.mapping import Mapping
from cx.ingest.propose import Proposal, propose
from cx.ui.text import bullets, escape
from cx.ui.upload import checking, columns, currency, known, meanings, questions, ratings, state
from cx.ui.upload.state import CHOSEN_BY_HAND, Draft
from cx.words import counted, listed


def line(draft: Draft) -> str:
    """Say what the file was taken for, in a line."""
    if draft.proposal is None:
        return ""
    if draft.known and draft.mapping:
        return f"{draft.mapping.kind}, {known.taken_as(draft.known, draft.mapping)}"
    filled = len(draft.proposal.sources) + len(draft.proposal.ratings)
    return f"{draft.proposal.kind}, by {counted(filled, 'column')} of the file"


def show(draft: Draft | None) -> None:
    """Show the proposal, let it be changed, and ask what is open."""
    draft = draft and _proposed(draft)
    if draft is None or draft.seen is None or draft.proposal is None:
        return
    seen, proposal = draft.seen, draft.proposal
    draft = known.choose(draft, known.offers(seen))
    if draft.known:
        known.describe(draft, known.load(draft.known))
        _check_button(draft, is_ready=True)
    else:
        _by_hand(draft, seen, proposal)


def _proposed(draft: Draft) -> Draft | None:
    if draft.proposal is None and draft.seen is not None:
        with st.spinner("Looking for columns that fit …"):
            proposal = propose(draft.seen)
        state.propose_anew(proposal)
    return state.current()


def _by_hand(draft: Draft, seen: Look, proposal: Proposal) -> None:
    _kind(draft, seen, proposal)
    columns.show(draft, seen, proposal)
    currency.show(draft, seen, proposal)
    ratings.show(draft, seen, proposal)
    columns.leftover(draft, seen, currency.applied(draft, proposal))
    _notes(proposal)
    is_answered = questions.show(draft, proposal)
    if proposal.missing:
        said = f"Nothing holds {listed([*proposal.missing])}, which every row needs: choose above."
        st.markdown(f":small[:orange[:material/help: {escape(said)}]]")
    _check_button(draft, is_ready=is_answered and not proposal.missing)


def _check_button(draft: Draft, is_ready: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Check the file",
            key=draft.key("check"),
            type="primary",
            icon=":material/rule:",
            disabled=not is_ready,
            on_click=_check,
        )
        st.markdown(":gray[Reads all of it; nothing is written yet.]")


@state.telling
def _check() -> None:
    draft = state.current()
    if draft is None or draft.seen is None:
        return
    mapping = mapping_of(draft)
    if mapping.name == CHOSEN_BY_HAND:
        known.remember(draft.seen, mapping)
    checking.start(mapping)


def _kind(draft: Draft, seen: Look, proposal: Proposal) -> None:
    shares = dict(proposal.kinds)
    kinds = list(shares)
    key = draft.key("kind")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "This file holds",
            kinds,
            index=kinds.index(proposal.kind),
            format_func=lambda each: f"{each} ({shares[each]:.0%} likely)",
            key=key,
            width=320,
            on_change=_take_kind,
            args=(seen, key),
        )
        st.markdown(f":gray[One row {escape(EXTRACTS[proposal.kind].grain[4:])}.]")


@state.while_open("match")
def _take_kind(seen: Look, key: str) -> None:
    state.propose_anew(propose(seen, st.session_state[key]))
    state.change(known=state.BY_HAND)


def _notes(proposal: Proposal) -> None:
    if proposal.notes:
        st.markdown(bullets(proposal.notes))


def mapping_of(draft: Draft) -> Mapping:
    """Make the mapping that the person has agreed to.

    Raises
    ------
    MappingError
        When something is still open, or the mapping taken is gone.
    """
    if draft.seen is None or draft.proposal is None:
        raise MappingError("The file was not looked at yet. Choose it again.")
    if draft.known:
        return _as_read(known.load(draft.known), draft.seen)
    proposal = currency.applied(draft, meanings.applied(draft.proposal, draft.words))
    given = questions.answers(draft, proposal)
    options = _as_read(Mapping(proposal.kind), draft.seen).reading
    return to_mapping(proposal, None, given, name=CHOSEN_BY_HAND, options=options)


def _as_read(mapping: Mapping, seen: Look) -> Mapping:
    """The mapping, reading the file as it was shown."""
    shown = seen.options
    return replace(
        mapping,
        encoding=shown.encoding,
        delimiter=shown.delimiter,
        quote=shown.quote,
        header_row=shown.header_row,
        sheet=shown.sheet,
        names=seen.header if shown.names else (),
    )
