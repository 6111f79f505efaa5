"""Asks what the Centricity page needs: the reviews, and the evidence up to the day of one."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from cx import zones
from cx.errors import BadFilter
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import EVERYTHING, Ask, refuse_filters
from cx.topics.centricity.evidence import gather, recent_from
from cx.topics.centricity.results import Answer, Centricity, Review
from cx.topics.rows import day, plain_rows

OWN_FILTERS = ("review_on",)
"""What only this topic asks for: the day of a review."""


def load(
    ask: Ask,
    filters: Filters = EVERYTHING,
    review_on: str | None = None,
    begin: date | None = None,
    revision: int | None = None,
    settings: Settings = DEFAULTS,
    today: date | None = None,
) -> Centricity:
    """Find out whether the company is organised around customers, as it says and as data says.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        There is nothing to filter: the assessment is of the whole company.
    review_on : str, optional
        Day of the review to show, such as ``"2026-11-02"``; by default the newest.
    begin : date, optional
        Day of a review to begin instead; one of that day is shown where there is one.
    revision : int, optional
        Number of the newest answer that counts; by default all.
    settings : Settings
        Go along with the result.
    today : date, optional
        Day of a review that nobody began; by default the day it is for the company.

    Raises
    ------
    BadFilter
        When something is filtered all the same, or no review is of that day.
    """
    refuse_filters("centricity", filters)
    reviews = read_reviews(ask, revision)
    shown = _choose(reviews, review_on, begin, today or zones.today(settings.time_zone))
    return Centricity(
        reviews=reviews,
        shown=shown,
        evidence=gather(ask, shown.review_on),
        from_on=recent_from(shown.review_on),
        on_day=shown.review_on,
        settings=settings,
    )


def read_reviews(ask: Ask, revision: int | None = None) -> tuple[Review, ...]:
    """Return every review that has an answer, the oldest first."""
    rows = plain_rows(ask("centricity/answers", EVERYTHING, revision=revision))
    days = groupby(rows, key=lambda row: day(row["review_on"]))
    return tuple(_review(on, of_day) for on, of_day in days if on is not None)


def _review(on: date, rows: Iterable[dict[str, Any]]) -> Review:
    return Review(on, tuple(_answer(row) for row in rows))


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(
        int(row["answer_id"]), int(row["question"]), row["answer"], row["word"] or "", row["actor"]
    )


def _choose(
    reviews: tuple[Review, ...], review_on: str | None, begin: date | None, today: date
) -> Review:
    by_day = {each.review_on: each for each in reviews}
    if begin is not None:
        return by_day.get(begin, Review(begin))
    if review_on is None:
        return reviews[-1] if reviews else Review(today)
    for on, each in by_day.items():
        if on.isoformat() == review_on.strip():
            return each
    there = ", ".join(on.isoformat() for on in by_day) or "none yet"
    raise BadFilter(f"There is no review of {review_on}. There are: {there}.")
