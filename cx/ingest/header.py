"""Reads the first rows of a text and its column names, and makes the names tell columns apart."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from cx.errors import ImportRefused
from cx.ingest.decode import LONGEST_LINE
from cx.ingest.mapping import find_column
from cx.ingest.options import ReadOptions
from cx.ingest.source import OURS, is_ours

if TYPE_CHECKING:
    import _csv

MOST_COLUMNS = 500
LONGEST_NAME = 128
DELIMITERS = ",;\t|"
HEAD_ROWS = 200

_ODD_DELIMITERS = r"[\^~¦§¬¤]"
_SEPARATOR = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)
_END, _BETWEEN = r"(?: \d+)?", r'"?(?P=mark)"?'
_REJECTS = re.compile(
    rf'{OURS[0]}{_END}"?(?P<mark>[^"])"?' + _BETWEEN.join(f"{each}{_END}" for each in OURS[1:4]),
    re.IGNORECASE,
)

# A comment may well be longer than the reader's own limit.
csv.field_size_limit(2 * LONGEST_LINE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the start of a file: its cells, and how many lines are before it."""

    cells: tuple[str, ...]
    line: int
    is_broken: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether it has no cell with anything in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a text file, and how they were read.

    Attributes
    ----------
    rows : tuple of Row
        From row 1 of the file.
    header_row : int
        Row of the column names, from 1; 0 when there is none.
    names : tuple of str
        Column names as written.
    """

    delimiter: str
    quote: str
    header_row: int
    names: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def lines_above(self) -> int:
        """Lines before the row of column names."""
        return self.rows[self.header_row - 1].line if self.header_row else 0

    @property
    def below(self) -> tuple[Row, ...]:
        """The rows below the column names."""
        return self.rows[self.header_row :]


def separator_of(start: str) -> str | None:
    r"""Delimiter that a first line ``sep=;`` names, as Excel writes it.

    >>> separator_of("sep=;\na;b\n")
    ';'
    """
    found = _SEPARATOR.match(start)
    return found[1] if found else None


def rejects_delimiter(start: str) -> str | None:
    r"""Delimiter of a file of rejects, which is always read in the plain way; None for others.

    >>> ours = ";".join(f"rejected: {word}" for word in ("row", "column", "value", "reason"))
    >>> rejects_delimiter(f"id;nps;{ours}\n1;11;2;nps;11;too high\n"), rejects_delimiter("id;nps\n")
    (';', None)
    """
    found = _REJECTS.search(start.partition("\n")[0])
    return found["mark"] if found else None


def read_rows(start: str, delimiter: str, quote: str, most: int = HEAD_ROWS) -> list[Row]:
    """Read the first rows; a line with a damaged quote is one cell of a broken row."""
    lines = [f"{line}\n" for line in start.removesuffix("\n").split("\n")]
    rows: list[Row] = []
    at = 0
    while at < len(lines) and len(rows) < most:
        for row, after in _unbroken(lines, at, delimiter, quote):
            rows.append(row)
            at = after
            if len(rows) == most:
                break
        else:
            if at < len(lines):
                rows.append(Row((lines[at].rstrip("\n"),), at, is_broken=True))
                at += 1
    return rows


def _unbroken(
    lines: Sequence[str], at: int, delimiter: str, quote: str
) -> Iterator[tuple[Row, int]]:
    """Rows from line `at` up to the first that is damaged, each with the line after it."""
    reader = open_reader(islice(lines, at, None), delimiter, quote)
    line = at
    while True:
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            return
        yield Row(tuple(cells), line), at + reader.line_num
        line = at + reader.line_num


def open_reader(lines: Iterable[str], delimiter: str, quote: str) -> "_csv.Reader":
    """Read rows strictly: a damaged quote raises csv.Error."""
    return csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        strict=True,
    )


def read_head(name: str, start: str, options: ReadOptions, wanted: Collection[str] = ()) -> Head:
    """Read the first rows and the row of column names.

    Where `options` do not say so, the names are in the first row that is not blank, and the
    delimiter is the usual one by which most of the `wanted` columns are found. Where none is found,
    or as many by another, that one counts by which more rows are as wide as the row of names, and
    then the one that gives this row most columns: question texts hold any sign.

    Raises
    ------
    ImportRefused
        When the row of names is damaged or not there, or has a delimiter that nobody expects.
    """
    separator = separator_of(start)
    quote = '"' if options.quote is None else options.quote
    marks = options.delimiter or separator or DELIMITERS
    heads = [_head(start, mark, quote, separator is not None, options) for mark in marks]
    head = max(heads, key=lambda each: _fit(each, wanted))
    if options.header_row == 0:
        return head
    _refuse_no_names(name, head)
    if not (options.delimiter or separator):
        _refuse_odd_delimiter(name, head)
    return head


def _fit(head: Head, wanted: Collection[str]) -> tuple[int, float, int]:
    """Wanted names in the row that has most, share of rows as wide as the names, their number."""
    width = len(head.names)
    first = [row.cells for row in head.rows if not row.is_blank][:10]
    found = [sum(find_column(each, row) is not None for each in wanted) for row in first]
    table = head.rows[max(head.header_row - 1, 0) :]
    rows = [row for row in table if not row.is_blank][:10]
    alike = sum(len(row.cells) == width and not row.is_broken for row in rows) / max(len(rows), 1)
    return max(found, default=0), alike if width > 1 else 0, width


def _head(start: str, mark: str, quote: str, has_separator: bool, options: ReadOptions) -> Head:
    rows = read_rows(start, mark, quote, max(HEAD_ROWS, (options.header_row or 0) + 2))
    asked = options.header_row
    if asked == 0:
        first = next((row for row in rows if not row.is_blank), Row((), 0))
        names = options.names or tuple(f"column {i}" for i in range(1, len(first.cells) + 1))
        return Head(mark, quote, 0, names, tuple(rows))
    least = 2 if has_separator else 1
    if asked is None:
        full = (n for n, row in enumerate(rows, start=1) if n >= least and not row.is_blank)
        asked = next(full, least)
    asked = max(asked, least)
    names = rows[asked - 1].cells if asked <= len(rows) else ()
    return Head(mark, quote, asked, names, tuple(rows))


def _refuse_no_names(name: str, head: Head) -> None:
    row = head.header_row
    if row > len(head.rows):
        raise ImportRefused(
            f"{name} has no row {row} to take the column names from. Choose another row."
        )
    if head.rows[row - 1].is_broken:
        raise ImportRefused(
            f"{name}: the column names in row {row} cannot be read, because a quote is not closed "
            "or stands inside a name. Mend the quotes."
        )
    if head.rows[row - 1].is_blank:
        raise ImportRefused(
            f"{name}: row {row} is blank, so it cannot hold the column names. Choose another row."
        )


def _refuse_odd_delimiter(name: str, head: Head) -> None:
    odd = re.search(_ODD_DELIMITERS, head.names[0])
    if len(head.names) == 1 and odd:
        raise ImportRefused(
            f'{name}: unknown delimiter "{odd[0]}" in row {head.header_row}. Export the file with '
            "comma, semicolon, tab or | between the columns, or name this one in the mapping: "
            f'[read] delimiter = "{odd[0]}".'
        )
    if is_doubled(head.names):
        raise ImportRefused(
            f'{name}: unknown delimiter "{2 * head.delimiter}" in row {head.header_row}. '
            "Export the file with one sign between the columns."
        )


def is_doubled(cells: Sequence[str]) -> bool:
    """Whether every second cell is empty, as when the delimiter is two signs.

    >>> is_doubled(["a", "", "b", "", "c"]), is_doubled(["a", "", "b", "c"])
    (True, False)
    """
    is_odd = len(cells) >= 3 and len(cells) % 2 == 1
    return is_odd and not any(cells[1::2]) and all(cells[::2])


def tidy_names(
    name: str, header: Sequence[str], row: int = 1
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Trim the column names and tell columns apart; then what there is to say about that.

    Raises
    ------
    ImportRefused
        When names are too long or too many.

    Examples
    --------
    >>> tidy_names("a.csv", ["RESPNUM", "NETPRO  "])
    (('RESPNUM', 'NETPRO'), ('Blanks around column names were left out: NETPRO.',))
    >>> tidy_names("a.csv", ["id", "", "ID"])[0]
    ('id', 'column 2', 'ID (2)')
    """
    trimmed = [" ".join(each.strip(" \t\n\u00a0\u200b\ufeff").splitlines()) for each in header]
    _refuse_bad_names(name, trimmed, row)
    padded = [each for each, raw in zip(trimmed, header, strict=True) if each and each != raw]
    notes = []
    if padded:
        more = ", …" if len(padded) > 10 else ""
        notes.append(f"Blanks around column names were left out: {', '.join(padded[:10])}{more}.")
    nameless = [i for i, each in enumerate(trimmed, start=1) if not each]
    if nameless:
        called = ", ".join(f'"column {i}"' for i in nameless[:10])
        notes.append(f"Columns without a name ({len(nameless)}) are called {called}.")
    names = _told_apart([each or f"column {i}" for i, each in enumerate(trimmed, start=1)])
    repeated = [new for new, each in zip(names, trimmed, strict=True) if each and new != each]
    if repeated:
        notes.append(
            f"Columns with the name of an earlier one ({len(repeated)}) are called "
            f"{', '.join(repeated[:10])}."
        )
    return names, tuple(notes)


def blank_end(names: Sequence[str], below: Iterable[Sequence[str]]) -> int:
    """How many columns at the end have neither a name nor, in the rows below, a value.

    >>> blank_end(["a", "b", "", ""], [["1", "2", "", ""]])
    2
    """
    used = max((i + 1 for i, name in enumerate(names) if name.strip()), default=0)
    for cells in below:
        used = max([used, *(i + 1 for i, cell in enumerate(cells[: len(names)]) if cell.strip())])
    return len(names) - used


def twins_of(names: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Place of each name that is there again, and the later places.

    >>> twins_of(["id", "nps", "NPS ", ""])
    {1: (2,)}
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        places[name.strip().casefold()].append(place)
    return {first: tuple(rest) for name, (first, *rest) in places.items() if name and rest}


def _refuse_bad_names(name: str, names: Sequence[str], row: int) -> None:
    if sum(not is_ours(each) for each in names) > MOST_COLUMNS:
        raise ImportRefused(
            f"{name} has {len(names):,} columns; at most {MOST_COLUMNS} can be read. "
            "Export only the columns that are needed."
        )
    for place, each in enumerate(names, start=1):
        if len(each) > LONGEST_NAME:
            raise ImportRefused(
                f'{name}: the name of column {place} is too long ("{each[:40]}…"); '
                f"at most {LONGEST_NAME} characters. Is row {row} the row of column names?"
            )


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Give the second and later of equal names a number that no other name has."""
    taken = {each.casefold() for each in names}
    seen: Counter[str] = Counter()
    apart = []
    for each in names:
        seen[each.casefold()] += 1
        new, number = each, seen[each.casefold()]
        while number > 1 and (new == each or new.casefold() in taken):
            new, number = f"{each} ({number})", number + 1
        taken.add(new.casefold())
        apart.append(new)
    return tuple(apart)
