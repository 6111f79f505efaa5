"""Every topic in every format: what a slide or a workbook prints is what JSON and the page say."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cx.__main__ import main
from cx.auth import everybody
from cx.export import Report
from cx.export.pptx import to_pptx
from cx.export.report import figure_words
from cx.export.slide import MOST_CATEGORIES
from cx.export.xlsx import sheet_names, to_xlsx
from cx.filters import Filters
from cx.settings import Settings
from cx.topics import TOPICS
from cx.warehouse import House, open_house
from tests.documents import (
    NUMBER,
    OTHERWISE,
    charts,
    is_printed,
    plain_json,
    read_book,
    read_deck,
    texts,
)

DERIVED = "(below the step)"
SETTINGS = Settings(company="Example & Sons", currency="EUR", first_contact_target_hours=48.0)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo company, small."""
    place = tmp_path_factory.mktemp("documents") / "demo.duckdb"
    assert main(["--warehouse", str(place), "demo", "--customers", "700"]) == 0
    house = open_house(place)
    yield house
    house.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = open_house(tmp_path_factory.mktemp("nothing") / "empty.duckdb")
    yield house
    house.close()


_MADE: dict[tuple[Path, str], Report] = {}


def made(house: House, topic: str) -> Report:
    """The report of a topic, asked once."""
    key = (house.path, topic)
    if key not in _MADE:
        with house.snapshot() as state:
            ask = partial(state.ask, scope=everybody("test"))
            own = {}
            if topic == "customer":
                loops = TOPICS["closed_loop"].load(ask, Filters()).waiting.loops
                own = {"customer_id": loops[0].customer_id}
            found = TOPICS[topic].load(ask, Filters(), settings=SETTINGS, **own)
            _MADE[key] = TOPICS[topic].report(found, state.version)
    return _MADE[key]


def numbers(value: Any) -> Iterator[float]:
    """All numbers of a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from numbers(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


@pytest.fixture(params=list(TOPICS))
def report(demo: House, request: pytest.FixtureRequest) -> Report:
    return made(demo, request.param)


def test_slides_print_the_figures_of_json_to_the_displayed_digit(report: Report):
    written = {each["label"]: each for each in plain_json(report)["figures"]}
    assert written
    for figure in report.figures:
        value, shown = written[figure.label]["value"], figure_words(figure)
        if value is None:
            assert shown in ("withheld", "not known")
        elif figure.unit not in OTHERWISE and NUMBER.match(shown):
            assert is_printed(shown, value), (figure.label, shown, value)


def test_slides_show_the_figures_on_one_slide(report: Report):
    deck = read_deck(to_pptx(report))
    slide = next(
        each for each in deck.slides if each.shapes.title.text_frame.text.startswith("All figures")
    )
    said = texts(slide)
    for figure in report.figures[:5]:
        assert any(text.startswith(figure.label[:20]) for text in said)
        assert figure_words(figure) in said


def test_charts_draw_numbers_of_json_to_the_displayed_digit(report: Report):
    known = set(numbers(plain_json(report)))
    known |= {100 * each for each in known}
    for slide in report.slides:
        wanted = slide.chart
        if wanted is None or wanted.kind in ("stacked", "waterfall"):
            continue  # their parts add up to what JSON holds, and are no figures by themselves
        digits = wanted.digits
        close = {round(each, digits) + 0.0 for each in known}
        for series in wanted.series:
            for value in series.values:
                assert value is None or round(value, digits) in close, (slide.title, value)


def test_native_charts_hold_what_the_slides_say(report: Report):
    deck = read_deck(to_pptx(report))
    wanted = [slide.chart for slide in report.slides if slide.chart]
    drawn = charts(deck)
    assert len(drawn) == len(wanted)
    for chart, native in zip(drawn, wanted, strict=True):
        digits = native.digits if native.kind != "line" else native.digits + 2
        for made_of, series in zip(chart.plots[0].series, native.series, strict=True):
            shown = [None if each is None else round(each, digits) for each in made_of.values]
            told = [None if each is None else float(f"{each:.{digits}f}") for each in series.values]
            if native.kind == "line":  # the labelled point has the digits of its label
                shown, told = shown[:-1], told[:-1]
            assert shown == told


def test_workbooks_hold_each_table_of_json_row_by_row(report: Report):
    book, written = read_book(to_xlsx(report)), plain_json(report)["tables"]
    for name, sheet in zip(written, sheet_names(["Summary", *written])[1:], strict=True):
        rows = written[name]
        keys = list(dict.fromkeys(key for row in rows for key in row))
        if not keys:
            continue
        assert len(book[sheet]) == len(rows) + 1
        for row, cells in zip(rows, book[sheet][1:], strict=True):
            for key, cell in zip(keys, cells, strict=True):
                value = row.get(key)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    assert float(cell) == pytest.approx(value, rel=1e-14), (name, key)
                elif value is None:
                    assert cell == ""


def test_workbooks_hold_the_figures_of_json(report: Report):
    cover = read_book(to_xlsx(report))["Summary"]
    rows = {row[0]: row for row in reversed(cover)}  # the list of sheets comes last
    for each in plain_json(report)["figures"]:
        value = rows[each["label"]][3]
        if each["value"] is None:
            assert value == ""
        else:
            assert value == pytest.approx(each["value"], rel=1e-14)


def test_findings_are_sentences_and_bars_are_few(report: Report):
    assert report.slides
    for slide in report.slides:
        assert slide.title.strip()
        assert "None" not in slide.title
        assert "nan" not in slide.title
        chart = slide.chart
        if chart and chart.kind == "bar":
            assert len(chart.categories) <= MOST_CATEGORIES
        if chart:
            assert chart.alt


def test_charts_of_every_topic_are_native(report: Report):
    held = to_pptx(report)
    assert b"ppt/media/" not in held
    assert b"ppt/charts/" in held or not any(slide.chart for slide in report.slides)


@pytest.mark.parametrize("topic", [name for name in TOPICS if name != "customer"])
def test_an_empty_warehouse_gives_a_deck_that_says_so(empty: House, topic: str):
    report = made(empty, topic)
    deck = read_deck(to_pptx(report))
    assert len(deck.slides) >= 2
    assert not charts(deck)
    assert report.headline.rstrip(".")[:60] in texts(deck.slides[0])[0] + texts(deck.slides[0])[1]
    assert read_book(to_xlsx(report))["Summary"][1][0] == report.headline


def test_the_sum_of_a_waterfall_is_the_score_now(demo: House):
    with demo.snapshot() as state:
        ask = partial(state.ask, scope=everybody("test"))
        filters = Filters(period="last_12_months", **_last_year(ask))
        report = TOPICS["nps"].report(TOPICS["nps"].load(ask, filters), state.version)
    drawn = [each.chart for each in report.slides if each.chart]
    chart = next(each for each in drawn if each.kind == "waterfall")
    floors = next(each for each in chart.series if each.name == DERIVED).values
    tops = [floor + sum(each.values[at] or 0.0 for each in chart.series if each.name != DERIVED)
            for at, floor in enumerate(floors)]  # fmt: skip
    now = next(figure for figure in report.figures if figure.key == "nps").value
    assert tops[-1] == pytest.approx(now)


def _last_year(ask: Any) -> dict[str, Any]:
    from cx.topics import nps

    latest = nps.extent(ask, "nps")[1]
    return {"from_on": latest.replace(year=latest.year - 1), "to_on": latest}
