"""Writes the file of rejects: the rows as they came, with what is wrong; mended, it is an upload.

Its own columns never take the name of a column that the import needs, and it is read by the mapping
that the upload was read by, whatever that declares.
"""

import codecs
import shutil
from collections.abc import Collection
from pathlib import Path

from cx.ingest.check import literal
from cx.ingest.mapping import Mapping
from cx.ingest.sift import Sifting
from cx.ingest.source import FILE_STEP, OURS, quote

# SQL below is composed of c<i> and of the file's own names, quoted.
# ruff: noqa: S608


def write_rejects(sifting: Sifting, mapping: Mapping) -> Path | None:
    """Write the rows that have a problem as they were, with what is wrong at the end.

    Cells that a spreadsheet would take for formulas stay as they are: changed ones would be
    imported changed.
    """
    if not sifting.number("select count(*) from notes"):
        return None
    header = sifting.source.header
    cells = "".join(f"source.c{i} as {quote(header[i])}, " for i in sifting.theirs)
    row, labels, texts, messages, file = map(quote, our_names([header[i] for i in sifting.theirs]))
    files = [part.name for part in sifting.source.parts]
    if files:
        place = f"cast(row_number // {FILE_STEP} as integer) + 1"
        cells += f"list_extract({sifting.plan.bound.add(files)}, {place}) as {file}, "
    target = sifting.file("rejects.csv")
    delimiter = "," if mapping.delimiter in (None, '"') else mapping.delimiter
    sifting.copy(
        f"""
        with reasons as (
            select
                row_number,
                string_agg(label, '; ' order by place) as labels,
                string_agg(value, '; ' order by place) as texts,
                string_agg(message, '; ' order by place) as messages
            from notes group by row_number
        )
        select {cells} row_number % {FILE_STEP} as {row}, labels as {labels},
            texts as {texts}, messages as {messages}
        from {sifting.source.relation} as source
        inner join reasons using (row_number)
        order by row_number
        """,
        target,
        f"format csv, header, delimiter {literal(delimiter)}",
    )
    if mapping.encoding:
        _put_mark(target)
    return target


def our_names(theirs: Collection[str]) -> list[str]:
    """Names of our columns, numbered where the upload has one of that name.

    >>> our_names(["customer_id", "Rejected: row"])[:2]
    ['rejected: row 2', 'rejected: column']
    """
    taken = {name.casefold() for name in theirs}
    numbered = ((name, *(f"{name} {i}" for i in range(2, len(taken) + 3))) for name in OURS)
    return [next(name for name in names if name not in taken) for names in numbered]


def _put_mark(target: Path) -> None:
    """Begin with the byte-order mark of UTF-8, as the mapping declares another encoding."""
    marked = target.with_name("marked.csv")
    with target.open("rb") as plain, marked.open("wb") as out:
        out.write(codecs.BOM_UTF8)
        shutil.copyfileobj(plain, out)
    marked.replace(target)
