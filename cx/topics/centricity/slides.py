"""The findings of the Centricity page as slides, of the very result that the page draws."""

from collections.abc import Iterator

from cx.export.slide import NativeChart, Series, Slide
from cx.topics import slides
from cx.topics.centricity import words
from cx.topics.centricity.questions import ANSWERS, QUESTIONS, Question
from cx.topics.centricity.results import Centricity
from cx.words import day_in_words

MEANINGS = {"yes": "promoter", "partly": "passive", "no": "detractor", "not_known": "muted"}
TALLIED = "Questions by their answer, review by review"


def slides_of(result: Centricity) -> list[Slide]:
    """Return a slide for each finding; how to begin where nothing was assessed."""
    if not result.shown.answers:
        return [slides.refused(result.headline, "Answer the ten questions on the page Centricity.")]
    return [_reviews(result), _questions(result), *_against(result)]


def _reviews(result: Centricity) -> Slide:
    days = [day_in_words(each.review_on) for each in result.reviews]
    tallies = [result.tally(each) for each in result.reviews]
    series = [
        Series(said, [float(tally[key]) for tally in tallies], meaning=MEANINGS[key])
        for key, said in ANSWERS.items()
    ]
    return Slide(
        result.headline,
        TALLIED,
        NativeChart("stacked", days, series, result.headline, axis="questions"),
        basis="Ten questions, answered by people: no sample, no interval.",
        notes=[*(words.change(each) for each in result.changes), *result.notes],
    )


def _questions(result: Centricity) -> Slide:
    rows = [_row(result, each) for each in QUESTIONS]
    return Slide(
        f"{words.in_words(result.shown.yes, is_first=True)} of ten answered yes.",
        f"Review of {day_in_words(result.shown.review_on)}",
        table=slides.grid(("Theme", "Answer", "What the data says"), rows),
        notes=result.notes,
    )


def _row(result: Centricity, question: Question) -> tuple[str, str, str]:
    evidence = result.evidence[question.number - 1]
    said = evidence.said[0] if evidence.said else "The data cannot speak to this."
    return question.theme, words.called(result.shown.said(question.number)), said


def _against(result: Centricity) -> Iterator[Slide]:
    """Name the answers that do not go with the data, where there are any."""
    found = [each for each in QUESTIONS if each.number in result.contradicted]
    if not found:
        return
    rows = [
        (
            each.theme,
            words.called(result.shown.said(each.number)),
            result.evidence[each.number - 1].against(result.shown.said(each.number)),
        )
        for each in found
    ]
    yield Slide(
        words.against(len(found)),
        "Where the data speaks against an answer",
        table=slides.grid(("Theme", "Answer", "Why"), rows),
    )
