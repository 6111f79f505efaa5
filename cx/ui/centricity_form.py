"""The ten questions with their evidence: answered by those who may, read by everybody."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from cx import auth
from cx.auth import Person
from cx.topics.centricity import QUESTIONS, Answer, Centricity, Question, words
from cx.topics.centricity.questions import ANSWERS
from cx.ui import cards, centricity_choice, centricity_parts, session
from cx.ui.acts import Acts
from cx.ui.text import escape
from cx.warehouse import House
from cx.warehouse import centricity as kept
from cx.warehouse.centricity import LONGEST_WORD, Given
from cx.words import counted, day_in_words

ACTS = Acts("centricity", "assess")


@dataclass(frozen=True, slots=True)
class Field:
    """The widgets of one question, and the answer that they began from."""

    question: int
    saved: Answer | None
    answer_key: str
    word_key: str


def show(found: Centricity) -> None:
    """Show the ten questions: a form for those who may answer, else as they were answered."""
    st.subheader("The ten questions", anchor=False)
    person = session.person()
    if auth.may(person, "assess"):
        _form(found)
        _remove(found)
    else:
        st.caption(escape(f"{auth.why_not(person, 'assess')} Ask {auth.who_can_help()}."))
        for question in QUESTIONS:
            _row(found, question, None)
    ACTS.tell()
    centricity_parts.explain(found)


def _form(found: Centricity) -> None:
    on = found.shown.review_on
    fields = [_field(found, question) for question in QUESTIONS]
    with st.form(f"centricity_{on}", border=False):
        for question, field in zip(QUESTIONS, fields, strict=True):
            _row(found, question, field)
        st.form_submit_button(
            f"Save the review of {day_in_words(on)}",
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(on, tuple(fields)),
        )


def _field(found: Centricity, question: Question) -> Field:
    """Name the widgets of a question by its newest answer.

    So an answer that somebody else gives meanwhile is shown at the next run, and what is typed for
    other questions stays.
    """
    saved = found.shown.of(question.number)
    base = f"{found.shown.review_on}_{question.number}_{saved.answer_id if saved else 0}"
    return Field(question.number, saved, f"centricity_answer_{base}", f"centricity_word_{base}")


def _row(found: Centricity, question: Question, field: Field | None) -> None:
    """Show a question with its answer, and beside it what the data says."""
    with st.container(border=True, key=f"question_{question.number}"):
        left, right = st.columns([1, 1], gap="medium")
        with left, st.container(gap="xsmall"):
            cards.section(f"{question.number}. {question.theme}")
            st.markdown(escape(question.text))
            if field is None:
                centricity_parts.answered(found, question)
            else:
                _widgets(field)
            if found.last:
                then = words.called(found.last.said(question.number))
                st.caption(f"Before, on {day_in_words(found.last.review_on)}: {then}")
        with right:
            centricity_parts.evidence(found, question)


def _widgets(field: Field) -> None:
    saved = field.saved
    st.segmented_control(
        f"Answer to question {field.question}",
        [*ANSWERS],
        default=saved.answer if saved else None,
        format_func=ANSWERS.__getitem__,
        key=field.answer_key,
        label_visibility="collapsed",
    )
    st.text_input(
        f"Why, in a word (question {field.question})",
        value=saved.word if saved else "",
        max_chars=LONGEST_WORD,
        placeholder="Why, in a word",
        key=field.word_key,
        label_visibility="collapsed",
    )


def _save(on: date, fields: tuple[Field, ...]) -> None:
    """Keep what was changed; refuse with words what cannot be."""
    given = [each for each in map(_given, fields) if each is not None]
    if not given:
        ACTS.refuse("Nothing was changed, so nothing was saved.")
        return
    _keep(on, given, f"Saved: {counted(len(given), 'answer')} of the review of {day_in_words(on)}.")


def _given(field: Field) -> Given | None:
    """Return what a question is answered now; None where that is what was saved."""
    answer = st.session_state.get(field.answer_key)
    word = " ".join(str(st.session_state.get(field.word_key) or "").split())
    saved = field.saved
    before = (saved.answer, saved.word) if saved else (None, "")
    if (answer, word) == before:
        return None
    is_taken_back = answer is None and saved is not None and word == saved.word
    seen = saved.answer_id if saved else 0
    return Given(field.question, answer, "" if is_taken_back else word, seen)


def _keep(on: date, given: list[Given], told: str) -> bool:
    def change(house: House, person: Person) -> None:
        kept.assess(house, on, given, person.name)
        centricity_choice.open_review(on)

    return ACTS.do(change, f"{told} It is on record.")


def _remove(found: Centricity) -> None:
    """Offer to take a whole review back, where one was entered by mistake."""
    if not found.shown.answers:
        return
    on = day_in_words(found.shown.review_on)
    with st.popover("Remove this review", icon=":material/delete:", type="tertiary"):
        st.markdown(f"All answers of {on} are taken back. What was answered stays on record.")
        st.button(
            f"Remove the review of {on}", key="centricity_remove", on_click=_take_back,
            args=(found.shown.review_on, found.shown.answers),
        )  # fmt: skip


def _take_back(on: date, answers: tuple[Answer, ...]) -> None:
    given = [Given(each.question, None, seen=each.answer_id) for each in answers]
    if _keep(on, given, f"The review of {day_in_words(on)} is removed."):
        centricity_choice.forget()
