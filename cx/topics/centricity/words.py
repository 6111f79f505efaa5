"""Says in words what the Centricity page has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.topics.centricity.questions import ANSWERS, ENOUGH, QUESTIONS
from cx.topics.quality.judging import percent
from cx.words import day_in_words

if TYPE_CHECKING:
    from cx.topics.centricity.results import Centricity, Change, Review

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SIGN = "the sign of a customer-centred company"
NOTES = (
    "Only a full yes counts toward the five: partly, no and not known do not.",
    "People answer. The evidence is counted from the files on hand, it never answers for anybody, "
    "and it counts all their rows, so it has no interval.",
    "Five or more is a rule of thumb for talking about it, not a measurement.",
)
OPEN = "no answer"


def in_words(count: int, *, is_first: bool = False) -> str:
    """Write a count up to ten as a word.

    >>> in_words(6), in_words(0, is_first=True)
    ('six', 'None')
    """
    return NUMBERS[count].capitalize() if is_first else NUMBERS[count]


def called(answer: str | None) -> str:
    """Name an answer inside a sentence.

    >>> called("not_known"), called(None)
    ('not known', 'no answer')
    """
    return ANSWERS[answer].lower() if answer else OPEN


def headline(found: Centricity) -> str:
    """Say how many answered yes, what that is read as, and whether the data goes with it."""
    shown = found.shown
    if not shown.answers:
        begun = f"The review of {day_in_words(shown.review_on)} has no answers yet."
        return begun if found.reviews else "Not assessed yet."
    first = _all(shown) if not shown.unanswered else _so_far(shown)
    return " ".join(part for part in (first, _contradicted(found)) if part)


def _all(shown: Review) -> str:
    opening = f"{in_words(shown.yes, is_first=True)} of ten answered yes"
    if shown.yes >= ENOUGH:
        return f"{opening}: {SIGN} is five or more."
    return f"{opening}, {in_words(ENOUGH - shown.yes)} short of the five that are {SIGN}."


def _so_far(shown: Review) -> str:
    answered = in_words(len(shown.answers))
    opening = f"{in_words(shown.yes, is_first=True)} of {answered} answered yes so far"
    if shown.yes >= ENOUGH:
        return f"{opening}: {SIGN} is five or more."
    if shown.yes + shown.unanswered < ENOUGH:
        return f"{opening}: the five that are {SIGN} are out of reach."
    return f"{opening}, {in_words(shown.unanswered)} to go: {SIGN} is five or more of ten."


def _contradicted(found: Centricity) -> str:
    count = len(found.contradicted)
    return against(count) if count else ""


def against(count: int) -> str:
    """Say how many answers do not go with the data.

    >>> against(2)
    'The data speaks against two of the answers.'
    """
    return f"The data speaks against {in_words(count)} of the answers."


def change(each: Change) -> str:
    """Say what changed in the answer to a question."""
    theme = QUESTIONS[each.question - 1].theme
    return f"{each.question}. {theme}: {called(each.before)} → {called(each.now)}"


def since(found: Centricity) -> str:
    """Say how the count of yes moved since the review before, once all ten are answered."""
    if found.last is None:
        return "This is the first review."
    answered = len(found.shown.answers)
    kept = in_words(answered - len(found.changes))
    if found.shown.unanswered:
        return (
            f"{in_words(answered, is_first=True)} of ten answered so far, {kept} of these as then."
        )
    before, now = found.last.yes, found.shown.yes
    moved = f"From {in_words(before)} to {in_words(now)}" if now != before else _still(now)
    return f"{moved} yes; {kept} of ten answered as then."


def _still(count: int) -> str:
    return f"Still {in_words(count)}"


def part(count: int, whole: int, noun: str) -> str:
    """Write a part of a whole with its share.

    >>> part(1, 4, "customers"), part(0, 0, "customers")
    ('1 of 4 customers (25 %)', '0 of 0 customers')
    """
    share = f" ({percent(count / whole)})" if whole else ""
    return f"{count:,} of {whole:,} {noun}{share}"


def only(count: int, whole: int, noun: str) -> str:
    """Write a part of a whole that is small, at the beginning of a sentence.

    >>> only(1, 4, "customers"), only(0, 4, "customers")
    ('Only 1 of 4 customers (25 %)', 'None of 4 customers')
    """
    return f"Only {part(count, whole, noun)}" if count else f"None of {whole:,} {noun}"
