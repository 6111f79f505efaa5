"""Every topic: what its page shows, its JSON, its workbook and its slides say to the digit.

A page is opened once, with filters and choices that are not the usual ones. What stands on it is
read there; the same view is asked by the command line; and both files are those that the page's
own buttons give. A topic without a case fails, and so does a case that compares too little.
"""

import json
import math
import re
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cx.cli.export import export_text
from cx.export import Report
from cx.export.slide import Slide
from cx.export.writers import to_plain
from cx.export.xlsx import sheet_names
from cx.topics import TOPICS
from cx.ui import analyses, chart_frame, downloads, menu, session, voice_work
from cx.ui.chart_frame import Frame
from cx.warehouse import open_house
from cx.warehouse.centricity import Given, assess
from tests.conftest import Once
from tests.demo_company import demo_company
from tests.documents import NUMBER, OTHERWISE, is_printed, read_book, read_deck, texts
from tests.pages.conftest import ROOT

CUSTOMERS, SEED, PATIENCE_SECONDS = 1000, 7, 60
NOISE = 1e-9
"""Sums of the same numbers in another order differ by less."""

YEAR = {"period": "custom", "from": "2025-07-01", "to": "2026-06-30"}
OWN_ROWS: tuple[str, ...] = ()
"""Charts whose numbers are in no table of the documents by themselves."""


OWN_TABLES = {
    "audit": "what people did with the product is in no export",
    "comments_found": "a search of the page alone",
}
"""Tables of the page whose numbers are in no table of the documents, and why."""


@dataclass(frozen=True, slots=True)
class Case:
    """A view of a page that is compared with its documents.

    Parameters
    ----------
    topic, page : str
    address : mapping
        Parameters of its address.
    chosen : mapping
        Widgets of the page by key, and what is chosen there.
    own : mapping
        What ``--filter`` says of these choices.
    charts : mapping of str to str
        Charts of the page by key, and how the subtitle of the slide begins that draws the same.
    least : int
        Figures that are compared at least.
    """

    topic: str
    page: str
    address: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, str] = field(default_factory=dict)
    least: int = 1


CASES = {
    "overview": Case(
        "overview", "overview", YEAR | {"segment": "Consumer"},
        charts={"timeline": "Gaps are months", "accounts": "Safe, at risk"}, least=150,
    ),
    "nps": Case(
        "nps", "nps_trends", YEAR | {"segment": "Consumer"}, {"grain": "Quarter", "by": "region"},
        {"grain": "quarter"},
        {"trend": "NPS by quarter", "by_region": "NPS by region",
         "distribution": "Share of each answer", "shares": "Shares of answers by quarter",
         "response_rate": "Share of the invitations", "by_survey_kind": "Two different questions"},
        least=300,
    ),
    "journeys": Case(
        "journeys", "journeys", YEAR, {"journeys_by": "case", "part": "Touchpoints"},
        {"by": "case"}, least=700,
    ),
    "journeys_hurt": Case(
        "journeys", "journeys", {"period": "all"}, {"part": "Paths"}, least=700,
    ),
    "drivers": Case(
        "drivers", "drivers", {"period": "all", "metric": "csat"},
        charts={"drivers_importance": "Share of what all", "drivers_bridge": "Points of CSAT"},
        least=300,
    ),
    "voice": Case(
        "voice", "voice", {"period": "all", "compare": "none"},
        charts={"voice_themes": "NPS where people", "voice_theme_months": "Share of each month"},
        least=700,
    ),
    "closed_loop": Case(
        "closed_loop", "closed_loop", YEAR, {"loop_kind": "case", "loop_by": "channel"},
        {"kind": "case"},
        {"loop_by_channel": "Median time to the first contact, by c",
         "loop_outcomes": "Share whose next"},
        least=90,
    ),
    "profitability": Case(
        "profitability", "profitability",
        {"period": "all", "theta": "0.25", "reach": "0.3", "floor": "20"},
        {"side": "service", "part": "Best mix"},
        {"side": "service", "theta": "0.25", "reach": "0.3", "floor": "20"}, least=300,
    ),
    "profitability_overview": Case(
        "profitability", "profitability", YEAR | {"segment": "Small business"},
        {"side": "sales"}, {"side": "sales"},
        {"profit_lines": "From revenue", "profit_whale": "Customers in order"}, least=800,
    ),
    "customer": Case(
        "customer", "customer", charts={"customer_scores": "Answers to NPS"}, least=30,
    ),
    "centricity": Case(
        "centricity", "centricity", {"review_on": "2026-03-02"}, {}, {"review_on": "2026-03-02"},
        {"centricity": "Questions by their answer"}, least=3,
    ),
    "imports": Case("imports", "history", least=100),
    "quality": Case("quality", "quality", least=500),
}  # fmt: skip


@dataclass(slots=True)
class Seen:
    """What stood on the page, and what its buttons gave."""

    headline: str = ""
    tiles: list[tuple[str, str, str]] = field(default_factory=list)
    markdown: list[str] = field(default_factory=list)
    frames: dict[str, Frame] = field(default_factory=dict)
    charts: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    slides: list[Slide] = field(default_factory=list)
    deck: Any = None
    book: dict[str, list[list[Any]]] = field(default_factory=dict)
    json: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def demo(once: Once) -> Path:
    """The made-up company, which has assessed itself twice."""
    place = demo_company(once, CUSTOMERS, SEED)
    with closing(open_house(place)) as house:
        for day, yes in ((date(2026, 3, 2), 4), (date(2026, 6, 1), 6)):
            given = [Given(at, "yes" if at <= yes else "no") for at in range(1, 11)]
            assess(house, day, given, "test")
    return place


@pytest.fixture(scope="module")
def customer_id(demo: Path) -> str:
    """Who was met most often."""
    with closing(open_house(demo)) as house, house.reading() as cursor:
        rows = cursor.execute(
            "select customer_id from crm.interactions group by customer_id "
            "order by count(*) desc, customer_id limit 1"
        ).fetchall()
    return str(rows[0][0])


@pytest.fixture(scope="module", params=list(CASES))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = CASES[request.param]
    return found


@pytest.fixture(scope="module")
def seen(case: Case, demo: Path, customer_id: str) -> Iterator[Seen]:
    """A page and its documents, each made once."""
    address = dict(case.address) | ({"customer": customer_id} if case.page == "customer" else {})
    found = Seen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_WAREHOUSE", str(demo))
        offered = _listen(found, patch)
        _open(case, address, found)
        found.deck = read_deck(offered[f"{case.topic}.pptx"]())
        found.book = read_book(offered[f"{case.topic}.xlsx"]())
        found.json = _asked(case, address)
    yield found
    for kept in (st.cache_data, st.cache_resource, analyses._works, voice_work._jobs):
        kept.clear()
    session.close_all()


def _listen(found: Seen, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Note charts as they are drawn, and what the buttons at the foot of the page would give."""
    offered: dict[str, Any] = {}
    show, plot, write = chart_frame.show, st.plotly_chart, downloads.to_pptx
    draw = st.dataframe

    def offer(label: str, content: Any, file_name: str, *_: Any, **__: Any) -> None:
        offered[file_name] = content

    def show_and_note(frame: Frame) -> None:
        found.frames[frame.key] = frame
        show(frame)

    def plot_and_note(figure: Any, **given: Any) -> Any:
        found.charts[given["key"].removeprefix("chart_")] = figure
        return plot(figure, **given)

    def draw_and_note(table: pd.DataFrame, **given: Any) -> Any:
        found.tables[given["key"].removeprefix("table_")] = table
        return draw(table, **given)

    def write_and_note(report: Report) -> bytes:
        found.slides = [*report.slides]
        return write(report)

    patch.setattr(downloads, "_offer", offer)
    patch.setattr(chart_frame, "show", show_and_note)
    patch.setattr(st, "plotly_chart", plot_and_note)
    patch.setattr(st, "dataframe", draw_and_note)
    patch.setattr(downloads, "to_pptx", write_and_note)
    return offered


def _open(case: Case, address: Mapping[str, str], found: Seen) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_SECONDS)
    app.switch_page(menu.path_of(case.page))
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    for key, value in case.chosen.items():
        choice = next(
            each
            for kind in ("selectbox", "button_group")
            for each in app.main.get(kind)
            if each.key == key
        )
        choice.set_value(value).run()
    for _ in range(3):
        _wait()
        found.frames.clear()
        found.charts.clear()
        found.tables.clear()
        app.run()
    assert not app.exception, app.exception
    assert not app.error, app.error
    _read(app, found)


def _wait() -> None:
    for job in (*(work.job for work in analyses._works.values()), *voice_work._jobs.values()):
        job.wait(PATIENCE_SECONDS)


def _read(app: AppTest, found: Seen) -> None:
    """Read what stands on the page: its answer, its tiles with their intervals, its notes."""
    first = 1 if app.title[0].value == "Customer" else 0
    found.headline = unescaped(app.subheader[first].value)
    for block in _blocks(app.main):
        shown = list(block.children.values())
        for tile in (each for each in shown if each.type == "metric"):
            lines = unescaped(" ".join(each.value for each in shown if each.type == "caption"))
            found.tiles += _figures(unescaped(tile.label), unescaped(tile.value), lines)
    for each in app.markdown:
        found.markdown.append(unescaped(each.value))


def _blocks(block: Any) -> Iterator[Any]:
    yield block
    for each in block.children.values():
        if hasattr(each, "children"):
            yield from _blocks(each)


def _figures(name: str, figure: str, lines: str) -> Iterator[tuple[str, str, str]]:
    """Return what a tile shows; below a sum there may be a mean, and the interval is of that."""
    mean = re.search("([0-9.,+−]+) a customer", lines)
    if mean and "95 %" in lines:
        yield f"{name} a customer", mean[1], _interval(lines)
    yield name, figure, "" if mean else _interval(lines)


def _interval(lines: str) -> str:
    """Return the interval that stands below a figure; ``""`` where none does."""
    number = r"[+−]?[\d,.]+(?: (?:points|days|hours|minutes|seconds|day|hour|%))?"
    found = re.search(rf"95 %: ({number} (?:to {number}|or more))", lines.replace("\xa0", " "))
    return found[1].rstrip(",") if found else ""


def unescaped(text: str) -> str:
    """Return text as people read it, without the signs that keep markdown from obeying it."""
    return text.replace("\\", "")


def _asked(case: Case, address: Mapping[str, str]) -> dict[str, Any]:
    """Ask the command line for the same view."""
    names = {"customer": "customer_id"}
    is_own = {*case.own, "part"}
    given = {names.get(key, key): value for key, value in address.items() if key not in is_own}
    pairs = [*given.items(), *case.own.items()]
    command = Namespace(topic=case.topic, format="json", filters=pairs, table=None)
    found: dict[str, Any] = json.loads(export_text(session.house(), command))
    return found


def told(deck: Any) -> list[str]:
    """All that slides and their notes say."""
    noted = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    return [*(text for slide in deck.slides for text in texts(slide)), *noted]


def cells(deck: Any) -> set[tuple[str, str]]:
    """Figures of the slide of all of them, and their intervals."""
    tables = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
    ]
    found = [dict(zip(head, row, strict=True)) for head, *rows in tables for row in rows]
    return {
        (each["Value"], each.get("95 % interval", ""))
        for each in found
        if "Figure" in each and "Value" in each
    }


def numbers(values: Any) -> Iterator[float]:
    """All numbers of a trace or of a row."""
    for each in values if values is not None else ():
        if isinstance(each, int | float) and not isinstance(each, bool) and math.isfinite(each):
            yield float(each)
        elif hasattr(each, "item") and isinstance(each.item(), int | float):
            yield float(each.item())


def test_every_topic_is_compared():
    assert {each.topic for each in CASES.values()} == {*TOPICS}


def test_the_answer_of_the_page_is_that_of_its_documents(seen: Seen):
    whole = seen.json["headline"]
    assert whole.startswith(seen.headline)
    assert seen.book["Summary"][1][0] == whole
    assert any(whole in said for said in told(seen.deck))
    shown = f"Shown: {seen.json['filters_in_words']}"
    assert seen.book["Summary"][2][0] == shown
    assert any(shown in said for said in told(seen.deck))


def test_every_tile_stands_in_the_documents_as_the_page_prints_it(seen: Seen):
    printed = {(row[1], row[2]) for row in figures_of(seen)}
    slides = cells(seen.deck)
    for name, figure, interval in seen.tiles:
        if NUMBER.search(figure):
            assert (figure, interval) in printed, (name, figure, interval, sorted(printed))
            assert (figure, interval) in slides, (name, figure, interval, sorted(slides))


def figures_of(seen: Seen) -> list[tuple[str, str, str]]:
    """Figures of the workbook: name, figure and interval as shown."""
    cover = seen.book["Summary"]
    top = next(at for at, row in enumerate(cover) if row[0] == "Figure")
    rows = cover[top + 1 : top + 1 + len(seen.json["figures"])]
    return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]


def test_every_figure_that_is_printed_is_that_of_json_to_its_last_digit(seen: Seen):
    for (name, shown, interval), each in zip(figures_of(seen), seen.json["figures"], strict=True):
        assert name == each["label"]
        if each["unit"] not in OTHERWISE and NUMBER.match(shown):
            assert is_printed(shown, each["value"]), (name, shown)
        if each["unit"] not in OTHERWISE and interval:
            assert is_printed(interval, each["low"], each["high"]), (name, interval)


def test_numbers_behind_each_chart_of_the_page_are_a_table_of_its_documents(seen: Seen):
    tables = seen.json["tables"].values()
    for key, frame in seen.frames.items():
        rows = to_plain(list(frame.origin.rows))
        for row in rows if key not in OWN_ROWS else ():
            assert any(is_within(row, other) for table in tables for other in table), (key, row)


def is_within(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether a row has what the other has, but for what the order of adding up leaves."""
    held = [*other.values()]
    return all(value in held or is_near(value, held) for value in row.values())


def is_near(value: Any, held: Sequence[Any]) -> bool:
    return isinstance(value, float) and any(
        isinstance(each, float) and math.isclose(value, each, rel_tol=NOISE, abs_tol=NOISE)
        for each in held
    )


def test_every_number_in_a_table_of_the_page_is_in_a_table_of_its_documents(seen: Seen):
    held = [[*numbers(row.values())] for table in seen.json["tables"].values() for row in table]
    for key, table in seen.tables.items():
        for row in table.to_dict("records") if key not in OWN_TABLES else ():
            shown = [*numbers(row.values())]
            is_there = any(all(is_shown(each, other) for each in shown) for other in held)
            assert is_there, (key, row)


def is_shown(value: float, held: Sequence[float]) -> bool:
    """Say whether a number of a table on the page is one of these, rounded or in per cent."""
    digits = 0 if value == int(value) else min(4, len(f"{value!r}".partition(".")[2]))
    step = 0.5000001 * 10**-digits
    return any(min(abs(value - each), abs(value - 100 * each)) <= step for each in held)


def test_tables_of_json_stand_in_the_workbook(seen: Seen):
    tables = seen.json["tables"]
    for name, sheet in zip(tables, sheet_names(["Summary", *tables])[1:], strict=True):
        keys = list(dict.fromkeys(key for row in tables[name] for key in row))
        for row, held in zip(tables[name], seen.book[sheet][1:], strict=True):
            for key, cell in zip(keys, held, strict=True):
                value = row.get(key)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    assert float(cell) == pytest.approx(value, rel=NOISE), (name, key)


def test_charts_of_slides_have_the_marks_of_the_page(case: Case, seen: Seen):
    for key, subtitle in case.charts.items():
        marks = [
            each
            for trace in seen.charts[key].data
            for axis in ("x", "y")
            for each in numbers(getattr(trace, axis, None))
        ]
        slide, native = chart_of(seen, subtitle)
        values = [
            value
            for series, drawn in zip(slide.chart.series, native.plots[0].series, strict=True)
            if not series.is_edge
            for value in drawn.values
            if value is not None
        ]
        step = 0.5000001 * 10**-slide.chart.digits
        marks += [100 * each for each in marks if slide.chart.unit == "%" and abs(each) <= 1]
        lost = [value for value in values if not any(abs(value - m) <= step for m in marks)]
        assert values
        assert not lost, (key, lost, marks)


def chart_of(seen: Seen, subtitle: str) -> tuple[Slide, Any]:
    """Return the slide with such a subtitle, and its chart as the file holds it."""
    wanted = [each for each in seen.slides if each.chart and each.subtitle.startswith(subtitle)]
    assert wanted, [each.subtitle for each in seen.slides]
    drawn = [
        shape.chart
        for slide in seen.deck.slides
        for shape in slide.shapes
        if shape.has_chart and any(text.startswith(subtitle) for text in texts(slide))
    ]
    return wanted[0], drawn[0]


def test_enough_is_compared(case: Case, seen: Seen):
    tiles = sum(bool(NUMBER.search(figure)) for _, figure, _ in seen.tiles)
    figures = sum(each["value"] is not None for each in seen.json["figures"])
    rows = (to_plain(list(frame.origin.rows)) for frame in seen.frames.values())
    behind = sum(len([*numbers(row.values())]) for table in rows for row in table)
    cells = sum(
        len([*numbers(row.values())])
        for key, table in seen.tables.items()
        if key not in OWN_TABLES
        for row in table.to_dict("records")
    )
    assert tiles + figures + behind + cells >= case.least, (tiles, figures, behind, cells)
