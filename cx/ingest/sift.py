"""Parts the good rows of an upload from the bad in the engine, and says what is wrong with these.

The good rows take one pass. Only where that pass leaves rows out are they looked at again, cell by
cell; only where keys repeat are rows compared. Nothing is held in Python but counts.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx.ingest.check import SOMETHING
from cx.ingest.plan import Field, Plan
from cx.ingest.source import FILE_STEP, Source, as_parquet, is_ours, quote
from cx.warehouse import Cursor
from cx.zones import UTC

LONGEST_NOTE = 1000
"""Characters of a bad value that are kept for the reader."""
_GOOD = "read_parquet($good_file, hive_partitioning = false)"

# SQL below is composed of the catalogue's names, of c<i>, and of the file's own names, quoted;
# every value is bound.
# ruff: noqa: S608


@dataclass(frozen=True, slots=True)
class Sifting:
    """One upload on its way through the engine."""

    cursor: Cursor
    source: Source
    plan: Plan
    folder: Path
    zone: str = UTC
    """Zone of times that name none."""

    def run(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Execute with what the SQL binds, and drain."""
        return self.cursor.execute(sql, self.plan.bound.used_in(sql) | values).fetchall()

    def number(self, sql: str, **values: Any) -> int:
        """Answer of a query that gives one number."""
        return self.run(sql, **values)[0][0]

    def copy(self, query: str, target: Path, kind: str | None = None) -> int:
        """Write the rows of a query to a file of that kind, else Parquet, and count them."""
        kind = kind or as_parquet(len(self.plan.all))
        return self.number(f"copy ({query}) to $target ({kind})", target=str(target))

    def file(self, name: str) -> Path:
        """A file of the folder."""
        return self.folder / name

    @property
    def theirs(self) -> list[int]:
        """Places of the upload's columns, without those that a file of rejects added."""
        named = enumerate(self.source.header)
        return [i for i, name in named if i in self.plan.used or not is_ours(name)]

    @property
    def table(self) -> Path:
        """The final file of the main extract."""
        return self.file(f"{self.plan.extract.name}.parquet")


def write_good(sifting: Sifting) -> int:
    """Write the rows without a fault, typed, and count them; makes the empty table of notes.

    The grain of ``notes`` is one bad cell, or one row that repeats a key with other values.
    """
    sifting.run(
        "create temp table notes (row_number bigint, place integer, label varchar, "
        "value varchar, message varchar)"
    )
    # Without a key of its own, an empty row looks like any other.
    is_row = "and not is_empty" if sifting.plan.has_row_key else ""
    return sifting.copy(
        f"with {_judged(sifting)} select {_names(sifting.plan.all)}, row_number, false as is_blank "
        f"from judged where {_first_wrong(sifting)} is null {is_row}",
        sifting.file("good.parquet"),
    )


def note_rejected(sifting: Sifting) -> int:
    """Note each bad cell of the rows left out; returns how many rows have one.

    Rows without a single value, as spreadsheets leave them at the end, are not counted.
    """
    cells = ", ".join(
        f"{{'place': {place}, 'label': {sifting.plan.bound.add(each.label)}, "
        f"'value': left(r_{each.name}, {LONGEST_NOTE}), 'message': wrong_{each.name}}}"
        for place, each in enumerate(sifting.plan.all)
    )
    sifting.run(
        f"""
        insert into notes
        with {_judged(sifting)},
        bad as (
            select row_number, unnest([{cells}]) as cell from judged
            where {_first_wrong(sifting)} is not null and not is_empty
        )
        select row_number, cell.place, cell.label, cell.value, cell.message
        from bad where cell.message is not null
        """
    )
    return sifting.number("select count(distinct row_number) from notes")


def note_duplicates(sifting: Sifting) -> int:
    """List in ``repeated`` the good rows whose key an earlier one has; note those that differ."""
    good = {"good_file": str(sifting.file("good.parquet"))}
    keys = ", ".join(quote(key) for key in sifting.plan.extract.key)
    # Keys with different hashes are different: that takes half the time, and far less memory.
    if not sifting.number(f"select count(*) - count(distinct hash({keys})) from {_GOOD}", **good):
        return 0
    sifting.run(
        f"create temp table again as select {keys}, min(row_number) as first_row "
        f"from {_GOOD} group by {keys} having count(*) > 1",
        **good,
    )
    is_same = " and ".join(
        f"later.{quote(each.name)} is not distinct from first.{quote(each.name)}"
        for each in sifting.plan.all
    )
    written = ", ".join(f"later.{quote(key)}" for key in sifting.plan.extract.key)
    sifting.run(
        f"""
        create temp table repeated as
        select
            later.row_number,
            again.first_row,
            {is_same} as is_same,
            concat_ws(', ', {written}) as value
        from {_GOOD} as later
        inner join again using ({keys})
        inner join {_GOOD} as first on again.first_row = first.row_number
        where later.row_number > again.first_row
        """,
        **good,
    )
    _note_conflicts(sifting)
    return sifting.number("select count(*) from repeated")


def _note_conflicts(sifting: Sifting) -> None:
    key = [each.label for each in sifting.plan.fields if each.name in sifting.plan.extract.key]
    sifting.run(
        f"""
        insert into notes
        select
            row_number, 0, $label, left(value, {LONGEST_NOTE}),
            'has the same key as ' || {_row("first_row", sifting)} || ' but other values; '
            || {_row("first_row", sifting)} || ' was kept'
        from repeated where not is_same
        """,
        label=", ".join(key),
    )


def _row(number: str, sifting: Sifting) -> str:
    """SQL of the words for a row, with its file when there are several."""
    row = f"'row ' || ({number} % {FILE_STEP})"
    if not sifting.source.parts:
        return row
    files = sifting.plan.bound.add([part.name for part in sifting.source.parts])
    return f"{row} || ' of ' || list_extract({files}, cast({number} // {FILE_STEP} as integer) + 1)"


def write_tables(sifting: Sifting, has_repeats: bool) -> dict[str, Path]:
    """Write the final files; in the common case there is one already, which only gets its name."""
    name, good = sifting.plan.extract.name, sifting.file("good.parquet")
    if not sifting.plan.ratings and not has_repeats:
        return {name: good.replace(sifting.table)}
    rest = "anti join repeated using (row_number)" if has_repeats else ""
    kept = f"read_parquet({sifting.plan.bound.add(str(good))}, hive_partitioning = false) {rest}"
    sifting.copy(
        f"select {_names(sifting.plan.fields)}, row_number, is_blank from {kept}", sifting.table
    )
    tables = {name: sifting.table}
    if sifting.plan.ratings:
        tables["ratings"] = _write_ratings(sifting, kept)
    good.unlink()
    return tables


def _write_ratings(sifting: Sifting, kept: str) -> Path:
    """Turn wide ratings into rows; a blank one is written too, as it may take an old one back."""
    options, target = sifting.plan.rating_options, sifting.file("ratings.parquet")
    cells = ", ".join(
        f"{{'attribute': {sifting.plan.bound.add(attribute)}, 'rating': {each.name}}}"
        for attribute, each in zip(options.attributes.values(), sifting.plan.ratings, strict=True)
    )
    sifting.copy(
        f"""
        with cells as (
            select response_id, row_number, unnest([{cells}]) as cell from {kept}
        )
        select
            response_id,
            cell.attribute as attribute,
            cell.rating as rating,
            cast({options.scale_max} as integer) as scale_max,
            cast(null as double) as importance,
            row_number,
            cell.rating is null as is_blank
        from cells
        """,
        target,
    )
    return target


def _judged(sifting: Sifting) -> str:
    """SQL of ``judged``: each row's typed columns, and what is wrong with each (``wrong_``).

    Unused parts cost nothing: the engine leaves out what a query does not ask for.
    """
    fields = sifting.plan.all
    cells = ", ".join(f"source.c{i}" for i in sifting.theirs)
    raw = ", ".join(f"{each.raw} as r_{each.name}" for each in fields)
    written = ", ".join(f"{each.written} as w_{each.name}" for each in fields)
    text = ", ".join(f"{each.text} as t_{each.name}" for each in fields)
    guess = ", ".join(f"{each.verdict.guess} as g_{each.name}" for each in fields)
    value = ", ".join(f"{each.verdict.value} as {quote(each.name)}" for each in fields)
    wrong = ", ".join(f"{each.verdict.complaint} as wrong_{each.name}" for each in fields)
    return f"""
        cells as (
            select row_number, not regexp_matches(concat({cells}), '{SOMETHING}') as is_empty,
                {raw}, {written}
            from {sifting.source.relation} as source
        ),
        texts as (select *, {text} from cells),
        guesses as (select *, {guess} from texts),
        typed as (select *, {value} from guesses),
        judged as (select *, {wrong} from typed)
    """


def _first_wrong(sifting: Sifting) -> str:
    complaints = ", ".join(f"wrong_{each.name}" for each in sifting.plan.all)
    return f"coalesce({complaints})"


def _names(fields: tuple[Field, ...]) -> str:
    return ", ".join(quote(each.name) for each in fields)
