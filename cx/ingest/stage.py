"""Reads, maps and checks one upload into typed Parquet files; touches no warehouse.

All rows go through the engine in sets; Python sees headers, counts and the first problems only.
The common case, a file without a fault, costs one pass; rows are looked at again only to explain
what is wrong with them.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cx import warehouse
from cx.errors import ImportRefused, MappingError
from cx.ingest.check import MACROS
from cx.ingest.mapping import Mapping, identity
from cx.ingest.plan import Plan, make_plan
from cx.ingest.read import Source, engine_errors, open_source, quote

MOST_PROBLEMS = 10_000
_AHEAD = {"promised_on", "renews_on", "due_on", "ended_on", "started_on", "valid_from", "event_on"}
"""Days that may well lie in the future."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell: where it is, as it is written, what was expected.

    >>> str(Problem(214, "How likely", "11", "11 is not between 0 and 10"))
    'row 214, column "How likely": 11 is not between 0 and 10'
    """

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f'row {self.row}, column "{self.column}": {self.message}'


@dataclass(frozen=True, slots=True)
class Staged:
    """A checked upload, ready to be committed.

    Attributes
    ----------
    rows : int
        Rows of the file: the good ones, `rejected` and `duplicate` together.
    tables : dict
        Parquet file for each extract it fills: all its columns, ``row_number``, ``is_blank``.
    problems : list of Problem
        The first 10,000, by row.
    rejected, duplicate : int
        Rows with a bad cell; rows that repeat the key of an earlier good row.
    rejects_file : Path or None
        CSV of the rows that `problems` is about: their columns as in the file, then row, column,
        value and reason. Mended, it can be imported as it is.
    """

    kind: str
    file_name: str
    sha256: str
    rows: int
    tables: dict[str, Path]
    problems: list[Problem]
    rejected: int
    duplicate: int
    warnings: list[str] = field(default_factory=list)
    rejects_file: Path | None = None
    mapping_name: str = ""

    @property
    def good(self) -> int:
        """Rows that can be committed."""
        return self.rows - self.rejected - self.duplicate


def stage(kind: str, path: Path, mapping: Mapping | None, folder: Path) -> Staged:
    """Read, map and check a file.

    Parameters
    ----------
    kind : str
        Name of the extract.
    path : Path
        CSV (comma, semicolon, tab or ``|``; plain or gzipped; UTF-8 or UTF-16) or Parquet.
    mapping : Mapping or None
        None when the file has our column names.
    folder : Path
        Takes the results and what is needed on the way; made when missing.

    Returns
    -------
    Staged

    Raises
    ------
    ImportRefused
        When the file as a whole cannot be used; nothing but `folder` was written.
    MappingError
        When the mapping is of another kind or names columns that the file lacks.
    """
    mapping = mapping or identity(kind)
    if mapping.kind != kind:
        raise MappingError(
            f"Mapping {mapping.name} is for {mapping.kind}, not for {kind}. Choose another."
        )
    if not path.is_file():
        raise ImportRefused(f"There is no file {path}. Check its name.")
    folder.mkdir(parents=True, exist_ok=True)
    with warehouse.scratch(folder, [path]) as cursor:
        for macro in MACROS:
            cursor.execute(macro)
        source = open_source(cursor, path, folder, mapping.encoding, mapping.delimiter)
        with engine_errors(path.name):
            return _check(cursor, _Job(source, make_plan(mapping, source), folder), path, mapping)


@dataclass(frozen=True, slots=True)
class _Job:
    """One upload on its way through the engine."""

    source: Source
    plan: Plan
    folder: Path

    def run(self, cursor: Any, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Execute with what the SQL binds, and drain."""
        params = self.plan.bound.used_in(sql) | values
        return cursor.execute(sql, params).fetchall()

    def file(self, name: str) -> Path:
        """A file of the folder."""
        return self.folder / name


# SQL below is composed of the catalogue's names, of c<i>, and of the file's own names, quoted;
# every value is bound.
# ruff: noqa: S608


def _check(cursor: Any, job: _Job, path: Path, mapping: Mapping) -> Staged:
    rows = job.source.rows
    good = _write_good(cursor, job)
    _begin_notes(cursor)
    rejected = _note_rejected(cursor, job) if good < rows else 0
    blank = rows - good - rejected
    if rows == blank:
        raise ImportRefused(f"{path.name} has no rows below the column names. Export it again.")
    duplicate = _note_duplicates(cursor, job)
    tables = _write_tables(cursor, job, duplicate > 0)
    return Staged(
        kind=mapping.kind,
        file_name=path.name,
        sha256=_sha256(path),
        rows=rows - blank,
        tables=tables,
        problems=_problems(cursor),
        rejected=rejected,
        duplicate=duplicate,
        warnings=[*job.source.warnings, *job.plan.warnings, *_about_rows(cursor, job, blank)],
        rejects_file=_write_rejects(cursor, job),
        mapping_name=mapping.name,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _judged(job: _Job) -> str:
    """SQL of ``judged``: each row's typed columns, and what is wrong with each (``wrong_``)."""
    fields = job.plan.all
    raw = ", ".join(f"{each.raw} as r_{each.name}" for each in fields)
    written = ", ".join(f"{each.written} as w_{each.name}" for each in fields)
    text = ", ".join(f"{each.text} as t_{each.name}" for each in fields)
    value = ", ".join(f"{each.verdict.value} as {quote(each.name)}" for each in fields)
    wrong = ", ".join(f"{each.verdict.complaint} as wrong_{each.name}" for each in fields)
    return f"""
        cells as (
            select row_number, {_is_empty(job)} as is_empty, {raw}, {written}
            from {job.source.relation} as source
        ),
        texts as (select *, {text} from cells),
        judged as (select *, {value}, {wrong} from texts)
    """


def _is_empty(job: _Job) -> str:
    cells = ", ".join(f"source.c{i}" for i in range(len(job.source.header)))
    return f"coalesce({cells}) is null"


def _any_wrong(job: _Job) -> str:
    complaints = ", ".join(f"wrong_{each.name}" for each in job.plan.all)
    return f"coalesce({complaints})"


def _write_good(cursor: Any, job: _Job) -> int:
    """Write the rows without a fault, and count them."""
    names = ", ".join(quote(each.name) for each in job.plan.all)
    return _copy(
        cursor,
        job,
        f"with {_judged(job)} select {names}, row_number, false as is_blank "
        f"from judged where {_any_wrong(job)} is null",
        job.file("good.parquet"),
    )


def _copy(cursor: Any, job: _Job, query: str, target: Path) -> int:
    kind = "format csv, header" if target.suffix == ".csv" else "format parquet"
    return job.run(cursor, f"copy ({query}) to $target ({kind})", target=str(target))[0][0]


def _begin_notes(cursor: Any) -> None:
    """Make the table of problems; its grain is one cell."""
    cursor.execute(
        "create temp table notes (row_number bigint, place integer, label varchar, "
        "value varchar, message varchar)"
    )


def _note_rejected(cursor: Any, job: _Job) -> int:
    """Note each bad cell of the rows that were left out; returns how many rows have one."""
    cells = ", ".join(
        f"{{'place': {i}, 'label': {job.plan.bound.add(each.label)}, "
        f"'value': r_{each.name}, 'message': wrong_{each.name}}}"
        for i, each in enumerate(job.plan.all)
    )
    job.run(
        cursor,
        f"""
        insert into notes
        with {_judged(job)},
        bad as (
            select row_number, unnest([{cells}]) as cell from judged
            where {_any_wrong(job)} is not null and not is_empty
        )
        select row_number, cell.place, cell.label, cell.value, cell.message
        from bad where cell.message is not null
        """,
    )
    return job.run(cursor, "select count(distinct row_number) from notes")[0][0]


def _note_duplicates(cursor: Any, job: _Job) -> int:
    """List the good rows whose key an earlier good row has, and note those that differ."""
    good = {"good_file": str(job.file("good.parquet"))}
    keys = ", ".join(quote(key) for key in job.plan.extract.key)
    job.run(
        cursor,
        f"create temp table again as select {keys}, min(row_number) as first_row "
        f"from read_parquet($good_file) group by {keys} having count(*) > 1",
        **good,
    )
    if not job.run(cursor, "select count(*) from again")[0][0]:
        return 0
    same = " and ".join(
        f"later.{quote(each.name)} is not distinct from first.{quote(each.name)}"
        for each in job.plan.all
    )
    job.run(
        cursor,
        f"""
        create temp table repeated as
        select later.row_number, again.first_row, {same} as is_same,
            concat_ws({job.plan.bound.add(", ")}, {_later(keys)}) as value
        from read_parquet($good_file) as later
        inner join again using ({keys})
        inner join read_parquet($good_file) as first on first.row_number = again.first_row
        where later.row_number > again.first_row
        """,
        **good,
    )
    _note_conflicts(cursor, job)
    return job.run(cursor, "select count(*) from repeated")[0][0]


def _later(keys: str) -> str:
    return ", ".join(f"later.{key}" for key in keys.split(", "))


def _note_conflicts(cursor: Any, job: _Job) -> None:
    label = ", ".join(each.label for each in job.plan.fields if each.name in job.plan.extract.key)
    job.run(
        cursor,
        "insert into notes select row_number, 0, $label, value, "
        "'has the same key as row ' || first_row || ' but other values; row ' || first_row "
        "|| ' was kept' from repeated where not is_same",
        label=label,
    )


def _write_tables(cursor: Any, job: _Job, has_repeats: bool) -> dict[str, Path]:
    """Write the final Parquet files; the common case is there already and only gets its name."""
    name, good = job.plan.extract.name, job.file("good.parquet")
    target = job.file(f"{name}.parquet")
    if not job.plan.ratings and not has_repeats:
        return {name: good.replace(target)}
    rest = "anti join repeated using (row_number)" if has_repeats else ""
    kept = f"read_parquet({job.plan.bound.add(str(good))}) {rest}"
    names = ", ".join(quote(each.name) for each in job.plan.fields)
    _copy(cursor, job, f"select {names}, row_number, is_blank from {kept}", target)
    tables = {name: target}
    if job.plan.ratings:
        tables["ratings"] = _write_ratings(cursor, job, kept)
    good.unlink()
    return tables


def _write_ratings(cursor: Any, job: _Job, kept: str) -> Path:
    """Turn wide ratings into rows; one that is blank is written too, to take an older one back."""
    target = job.file("ratings.parquet")
    options = job.plan.rating_options
    cells = ", ".join(
        f"{{'attribute': {job.plan.bound.add(attribute)}, 'rating': {each.name}}}"
        for attribute, each in zip(options.attributes.values(), job.plan.ratings, strict=True)
    )
    _copy(
        cursor,
        job,
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


def _problems(cursor: Any) -> list[Problem]:
    found = cursor.execute(
        "select row_number, label, shown(coalesce(value, '')), message from notes "
        f"order by row_number, place limit {MOST_PROBLEMS}"
    ).fetchall()
    return [Problem(*each) for each in found]


def _write_rejects(cursor: Any, job: _Job) -> Path | None:
    """Write the rows that have a problem as they were, with what is wrong at the end."""
    if not cursor.execute("select count(*) from notes").fetchone()[0]:
        return None
    ours = ("row", "column", "value", "reason")
    old = [
        f"source.c{i} as {quote(name)}"
        for i, name in enumerate(job.source.header)
        if name.casefold() not in ours
    ]
    target = job.file("rejects.csv")
    _copy(
        cursor,
        job,
        f"""
        with reasons as (
            select
                row_number,
                string_agg(label, '; ' order by place) as labels,
                string_agg(value, '; ' order by place) as texts,
                string_agg(message, '; ' order by place) as messages
            from notes group by row_number
        )
        select {", ".join(old)}, reasons.row_number as "row", labels as "column",
            texts as "value", messages as "reason"
        from {job.source.relation} as source
        inner join reasons using (row_number)
        order by row_number
        """,
        target,
    )
    return target


def _about_rows(cursor: Any, job: _Job, blank: int) -> list[str]:
    """Sentences about rows that are in order, but worth a look."""
    said = [f"{blank:,} empty rows were left out."] if blank else []
    return said + [
        f'Column "{label}": {rows:,} rows lie in the future, the latest on {latest:%Y-%m-%d}.'
        for label, rows, latest in _future(cursor, job)
        if rows
    ]


def _future(cursor: Any, job: _Job) -> list[tuple[str, int, Any]]:
    columns = {column.name: column for column in job.plan.extract.columns}
    dated = [
        each
        for each in job.plan.fields
        if columns[each.name].type in ("date", "time") and each.name not in _AHEAD
    ]
    if not dated:
        return []
    counts = ", ".join(
        f"count(*) filter (where cast({quote(each.name)} as date) > $today), max({quote(each.name)})"
        for each in dated
    )
    found = job.run(
        cursor,
        f"select {counts} from read_parquet($table_file)",
        today=datetime.now(UTC).date(),
        table_file=str(job.file(f"{job.plan.extract.name}.parquet")),
    )[0]
    return [(each.label, found[2 * i], found[2 * i + 1]) for i, each in enumerate(dated)]
