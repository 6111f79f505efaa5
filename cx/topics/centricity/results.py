"""What the Centricity page shows: reviews with their answers, and evidence beside each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cx.settings import Settings
from cx.topics.centricity import words
from cx.topics.centricity.questions import ANSWERS, QUESTIONS


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question in one review.

    Parameters
    ----------
    answer_id : int
        Its number, by which it is known whether somebody answered since.
    question : int
        1 to 10.
    answer : str
        One of ``ANSWERS``.
    word : str
        Why; empty where nobody said.
    actor : str
        Who answered.
    """

    answer_id: int
    question: int
    answer: str
    word: str
    actor: str


@dataclass(frozen=True, slots=True)
class Review:
    """The answers of one day; some questions may have none yet."""

    review_on: date
    answers: tuple[Answer, ...] = ()

    def of(self, question: int) -> Answer | None:
        """Return the answer to a question, None where there is none."""
        return next((each for each in self.answers if each.question == question), None)

    def said(self, question: int) -> str | None:
        """Return what was answered to a question, None where there is no answer."""
        found = self.of(question)
        return found.answer if found else None

    def count(self, answer: str) -> int:
        """Count the questions that were answered so."""
        return sum(each.answer == answer for each in self.answers)

    @property
    def yes(self) -> int:
        """Questions with a full yes: only these count."""
        return self.count("yes")

    @property
    def unanswered(self) -> int:
        """Questions without any answer."""
        return len(QUESTIONS) - len(self.answers)


class Count(NamedTuple):
    """A count behind a sentence: so many of so many.

    Both are of all rows on file, so there is no sample and no interval.
    """

    key: str
    label: str
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the data itself says about a question.

    Parameters
    ----------
    question : int
        1 to 10.
    said : tuple of str
        Sentences with their numbers; none where the data has nothing to say.
    beyond : str
        What the data cannot speak to, and what that would take; empty where it says all.
    against_yes, against_no : str
        Why a yes, or a no, does not go with the data; empty where it does.
    counts : tuple of Count
        What the sentences were made of.
    """

    question: int
    said: tuple[str, ...] = ()
    beyond: str = ""
    against_yes: str = ""
    against_no: str = ""
    counts: tuple[Count, ...] = ()

    def against(self, answer: str | None) -> str:
        """Say why an answer does not go with the data; empty where it does."""
        return {"yes": self.against_yes, "no": self.against_no}.get(answer or "", "")


@dataclass(frozen=True, slots=True)
class Change:
    """A question that is answered otherwise than in the review before."""

    question: int
    before: str | None
    now: str


@dataclass(frozen=True, slots=True)
class Centricity:
    """The self-assessment.

    Parameters
    ----------
    reviews : tuple of Review
        All that have an answer, the oldest first.
    shown : Review
        The one that the page is about; without answers where it is only begun.
    evidence : tuple of Evidence
        Of the data up to the day of the review shown, one for each question.
    from_on, on_day : date
        First and last day of what is counted where only recent records count.
    settings : Settings
        Go along with the result.
    """

    reviews: tuple[Review, ...]
    shown: Review
    evidence: tuple[Evidence, ...]
    from_on: date
    on_day: date
    settings: Settings

    @property
    def last(self) -> Review | None:
        """The review before the one shown."""
        before = [each for each in self.reviews if each.review_on < self.shown.review_on]
        return before[-1] if before else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """Questions answered otherwise than in the review before; what is still open is none."""
        return tuple(self._changes())

    def _changes(self) -> Iterator[Change]:
        if self.last is None:
            return
        for question in QUESTIONS:
            before, now = self.last.said(question.number), self.shown.said(question.number)
            if now not in {None, before}:
                yield Change(question.number, before, str(now))

    @property
    def contradicted(self) -> tuple[int, ...]:
        """Questions whose answer does not go with the data."""
        return tuple(
            each.question for each in self.evidence if each.against(self.shown.said(each.question))
        )

    @property
    def headline(self) -> str:
        """The answer of the page in a sentence."""
        return words.headline(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know beside the headline."""
        return words.NOTES

    def tally(self, review: Review) -> dict[str, int]:
        """Count the answers of a review by kind; what has none is ``unanswered``."""
        return {each: review.count(each) for each in ANSWERS} | {"unanswered": review.unanswered}
