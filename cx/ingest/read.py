"""Opens an upload as one relation of texts: columns c0, c1, ... and the row as a person counts it.

What the engine would let pass in silence is refused here or settled before: another delimiter,
doubled or missing column names, columns in another order (they are found by name), lines cut off.
"""

import csv
import io
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from cx.errors import ImportRefused
from cx.ingest.decode import LONGEST_LINE, clean_text, is_parquet, long_line

MOST_COLUMNS = 500
MOST_ROWS = 20_000_000
LONGEST_NAME = 128
_DELIMITERS = ",;\t|"
_DISK_PER_BYTE = 3
"""Free disk asked for, per byte of the upload: the clean copy, the result, and spilling."""
_PARQUET_TYPES = re.compile(
    r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|UUID"
    r"|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE|ENUM\(.*\)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A readable upload.

    Attributes
    ----------
    name : str
        Name of the file, for messages.
    header : tuple of str
        Column names as in the file, without surrounding blanks.
    relation : str
        SQL giving ``row_number`` (the header is row 1) and a text ``c<i>`` for each name.
    params : dict
        What `relation` binds.
    rows : int
        Rows below the header, blank ones included.
    warnings : tuple of str
        Sentences about what was tidied up.
    head : tuple of tuple of str
        The first rows of a text file, to look for a header that is not in row 1.
    """

    name: str
    header: tuple[str, ...]
    relation: str
    params: dict[str, Any]
    rows: int
    warnings: tuple[str, ...] = ()
    head: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


def open_source(
    cursor: Any, path: Path, folder: Path, encoding: str | None, delimiter: str | None
) -> Source:
    """Make an upload readable for the engine, or refuse it as a whole.

    Parameters
    ----------
    cursor
        A scratch engine that may read `path` and `folder`.
    path : Path
        The upload; its content decides what it is, not its name.
    folder : Path
        Where the clean copy of a text file goes.
    encoding, delimiter : str, optional
        As the mapping declares them.

    Raises
    ------
    ImportRefused
        For any damage that no row can be blamed for, with the place and what to do.
    """
    _refuse_full_disk(path, folder)
    if is_parquet(path):
        return _open_parquet(cursor, path)
    return _open_text(cursor, path, folder, encoding, delimiter)


def _open_text(
    cursor: Any, path: Path, folder: Path, encoding: str | None, delimiter: str | None
) -> Source:
    clean, raw = folder / "clean.csv", folder / "raw.parquet"
    text = clean_text(path, clean, encoding)
    head = _head(path.name, clean, delimiter or text.separator)
    names, warnings = _tidy(path.name, head.rows[0])
    if text.has_blank_lines:
        warnings = (*warnings, "Blank lines were left out; row numbers do not count them.")
    header_row = 2 if text.separator else 1
    rows = _write_raw(cursor, path.name, clean, raw, head.delimiter, len(names))
    clean.unlink()
    relation = (
        f"(select *, file_row_number + {header_row} as row_number "  # noqa: S608 - a number of ours
        "from read_parquet($source_file, file_row_number = true) where file_row_number > 0)"
    )
    return Source(path.name, names, relation, {"source_file": str(raw)}, rows, warnings, head.rows)


def _refuse_full_disk(path: Path, folder: Path) -> None:
    needed = _DISK_PER_BYTE * path.stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise ImportRefused(
            f"There is not enough room on the disk to check {path.name}: {needed >> 20} MB are "
            "needed. Make room, then import it again."
        )


@dataclass(frozen=True, slots=True)
class _Head:
    delimiter: str
    rows: tuple[tuple[str, ...], ...]


def _head(name: str, clean: Path, delimiter: str | None) -> _Head:
    """Read the first ten rows with the delimiter that gives the first one most columns."""
    with clean.open(encoding="utf-8", newline="") as file:
        start = file.read(LONGEST_LINE)
    heads = [_Head(mark, _rows(start, mark)) for mark in delimiter or _DELIMITERS]
    head = max(heads, key=lambda each: len(each.rows[0]) if each.rows else 0)
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


def _rows(start: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    """Rows up to the first that is damaged; the engine, which reads all, names that one."""
    reader = csv.reader(io.StringIO(start), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    with suppress(csv.Error):
        rows.extend(tuple(row) for row in islice(reader, 10) if row)
    return tuple(rows)


def _tidy(name: str, header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Trim the column names and refuse those that cannot be told apart."""
    names = tuple(each.strip(" \t\n\u00a0\u200b\ufeff") for each in header)
    if len(names) > MOST_COLUMNS:
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


def _write_raw(
    cursor: Any, name: str, clean: Path, raw: Path, delimiter: str, columns: int
) -> int:
    """Copy all cells as texts to Parquet, the header too, where each row has its number.

    Numbering the rows of the text itself would keep all but one processor idle, and every later
    look at a column would parse the whole text again. Returns the rows below the header.
    """
    texts = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(columns))
    # Nothing here comes from the file but the number of columns; the rest is bound.
    copy = (
        f"copy (from read_csv($clean, columns = {{{texts}}}, delim = $delimiter, "
        "auto_detect = false, header = false, strict_mode = true, quote = '\"', escape = '\"', "
        f"nullstr = '', max_line_size = {LONGEST_LINE})) to $raw (format parquet)"
    )
    values = {"clean": str(clean), "raw": str(raw), "delimiter": delimiter}
    with engine_errors(name):
        return cursor.execute(copy, values).fetchone()[0] - 1


def _open_parquet(cursor: Any, path: Path) -> Source:
    """Refuse what the footer gives away before a single page is read."""
    file = {"source_file": str(path.resolve())}
    with engine_errors(path.name):
        rows = cursor.execute(
            "select num_rows from parquet_file_metadata($source_file)", file
        ).fetchone()[0]
        if rows > MOST_ROWS:
            raise ImportRefused(
                f"{path.name} has {rows:,} rows; at most {MOST_ROWS:,} can be read at once. "
                "Split it."
            )
        described = cursor.execute("describe from read_parquet($source_file)", file).fetchall()
    names, warnings = _tidy(path.name, [each[0] for each in described])
    for each, kind in zip(names, (row[1] for row in described), strict=True):
        if not _PARQUET_TYPES.fullmatch(kind):
            raise ImportRefused(
                f'{path.name}: column "{each}" is of type {kind[:40]}, which is no single value. '
                "Write it as text, number, date or time, or leave it out."
            )
    texts = ", ".join(
        f"cast({quote(row[0])} as varchar) as c{i}" for i, row in enumerate(described)
    )
    relation = (
        f"(select {texts}, file_row_number + 2 as row_number "  # noqa: S608 - names of the file, quoted
        "from read_parquet($source_file, file_row_number = true))"
    )
    return Source(path.name, names, relation, file, rows, warnings)


def quote(name: str) -> str:
    """Quote a name for SQL.

    >>> print(quote('5" pipe'))
    "5"" pipe"
    """
    return '"' + name.replace('"', '""') + '"'


_SHAPE = re.compile(
    r"CSV Error on Line: (\d+).*Expected Number of Columns: (\d+) Found: (\d+)", re.S
)
_QUOTE = re.compile(r"CSV Error on Line: (\d+).*unterminated quote", re.S)
_LONG = re.compile(r"CSV Error on Line: (\d+).*Maximum line size", re.S)


@contextmanager
def engine_errors(name: str) -> Iterator[None]:
    """Turn what the engine says about a file into what a person can do about it."""
    try:
        yield
    except sys.modules["duckdb"].Error as error:
        raise ImportRefused(_explain(name, str(error))) from error


def _explain(name: str, said: str) -> str:
    """Sentence for an error of the engine; never its own text, which repeats the whole line.

    >>> _explain("a.csv", "CSV Error on Line: 3 ... Expected Number of Columns: 5 Found: 4")
    'a.csv, row 3: 4 columns instead of 5. Mend the row, or put quotes around text with a delimiter.'
    """
    if found := _SHAPE.search(said):
        row, expected, actual = found.groups()
        return (
            f"{name}, row {row}: {actual} columns instead of {expected}. "
            "Mend the row, or put quotes around text with a delimiter."
        )
    if found := _QUOTE.search(said):
        return (
            f"{name}, row {found[1]}: a quote is not closed or stands inside a quoted text. "
            'Write a quote inside a text twice ("").'
        )
    if found := _LONG.search(said):
        return long_line(name, int(found[1]))
    if "Out of Memory" in said or "failed to allocate" in said.lower():
        return f"{name} holds more than can be checked in memory, perhaps a huge cell. Split it."
    if "arquet" in said or "thrift" in said.lower():
        return f"{name} is damaged or cut off, or is encrypted. Write the Parquet file again."
    return f"{name} cannot be read as a table: its quotes or lines are broken. Export it again."
