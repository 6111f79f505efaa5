"""What all parts of the Drivers page share: the frame of a chart, and the answers behind a mark."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from cx.analysis.causes import Cause
from cx.filters import Filters
from cx.topics.drivers import words
from cx.topics.drivers.causes import WHATEVER_THE_FILTERS, bad_after
from cx.topics.drivers.results import Opinions
from cx.topics.drivers.windows import LO
from cx.ui import analyses, chart_frame, drill, session
from cx.ui.chart_frame import Frame, Origin
from cx.ui.drill import Listed, Marks
from cx.words import day_in_words

ATTRIBUTES = ("drivers/attributes", "drivers/ratings")


@dataclass(frozen=True, slots=True)
class Said:
    """What "How is this computed?" says of a chart.

    Parameters
    ----------
    method : str
        What was done, and whose method it is.
    questions : sequence of str
        Files of queries/ that were asked.
    rows : sequence of mapping
        The numbers.
    answers : int
        Behind it.
    """

    method: str
    questions: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    answers: int


def show(
    found: Opinions,
    key: str,
    title: str,
    draw: Callable[..., Any],
    said: Said,
    marks: Marks | None = None,
    filters: Filters | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Draw a chart in its frame.

    Parameters
    ----------
    draw : callable
        Makes the figure, given ``is_dark``.
    filters : Filters, optional
        Where the chart is of another view than the page.
    notes : sequence of str
        Sentences below the chart.
    """
    shown = filters or found.view.filters
    origin = Origin(
        found.metric, shown, said.questions, said.rows, said.answers, age(found), said.method
    )
    chart_frame.show(Frame(f"drivers_{key}", title, draw, origin, marks or {}, notes))


def age(found: Opinions) -> str:
    """Say until when there are answers, and of which state of the data all this is."""
    with session.asking() as run:
        return f"{latest(found)} · data version {run.version}"


def latest(found: Opinions) -> str:
    """Say until when there are answers."""
    with session.asking() as run:
        day = session.latest_on(run, found.metric.key)
    return f"latest answer {day_in_words(day)}" if day else "no answers"


def low_ratings(found: Opinions, drivers: Iterable[tuple[str, tuple[str, ...]]]) -> Marks:
    """Lead from attributes to the answers that rate them low.

    Parameters
    ----------
    drivers : iterable of tuple of str and tuple of str
        Key of the mark and the attributes it stands for.
    """
    return {
        name: Listed(
            f"low ratings of {name}",
            partial(_list, found.view.filters, f"low ratings of {name}", attributes=[*members]),
            found.attitudes.low.get(members),
        )
        for name, members in drivers
    }


def alone(names: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return attributes that each stand for themselves, as ``low_ratings`` takes them."""
    return [(name, (name,)) for name in names]


def after_causes(filters: Filters, causes: Iterable[tuple[str, Cause, str, str]]) -> Marks:
    """Lead from causes to the detractor answers, or their like, after them.

    Parameters
    ----------
    causes : iterable of tuple of str, Cause, str and str
        Key of the mark, the cause, and dimension and group, empty where it is of all.
    """
    return {
        mark: Listed(
            f"{words.BAD_ANSWERS[filters.metric]}, {mark}",
            partial(_list_after, filters, mark, cause.name, *group),
            cause.bad,
        )
        for mark, cause, *group in causes
    }


def _list_after(
    filters: Filters, mark: str, cause: str, dimension: str, group: str, key: str
) -> None:
    with session.asking() as run:
        ask = analyses.remembering(run, WHATEVER_THE_FILTERS)
        numbers = bad_after(ask, filters, cause, dimension, group)
    _list(filters, f"{words.BAD_ANSWERS[filters.metric]}, {mark}", key, numbers=numbers)


def _list(filters: Filters, name: str, key: str, **only: list[Any]) -> None:
    """List the answers behind a mark, the lowest first, with a download."""
    drill.list_answers(name, partial(_ask, filters, only), key)


def _ask(filters: Filters, only: Mapping[str, list[Any]], most: int) -> pd.DataFrame:
    given = {"attributes": None, "numbers": None, **only}
    with session.asking() as run:
        return run.ask("drivers/behind", filters, most=most, low_up_to=LO, **given)


def of_kind(found: Opinions, kind: str) -> Filters:
    """Return the view of the page, of another kind of survey."""
    return replace(found.view.filters, survey_kind=kind)
