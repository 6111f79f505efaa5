"""Writes a Report as a workbook: a cover, then each table as a real Excel table."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cx import zones
from cx.errors import TooManyRows
from cx.export.plain import cell, plain
from cx.export.report import Link, Report, Row, figure_words
from cx.export.theme import colour
from cx.export.writers import to_plain
from cx.words import day_in_words

MOST_ROWS = 1_048_575
"""Rows below the head of a sheet."""
LONGEST_SHEET_NAME, LONGEST_LINK = 31, 2_000
NARROWEST, WIDEST, LOOKED_AT = 9, 60, 200
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}
"""No text becomes a formula, a link or a number."""
DAY, MOMENT, TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"
WHOLE, FINE, COARSE, PERCENT, P_VALUE, NUMBER = (
    "#,##0", "#,##0.00", "#,##0", "0.0%", "0.0000", "0",
)  # fmt: skip
_SHARE = re.compile(r"(^|_)(share|rate|coverage|certainty|reach|noise|risk)(_|$)")
_P = re.compile(r"^p($|_)|_p$|_p_")
_ID = re.compile(r"(^|_)(id|number|version|year|step)$")
FIGURES = (
    "Figure", "As shown", "95 % interval", "Value", "Low", "High", "Unit", "Rests on", "Verdict",
    "Note",
)  # fmt: skip


def to_xlsx(report: Report) -> bytes:
    """Write a report as an Excel workbook.

    Parameters
    ----------
    report : Report
        Results of a page. Numbers are written with all their digits and shown with fewer, days
        and moments (by the company's clock) as Excel's own; nothing of the data becomes a formula
        or a link.

    Returns
    -------
    bytes
        The file: a sheet ``Summary``, then one for each table.

    Raises
    ------
    TooManyRows
        When a table has more rows than a sheet may have.
    """
    for name, rows in report.tables.items():
        _demand_room(name, len(rows))
    file = io.BytesIO()
    with Workbook(file, SAFE) as book:
        book.set_properties(
            {"title": plain(report.title or report.topic), "company": plain(report.company)}
        )
        names = sheet_names(["Summary", *report.tables])
        _summary(book, report, names)
        for number, (name, rows) in enumerate(report.tables.items(), 1):
            sheet = book.add_worksheet(names[number])
            own = f"table_{number}_{re.sub('[^a-z0-9]', '_', name.lower())}"
            accent = f"#{colour('focus', report.accent)}"
            _table(book, sheet, rows, own, accent, zone=report.time_zone)
    return file.getvalue()


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return names that Excel takes for sheets, each once.

    >>> sheet_names(["by_channel", "By channel", "a/b: c?", "", "x" * 40])[:4]
    ['By channel', 'By channel 2', 'A b c', 'Table']
    """
    found: list[str] = []
    taken = {"history"}  # Excel keeps it for itself
    for name in names:
        words = " ".join(re.sub(r"[\[\]:*?/\\_']", " ", plain(name)).split()) or "table"
        base = words[:1].upper() + words[1:]
        for number in count(1):
            end = "" if number == 1 else f" {number}"
            candidate = base[: LONGEST_SHEET_NAME - len(end)].strip() + end
            if candidate.lower() not in taken:
                break
        taken.add(candidate.lower())
        found.append(candidate)
    return found


def _demand_room(name: str, rows: int) -> None:
    if rows > MOST_ROWS:
        raise TooManyRows(
            f'The table "{name}" has {rows:,} rows, and a sheet of Excel holds {MOST_ROWS:,} below '
            "its head. Narrow the filters, or export it as CSV, which has no end."
        )


def _summary(book: Workbook, report: Report, names: Sequence[str]) -> None:
    """Write the cover: whose it is, the answer, what it is of, the figures, the sheets."""
    sheet = book.add_worksheet(names[0])
    accent = f"#{colour('focus', report.accent)}"
    large = book.add_format({"bold": True, "font_size": 18, "font_color": accent})
    answer = book.add_format({"font_size": 13, "text_wrap": True, "valign": "top"})
    quiet = book.add_format({"font_color": f"#{colour('muted')}"})
    sheet.hide_gridlines(2)
    title = plain(report.title or report.topic)
    sheet.write_string(0, 0, " · ".join(filter(None, (plain(report.company), title))), large)
    said = cell(report.headline)
    sheet.merge_range(1, 0, 1, len(FIGURES) - 1, "", answer)
    sheet.write_string(1, 0, said, answer)
    sheet.set_row(1, 20 * (1 + len(said) // 110))
    for row, line in enumerate(_about(report), 2):
        sheet.write_string(row, 0, line, quiet)
    _write_link(sheet, 4, 0, report.link, "The same view in the dashboard: ")
    _table(book, sheet, _figures(report), "figures", accent, top=6, is_alone=False)
    _contents(book, sheet, report, names, 9 + max(1, len(report.figures)))


def _about(report: Report) -> list[str]:
    latest = f"newest record {day_in_words(report.latest_on)}, " if report.latest_on else ""
    return [
        f"Shown: {plain(report.filters_in_words)}",
        f"Data: {latest}version {report.data_version}. "
        f"Times are {zones.clock_in_words(report.time_zone)}.",
    ]


def _figures(report: Report) -> list[Row]:
    return [
        dict(
            zip(
                FIGURES,
                (each.label, figure_words(each), each.shown_interval or None, each.value, each.low,
                 each.high, each.unit, each.responses, each.verdict, each.note),
                strict=True,
            )
        )
        for each in report.figures
    ]  # fmt: skip


def _contents(
    book: Workbook, sheet: Worksheet, report: Report, names: Sequence[str], top: int
) -> None:
    bold = book.add_format({"bold": True})
    sheet.write_string(top, 0, "Sheets", bold)
    for row, (name, rows) in enumerate(zip(names[1:], report.tables.values(), strict=True), 1):
        sheet.write_url(top + row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(top + row, 1, f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}")


def _table(
    book: Workbook,
    sheet: Worksheet,
    rows: Sequence[Row],
    name: str,
    accent: str,
    *,
    top: int = 0,
    is_alone: bool = True,
    zone: str = zones.UTC,
) -> None:
    """Write rows as a table of Excel with a head that stays in sight."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if not keys:
        sheet.write_string(top, 0, "There is nothing in this table.")
        return
    columns = [[_value(row.get(key), zone) for row in rows] for key in keys]
    heads = _heads(keys)
    bold = book.add_format({"bold": True, "font_color": "white", "bg_color": accent})
    formats = [_format(key, column) for key, column in zip(keys, columns, strict=True)]
    made = {each: book.add_format({"num_format": each}) for each in {*formats} if each}
    sheet.add_table(
        top,
        0,
        top + len(rows),
        len(keys) - 1,
        {
            "name": name[:200],
            "style": "Table Style Light 1",
            "columns": [{"header": head, "header_format": bold} for head in heads],
        },
    )
    for at, (head, column) in enumerate(zip(heads, columns, strict=True)):
        shape = made.get(formats[at])
        for row, value in enumerate(column, top + 1):
            _write(sheet, row, at, value, shape)
        sheet.set_column(at, at, _width(head, column))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if is_alone:
        sheet.freeze_panes(1, 1 if len(keys) > 4 else 0)
        sheet.repeat_rows(0)


def _heads(keys: Sequence[str]) -> list[str]:
    """Name columns as people read them, each once.

    >>> _heads(["starts_on", "Starts on", ""])
    ['Starts on', 'Starts on 2', 'Column']
    """
    found: list[str] = []
    for key in keys:
        words = plain(str(key)).replace("_", " ").strip() or "column"
        base = words[:1].upper() + words[1:]
        taken = {each.lower() for each in found}
        options = (base if number == 1 else f"{base} {number}" for number in count(1))
        found.append(next(each for each in options if each.lower() not in taken))
    return found


def _value(value: object, zone: str = zones.UTC) -> object:
    """Return what stands in a cell: days, moments, numbers and truths as they are, else text.

    Moments are UTC, with or without saying so, and become those of the clock of the zone.
    """
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return _value(float(value))
    if hasattr(value, "to_pydatetime") and value == value:
        value = value.to_pydatetime()
    if isinstance(value, datetime):
        return zones.local(value.replace(tzinfo=None), zone)
    if isinstance(value, date | time):
        return value
    value = to_plain(value)
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {each}" for key, each in value.items())
    return value


def _write(sheet: Worksheet, row: int, at: int, value: Any, shape: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, at, "yes" if value else "no")
    elif isinstance(value, Link):
        _write_link(sheet, row, at, value)
    elif isinstance(value, int | float) and abs(value) < 1e15:
        sheet.write_number(row, at, value, shape)
    elif isinstance(value, datetime | date | time):
        _write_moment(sheet, row, at, value, shape)
    else:
        sheet.write_string(row, at, cell(str(value)))


def _write_link(sheet: Worksheet, row: int, at: int, link: Link, before: str = "") -> None:
    """Write where a view is, to be clicked where that is whole and no longer than Excel takes."""
    if link.is_whole and len(link) <= LONGEST_LINK:
        sheet.write_url(row, at, link, string=cell(f"{before}{link}"))
    elif link:
        sheet.write_string(row, at, cell(f"{before}{link}"))


def _write_moment(
    sheet: Worksheet, row: int, at: int, value: datetime | date | time, shape: Any
) -> None:
    """Excel has no days before 1900: those stay text."""
    if isinstance(value, date) and value.year < 1900:
        sheet.write_string(row, at, value.isoformat())
    else:
        sheet.write_datetime(row, at, value, shape)


def _format(key: str, column: Sequence[object]) -> str:
    """Return how the numbers of a column are shown; ``""`` is as they come.

    >>> _format("share", [0.25, None]), _format("nps", [31.5]), _format("customer_id", [12])
    ('0.0%', '#,##0.00', '0')
    >>> _format("starts_on", [date(2025, 1, 1)]), _format("comment", ["=1"])
    ('yyyy-mm-dd', '')
    """
    known = [value for value in column if value is not None and not isinstance(value, bool | str)]
    if any(isinstance(value, datetime) for value in known):
        return MOMENT
    if any(isinstance(value, date | time) for value in known):
        return DAY if isinstance(known[0], date) else TIME
    numbers = [value for value in known if isinstance(value, int | float)]
    return _number_format(key, numbers) if numbers else ""


def _number_format(key: str, numbers: Sequence[float]) -> str:
    if _ID.search(key):
        return NUMBER
    if all(isinstance(value, int) for value in numbers):
        return WHOLE
    if _P.search(key):
        return P_VALUE
    if _SHARE.search(key) and all(-1 <= value <= 1 for value in numbers):
        return PERCENT
    return COARSE if max(map(abs, numbers)) >= 10_000 else FINE


def _width(head: str, column: Sequence[object]) -> float:
    longest = max((len(str(value)) for value in column[:LOOKED_AT] if value is not None), default=0)
    if any(isinstance(value, float) for value in column[:LOOKED_AT]):
        longest = 10
    return min(max(NARROWEST, len(head) + 3, longest + 1), WIDEST)
