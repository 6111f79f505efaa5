"""Opens a Parquet file as texts, once its footer is known: few bytes can hold millions of rows.

Its cells go through the same checks as those of a text file, so that a rule is written once.
"""

import re
from pathlib import Path

from cx.errors import ImportRefused
from cx.ingest.decode import LONGEST_LINE
from cx.ingest.explain import engine_errors
from cx.ingest.header import tidy_names, twins_of
from cx.ingest.source import Source, quote
from cx.warehouse import Cursor

MOST_ROWS = 20_000_000
_TYPES = re.compile(
    r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|UUID"
    r"|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE"
)
_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"


def open_parquet(cursor: Cursor, path: Path, name: str) -> Source:
    """Look at the footer, and at the longest cell of each text column.

    Raises
    ------
    ImportRefused
        For a damaged or encrypted file, too many rows, nested or binary columns, doubled names,
        huge cells and control characters.
    """
    file = {"source_file": str(path.resolve())}
    with engine_errors(name):
        found = cursor.execute("select num_rows from parquet_file_metadata($source_file)", file)
        rows = sum(each[0] for each in found.fetchall())
        _refuse_too_many(name, rows)
        columns = cursor.execute("describe from read_parquet($source_file)", file).fetchall()
        stored = cursor.execute(
            "select name, type from parquet_schema($source_file) offset 1", file
        ).fetchall()
    for column, physical in zip(columns, stored, strict=False):
        _refuse_type(name, column[0], column[1], physical[1])
    # The engine would rename the second of two equal names without a word.
    written = [each[0] for each in stored]
    names, warnings = tidy_names(name, written)
    texts = [i for i, column in enumerate(columns) if column[1] == "VARCHAR"]
    cells = ", ".join(
        f"cast({quote(each[0])} as varchar) as c{i}" for i, each in enumerate(columns)
    )
    relation = (
        f"(select {cells}, file_row_number + 2 as row_number "  # noqa: S608 - quoted names
        "from read_parquet($source_file, file_row_number = true))"
    )
    twins = twins_of(written)
    source = Source(name, names, relation, file, warnings, rows=rows, twins=twins)
    with engine_errors(name):
        _refuse_cells(cursor, source, texts)
    return source


def _refuse_too_many(name: str, rows: int) -> None:
    if rows > MOST_ROWS:
        raise ImportRefused(
            f"{name} has {rows:,} rows; at most {MOST_ROWS:,} can be read at once. Split it."
        )
    if not rows:
        raise ImportRefused(f"{name} has no rows. Write it again.")


def _refuse_type(name: str, column: str, kind: str, physical: str) -> None:
    is_cut = kind == "DOUBLE" and physical not in ("DOUBLE", "FLOAT")
    if is_cut or not _TYPES.fullmatch(kind):
        raise ImportRefused(
            f'{name}: column "{column}" is of a type ({physical or kind[:40]}) that is no single '
            "text, number, day or time of usual size. Write it as one of these, or leave it out."
        )
    if column == "file_row_number":
        raise ImportRefused(f'{name}: the name "file_row_number" is taken. Rename the column.')


def _refuse_cells(cursor: Cursor, source: Source, texts: list[int]) -> None:
    if not texts:
        return
    longest = ", ".join(f"max(strlen(c{i}))" for i in texts)
    sql = f"select {longest} from {source.relation}"  # noqa: S608 - numbered columns
    for i, length in zip(texts, cursor.execute(sql, source.params).fetchall()[0], strict=True):
        if (length or 0) > LONGEST_LINE:
            raise ImportRefused(
                f'{source.name}: a cell of column "{source.header[i]}" is too long '
                f"({length >> 20} MB). Leave it out, or cut it."
            )
    odd = ", ".join(f"coalesce(bool_or(regexp_matches(c{i}, '{_CONTROL}')), false)" for i in texts)
    sql = f"select {odd} from {source.relation}"  # noqa: S608 - numbered columns
    for i, is_odd in zip(texts, cursor.execute(sql, source.params).fetchall()[0], strict=True):
        if is_odd:
            raise ImportRefused(
                f'{source.name}: column "{source.header[i]}" holds control characters, which no '
                "text holds. Write the file again without them."
            )
