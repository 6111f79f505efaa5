"""Turns one sheet of an Excel workbook into CSV text, in a process of its own that may die.

A small workbook can be made to fill all memory or to stop the reader outright, so this file is
run as a program with limits on memory and time, imports nothing of the app, and says what it
found as JSON: ``python sheet_reader.py WORKBOOK TARGET SHEET ROWS``.

The reader gives values only. What it loses in silence (errors, formulas that were never computed,
cells far away) is looked for in the sheet's own text before.
"""

import csv
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

MOST_MEMORY = 2 << 30
MOST_SECONDS = 120
MOST_COLUMNS = 702
"""Columns up to ZZ; a cell beyond stands alone, and the reader would fill the space up to it."""
MOST_EMPTY = 100_000
"""Rows without a cell before a row that has one."""
SHOWN = 20

_TAG = rb"<(?:\w+:)?"
_ERROR = re.compile(
    _TAG + rb"c\b([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?" + _TAG + rb"v[^>]*>([^<]*)",
    re.DOTALL,
)
_UNCOMPUTED = re.compile(
    _TAG
    + rb"c\b([^>]*)>\s*"
    + _TAG
    + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:"
    + _TAG
    + rb"v\s*/>|"
    + _TAG
    + rb"v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA = re.compile(_TAG + rb"f\b")
_ROW = re.compile(_TAG + rb"row\b[^>]*?\br=[\"'](\d+)[\"'][^>]*(?<!/)>")
_HIDDEN_ROW = re.compile(_TAG + rb"row\b[^>]*\bhidden=[\"'](?:1|true)[\"']")
_HIDDEN_COLUMN = re.compile(_TAG + rb"col\b[^>]*\bhidden=[\"'](?:1|true)[\"']")
_MAYBE_FAR = re.compile(rb"r=[\"'][A-Z]{3}")
_FAR = re.compile(
    _TAG + rb"c\b[^>]*?\br=[\"']([A-Z]{3,}\d+)[\"'][^>]*(?<!/)>\s*" + _TAG + rb"[vif]"
)
_PLACE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Trouble(Exception):
    """What stands in the way: a word for the parent, and where."""

    def __init__(self, kind: str, where: str = "") -> None:
        super().__init__(kind)
        self.kind, self.where = kind, where


def limit() -> None:
    """Bound what this process may take before it touches the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(workbook: Path, target: Path, wanted: str, most: int) -> dict[str, Any]:
    """Write a sheet as CSV and say what there is to know about it.

    Parameters
    ----------
    wanted : str
        Name of a sheet, in any case; empty for the first visible one that holds something.
    most : int
        Rows to write at most; 0 for all.
    """
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(workbook))
    kinds = {each.name: str(each.typ).endswith("WorkSheet") for each in book.sheets_metadata}
    shown = {each.name: str(each.visible).endswith(".Visible") for each in book.sheets_metadata}
    sheets = [name for name in book.sheet_names if kinds[name]]
    parts = sheet_parts(workbook)
    name = choose(workbook, parts, sheets, shown, wanted)
    scan = scan_sheet(workbook, parts[name]) if name in parts else empty_scan()
    pads = padded_cells(workbook, parts[name]) if name in parts else {}
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        raise Trouble("empty sheet", name)
    written = write_rows(sheet.iter_rows(), sheet.start[1], target, scan["values"], pads, most)
    return {
        "sheets": sheets,
        "hidden": [each for each in sheets if not shown[each]],
        "sheet": name,
        "merged": [_range(each) for each in (sheet.merged_cell_ranges or [])[:SHOWN]],
        **{key: value for key, value in scan.items() if key != "values"},
        "first_errors": [[*at, value] for at, value in list(scan["values"].items())[:SHOWN]],
        **written,
    }


def choose(
    workbook: Path, parts: dict[str, str], sheets: list[str], shown: dict[str, bool], wanted: str
) -> str:
    """Name of the sheet to read."""
    if wanted:
        found = [each for each in sheets if each.strip().casefold() == wanted.strip().casefold()]
        if not found:
            raise Trouble("no sheet", json.dumps(sheets))
        return found[0]
    visible = [each for each in sheets if shown[each]] or sheets
    if not visible:
        raise Trouble("empty")
    return next((each for each in visible if has_cells(workbook, parts.get(each))), visible[0])


def has_cells(workbook: Path, part: str | None) -> bool:
    """Whether the beginning of a sheet holds a row with cells."""
    if part is None:
        return False
    with zipfile.ZipFile(workbook) as archive, archive.open(part) as stream:
        return _ROW.search(stream.read(1 << 20)) is not None


def sheet_parts(workbook: Path) -> dict[str, str]:
    """Name of each sheet and the file in the workbook that holds it."""
    with zipfile.ZipFile(workbook) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        files = set(archive.namelist())
    targets = {each.get("Id"): each.get("Target", "") for each in links}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_LINK), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in files:
            found[sheet.get("name", "")] = part
    return found


def empty_scan() -> dict[str, Any]:
    """What a sheet is like that nothing is wrong with."""
    return {
        "errors": 0,
        "uncomputed": {},
        "formulas": 0,
        "hidden_rows": 0,
        "hidden_columns": 0,
        "values": {},
    }


def scan_sheet(workbook: Path, part: str) -> dict[str, Any]:
    """Look for what the reader loses: errors, formulas without a value, cells far away."""
    found = empty_scan()
    last, rows = 0, 0
    for text in pieces(workbook, part):
        numbers = [int(each) for each in _ROW.findall(text)]
        last, rows = max([last, *numbers]), rows + len(numbers)
        far = _FAR.search(text) if _MAYBE_FAR.search(text) else None
        if far or last > rows + MOST_EMPTY:
            raise Trouble("far", far[1].decode() if far else f"A{last}")
        # Plain searches first: most sheets have nothing of the kind, and they cost a tenth.
        if b"hidden=" in text:
            found["hidden_rows"] += len(_HIDDEN_ROW.findall(text))
            found["hidden_columns"] += len(_HIDDEN_COLUMN.findall(text))
        if b't="e"' in text or b"t='e'" in text:
            note_errors(found["values"], text)
        if b"<f" in text or b":f" in text:
            found["formulas"] += len(_FORMULA.findall(text))
            note_uncomputed(found["uncomputed"], text)
    found["errors"] = len(found["values"])
    return found


def padded_cells(workbook: Path, part: str) -> dict[tuple[int, int], int]:
    """Cells whose format shows leading zeros, as ids have them, and how many digits it shows."""
    digits = padding_styles(workbook)
    if not digits:
        return {}
    styles = b"|".join(str(style).encode() for style in digits)
    cell = re.compile(_TAG + rb"c\b([^>]*\bs=[\"'](" + styles + rb")[\"'][^>]*)(?<!/)>")
    return {
        place(found[1]): digits[int(found[2])]
        for text in pieces(workbook, part)
        for found in cell.finditer(text)
    }


def padding_styles(workbook: Path) -> dict[int, int]:
    """Number of each cell style whose format is nothing but zeros, and how many."""
    with zipfile.ZipFile(workbook) as archive:
        if "xl/styles.xml" not in archive.namelist():
            return {}
        root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = {
        each.get("numFmtId"): each.get("formatCode", "") for each in root.iter(f"{_MAIN}numFmt")
    }
    cells = root.find(f"{_MAIN}cellXfs")
    shown = [codes.get(each.get("numFmtId"), "") for each in cells] if cells is not None else []
    return {i: len(code) for i, code in enumerate(shown) if re.fullmatch("0{2,}", code)}


def note_errors(found: dict[tuple[int, int], str], text: bytes) -> None:
    """Keep the error that each cell holds."""
    for cell in _ERROR.finditer(text):
        at, value = place(cell[1]), cell[2].decode()
        if at == (0, 0):
            raise Trouble("error", value)
        found[at] = value


def note_uncomputed(found: dict[str, list[Any]], text: bytes) -> None:
    """Count formulas without a value by their column, and keep the first few rows."""
    for cell in _UNCOMPUTED.finditer(text):
        # An empty text is a value, and said to be one.
        if b't="str"' in cell[1] or b"t='str'" in cell[1]:
            continue
        row, column = place(cell[1])
        if not row:
            raise Trouble("formula")
        count, rows = found.get(str(column), [0, []])
        found[str(column)] = [count + 1, [*rows, row][:SHOWN]]


def pieces(workbook: Path, part: str) -> Iterator[bytes]:
    """The sheet's text in pieces that end between rows."""
    rest = b""
    with zipfile.ZipFile(workbook) as archive, archive.open(part) as stream:
        while chunk := stream.read(4 << 20):
            text = rest + chunk
            end = text.rfind(b"row>") + 4
            if end < 4:
                rest = text
                continue
            yield text[:end]
            rest = text[end:]
    yield rest


def place(attributes: bytes) -> tuple[int, int]:
    """Row and column of a cell, from 1; zeros where it does not say."""
    found = _PLACE.search(attributes)
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = 26 * column + letter - 64
    return int(found[2]), column


def write_rows(
    rows: Iterator[list[Any]],
    left: int,
    target: Path,
    errors: dict[tuple[int, int], str],
    pads: dict[tuple[int, int], int],
    most: int,
) -> dict[str, Any]:
    """Write rows as CSV, each in its place; `left` columns of the sheet are before the first."""
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), value in errors.items():
        by_row.setdefault(row, {})[column - 1 - left] = value
    widths: dict[int, dict[int, int]] = {}
    for (row, column), width in pads.items():
        widths.setdefault(row, {})[column - 1 - left] = width
    written = long_numbers = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        for written, cells in enumerate(rows, start=1):
            texts = [text_of(cell) for cell in cells]
            for column, width in widths.get(written, {}).items():
                is_number = column < len(cells) and isinstance(cells[column], float)
                texts[column] = texts[column].zfill(width) if is_number else texts[column]
            for column, value in by_row.get(written, {}).items():
                texts[column] = value
            long_numbers += sum(isinstance(cell, float) and abs(cell) >= 1e15 for cell in cells)
            out.writerow(texts)
            if written == most:
                break
    return {"rows": written, "left": left, "long_numbers": long_numbers, "padded": len(pads)}


def text_of(cell: Any) -> str:
    """A cell as text: days and times in the ISO way, numbers as Excel shows them.

    >>> text_of(1.0), text_of(0.1 + 0.2), text_of(date(2024, 2, 3)), text_of(True)
    ('1', '0.3', '2024-02-03', 'true')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float | int):
        # Fifteen digits are what Excel keeps; the rest is dust of binary fractions.
        text = f"{cell:.15g}"
        return format(Decimal(text), "f") if "e" in text else text
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(cell)


def _range(corners: tuple[tuple[int, int], tuple[int, int]]) -> str:
    return ":".join(f"{letters(column)}{row + 1}" for row, column in corners)


def letters(column: int) -> str:
    """Letters of a column, from 0.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def main(arguments: list[str]) -> None:
    """Run as a program."""
    limit()
    from python_calamine import CalamineError

    workbook, target, sheet, rows = arguments
    try:
        answer = convert(Path(workbook), Path(target), sheet, int(rows))
    except Trouble as trouble:
        answer = {"trouble": trouble.kind, "where": trouble.where}
    except MemoryError:
        answer = {"trouble": "memory", "where": ""}
    except (CalamineError, ElementTree.ParseError, zipfile.BadZipFile, KeyError) as error:
        answer = {"trouble": "damaged", "where": type(error).__name__}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
