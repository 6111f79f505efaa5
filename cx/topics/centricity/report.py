"""Turns the self-assessment into the one Report that every file format is written from."""

from cx.export.report import Figure, Report, Row
from cx.topics.centricity import words
from cx.topics.centricity.questions import QUESTIONS, Question
from cx.topics.centricity.results import Centricity
from cx.topics.centricity.slides import slides_of
from cx.words import day_in_words


def report(result: Centricity, version: int) -> Report:
    """Return figures and tables of the page, in its order.

    Parameters
    ----------
    result : Centricity
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    on = result.shown.review_on
    return Report(
        topic="centricity",
        filters={"review_on": on.isoformat()},
        filters_in_words=f"the whole company, review of {day_in_words(on)}",
        data_version=version,
        headline=result.headline,
        figures=_figures(result),
        tables={
            "questions": [question_row(result, each) for each in QUESTIONS],
            "reviews": review_rows(result),
            "changes": change_rows(result),
            "evidence": evidence_rows(result),
            "notes": [{"note": note} for note in result.notes],
        },
        company=result.settings.company,
        title="Centricity",
        slides=slides_of(result),
        latest_on=on if result.shown.answers else None,
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def _figures(result: Centricity) -> list[Figure]:
    answered = len(result.shown.answers)
    named = {
        "yes": ("Answered yes", result.shown.yes),
        "answered": ("Answered", answered),
        "contradicted": ("Answers that the data speaks against", len(result.contradicted)),
    }
    return [
        Figure(key, label, "questions", float(count) if answered else None, None, None, answered)
        for key, (label, count) in named.items()
    ]


def question_row(result: Centricity, question: Question) -> Row:
    """A question with its answer, and the evidence beside it."""
    found = result.shown.of(question.number)
    evidence = result.evidence[question.number - 1]
    last = result.last.said(question.number) if result.last else None
    return {
        "number": question.number,
        "theme": question.theme,
        "question": question.text,
        "answer": found.answer if found else None,
        "word": found.word or None if found else None,
        "last_answer": last,
        "evidence": " ".join(evidence.said) or None,
        "beyond": evidence.beyond or None,
        "speaks_against": evidence.against(found.answer if found else None) or None,
    }


def review_rows(result: Centricity) -> list[Row]:
    """How many answered what, review by review."""
    return [{"review_on": each.review_on, **result.tally(each)} for each in result.reviews]


def change_rows(result: Centricity) -> list[Row]:
    """What is answered otherwise than in the review before."""
    return [
        {
            "number": each.question,
            "theme": QUESTIONS[each.question - 1].theme,
            "before": each.before,
            "now": each.now,
            "said": words.change(each),
        }
        for each in result.changes
    ]


def evidence_rows(result: Centricity) -> list[Row]:
    """The counts behind the sentences."""
    return [
        {
            "number": each.question,
            "key": count.key,
            "label": count.label,
            "part": count.part,
            "whole": count.whole,
            "share": count.part / count.whole if count.whole else None,
        }
        for each in result.evidence
        for count in each.counts
    ]
