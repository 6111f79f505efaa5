"""Workbooks: real tables, numbers and days as such, and no text that acts."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cx.errors import TooManyRows
from cx.export import Report
from cx.export.xlsx import MOST_ROWS, sheet_names, to_xlsx
from tests.documents import FORMULA, MARKUP, every_kind, read_book

REPORT = every_kind()


def of(rows: list[dict[str, object]]) -> Report:
    return replace(REPORT, tables={"t": rows})


def xml(held: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(held)) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if part in name)


def test_the_cover_says_whose_it_is_and_what_it_is_of():
    cover = read_book(to_xlsx(REPORT))["Summary"]
    said = [str(cell) for row in cover for cell in row if cell != ""]
    assert said[:4] == [
        "R&D <Sons> · NPS trends",
        "NPS is 31.",
        "Shown: all time",
        "Data: newest record 31 January 2018, version 12. Times are UTC.",
    ]
    assert "4 answers are too few. It needs 6 more." in said
    _, shown, interval, value, *_ = next(row for row in cover if row[0] == "NPS")
    assert (shown, interval) == ("31", "28 to 33")
    assert value == pytest.approx(30.979284369114875, rel=1e-15)


def test_each_table_is_a_sheet_with_a_real_table_and_a_head_that_stays():
    held = to_xlsx(REPORT)
    assert list(read_book(held)) == ["Summary", "Trend", "Empty", "Notes"]
    assert xml(held, "xl/tables/").count("<table ") == 3
    assert 'state="frozen"' in xml(held, "xl/worksheets/sheet2")
    assert read_book(held)["Empty"] == [["There is nothing in this table."]]


def test_days_are_days_numbers_are_numbers_and_shares_are_per_cent():
    held = to_xlsx(REPORT)
    head, row = read_book(held)["Trend"]
    assert head == ["Starts on", "Share", "Name", "N"]
    assert row == [date(2018, 1, 1), 0.25, FORMULA, 3.0]
    assert "0.0%" in xml(held, "styles")
    assert "yyyy-mm-dd" in xml(held, "styles")


def test_moments_are_utc_and_lists_are_text():
    at = datetime(2018, 1, 31, 12, 30, tzinfo=UTC)
    row = read_book(to_xlsx(of([{"at": at, "words": ["a", "b"], "is_clear": True}])))["T"][1]
    assert row == [datetime(2018, 1, 31, 12, 30), "a; b", "yes"]  # noqa: DTZ001 - Excel knows no zones


def test_moments_are_those_of_the_companys_clock_and_the_cover_says_so():
    at = datetime(2018, 1, 31, 23, 30)  # noqa: DTZ001 - the warehouse's are UTC, and do not say so
    held = read_book(to_xlsx(replace(of([{"at": at}]), time_zone="Europe/Berlin")))
    assert held["T"][1] == [datetime(2018, 2, 1, 0, 30)]  # noqa: DTZ001 - Excel knows no zones
    cover = [str(cell) for row in held["Summary"] for cell in row]
    assert any(said.endswith("Times are those of Europe/Berlin.") for said in cover)


@pytest.mark.parametrize("text", [FORMULA, "+1+1", "@SUM(A1)", "{=1}", "http://example.org", "007"])
def test_text_of_the_data_stays_text(text):
    held = to_xlsx(of([{text: text}]))
    assert "<f>" not in xml(held, "xl/worksheets/")
    assert "hyperlink" not in xml(held, "sheet2")
    assert read_book(held)["T"][1] == [text]


def test_signs_that_no_workbook_may_hold_go():
    assert read_book(to_xlsx(of([{"name": MARKUP}])))["T"][1] == ["<b>R&D</b> <a:fld/> end"]


def test_missing_values_are_empty_cells():
    rows: list[dict[str, object]] = [{"a": None, "b": 1}, {"a": float("nan"), "b": 2}]
    assert read_book(to_xlsx(of(rows)))["T"][1:] == [["", 1.0], ["", 2.0]]


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark():
    cell = read_book(to_xlsx(of([{"said": "x" * 40_000}])))["T"][1][0]
    assert len(cell) == 32_767
    assert cell.endswith("…")


def test_days_before_excels_first_are_text():
    assert read_book(to_xlsx(of([{"on": date(1875, 5, 1)}])))["T"][1] == ["1875-05-01"]


def test_names_of_sheets_are_valid_and_differ():
    names = sheet_names(["History", "a" * 40, "a" * 41, "[x]:*?/\\", "'", "X"])
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert len({name.lower() for name in names}) == 6
    assert names[0] != "History"


def test_a_table_longer_than_a_sheet_is_refused_with_a_way_out():
    class Endless(list[dict[str, object]]):
        def __len__(self) -> int:
            return MOST_ROWS + 1

    with pytest.raises(TooManyRows, match=r"1,048,576 rows.*Narrow the filters"):
        to_xlsx(replace(REPORT, tables={"trend": Endless()}))
