"""Finds out how a text file is laid out: delimiter, quote, and the row of column names.

Everything found is only a suggestion that a person sees and can change. An import itself takes
nothing for granted: it reads as its mapping says.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2

from cx.errors import ImportRefused
from cx.ingest.header import DELIMITERS, Row, is_doubled, read_rows, separator_of
from cx.ingest.options import ReadOptions
from cx.ingest.source import printable

ODD_DELIMITERS = "^~¦§¬¤"
MOST_ABOVE = 30
"""Rows at the top among which the column names are looked for."""

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_NUMBER = re.compile(r"[+-]?[$€£]?\s?\d[\d.,' ]*\s?%?")
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}.*)?")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text is laid out, and what there is to say about it."""

    options: ReadOptions
    notes: tuple[str, ...]


def find_shape(name: str, start: str, options: ReadOptions, is_cut: bool) -> Shape:
    r"""Fill in what `options` leave open.

    Parameters
    ----------
    start : str
        Beginning of the text.
    is_cut : bool
        Whether there is more of it, so that its last row may not be whole.

    Raises
    ------
    ImportRefused
        When the columns are separated by two signs, or are said to be by one that cannot be.

    Examples
    --------
    >>> find_shape("a.csv", "Report\n\nid;nps\n1;5\n2;6\n", ReadOptions(), False).options.header_row
    3
    """
    delimiter, told = _delimiter(name, start, options, is_cut)
    quote = _quote(start, delimiter, is_cut) if options.quote is None else options.quote
    _refuse_clash(name, delimiter, quote)
    rows = _rows(start, delimiter, quote, is_cut)
    row = _header_row(rows, separator_of(start) is not None)
    if options.header_row is not None:
        row = options.header_row
    found = replace(options, delimiter=delimiter, quote=quote, header_row=row)
    notes = [told, *_about_quote(quote, options), *_about_header(rows, row, options)]
    return Shape(found, tuple(each for each in notes if each))


def called(delimiter: str) -> str:
    """Name of a delimiter for people.

    >>> called(";"), called("^")
    ('semicolon', '"^"')
    """
    return _NAMES.get(delimiter, f'"{delimiter}"')


def _rows(start: str, delimiter: str, quote: str, is_cut: bool) -> list[Row]:
    rows = read_rows(start, delimiter, quote)
    reaches_end = rows and rows[-1].line >= start.removesuffix("\n").count("\n")
    has_broken_end = rows and rows[-1].is_broken
    return rows[:-1] if is_cut and len(rows) > 1 and (reaches_end or has_broken_end) else rows


def _delimiter(name: str, start: str, options: ReadOptions, is_cut: bool) -> tuple[str, str]:
    """The delimiter, and a sentence where it is worth one."""
    if options.delimiter:
        return options.delimiter, ""
    if separator := separator_of(start):
        return separator, f"The first line names the delimiter: {called(separator)}."
    quote = '"' if options.quote is None else options.quote
    scores = {mark: _consistency(_rows(start, mark, quote, is_cut)) for mark in DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    if scores[best] > 0.5:
        rows = _rows(start, best, quote, is_cut)
        if all(is_doubled(row.cells) for row in rows[:1]):
            raise ImportRefused(
                f'{name}: the columns seem to be separated by "{2 * best}". '
                "Export the file with one sign between the columns."
            )
        return best, "" if best == "," else f"Columns are separated by {called(best)}."
    for mark in ODD_DELIMITERS:
        rows = [row for row in _rows(start, mark, quote, is_cut) if not row.is_blank]
        widths = {len(row.cells) for row in rows}
        if len(rows) > 1 and len(widths) == 1 and widths.pop() > 1:
            return mark, f"Columns are separated by {called(mark)}, a rare sign: look at them."
    return best if scores[best] > 0 else ",", ""


def _refuse_clash(name: str, delimiter: str, quote: str) -> None:
    if delimiter == quote or delimiter.isalnum() or delimiter in "\r\n":
        raise ImportRefused(
            f'{name}: "{printable(delimiter)}" cannot stand between columns, because it stands '
            "around texts, in them or between rows. Choose another sign."
        )


def _consistency(rows: Sequence[Row]) -> float:
    """How much the rows look like a table: the share of rows of one width, times its bits."""
    widths = Counter(len(row.cells) for row in rows if not row.is_blank)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda each: (each[1] * log2(each[0]), each[0]))
    return count / widths.total() * log2(width)


def _quote(start: str, delimiter: str, is_cut: bool) -> str:
    """The usual quote, unless another reading is clean and this one is not."""
    usual = _rows(start, delimiter, '"', is_cut)
    if _is_clean(usual) and not _has_single_quotes(usual):
        return '"'
    if _has_single_quotes(usual) and _is_clean(_rows(start, delimiter, "'", is_cut)):
        return "'"
    plain = _rows(start, delimiter, "", is_cut)
    return "" if _is_clean(plain) and not _encloses(plain) else '"'


def _is_clean(rows: Sequence[Row]) -> bool:
    """Whether no quote is damaged and all rows but those above the table are of one width."""
    full = [row for row in rows if not row.is_blank]
    widths = [len(row.cells) for row in full]
    common = Counter(widths).most_common(1)[0][0] if widths else 0
    table = widths[next((i for i, width in enumerate(widths) if width == common), 0) :]
    is_even = set(table) <= {common} and max(widths, default=0) <= common
    return is_even and not any(row.is_broken for row in full)


def _encloses(rows: Sequence[Row]) -> bool:
    """Whether double quotes, read as ordinary signs, enclose a cell: then a damaged one is one."""
    return any(len(cell) > 1 and cell[0] == cell[-1] == '"' for row in rows for cell in row.cells)


def _has_single_quotes(rows: Sequence[Row]) -> bool:
    """Whether at least one cell of most rows stands in single quotes."""
    full = [row for row in rows if not row.is_blank]
    quoted = sum(
        any(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in row.cells) for row in full
    )
    return len(full) > 1 and quoted > 0.8 * len(full)


def _header_row(rows: Sequence[Row], has_separator: bool) -> int:
    """Row of the column names, from 1; 0 when the first row of the table holds data."""
    widths = Counter(len(row.cells) for row in rows if not row.is_blank)
    common = widths.most_common(1)[0][0] if widths else 1
    numbered = list(enumerate(rows[:MOST_ABOVE], start=1))[1 if has_separator else 0 :]
    full = [(n, row) for n, row in numbered if not row.is_blank]
    wide = [(n, row) for n, row in full if _fits(row, common)]
    if not wide:
        return full[0][0] if full else 1
    number, row = wide[0]
    below = [each for each in rows[number:] if not each.is_blank and len(each.cells) == common]
    return 0 if _is_data(row, below) and number == full[0][0] else number


def _fits(row: Row, width: int) -> bool:
    """Whether a row may be that of the names: not a comment, and hardly narrower than the rest."""
    filled = _filled(row)
    is_comment = row.cells[0].lstrip().startswith("#") and filled < width
    is_wide = len(row.cells) >= min(width, max(2, width - 1)) and filled >= width / 2
    return is_wide and not is_comment and not row.is_broken


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _is_data(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row holds numbers or days where the rows below it do, as names never would."""
    typed = alike = 0
    for place, cell in enumerate(row.cells):
        cells = [each.cells[place] for each in below if place < len(each.cells)]
        values = [each for each in cells if each.strip()]
        if values and all(_is_value(each) for each in values):
            typed += 1
            alike += _is_value(cell)
    return typed > 0 and alike >= typed / 2


def _is_value(cell: str) -> bool:
    text = cell.strip()
    return bool(_NUMBER.fullmatch(text) or _DAY.fullmatch(text))


def _about_quote(quote: str, options: ReadOptions) -> list[str]:
    if options.quote is not None or quote == '"':
        return []
    if not quote:
        return ["Quotes are read as ordinary signs, because they do not enclose texts here."]
    return [f"Texts are enclosed in {quote}."]


def _about_header(rows: Sequence[Row], row: int, options: ReadOptions) -> list[str]:
    if options.header_row is not None or row == 1:
        return []
    if row == 0:
        return [
            "There seems to be no row of column names: row 1 holds data. Name the columns, or say "
            "which row has the names."
        ]
    above = [" ".join(cell for cell in each.cells if cell.strip())[:60] for each in rows[: row - 1]]
    shown = ", ".join(f'"{each}"' for each in above[:3] if each)
    plural = "s" if row > 2 else ""
    return [f"The column names are in row {row}; {row - 1} row{plural} above left out: {shown}."]
