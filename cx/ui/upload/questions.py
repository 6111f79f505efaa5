"""What the file alone does not settle, asked in plain words with examples from it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from cx.extracts import EXTRACTS
from cx.ingest.accept import open_questions
from cx.ingest.propose import Proposal, Question
from cx.ui.text import escape
from cx.ui.upload import meanings, state
from cx.ui.upload.state import Draft
from cx.words import counted

NEVER_PROPOSED = ("days",)
"""Topics whose answer a person must give: day and month look alike, and nothing shows a mistake."""
MONTH = (r"(19|20)\d{2}-(0[1-9]|1[0-2])", "Write the month like 2018-05.")
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)

Answers = dict[str, tuple[str, ...]]


def show(draft: Draft, proposal: Proposal) -> bool:
    """Ask what is open; tell whether everything has an answer."""
    asked, given = _asked(draft, proposal), answers(draft, proposal)
    if not asked:
        return True
    waiting = open_questions(proposal, given)
    with st.container(gap=None):
        st.markdown(f"**{counted(len(asked), 'question')} about this file**")
        st.caption("What is marked as proposed is taken unless you change it: look at each.")
    with st.grid(2, min_column_width=380, gap="small"):
        for question in asked:
            _ask(draft, proposal, question, given)
    if waiting:
        said = f"{counted(len(waiting), 'question')} to be answered."
        st.markdown(f":small[:orange[:material/help: {said}]]")
    return not waiting


def answers(draft: Draft, proposal: Proposal) -> Answers:
    """Answers that the person has given or let stand, for the questions that are asked."""
    given: Answers = {}
    for question in proposal.questions:
        if question.id in draft.answers:
            given[question.id] = draft.answers[question.id]
        elif _is_proposed(question):
            given[question.id] = question.suggested
    return given


def _is_proposed(question: Question) -> bool:
    """Whether an answer stands until the person gives another."""
    if question.topic in NEVER_PROPOSED:
        return False
    return question.is_multiple or bool(question.suggested)


def _asked(draft: Draft, proposal: Proposal) -> list[Question]:
    """Questions about what was chosen; one is no longer asked when its column is left out."""
    given = answers(draft, proposal)
    return [
        each
        for each in proposal.questions
        if each
        in open_questions(proposal, {id: said for id, said in given.items() if id != each.id})
        and not (each.topic == "others" and meanings.is_told(draft, proposal, each))
    ]


def _ask(draft: Draft, proposal: Proposal, question: Question, given: Answers) -> None:
    key = draft.key(f"ask_{question.id}")
    with st.container(border=True, height="stretch", gap="small", key=key):
        with st.container(gap=None):
            st.markdown(f"**{escape(question.text)}**")
            if question.examples:
                st.caption(f"For example: {escape(', '.join(question.examples))}")
        _widget(proposal, question)(draft, question, given.get(question.id, ()))
        if question.id not in given:
            st.markdown(":small[:orange[:material/help: Needs your answer.]]")
        elif question.id not in draft.answers:
            what = "Proposed" if question.suggested else "Proposed: none of these"
            said = f":blue[:material/lightbulb: {what}.] :gray[It holds unless you change it.]"
            st.markdown(f":small[{said}]")


def _widget(
    proposal: Proposal, question: Question
) -> Callable[[Draft, Question, tuple[str, ...]], None]:
    if question.is_multiple:
        return _many
    if question.choices:
        return _one
    if question.topic == "month":
        return _month
    column = EXTRACTS[proposal.kind].column(question.column)
    return _day if column.type in ("date", "time") else _text


def _many(draft: Draft, question: Question, given: tuple[str, ...]) -> None:
    labels = {each.answer: each.label for each in question.choices}
    st.pills(
        question.text,
        list(labels),
        selection_mode="multi",
        default=list(given),
        format_func=lambda answer: escape(labels[answer]),
        **_wiring(draft, question),
    )


def _one(draft: Draft, question: Question, given: tuple[str, ...]) -> None:
    labels = {each.answer: each.label for each in question.choices}
    st.radio(
        question.text,
        list(labels),
        index=list(labels).index(given[0]) if given else None,
        format_func=lambda answer: escape(labels[answer]),
        **_wiring(draft, question),
    )


def _month(draft: Draft, question: Question, given: tuple[str, ...]) -> None:
    st.text_input(
        question.text,
        value=given[0] if given else "",
        placeholder="year-month",
        validate=MONTH,
        width=200,
        **_wiring(draft, question),
    )


def _day(draft: Draft, question: Question, given: tuple[str, ...]) -> None:
    st.date_input(
        question.text,
        value=date.fromisoformat(given[0]) if given else None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        width=200,
        **_wiring(draft, question),
    )


def _text(draft: Draft, question: Question, given: tuple[str, ...]) -> None:
    st.text_input(
        question.text,
        value=given[0] if given else "",
        placeholder="One value for all rows",
        width=320,
        **_wiring(draft, question),
    )


def _wiring(draft: Draft, question: Question) -> dict[str, Any]:
    """What all fields have in common: the question stands above, the answer goes to the draft."""
    key = draft.key(question.id)
    return {
        "label_visibility": "collapsed",
        "key": key,
        "on_change": _take,
        "args": (question.id, key),
    }


@state.while_open("match")
def _take(id: str, key: str) -> None:
    """Take an answer; an emptied field is none, but no choice among several is one."""
    draft, said = state.current(), st.session_state[key]
    if draft is None:
        return
    others = {each: answer for each, answer in draft.answers.items() if each != id}
    if isinstance(said, list):
        others[id] = tuple(said)
    elif said:
        others[id] = (str(said).strip(),)
    state.change(answers=others, trouble="")
