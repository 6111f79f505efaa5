"""What tests of slides and workbooks share: both read back, and a report of every kind of chart."""

import io
import json
import re
from datetime import date
from typing import Any

from pptx import Presentation
from python_calamine import CalamineWorkbook

from cx.export import Figure, Report, to_json
from cx.export.slide import Grid, NativeChart, Series, Slide

FORMULA, MARKUP = "=cmd|' /C calc'!A0", "<b>R&D</b> <a:fld/> \x00\ufffe\u202eend"


def read_deck(held: bytes) -> Any:
    """Open slides as PowerPoint would."""
    return Presentation(io.BytesIO(held))


def read_book(held: bytes) -> dict[str, list[list[Any]]]:
    """Rows of each sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(held))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def texts(slide: Any) -> list[str]:
    """All that is written on a slide."""
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def charts(deck: Any) -> list[Any]:
    """All charts of a deck."""
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def plain_json(report: Report) -> Any:
    """A report as programs get it."""
    return json.loads(to_json(report))


def every_kind() -> Report:
    """A report with a slide of every kind of chart, a table and names that mean harm."""
    lows, highs = [30.0, 8.0, None], [38.0, 16.0, None]
    web = Series("NPS", [34.25, 12.4, None], meanings=["focus", "bad", "focus"], lows=lows,
                 highs=highs)  # fmt: skip
    months = [f"M{number}" for number in range(30)]
    course = [None if at == 7 else 30.0 + at for at in range(30)]
    drawn = [
        NativeChart("bar", ["Web", FORMULA, "Shop\nwithheld"], [web], "NPS by channel"),
        NativeChart("line", months, [Series(FORMULA, course)], "NPS by month", 1),
        NativeChart("column", ["0", "1"], [Series("Share", [40.0, 60.0])], "Answers", 0, "%"),
        NativeChart(
            "stacked", ["May"], [Series("Bad", [40.0], "bad"), Series("Good", [60.0], "good")],
            "Shares", 0, "%",
        ),
        NativeChart(
            "waterfall", ["Before 30", "Web +5.0", "Now 35"],
            [Series("below", [0.0, 30.0, 0.0], is_edge=True), Series("NPS", [30.0, 5.0, 35.0])],
            "Change",
        ),
        NativeChart("scatter", [], [Series(MARKUP, [4.2], places=[30.0])], "Places", 1),
    ]  # fmt: skip
    slides = [
        Slide(f"Finding {chart.kind}", chart.kind, chart, basis="n = 12", notes=["How it is made"])
        for chart in drawn
    ]
    table = Grid(("Name", "n"), [(f"{FORMULA} {MARKUP}", str(at)) for at in range(10)], 40)
    return Report(
        topic="nps",
        filters={"period": "all"},
        filters_in_words="all time",
        data_version=12,
        headline="NPS is 31.",
        figures=(
            Figure("nps", "NPS", "points", 30.979284369114875, 28.5, 33.25, 2655, shown="31",
                   shown_interval="28 to 33"),
            Figure("ces", "CES", "of 7", None, None, None, 4, refusal="suppressed_n_lt_10",
                   note="4 answers are too few. It needs 6 more."),
        ),
        tables={
            "trend": [{"starts_on": date(2018, 1, 1), "share": 0.25, "name": FORMULA, "n": 3}],
            "empty": [],
            "notes": [{"note": "Something to know."}],
        },
        company="R&D <Sons>",
        title="NPS trends",
        slides=[*slides, Slide("Finding table", table=table)],
        latest_on=date(2018, 1, 31),
        accent="700A50",
    )  # fmt: skip


NUMBER = re.compile("[+\N{MINUS SIGN}-]?[0-9][0-9,]*(\\.[0-9]+)?")
SIZES = {"k": 1e3, "m": 1e6, "M": 1e6, "bn": 1e9, "million": 1e6, "billion": 1e9}
OTHERWISE = ("seconds", "hours")
"""Units that people read as days, hours or minutes, whichever fits."""


def is_printed(shown: str, *values: float | None) -> bool:
    """Say whether text prints these numbers, each to its last digit.

    An amount may be in thousands or millions, and a share from 0 to 1 in per cent.
    """
    found = [*NUMBER.finditer(shown)]
    if " of " in shown:
        found = found[:1]
    return len(found) == len(values) and all(
        value is not None and _is_printed(shown, each, value)
        for each, value in zip(found, values, strict=True)
    )


def _is_printed(shown: str, found: re.Match[str], value: float) -> bool:
    size = SIZES.get(re.split("[^a-zA-Z]", shown[found.end() :].lstrip())[0], 1.0)
    digits = len((found[1] or ".")[1:])
    text = found[0].replace("\N{MINUS SIGN}", "-").replace(",", "")
    told = (
        [value / size, 100 * value] if shown.endswith("%") and abs(value) <= 1 else [value / size]
    )
    return any(abs(float(text) - each) <= 0.5000001 * 10**-digits for each in told)
