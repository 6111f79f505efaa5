"""Opens an upload, text or Parquet, for the engine.

What the engine would let pass in silence is refused here or settled before: another delimiter,
doubled or missing column names, columns in another order (they are found by name), cut-off lines.
A text file is opened in two steps, so that a wrong row 1 is named before the rows below it are.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from cx.errors import ImportRefused
from cx.ingest.decode import LONGEST_LINE, clean_text, is_parquet
from cx.ingest.explain import engine_errors
from cx.ingest.header import read_head, tidy_names
from cx.ingest.mapping import Mapping, uses_of
from cx.ingest.parquet import PARQUET, open_parquet
from cx.ingest.source import Source, TextFile, name_of
from cx.warehouse import Cursor

_DISK_PER_BYTE = 3
"""Free disk asked for, per byte of the upload: the clean copy, the cells, and the result."""


def open_source(cursor: Cursor, path: Path, folder: Path, mapping: Mapping) -> Source:
    """Read the column names of an upload, or refuse it as a whole.

    Parameters
    ----------
    cursor : Cursor
        A scratch engine that may read and write `folder`.
    path : Path
        The upload; its content decides what it is, not its name.
    folder : Path
        Where the clean copy of a text file goes.
    mapping : Mapping
        May declare encoding and delimiter, and says which columns are wanted.

    Returns
    -------
    Source
        Ready to be read once `load_rows` was called.

    Raises
    ------
    ImportRefused
        For damage that no cell can be blamed for, with the place and what to do.
    """
    _refuse_full_disk(path, folder)
    if is_parquet(path):
        return open_parquet(cursor, path, folder, mapping)
    return _open_text(path, folder, mapping)


def load_rows(cursor: Cursor, source: Source) -> Source:
    """Fetch the rows of a text file, whole; a Parquet file is as it is.

    Raises
    ------
    ImportRefused
        Naming the first row of another width, with a broken quote or of too great a length.
    """
    if source.text is None:
        return source
    with engine_errors(source.name, source.text.rows_above):
        rows = _write_cells(cursor, source, source.text)
    source.text.path.unlink()
    return replace(source, rows=rows)


def _open_text(path: Path, folder: Path, mapping: Mapping) -> Source:
    clean, name = folder / "clean.csv", name_of(path)
    found = clean_text(path, clean, mapping.encoding)
    wanted = [*uses_of(mapping), *mapping.ratings.attributes]
    head = read_head(name, clean, mapping.delimiter or found.separator, wanted)
    names, warnings = tidy_names(name, head.rows[0])
    if found.has_blank_lines:
        warnings = (*warnings, "Blank lines were left out; row numbers do not count them.")
    above = 1 if found.separator else 0
    relation = (
        f"(select *, file_row_number + {above + 1} as row_number "  # noqa: S608 - our own words
        f"from {PARQUET} where file_row_number > 0)"
    )
    cells = {"source_file": str(folder / "cells.parquet")}
    text = TextFile(clean, head.delimiter, above, head.rows)
    return Source(name, names, relation, cells, warnings, text=text)


def _write_cells(cursor: Cursor, source: Source, text: TextFile) -> int:
    """Copy all cells to Parquet, where each row has its number; returns the rows below row 1.

    Numbering the rows of the text itself would keep all but one processor idle, and every later
    look at a column would parse the whole text again.
    """
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(source.header)))
    # Nothing of the file is in this SQL but the number of its columns.
    copy = (
        f"copy (from read_csv($text_file, columns = {{{columns}}}, delim = $delimiter, "
        "auto_detect = false, header = false, strict_mode = true, quote = '\"', escape = '\"', "
        f"nullstr = '', max_line_size = {LONGEST_LINE})) to $source_file (format parquet)"
    )
    values = {"text_file": str(text.path), "delimiter": text.delimiter}
    return cursor.execute(copy, values | source.params).fetchall()[0][0] - 1


def _refuse_full_disk(path: Path, folder: Path) -> None:
    needed = _DISK_PER_BYTE * path.stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise ImportRefused(
            f"There is not enough room on the disk to check {name_of(path)}: {needed >> 20} MB are "
            "needed. Make room, then import it again."
        )
