"""Opens an upload, text, Excel or Parquet, for the engine.

What the engine would let pass in silence is refused here or settled before: another delimiter,
doubled or missing column names, columns in another order (they are found by name), cut-off lines.
A text file is opened in two steps, so that a wrong row of column names is named before the rows
below it are.
"""

import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from cx.errors import ImportRefused
from cx.ingest.compose import write
from cx.ingest.decode import (
    LONGEST_LINE,
    UTF_8,
    clean_text,
    encoding_of,
    fill_gaps,
    read_start,
)
from cx.ingest.excel import read_sheet
from cx.ingest.explain import engine_errors
from cx.ingest.header import Head, blank_end, read_head, rejects_delimiter, tidy_names, twins_of
from cx.ingest.letters import is_utf8
from cx.ingest.mapping import Mapping, uses_of
from cx.ingest.options import ReadOptions
from cx.ingest.parquet import PARQUET, open_parquet
from cx.ingest.progress import Check, go_on
from cx.ingest.source import Source, TextFile, as_parquet, name_of
from cx.ingest.unpack import unpack
from cx.warehouse import Cursor

_DISK_PER_BYTE = 3
"""Free disk asked for, per byte of the upload: the clean copy, the cells, and the result."""


def open_source(
    cursor: Cursor, path: Path, folder: Path, mapping: Mapping, check: Check = go_on
) -> Source:
    """Read the column names of an upload, or refuse it as a whole.

    Parameters
    ----------
    cursor : Cursor
        A scratch engine that may read and write `folder`.
    path : Path
        The upload; its content decides what it is, not its name.
    folder : Path
        Takes what is made of it on the way.
    mapping : Mapping
        May declare how it is read (else UTF-8, the usual delimiters, names in row 1), and says
        which columns are wanted.
    check : callable
        Asked again and again whether to go on.

    Returns
    -------
    Source
        Ready to be read once `load_rows` was called.

    Raises
    ------
    ImportRefused
        For damage that no cell can be blamed for, with the place and what to do.
    Cancelled
        When `check` says so.
    """
    _refuse_full_disk(name_of(path), path, folder)
    plain = unpack(path, folder, mapping.encoding, check=check)
    _refuse_full_disk(plain.name, plain.path, folder)
    if plain.format == "parquet":
        return open_parquet(cursor, plain.path, plain.name, folder, mapping)
    if plain.format == "text":
        wanted = [*uses_of(mapping), *mapping.ratings.attributes]
        return open_text(plain.name, plain.path, folder, mapping.reading, wanted)
    sheet = read_sheet(plain.name, plain.path, folder, mapping.sheet, check=check)
    table = ReadOptions("utf-8", ",", '"', mapping.header_row, names=mapping.names)
    source = open_text(plain.name, sheet.path, folder, table)
    return replace(
        source,
        warnings=(*sheet.notes, *source.warnings),
        faults=sheet.faults(source.text.header_row if source.text else 1),
        cell_columns=sheet.letters(len(source.header)) if sheet.errors else (),
    )


def open_text(
    name: str, path: Path, folder: Path, options: ReadOptions, wanted: Collection[str] = ()
) -> Source:
    """Read the column names of a text file; `load_rows` fetches its rows.

    Raises
    ------
    ImportRefused
        When its beginning cannot be decoded, or holds no usable row of column names.
    """
    options = _settled(path, options)
    encoding = options.encoding or "utf-8"
    head = read_head(name, read_start(name, path, encoding), options, wanted)
    width = len(head.names)
    kept = width - blank_end(head.names, (row.cells for row in head.below))
    names, warnings = tidy_names(name, head.names[:kept], head.header_row or 1)
    if kept < width:
        warnings = (*warnings, f"Empty columns at the end were left out: {width - kept}.")
    text = TextFile(
        path,
        folder / "cells.parquet",
        encoding,
        head.delimiter,
        head.quote,
        head.header_row,
        head.lines_above,
        _width(name, head),
        tuple(row.cells for row in head.rows[:30]),
    )
    cells = {"source_file": str(text.cells)}
    first, below = (head.header_row, "> 0") if head.header_row else (1, ">= 0")
    relation = (
        f"(select *, file_row_number + {first} as row_number "  # noqa: S608 - our own number
        f"from {PARQUET} where file_row_number {below})"
    )
    twins = twins_of(head.names[:kept])
    return Source(name, names, relation, cells, warnings, text=text, twins=twins)


def load_rows(cursor: Cursor, source: Source, check: Check = go_on) -> Source:
    """Fetch the rows of all text files, whole; a Parquet file is as it is.

    Raises
    ------
    ImportRefused
        Naming the first row of another width, with a broken quote or of too great a length.
    Cancelled
        When `check`, which is asked again and again, says so.
    """
    if source.composed:
        inputs = [load_rows(cursor, each, check) for each in source.composed.inputs]
        return write(cursor, source, source.composed, inputs)
    if source.parts:
        parts = tuple(load_rows(cursor, part, check) for part in source.parts)
        return replace(source, parts=parts, rows=sum(part.rows for part in parts))
    if source.text is None:
        return source
    text = source.text
    clean = text.cells.with_name("clean.csv")
    found = clean_text(source.name, text.path, clean, text.encoding, text.lines_above, check=check)
    if found.has_gaps:
        fill_gaps(clean, text.delimiter, text.quote, text.width, check)
    with engine_errors(source.name, max(text.header_row - 1, 0)):
        rows = _write_cells(cursor, source, text, clean)
        lost = _values_beyond(cursor, source, text)
    clean.unlink()
    return replace(source, rows=rows, warnings=(*source.warnings, *lost))


def delimiter_of_rejects(path: Path) -> str | None:
    """Delimiter of a file of rejects, perhaps mended and saved in another way; None for others."""
    with path.open("rb") as file:
        start = file.read(LONGEST_LINE).decode(encoding_of(path), "ignore")
    return rejects_delimiter(start.replace("\r", "\n"))


def _settled(path: Path, options: ReadOptions) -> ReadOptions:
    """Options with an encoding; a file of rejects is ours, whatever its mapping was made for."""
    marked = encoding_of(path)
    # A mark counts for more than what is declared.
    encoding = options.encoding if options.encoding and marked == "utf-8" else marked
    if delimiter := delimiter_of_rejects(path):
        return ReadOptions("utf-8" if marked == "utf-8" and is_utf8(path) else encoding, delimiter)
    # With or without its mark, which would otherwise be a part of the first name.
    return replace(options, encoding="utf-8-sig" if encoding in UTF_8 else encoding)


def _width(name: str, head: Head) -> int:
    """Columns in the file."""
    if head.header_row:
        return len(head.names)
    first = next(row for row in head.rows if not row.is_blank)
    if len(first.cells) != len(head.names):
        raise ImportRefused(
            f"{name} has {len(first.cells)} columns, but {len(head.names)} column names were "
            "given. Name each of its columns, in order."
        )
    return len(first.cells)


def _write_cells(cursor: Cursor, source: Source, text: TextFile, clean: Path) -> int:
    """Copy all cells to Parquet, where each row has its number; returns the rows below the names.

    Numbering the rows of the text itself would keep all but one processor idle, and every later
    look at a column would parse the whole text again.
    """
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(text.width))
    # Nothing of the file is in this SQL but the number of its columns.
    copy = (
        f"copy (from read_csv($text_file, columns = {{{columns}}}, delim = $delimiter, "
        "auto_detect = false, header = false, strict_mode = true, quote = $quote, "
        f"escape = $quote, nullstr = '', max_line_size = {LONGEST_LINE})) "
        f"to $source_file ({as_parquet(text.width)})"
    )
    values = {"text_file": str(clean), "delimiter": text.delimiter, "quote": text.quote}
    found = cursor.execute(copy, values | source.params).fetchall()[0][0]
    return found - (1 if text.header_row else 0)


def _values_beyond(cursor: Cursor, source: Source, text: TextFile) -> list[str]:
    """Say whether the columns left out at the end hold values after all."""
    beyond = [f"c{i}" for i in range(len(source.header), text.width)]
    if not beyond:
        return []
    sql = f"select count(coalesce({', '.join(beyond)})) from {source.relation}"  # noqa: S608
    rows = cursor.execute(sql, source.params).fetchall()[0][0]
    return [f"Rows with values beyond the last named column, not read: {rows:,}."] if rows else []


def _refuse_full_disk(name: str, path: Path, folder: Path) -> None:
    needed = _DISK_PER_BYTE * path.stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise ImportRefused(
            f"There is not enough room on the disk to check {name}: {needed >> 20} MB are needed. "
            "Make room, then import it again."
        )
