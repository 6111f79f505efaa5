"""Walks a page of the app whole: every choice it offers, every chart, every list behind a mark."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cx.ui import analyses, chart_frame, drill, table, voice_work
from cx.ui.chart_frame import Frame

PATIENCE_SECONDS = 60
MOST_MARKS = 6
"""Marks of a chart whose lists are opened: first, middle, last, and others by a fixed seed."""

MOST_OPTIONS = 3
"""Options of a long choice that are tried: first, middle and last."""

NUMBER = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True)
class Opened:
    """The list behind a mark.

    Parameters
    ----------
    key, name : str
        Of the mark.
    count : int or None
        How many the chart says there are; None where it tells of none.
    told : str
        What the chart says at the mark, and beside it.
    total : int
        How many the list says it holds.
    rows : sequence of mapping
        What it holds, and so its download.
    """

    key: str
    name: str
    count: int | None
    told: str
    total: int
    rows: Sequence[Mapping[str, object]]


@dataclass(slots=True)
class Walk:
    """What was met on a page.

    Parameters
    ----------
    frames : dict
        Charts in a frame with their figures, by key, title and marks.
    opened : dict
        Lists behind marks, by the same.
    charts, tables : dict
        Keys of all charts and tables that were drawn, and the columns of tables.
    """

    frames: dict[tuple[str, ...], tuple[Frame, Any]] = field(default_factory=dict)
    opened: dict[tuple[str, ...], list[Opened]] = field(default_factory=dict)
    charts: set[str] = field(default_factory=set)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)


def walk(open_page: Callable[[], AppTest], patch: pytest.MonkeyPatch) -> Walk:
    """Open a page and try every choice on it, one after the other."""
    found = Walk()
    _listen(found, patch)
    _try_all(_settled(open_page()), found, set())
    return found


def _listen(found: Walk, patch: pytest.MonkeyPatch) -> None:
    show, plot, frame_of = chart_frame.show, st.plotly_chart, st.dataframe

    def show_and_open(frame: Frame) -> None:
        show(frame)
        name = (frame.key, frame.title, *frame.marks)
        if name not in found.frames:
            figure = frame.draw(is_dark=False)
            found.frames[name] = (frame, figure)
            found.opened[name] = [_open(frame, figure, key) for key in sample(list(frame.marks))]

    def plot_and_note(figure: Any, **given: Any) -> Any:
        found.charts.add(given["key"])
        return plot(figure, **given)

    def show_and_note(frame: pd.DataFrame, **given: Any) -> Any:
        found.tables[given["key"]] = frame
        return frame_of(frame, **given)

    patch.setattr(chart_frame, "show", show_and_open)
    patch.setattr(st, "plotly_chart", plot_and_note)
    patch.setattr(st, "dataframe", show_and_note)


def sample(keys: Sequence[str]) -> list[str]:
    """Return the first, the middle and the last, and others drawn from a fixed seed."""
    if len(keys) <= MOST_MARKS:
        return list(keys)
    always = {0, len(keys) // 2, len(keys) - 1}
    rest = [at for at in range(len(keys)) if at not in always]
    drawn = random.Random(len(keys)).sample(rest, MOST_MARKS - len(always))
    return [keys[at] for at in sorted({*always, *drawn})]


def _open(frame: Frame, figure: Any, key: str) -> Opened:
    mark = frame.marks[key]
    with _heard() as (said, lists):
        drill.show(mark, f"walk_{frame.key}")
    numbers = NUMBER.findall(said[0].replace("\\", "").rsplit(":", 1)[-1]) if said else []
    total = int(numbers[-1].replace(",", "")) if numbers else -1
    rows = [row for rows in lists for row in rows]
    return Opened(key, mark.name, getattr(mark, "count", None), told(figure, key), total, rows)


@contextmanager
def _heard() -> Iterator[tuple[list[str], list[Sequence[Mapping[str, object]]]]]:
    """Hear what a list says of itself, and what it holds, instead of drawing it."""
    said: list[str] = []
    lists: list[Sequence[Mapping[str, object]]] = []

    def hear(rows: Any, *_: Any, fetch_all: Any = None, **__: Any) -> None:
        lists.append(fetch_all() if fetch_all else rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "markdown", lambda text, **_: said.append(text))
        patch.setattr(table, "show", hear)
        yield said, lists


def told(figure: Any, key: str) -> str:
    """Return what a chart says at a mark."""
    return " | ".join(str(point[1]) for point in points(figure) if point[0] == key)


def points(figure: Any) -> list[tuple[str, ...]]:
    """Return what the points of a figure carry: a key, and what is said there."""
    found = []
    for trace in figure.data:
        if trace.customdata is not None:
            found += [tuple(point) for point in trace.customdata]
    return found


def _try_all(app: AppTest, found: Walk, tried: set[str]) -> None:
    """Take every option of every choice of the page; what appears then is tried too."""
    while new := [each for each in choices(app) if each.key not in tried]:
        choice = new[0]
        tried.add(choice.key)
        first = choice.value
        for option in options(choice):
            if option != first:
                _settled(_choose(app, choice, option))
                _try_all(app, found, tried)
        _settled(_choose(app, choice, first))


def _choose(app: AppTest, choice: Any, option: Any) -> AppTest:
    now = next((each for each in choices(app) if each.key == choice.key), None)
    return app if now is None else now.set_value(option).run()


def choices(app: AppTest) -> list[Any]:
    """Return what the page, and not the filter bar, lets people choose."""
    kinds = ("selectbox", "segmented_control", "pills", "toggle")
    found = [each for kind in kinds for each in app.main.get(kind)]
    return [each for each in found if each.key and not each.key.startswith("behind_")]


def options(choice: Any) -> list[Any]:
    """Return the options of a choice, of a long one three."""
    given = [True, False] if choice.type in ("toggle", "checkbox") else list(choice.options)
    return given


def _settled(app: AppTest) -> AppTest:
    """Wait for what is worked out in the background, and draw what came of it."""
    assert not app.exception, app.exception[0].value
    jobs = [work.job for work in analyses._works.values()] + [*voice_work._jobs.values()]
    if any(job.state in ("waiting", "running") for job in jobs):
        assert all(job.wait(PATIENCE_SECONDS) for job in jobs)
        app.run()
    return app
