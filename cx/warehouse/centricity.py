"""Answers to the self-assessment, kept in schema `app`: only ever added to, each on record.

Of each review and question the newest answer holds; one that was taken back is a line without an
answer. The number of the newest line, the revision, keys caches: an answer changes no data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cx.errors import AssessmentMoved, AssessmentRefused
from cx.warehouse.engine import Cursor
from cx.warehouse.records import note_act

if TYPE_CHECKING:
    from cx.warehouse.house import House

ACT = "self-assessment"
"""What the audit log calls an answer."""

QUESTIONS = range(1, 11)
ANSWERS = {"yes": "yes", "partly": "partly", "no": "no", "not_known": "not known"}
"""Answers by what people call them; only "yes" counts."""

LONGEST_WORD = 300


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that somebody gives.

    Attributes
    ----------
    question : int
        1 to 10.
    answer : str or None
        One of ``ANSWERS``; None takes back what was answered.
    word : str or None
        Why, in a word.
    seen : int
        Number of the answer that they looked at; 0 where there was none.
    """

    question: int
    answer: str | None
    word: str | None = None
    seen: int = 0


_NEWEST = """
select answer_id, actor, answer
from app.centricity_answers
where review_on = $1 and question = $2
order by answer_id desc
limit 1
"""

_KEEP = """
insert into app.centricity_answers (
    answer_id, review_on, question, answer, word, actor, logged_at
)
select coalesce(max(answer_id), 0) + 1, $1, $2, $3, $4, $5, now()::timestamp
from app.centricity_answers
"""

_REVISION = "select coalesce(max(answer_id), 0) from app.centricity_answers"


def assess(house: House, review_on: date, given: Sequence[Given], actor: str) -> None:
    """Keep the answers of a review: all of them, or none.

    Parameters
    ----------
    house : House
        The open warehouse.
    review_on : date
        Day of the review.
    given : sequence of Given
        At most one for each question.
    actor : str
        Who answers.

    Raises
    ------
    AssessmentRefused
        When it cannot be: no such question or answer, a day that is still to come, a word too
        long or without an answer; nothing was kept.
    AssessmentMoved
        When somebody else answered one of these questions since; says who and what.
    """
    _refuse_day(review_on)
    kept = [_checked(each) for each in given]
    if not kept:
        raise AssessmentRefused("Nothing was answered yet. Answer a question, then save.")
    with house.writing() as cursor:
        for each in kept:
            _refuse_late(cursor, review_on, each)
        for each in kept:
            values = [review_on, each.question, each.answer, each.word, actor]
            cursor.execute(_KEEP, values)
        note_act(cursor, actor, ACT, f"review of {review_on}: {_said(kept)}")


def revision(cursor: Cursor) -> int:
    """Return the number of the newest answer."""
    found = cursor.execute(_REVISION).fetchone()
    return int(found[0]) if found else 0


def latest_day() -> date:
    """Return the last day that a review can be of: somewhere it is tomorrow already."""
    return datetime.now(UTC).date() + timedelta(days=1)


def _refuse_day(review_on: date) -> None:
    if review_on > latest_day():
        raise AssessmentRefused(
            f"{review_on} is still to come. Give the day on which the questions were answered."
        )


def _checked(given: Given) -> Given:
    """Return an answer with its word on one line."""
    if given.question not in QUESTIONS or given.answer not in {None, *ANSWERS}:
        raise AssessmentRefused("This is no question or no answer of the ten. Load the page again.")
    word = " ".join((given.word or "").split()) or None
    if word and given.answer is None:
        raise AssessmentRefused(
            f"Question {given.question} has a word why but no answer. Choose one, then save again."
        )
    if word and len(word) > LONGEST_WORD:
        raise AssessmentRefused(
            f'"{word[:40]}…" is too long: {LONGEST_WORD} letters at most. Shorten it.'
        )
    return Given(given.question, given.answer, word, given.seen)


def _refuse_late(cursor: Cursor, review_on: date, given: Given) -> None:
    """Refuse whoever goes by what somebody else has changed since they looked."""
    newest = cursor.execute(_NEWEST, [review_on, given.question]).fetchone()
    if newest is not None and newest[0] > given.seen:
        answered = f'answered "{ANSWERS[newest[2]]}" to' if newest[2] else "took back the answer to"
        raise AssessmentMoved(
            f"In the meantime {newest[1]} {answered} question {given.question}. Nothing of yours "
            "was saved: look at how it stands now, then save again."
        )


def _said(given: Sequence[Given]) -> str:
    return ", ".join(
        f"{each.question} {ANSWERS[each.answer] if each.answer else 'taken back'}" for each in given
    )
