"""Reads the row of column names, and refuses one by which columns cannot be told apart."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cx.errors import ImportRefused
from cx.ingest.decode import LONGEST_LINE
from cx.ingest.mapping import find_column
from cx.ingest.source import is_ours

MOST_COLUMNS = 500
LONGEST_NAME = 128
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a text file, and the delimiter that they were read with."""

    delimiter: str
    rows: tuple[tuple[str, ...], ...]


def read_head(name: str, clean: Path, delimiter: str | None, wanted: Collection[str] = ()) -> Head:
    """Read the first ten rows with the delimiter by which most of the `wanted` columns are found.

    Where none is found, or as many by another, that one counts by which more rows are as wide as
    row 1, and then the one that gives row 1 most columns: question texts hold any sign.

    Raises
    ------
    ImportRefused
        When row 1 is damaged, or has a delimiter that nobody expects.
    """
    with clean.open(encoding="utf-8", newline="") as file:
        start = file.read(LONGEST_LINE)
    heads = [Head(mark, _rows(start, mark)) for mark in delimiter or _DELIMITERS]
    head = max(heads, key=lambda each: _fit(each, wanted))
    if not head.rows:
        raise ImportRefused(
            f"{name}: the column names in row 1 cannot be read, because a quote is not closed or "
            "stands inside a name. Mend the quotes."
        )
    odd = re.search(r"[\^~¦§]", start.partition("\n")[0])
    if len(head.rows[0]) == 1 and odd:
        raise ImportRefused(
            f'{name}: unknown delimiter "{odd[0]}" in row 1. '
            "Export the file with comma, semicolon, tab or | between the columns."
        )
    return head


def _fit(head: Head, wanted: Collection[str]) -> tuple[int, float, int]:
    """Wanted names in the row that has most, share of rows as wide as row 1, width of row 1."""
    if not head.rows:
        return 0, 0, 0
    found = [sum(find_column(name, row) is not None for name in wanted) for row in head.rows]
    width = len(head.rows[0])
    alike = sum(len(row) == width for row in head.rows) / len(head.rows)
    return max(found), alike if width > 1 else 0, width


def _rows(start: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    """Rows up to the first that is damaged; the engine, which reads all, names that one."""
    reader = csv.reader(io.StringIO(start), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    with suppress(csv.Error):
        rows.extend(tuple(row) for row in islice(reader, 10) if row)
    return tuple(rows)


def tidy_names(name: str, header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Trim the column names; the second answer is what there is to say about that.

    Raises
    ------
    ImportRefused
        When names are missing, doubled, too long or too many.

    Examples
    --------
    >>> tidy_names("a.csv", ["RESPNUM", "NETPRO  "])
    (('RESPNUM', 'NETPRO'), ('Blanks around column names were left out: NETPRO.',))
    """
    names = tuple(each.strip(" \t\r\n\u00a0\u200b\ufeff") for each in header)
    if sum(not is_ours(each) for each in names) > MOST_COLUMNS:
        raise ImportRefused(
            f"{name} has {len(names):,} columns; at most {MOST_COLUMNS} can be read. "
            "Export only the columns that are needed."
        )
    _refuse_bad_names(name, names)
    padded = [each for each, raw in zip(names, header, strict=True) if each != raw]
    if not padded:
        return names, ()
    return names, (f"Blanks around column names were left out: {', '.join(padded)}.",)


def _refuse_bad_names(name: str, names: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for place, each in enumerate(names, start=1):
        if not each:
            raise ImportRefused(
                f"{name}: column {place} has no name in row 1. Name it, or delete the column."
            )
        if len(each) > LONGEST_NAME:
            raise ImportRefused(
                f'{name}: the name of column {place} is too long ("{each[:40]}…"); '
                f"at most {LONGEST_NAME} characters. Is row 1 the row of column names?"
            )
        first = seen.setdefault(each.casefold(), place)
        if first != place:
            raise ImportRefused(
                f'{name}: columns {first} and {place} have the same name "{each}". '
                "Rename or delete one of them."
            )
