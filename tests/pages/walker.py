"""Walks a page of the app whole: every choice it offers, every chart, every list behind a mark."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cx.charts.theme import plain
from cx.ui import analyses, chart_frame, drill, table, voice_work
from cx.ui.chart_frame import Frame

PATIENCE_SECONDS = 60
MOST_MARKS = 5
"""Marks of a chart whose lists are opened: first, middle, last, and others by a fixed seed."""

MOST_OPTIONS = 5
"""Of a longer list only first, middle and last are tried; of buttons in a row, all."""

WALKED = "walked"
CHOICES = ("selectbox", "button_group", "toggle")

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
        How many the list says it holds; -1 where it says nothing of it.
    rows : sequence of mapping
        What it holds, and so its download.
    is_withheld : bool
        Whether it says why it shows nothing.
    """

    key: str
    name: str
    count: int | None
    told: str
    total: int
    rows: Sequence[Mapping[str, object]]
    is_withheld: bool

    @property
    def held(self) -> int:
        """How many there are in the rows; a row may stand for several, and says so."""
        return sum(int(str(row.get("times", 1))) for row in self.rows)


Name = tuple[str, ...]
"""Key and title of a chart, and the keys of its marks."""


@dataclass(slots=True)
class Walk:
    """What was met on a page.

    Parameters
    ----------
    frames : dict
        Charts in a frame with their figures.
    opened : dict
        Lists behind their marks.
    charts : set of str
        Keys of all charts that were drawn.
    tables : dict
        All tables that were drawn by their keys, as they were given to the browser.
    """

    frames: dict[Name, tuple[Frame, Any]] = field(default_factory=dict)
    opened: dict[Name, list[Opened]] = field(default_factory=dict)
    charts: set[str] = field(default_factory=set)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def marks(self) -> int:
        """How many lists were opened."""
        return sum(map(len, self.opened.values()))


def walk(app: AppTest, path: str, customer_id: str) -> Walk:
    """Open a page and try every choice on it, one after the other.

    Parameters
    ----------
    path : str
        File of the page.
    customer_id : str
        Whose page is opened where the page is of one customer.
    """
    found = Walk()
    with pytest.MonkeyPatch.context() as patch:
        _listen(found, patch)
        app.switch_page(path)
        app.query_params["customer"] = customer_id
        _try_all(_settled(app.run()), found, set())
    return found


def _listen(found: Walk, patch: pytest.MonkeyPatch) -> None:
    show, plot, draw = chart_frame.show, st.plotly_chart, st.dataframe

    def show_and_open(frame: Frame) -> None:
        show(frame)
        name = (frame.key, frame.title, *frame.marks)
        if name not in found.frames:
            _walk_frame(found, name, frame)

    def plot_and_note(figure: Any, **given: Any) -> Any:
        found.charts.add(given["key"])
        return plot(figure, **given)

    def draw_and_note(table: pd.DataFrame, **given: Any) -> Any:
        found.tables[given["key"]] = table
        return draw(table, **given)

    patch.setattr(chart_frame, "show", show_and_open)
    patch.setattr(st, "plotly_chart", plot_and_note)
    patch.setattr(st, "dataframe", draw_and_note)


def _walk_frame(found: Walk, name: Name, frame: Frame) -> None:
    """Open lists behind marks of a chart; the first of them is drawn as people see it."""
    figure = frame.draw(is_dark=False)
    found.frames[name] = (frame, figure)
    keys = sample(list(frame.marks))
    found.opened[name] = [_open(frame, figure, key, key == keys[0]) for key in keys]
    if keys:
        drill.show(frame.marks[keys[0]], f"{WALKED}_{len(found.frames)}")


def sample(keys: Sequence[str]) -> list[str]:
    """Return the first, the middle and the last, and others drawn from a fixed seed."""
    if len(keys) <= MOST_MARKS:
        return list(keys)
    always = {0, len(keys) // 2, len(keys) - 1}
    rest = [at for at in range(len(keys)) if at not in always]
    drawn = random.Random(len(keys)).sample(rest, MOST_MARKS - len(always))
    return [keys[at] for at in sorted({*always, *drawn})]


def _open(frame: Frame, figure: Any, key: str, is_first: bool) -> Opened:
    mark, heard = frame.marks[key], _Heard()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "markdown", lambda text, **_: heard.headings.append(text))
        patch.setattr(st, "caption", lambda text, **_: heard.captions.append(text))
        patch.setattr(table, "show", heard.hear)
        drill.show(mark, WALKED)
        rows = heard.all_rows(is_first)
    said = told(figure, key)
    return Opened(key, mark.name, mark.count, said, heard.total, rows, bool(heard.captions))


@dataclass(slots=True)
class _Heard:
    """What a list says of itself, and what it holds."""

    headings: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    rows: list[Mapping[str, object]] = field(default_factory=list)
    fetch_all: Any = None

    def hear(self, rows: Any, *_: Any, fetch_all: Any = None, **__: Any) -> None:
        self.rows, self.fetch_all = list(rows), fetch_all

    @property
    def total(self) -> int:
        numbers = NUMBER.findall(" ".join(self.headings).rpartition("**")[2])
        return int(numbers[-1].replace(",", "")) if numbers else -1

    def all_rows(self, is_first: bool) -> Sequence[Mapping[str, object]]:
        """Return the download; where the list shows all and is not the first, what it shows."""
        is_asked = self.fetch_all and (is_first or len(self.rows) < self.total)
        return self.fetch_all() if is_asked else self.rows


def told(figure: Any, key: str) -> str:
    """Return what a chart says at a mark, and in the texts that name it."""
    texts = [str(note.text) for note in figure.layout.annotations]
    named = [] if key.isdigit() else [text for text in texts if plain(key) in text]
    return " | ".join([*(said for at, said in points(figure) if at == key), *named])


def points(figure: Any) -> list[tuple[str, str]]:
    """Return what people can click: the key of each point that is drawn, and what it says."""
    found = []
    for trace in figure.data:
        if trace.customdata is not None:
            drawn = zip(trace.x, trace.y, trace.customdata, strict=True)
            found += [(key, said) for x, y, (key, said) in drawn if x is not None and y is not None]
    return found


def _try_all(app: AppTest, found: Walk, tried: set[str]) -> None:
    """Take every option of every choice of the page; what appears then is tried too."""
    while new := [each for each in choices(app, found) if each.key not in tried]:
        choice = new[0]
        tried.add(choice.key)
        first = choice.value
        for option in options(choice):
            if option != first:
                _settled(_choose(app, found, choice, option))
                _try_all(app, found, tried)
        _settled(_choose(app, found, choice, first))


def _choose(app: AppTest, found: Walk, choice: Any, option: Any) -> AppTest:
    """Take an option, unless what was taken before has the choice no more."""
    now = next((each for each in choices(app, found) if each.key == choice.key), None)
    if now is None:
        return app
    is_several = isinstance(now.value, list) and not isinstance(option, list)
    return now.set_value([option] if is_several else option).run()


def choices(app: AppTest, found: Walk) -> list[Any]:
    """Return what the page, and not the filter bar, lets people choose.

    What chooses a mark of a chart is left out: lists behind marks are opened anyway.
    """
    of_frames = {f"behind_{name[0]}" for name in found.frames}
    shown = [each for kind in CHOICES for each in app.main.get(kind)]
    return [each for each in shown if each.key and each.key not in of_frames]


def options(choice: Any) -> list[Any]:
    """Return the options of a choice; of a long list the first, the middle and the last."""
    if choice.type in ("toggle", "checkbox"):
        return [True, False]
    given = list(choice.options)
    if choice.type == "button_group" or len(given) <= MOST_OPTIONS:
        return given
    return [given[0], given[len(given) // 2], given[-1]]


def _settled(app: AppTest) -> AppTest:
    """Wait for what is worked out in the background, and draw what came of it."""
    for said in (*app.exception, *app.error):
        raise AssertionError(said.value)
    jobs = [work.job for work in analyses._works.values()] + [*voice_work._jobs.values()]
    if any(job.state in ("waiting", "running") for job in jobs):
        assert all(job.wait(PATIENCE_SECONDS) for job in jobs)
        app.run()
    return app
