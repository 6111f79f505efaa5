"""The columns of ours with their sources: what fills each, how sure that is, and why."""

import streamlit as st

from cx.extracts import EXTRACTS, Column
from cx.ingest.look import Look
from cx.ingest.mapping import required
from cx.ingest.propose import CALLED_SO, CHOSEN, ColumnProposal, Proposal, adjust
from cx.ui.text import escape
from cx.ui.upload import meanings, state
from cx.ui.upload.state import Draft
from cx.words import in_short, listed

SURE, LIKELY = 0.8, 0.6
WIDTHS = (3, 4, 6)
LONGEST_SAMPLE = 40
NO_SOURCE = ""


def show(draft: Draft, seen: Look, proposal: Proposal) -> None:
    """Show each column that is filled, needed or was asked for, and offer the others."""
    shown = [each for each in proposal.columns if _is_shown(each, draft, proposal)]
    with st.container(border=True, gap="small", key=draft.key("columns")):
        for each in shown:
            _row(draft, seen, proposal, each)
        _more(draft, proposal, [each.name for each in shown])


def leftover(draft: Draft, seen: Look, proposal: Proposal) -> None:
    """List the columns of the file that go nowhere."""
    used = {*proposal.sources.values(), *dict(proposal.ratings), proposal.currency_column}
    rest = [name for name in state.own_columns(seen) if name not in used]
    if rest:
        label = f"Columns of the file that are not used: {len(rest)}"
        key = draft.key("leftover")
        with st.expander(label, icon=":material/do_not_disturb_on:", key=key):
            st.markdown(escape(", ".join(rest)))


def needed(proposal: Proposal) -> set[str]:
    """Names of our columns that every row needs."""
    extract = EXTRACTS[proposal.kind]
    return {each.name for each in required(extract)}


def _is_shown(each: ColumnProposal, draft: Draft, proposal: Proposal) -> bool:
    """Whether a column is worth a row: filled, needed, asked for, or just not filled."""
    is_wanted = each.name in draft.opened or each.name in needed(proposal)
    return bool(each.source) or is_wanted or CALLED_SO in each.why


def _row(draft: Draft, seen: Look, proposal: Proposal, each: ColumnProposal) -> None:
    column = EXTRACTS[proposal.kind].column(each.name)
    ours, theirs, why = st.columns(WIDTHS, vertical_alignment="center", gap="small")
    with ours.container(gap=None):
        badge = " :violet-badge[needed]" if each.name in needed(proposal) else ""
        st.markdown(f"**{escape(each.name)}**{badge}")
        st.caption(escape(column.description))
    with theirs:
        _source(draft, seen, each)
    with why.container(gap=None):
        st.markdown(_samples(each) or ":gray[No values]")
        st.markdown(f":small[{_confidence(each, proposal)} :gray[{escape(each.why)}]]")
    meanings.show(draft, seen, column, each)


def _source(draft: Draft, seen: Look, each: ColumnProposal) -> None:
    choices = [NO_SOURCE, *state.own_columns(seen)]
    key = draft.key(f"source_{each.name}")
    st.selectbox(
        f"Column of the file for {each.name}",
        choices,
        index=choices.index(each.source or NO_SOURCE),
        format_func=lambda name: name or "(none)",
        label_visibility="collapsed",
        key=key,
        on_change=_take_source,
        args=(each.name, key),
    )


@state.while_open("match")
def _take_source(name: str, key: str) -> None:
    """Take another source; what was said about the former one no longer holds."""
    draft = state.current()
    if draft is None or draft.seen is None or draft.proposal is None:
        return
    chosen = {name: st.session_state[key]}
    state.change(
        proposal=adjust(draft.seen, draft.proposal, chosen),
        opened=(*draft.opened, name),
        words={each: said for each, said in draft.words.items() if each != name},
        answers={
            each: said for each, said in draft.answers.items() if each.partition(":")[2] != name
        },
        trouble="",
    )


def _samples(each: ColumnProposal) -> str:
    """Three values as they are written."""
    return " :gray[·] ".join(
        escape(in_short(value, LONGEST_SAMPLE)) for value in each.samples if value
    )


def _confidence(each: ColumnProposal, proposal: Proposal) -> str:
    """How sure the proposal is, in a word and a share."""
    if each.source is None:
        return _what_fills(each.name, proposal)
    if each.why.startswith(CHOSEN):
        return ":gray-badge[yours]"
    share = f"{each.confidence:.0%}"
    if each.confidence >= SURE:
        return f":green-badge[sure, {share}]"
    if each.confidence >= LIKELY:
        return f":blue-badge[likely, {share}]"
    return f":orange-badge[please look, {share}]"


def _what_fills(name: str, proposal: Proposal) -> str:
    if proposal.needs_row_key and name == EXTRACTS[proposal.kind].key[0]:
        return ":blue-badge[made from the row number]"
    if name in proposal.missing:
        return ":red-badge[choose its column]"
    return ":orange-badge[asked below]" if name in needed(proposal) else ":gray-badge[empty]"


def _more(draft: Draft, proposal: Proposal, shown: list[str]) -> None:
    """Offer the columns that nothing fills."""
    rest: list[Column] = [
        each for each in EXTRACTS[proposal.kind].columns if each.name not in shown
    ]
    if not rest:
        return
    said = {each.name: f"{each.name}: {each.description}" for each in rest}
    key = draft.key(f"more_{len(shown)}")
    st.selectbox(
        f"Nothing fills {escape(listed([each.name for each in rest]))}",
        list(said),
        index=None,
        format_func=said.__getitem__,
        placeholder="Fill one of them",
        key=key,
        on_change=_open,
        args=(key,),
    )


@state.while_open("match")
def _open(key: str) -> None:
    draft, name = state.current(), st.session_state[key]
    if draft is not None and name:
        state.change(opened=(*draft.opened, name))
