"""What a person should say yes to before a commit: is the file whole, are the units right."""

from collections.abc import Iterator

from cx import zones
from cx.extracts import Column
from cx.ingest.written import Written, rows_of
from cx.words import counted

FAR = 10
"""Times as much, or as little, as in the import before that nobody would expect of a column."""
WHOLE = 100
"""Rows from which on a file may be all of a period; fewer are an addition or a correction."""
ENOUGH = 10
"""Values on both sides for averages to be compared."""

# Names in the SQL below come from the catalogue in cx/extracts.py, never from a file or a person.
# ruff: noqa: S608


def questions(file: Written) -> list[str]:
    """What to ask about a file; most have nothing to be asked about."""
    return [*_about_rows_gone(file), *_about_retired(file), *_about_units(file)]


def _about_rows_gone(file: Written) -> Iterator[str]:
    """Less than half of the rows of the import before, in what brings new ones and is no repair."""
    last, rows = file.usual, file.staged.good
    if last is None or rows < WHOLE or file.staged.is_mended or not file.counts["new"]:
        return
    if 2 * rows < rows_of(last):
        day = zones.day_of(last.committed_at, file.zone)
        yield (
            f"The file has {counted(rows, 'row')}, and import {last.import_id} of "
            f"{file.extract.name} ({day}) had {rows_of(last):,}. "
            "Is it whole?"
        )


def _about_retired(file: Written) -> Iterator[str]:
    retired = file.counts["retired"]
    there = retired + file.counts["changed"] + file.counts["unchanged"]
    if 2 * retired > there:
        yield (
            f"This snapshot lacks {retired:,} of the {there:,} {file.extract.name} that are "
            "there, and retires them. Is it whole?"
        )


def _about_units(file: Written) -> Iterator[str]:
    """Amounts that are, row by row, ten times what they were, or a tenth."""
    columns = [each for each in file.extract.columns if each.type in ("money", "number")]
    if file.usual is None or not columns:
        return
    last = file.usual.import_id
    sums = ", ".join(map(_sum_and_values, columns))
    now = file.row(f"select {sums} from {file.stage}")
    then = file.row(f"select {sums} from {file.extract.history} where import_id = {last:d}")
    for i, column in enumerate(columns):
        total, values, total_then, values_then = *now[2 * i : 2 * i + 2], *then[2 * i : 2 * i + 2]
        if min(values, values_then) < ENOUGH:
            continue
        if _is_far(total / values, total_then / values_then):
            yield (
                f"{column.name} adds up to {total:,.2f} in {counted(values, 'row')}, and in "
                f"import {last} to {total_then:,.2f} in {values_then:,}. Are the units right?"
            )


def _sum_and_values(column: Column) -> str:
    """Sum and number of the values that somebody gave: a default stands where nobody did."""
    given = f" filter (where {column.name} <> {column.default})" if column.default else ""
    return f"cast(sum({column.name}){given} as double), count({column.name}){given}"


def _is_far(one: float, other: float) -> bool:
    """Whether one is more than ten times the other, whatever their signs.

    >>> _is_far(-11, 1), _is_far(10, 1), _is_far(0, 0)
    (True, False, False)
    """
    return max(abs(one), abs(other)) > FAR * min(abs(one), abs(other))
