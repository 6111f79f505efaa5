"""What words of the file mean, for columns of ours that take only some: shown, and changeable."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from cx.extracts import EXTRACTS, Column
from cx.ingest.hints.fits import choice_of
from cx.ingest.hints.values import is_silent
from cx.ingest.look import MOST_DISTINCT, Look
from cx.ingest.propose import ColumnProposal, Proposal, Question
from cx.ui.text import bullets, escape
from cx.ui.upload import state
from cx.ui.upload.state import Draft

EMPTY = ""
ICON = ":material/translate:"
FLAGS = ("true", "false")
SELF_EVIDENT = frozenset(("true", "false", "yes", "no", "y", "n", "t", "f", "1", "0"))
"""Words that a flag is read from without anybody saying what they mean."""

Meanings = Mapping[str, Mapping[str, str]]
"""What each word of the file means, by our column."""


def applied(proposal: Proposal, said: Meanings) -> Proposal:
    """Return the proposal with the meanings that a person has given."""
    columns = tuple(
        replace(each, values={**each.values, **said[each.name]}) if said.get(each.name) else each
        for each in proposal.columns
    )
    return replace(proposal, columns=columns)


def show(draft: Draft, seen: Look, column: Column, each: ColumnProposal) -> None:
    """Show what the words of a source mean, if they are words for ours."""
    if each.source is None:
        return
    found, choices = seen.distinct.get(each.source, ()), column.choices
    if column.type == "flag":
        _choices(draft, found, FLAGS, SELF_EVIDENT, each)
    elif choices and column.type == "text":
        _choices(draft, found, choices, frozenset(choices), each)
    elif each.values:
        key = draft.key(f"words_{each.name}")
        with st.expander(_label(each, len(each.values)), icon=ICON, key=key):
            st.markdown(bullets(f"{word}: {ours}" for word, ours in each.values.items()))


def is_told(draft: Draft, proposal: Proposal, question: Question) -> bool:
    """Whether a person gave a meaning to each word of a source that is not known by itself."""
    said = draft.words.get(question.column)
    if draft.seen is None or not said:
        return False
    found = draft.seen.distinct.get(question.source, ())
    choices = EXTRACTS[proposal.kind].column(question.column).choices
    known = (word in said or choice_of(word, choices) or is_silent(word) for word in found)
    return len(found) < MOST_DISTINCT and all(known)


def _label(each: ColumnProposal, count: int) -> str:
    what, mean = ("the value", "means") if count == 1 else (f"the {count} values", "mean")
    return f"What {what} of {escape(each.source or '')} {mean}"


def _choices(
    draft: Draft,
    found: tuple[str, ...],
    choices: tuple[str, ...],
    evident: frozenset[str],
    each: ColumnProposal,
) -> None:
    """Offer a meaning for each word, unless all of them say it themselves."""
    said = draft.words.get(each.name, {})
    strange = [word for word in found if word.lower() not in evident]
    if not strange:
        return
    meanings = {**each.values, **said}
    box = st.expander(
        _label(each, len(strange)),
        expanded=any(word not in each.values and not is_silent(word) for word in strange),
        icon=ICON,
        key=draft.key(f"words_{each.name}"),
    )
    with box, st.grid(4, min_column_width=170, gap="small"):
        for place, word in enumerate(strange):
            _one(draft, each.name, place, word, choices, meanings.get(word))


def _one(
    draft: Draft, name: str, place: int, word: str, choices: tuple[str, ...], meaning: str | None
) -> None:
    key = draft.key(f"word_{name}_{place}")
    options = [*choices, EMPTY]
    st.selectbox(
        escape(word),
        options,
        index=None if meaning is None else options.index(meaning),
        format_func=lambda ours: ours or "(leave empty)",
        placeholder="Not known",
        key=key,
        on_change=_take,
        args=(name, word, key),
    )


@state.while_open("match")
def _take(name: str, word: str, key: str) -> None:
    draft, meaning = state.current(), st.session_state[key]
    if draft is not None and meaning is not None:
        said = {**draft.words.get(name, {}), word: meaning}
        state.change(words={**draft.words, name: said}, trouble="")
