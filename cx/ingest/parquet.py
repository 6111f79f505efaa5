"""Opens a Parquet file as texts, once its footer is known: few bytes can hold millions of rows.

Its cells go through the same checks as those of a text file, so that a rule is written once.
"""

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from cx.errors import ImportRefused
from cx.extracts import Column
from cx.ingest.check import SINCE, WRITTEN, literal
from cx.ingest.decode import LONGEST_LINE
from cx.ingest.explain import engine_errors
from cx.ingest.header import tidy_names, twins_of
from cx.ingest.mapping import Mapping, uses_of
from cx.ingest.source import Source, quote
from cx.warehouse import Cursor

MOST_ROWS = 20_000_000
PARQUET = "read_parquet($source_file, file_row_number = true, hive_partitioning = false)"
"""SQL of the rows of a file as they are; a folder ``nps=9`` would else be a column of it."""

_TYPES = re.compile(
    r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|UUID"
    r'|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE|"NULL"'
)
_NUMBERS = re.compile(r"U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)")
_EXACT = {"DOUBLE": 1 << 53, "FLOAT": 1 << 24}
"""From here on, neighbouring whole numbers are the same number."""
_PER_DAY = {"milliseconds": 86_400_000, "seconds": 86_400, "days": 1}
_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"


def open_parquet(
    cursor: Cursor, path: Path, name: str, folder: Path, mapping: Mapping | None = None
) -> Source:
    """Look at the footer, and at the longest cell of each text column.

    Raises
    ------
    ImportRefused
        For a damaged or encrypted file, too many rows, nested or binary columns, doubled names,
        huge cells, control characters and ids that are no exact numbers.
    """
    file = {"source_file": str(_under_plain_name(path, folder))}
    with engine_errors(name):
        found = cursor.execute("select num_rows from parquet_file_metadata($source_file)", file)
        rows = sum(each[0] for each in found.fetchall())
        _refuse_too_many(name, rows)
        stored = cursor.execute(
            "select name, type from parquet_schema($source_file) offset 1", file
        ).fetchall()
        # The engine would rename the second of two equal names without a word.
        written = [each[0] for each in stored]
        names, warnings = tidy_names(name, written)
        about = "describe from read_parquet($source_file, hive_partitioning = false)"
        columns = cursor.execute(about, file).fetchall()
    for column, physical in zip(columns, stored, strict=False):
        _refuse_type(name, column[0], column[1], physical[1])
    kinds = [each[1] for each in columns]
    uses = uses_of(mapping) if mapping else {}
    fills = [uses.get(each.casefold(), []) for each in names]
    formats = [_format(each, mapping) for each in fills]
    cells = ", ".join(
        f"{_cell(each[0], each[1], fills[i], formats[i])} as c{i}" for i, each in enumerate(columns)
    )
    relation = (
        f"(select {cells}, file_row_number + 2 as row_number "  # noqa: S608 - quoted names
        f"from {PARQUET})"
    )
    twins = twins_of(written)
    source = Source(name, names, relation, file, warnings, rows=rows, twins=twins)
    with engine_errors(name):
        _refuse_cells(cursor, source, [i for i, kind in enumerate(kinds) if kind == "VARCHAR"])
        _refuse_inexact(cursor, source, _ids_with_a_point(kinds, fills))
    return source


def _under_plain_name(path: Path, folder: Path) -> Path:
    """Give the file a second name in which the engine sees no pattern: f*.parquet is one."""
    plain = Path(mkdtemp(dir=folder)) / "upload.parquet"
    with suppress(OSError):
        os.link(path.resolve(), plain)
        return plain
    shutil.copyfile(path, plain)
    return plain


def _format(fills: Sequence[Column], mapping: Mapping | None) -> str | None:
    """Format that the mapping declares for a column, by the first of ours that has one."""
    formats = mapping.formats if mapping else {}
    return next((formats[each.name] for each in fills if each.name in formats), None)


def _cell(name: str, kind: str, fills: Sequence[Column], pattern: str | None) -> str:
    """SQL of a cell as a text file would have it, in the format that the mapping declares."""
    cell = quote(name)
    text = f"cast({cell} as varchar)"
    if kind in _EXACT:
        text = _of_float(cell, kind, is_money=any(each.type == "money" for each in fills))
    if pattern and kind == "DATE":
        since = re.fullmatch(SINCE, pattern)
        if not since:
            return f"strftime({cell}, {literal(pattern)})"
        return f"cast(({cell} - date '{since[2]}') * {_PER_DAY[since[1]]} as varchar)"
    number = re.fullmatch(WRITTEN, pattern) if pattern else None
    if number and number["point"] == "," and _NUMBERS.fullmatch(kind):
        return f"replace({text}, '.', ',')"
    return text


def _of_float(cell: str, kind: str, is_money: bool) -> str:
    """SQL of a binary number: whole ones without a point, amounts without their last blur."""
    value = cell
    if is_money:
        blur = f"greatest(1e-9, 1e-15 * abs({cell}))"
        value = (
            f"case when abs({cell} - round({cell}, 4)) <= {blur} "
            f"then round({cell}, 4) else {cell} end"
        )
    return (
        f"case when {cell} = trunc({cell}) and abs({cell}) < {_EXACT[kind]} "
        f"then cast(cast({cell} as bigint) as varchar) else cast({value} as varchar) end"
    )


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


def _ids_with_a_point(kinds: Sequence[str], fills: Sequence[Sequence[Column]]) -> list[int]:
    return [
        i
        for i, kind in enumerate(kinds)
        if kind in _EXACT and any(each.type == "id" for each in fills[i])
    ]


def _refuse_inexact(cursor: Cursor, source: Source, places: list[int]) -> None:
    """Refuse ids that a binary number cannot tell apart, or that have a fraction."""
    for i in places:
        sql = (
            f"select row_number, c{i} from {source.relation} "  # noqa: S608 - numbered columns
            f"where not regexp_full_match(c{i}, '-?\\d+') order by row_number limit 1"
        )
        for row, text in cursor.execute(sql, source.params).fetchall():
            raise ImportRefused(
                f'{source.name}, row {row}, column "{source.header[i]}": {text} is a binary number '
                "that is not whole or too large to be exact. Write ids as texts or whole numbers."
            )
