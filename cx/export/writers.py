"""Writers of a Report: JSON for programs, CSV that no spreadsheet runs as formulas."""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from cx.errors import BadFilter
from cx.export.report import Report, Row

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - full width signs start formulas too
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
AMOUNT_DIGITS, NOISE = 4, 1e-12
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
INVISIBLE = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\u2060\ufeff"


def to_json(report: Report) -> str:
    """Write a report as one JSON object: full precision, ISO days, null for what is missing.

    Parameters
    ----------
    report : Report
        Results of a page.

    Returns
    -------
    str
        Object with the fields of ``Report`` in their order, the company only where it has a name;
        never NaN or infinity.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [{"month": date(2018, 1, 1), "nps": float("nan")}]
    >>> text = to_json(Report("nps", {}, "all time", 7, "NPS is 31.", tables={"trend": rows}))
    >>> json.loads(text)["tables"]
    {'trend': [{'month': '2018-01-01', 'nps': None}]}
    """
    record = _for_programs(report)
    if not report.company:
        del record["company"]
    return to_json_text(record)


def to_json_text(value: object) -> str:
    """Write any value that has a plain form as indented JSON, with the rules of ``to_json``."""
    return json.dumps(to_plain(value), ensure_ascii=False, allow_nan=False, indent=2)


def to_csv(report: Report, table: str | None = None) -> str:
    """Write the figures of a report as CSV, or one of its tables.

    Parameters
    ----------
    report : Report
        Results of a page.
    table : str, optional
        Name of a table; None writes the figures.

    Raises
    ------
    BadFilter
        The report has no such table.

    Examples
    --------
    >>> report = Report("nps", {}, "all time", 7, "NPS is 31.", tables={"trend": [{"nps": 31.5}]})
    >>> to_csv(report, "trend").split()
    ['"nps"', '"31.5"']
    """
    if table is None:
        return rows_to_csv([_for_programs(figure) for figure in report.figures])
    if table not in report.tables:
        raise BadFilter(
            f'"{report.topic}" has no table "{table}". It has: {", ".join(report.tables)}.'
        )
    return rows_to_csv(report.tables[table])


def rows_to_csv(rows: Iterable[Row]) -> str:
    r"""Write rows as CSV, every cell quoted and no cell a formula.

    Text that a spreadsheet would run (it starts with ``= + - @``, a tab or a line end) gets a
    leading apostrophe, numbers stay numbers, control characters go.

    Parameters
    ----------
    rows : iterable of Row
        Columns are those of all rows, in the order in which they first appear.

    Returns
    -------
    str
        Lines that end with CR LF; empty when there are no rows. Missing values are empty cells.

    Examples
    --------
    >>> rows_to_csv([{"comment": "=1+1", "points": -100}])
    '"comment","points"\r\n"\'=1+1","-100"\r\n'
    """
    kept = list(rows)
    columns = list(dict.fromkeys(column for row in kept for column in row))
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    if columns:
        writer.writerow(map(_cell, columns))
    writer.writerows([_cell(row.get(column)) for column in columns] for row in kept)
    return text.getvalue()


def _cell(value: object) -> str:
    """Return what a cell of a spreadsheet holds."""
    value = to_plain(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return _harmless(value)
    return json.dumps(value, ensure_ascii=False)


def _harmless(text: str) -> str:
    """Return text that a spreadsheet shows and does not run (OWASP, CSV injection)."""
    text = text.translate(CONTROLS)
    if PLAIN_NUMBER.fullmatch(text):
        return text
    firsts = {text[:1], text.lstrip(INVISIBLE)[:1]}
    return f"'{text}" if firsts & FORMULA_STARTS else text


def _for_programs(value: Any) -> dict[str, object]:
    """Return the fields of a dataclass without those that only documents print."""
    kept = (part.name for part in fields(value) if "is_for_people" not in part.metadata)
    return {name: getattr(value, name) for name in kept}


def to_plain(value: object) -> object:
    """Return a value as JSON has it."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if is_dataclass(value):
        return {name: to_plain(item) for name, item in _for_programs(value).items()}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (Sequence, set, frozenset)):
        return [to_plain(item) for item in value]
    return None if _is_missing(value) else _plain_scalar(value)


def _is_missing(value: object) -> bool:
    """Whether a value is not equal to itself, as NaN and NaT are not; pandas' NA refuses to say."""
    try:
        return bool(value != value)
    except TypeError:
        return True


def without_noise(value: float) -> float:
    """Return the decimal that a sum of amounts is, where adding up left it beside that.

    Amounts have four digits after the point; what is not next to such a number stays as it is.

    >>> without_noise(8262.380000000001), without_noise(30.979284369114875)
    (8262.38, 30.979284369114875)
    """
    near = round(value, AMOUNT_DIGITS)
    return near if abs(value - near) <= NOISE * abs(value) else value


def _plain_scalar(value: object) -> object:
    if isinstance(value, (float, Decimal)):
        return without_noise(float(value)) if math.isfinite(value) else None
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if hasattr(value, "item"):
        return to_plain(value.item())
    raise TypeError(f"{type(value).__name__} has no place in an export: {value!r}")
