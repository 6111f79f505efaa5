"""Numbers 64 to 74: workbooks that are old, protected, damaged, made to do harm, or unclear."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from cx.ingest.look import ReadOptions
from tests.bad_uploads.entries import FINE, GOOD, Case, Entry, Refused, Taken, Waits, fine
from tests.bad_uploads.packings import zipped
from tests.test_excel import HEADER, far_cell, far_row, one_cell, with_sheet, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED = OLE + b"x" * 90 + "EncryptedPackage".encode("utf-16-le") + b"x" * 90
TYPES = {"[Content_Types].xml": b"<x/>"}
TWO = (
    ["R1", "2024-01-13", 0, "all was very slow"],
    ["R2", "2024-01-14", 10, "all was very quick"],
)
AS_XLSX = "save it as an Excel workbook (.xlsx)"
DAMAGED = Refused("is damaged, or no Excel workbook", "Open it in Excel and save it again")
CUT_OFF = Refused("is cut off or damaged")
FAR = "far away from its table"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + one_cell("&b;")
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + one_cell("&a;")
MERGED = "Merged cells, of which only the first has a value: A4:D4."
OTHERS = "the others are Answers, Lists."


def lay(sheet: Any, *rows: Sequence[object], head: Sequence[str] = HEADER) -> None:
    """Write a table into the first cells of a sheet."""
    for number, row in enumerate((head, *rows)):
        sheet.write_row(number, 0, row)


def table(*rows: Sequence[object], head: Sequence[str] = HEADER) -> bytes:
    return workbook(lambda _book, sheet: lay(sheet, *rows, head=head))


def with_formula(column: int, result: str, row: int = 1) -> bytes:
    """The good rows, with one formula that shows this."""

    def fill(_book: Any, sheet: Any) -> None:
        lay(sheet, *TWO, head=[*HEADER, "total"])
        if row > 2:
            sheet.write_row(row, 0, ["R3", "2024-01-15"])
        sheet.write_formula(row, column, "=1+1", None, result)

    return workbook(fill)


def several(book: Any, sheet: Any) -> None:
    sheet.write(0, 0, "Read me first, please")
    lay(book.add_worksheet("Answers"), *TWO)
    book.add_worksheet("Lists").hide()


def hidden_first(book: Any, sheet: Any) -> None:
    sheet.write(0, 0, "x")
    shown = book.add_worksheet("Answers")
    lay(shown, *TWO)
    shown.activate()
    sheet.hide()


def merged(_book: Any, sheet: Any) -> None:
    lay(sheet, *TWO)
    sheet.merge_range(3, 0, 3, 3, "Total of all rows")


def with_days(*days: object) -> bytes:
    return table(*([*row[:1], day, *row[2:]] for row, day in zip(TWO, days, strict=True)))


WORKBOOKS = {
    64: Entry(
        "R",
        {"xls": Case(OLE + b"x" * 900, Refused("is an old Office file (.xls)", AS_XLSX))},
    ),
    65: Entry(
        "R",
        {
            "xlsm": Case(
                zipped(TYPES | {"xl/vbaProject.bin": b"x"}), Refused("with macros (.xlsm)", AS_XLSX)
            ),
            "xlsb": Case(
                zipped(TYPES | {"xl/workbook.bin": b"x"}), Refused("binary", "(.xlsb)", AS_XLSX)
            ),
        },
    ),
    66: Entry(
        "R",
        {"xlsx": Case(PROTECTED, Refused("is protected by a password", "take the password off"))},
    ),
    67: Entry(
        "R",
        {
            "its beginning": Case(table(*TWO)[:1000], CUT_OFF),
            "without its last byte": Case(table(*TWO)[:-1], CUT_OFF),
            "a part cut off": Case(with_sheet(table(*TWO), "<worksheet"), DAMAGED),
            "parts missing": Case(zipped(TYPES), DAMAGED),
        },
    ),
    68: Entry(
        "R",
        {
            "20 MB of blanks": Case(
                partial(with_sheet, table(*TWO), b"<worksheet>" + b" " * 20_000_000),
                Refused("unpacks to 20 MB", "Save the sheet as CSV (UTF-8)"),
            ),
            "a thousand parts": Case(
                zipped(TYPES | {f"part{i}": b"" for i in range(1001)}),
                Refused("has 1,002 parts inside", "Save the sheet as CSV (UTF-8)"),
            ),
        },
        elsewhere=(
            "test_excel.py::"
            "test_68_a_workbook_that_takes_too_much_memory_ends_its_own_process_only",
            "test_excel.py::test_a_workbook_that_takes_too_long_is_stopped",
        ),
    ),
    69: Entry(
        "R",
        {
            "the last cell": Case(
                workbook(far_cell), Refused(FAR, "XFD1048576", "Delete the empty rows and columns")
            ),
            "the last row": Case(workbook(far_row), Refused(FAR, "A1048576")),
        },
    ),
    70: Entry(
        "R",
        {
            "a billion laughs": Case(with_sheet(table(*TWO), LAUGHS), DAMAGED),
            "a file of this machine": Case(with_sheet(table(*TWO), XXE), DAMAGED),
        },
    ),
    71: Entry(
        "R",
        {
            "in an answer": Case(
                with_formula(2, "", 3),
                Refused('column "nps"', "formulas that were never computed: C4", "Open the"),
            ),
            "in a column that nobody needs": Case(
                with_formula(4, ""),
                fine('"total", which is not used: cells of sheet "Data" hold formulas that were'),
            ),
        },
        decided="0010",
    ),
    72: Entry(
        "R",
        {
            "#REF! in an answer": Case(
                with_formula(2, "#REF!", 3),
                fine(
                    "Cells that hold an error (1): C4 (#REF!).",
                    '"#REF!" is an error in cell C4; mend the formula, or clear the cell',
                    rows=3,
                    rejected=1,
                ),
            )
        },
        decided="0010",
    ),
    73: Entry(
        "Q",
        {
            "the first is no table": Case(
                workbook(several), Refused("needs the columns"), Waits("constant:responded_at")
            ),
            "and a person chooses another": Case(
                workbook(several),
                Refused("needs the columns"),
                fine(f'Sheet "Answers" was read; {OTHERS.replace("Answers", "Data")}'),
                asked=ReadOptions(sheet="answers"),
            ),
            "the first is hidden": Case(
                workbook(hidden_first), fine('Sheet "Answers" was ', "Hidden sheets: Data.")
            ),
            "merged cells": Case(
                workbook(merged), fine(MERGED, 'row 4, column "responded_at"', rows=3, rejected=1)
            ),
        },
        decided="0014",
    ),
    74: Entry(
        "R",
        {
            "day first": Case(
                with_days("13/01/2024", "14/01/2024"),
                Taken((), '"13/01/2024" is not a time written like', rows=2, rejected=2),
                FINE,
            ),
            "day or month first": Case(
                with_days("01/02/2024", "03/04/2024"),
                Taken((), '"01/02/2024" is not a time written like', rows=2, rejected=2),
                Waits("days:responded_at"),
            ),
            "beside real days": Case(
                with_days(dt.date(2024, 1, 13), "14/01/2024"),
                Taken(GOOD[:1], '"14/01/2024" is not a time', rows=2, rejected=1),
                Waits("constant:responded_at"),
            ),
            "real days": Case(with_days(dt.date(2024, 1, 13), dt.date(2024, 1, 14)), FINE),
        },
        decided="0014",
    ),
}
