"""Makes one table of the files of a mapping: what is looked up beside, and rows left out.

Nothing can multiply: a second file in which two rows have the same value to look up by is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cx.errors import ImportRefused
from cx.ingest.beside import is_joined, roles_of, sources_of, split
from cx.ingest.explain import engine_errors
from cx.ingest.mapping import Mapping, find_column
from cx.ingest.places import find_place
from cx.ingest.source import Composed, LeftOut, Lookup, Source, as_parquet, join_sources
from cx.warehouse import Cursor
from cx.words import listed

# SQL below is composed of c<i> and of our own names; every value is bound.
# ruff: noqa: S608


def compose(mapping: Mapping, sources: Sequence[Source], folder: Path) -> tuple[Source, list[int]]:
    """Make one source of the files that came together, and say which of them give the rows.

    Parameters
    ----------
    mapping : Mapping
        What is asked of which file, and which rows do not come in.
    sources : sequence of Source
        The files, opened; their rows need not be there yet.
    folder : Path
        Takes the table that `write` makes.

    Raises
    ------
    ImportRefused
        When a file is missing, or is none of those asked for.
    """
    if not mapping.beside:
        return _without(mapping, join_sources(sources), folder), list(range(len(sources)))
    roles = roles_of(mapping, [e.name for e in sources], [e.header for e in sources])
    source = join_sources([sources[place] for place in roles.first])
    if not is_joined(mapping, source.header):
        besides = {
            name: join_sources([sources[place] for place in places])
            for name, places in roles.beside.items()
        }
        source = _look_up(mapping, source, besides, folder)
    return _without(mapping, source, folder), list(roles.first)


def write(cursor: Cursor, source: Source, composed: Composed, inputs: Sequence[Source]) -> Source:
    """Write the table of a composed source, whose files were loaded, and say what was left out.

    Raises
    ------
    ImportRefused
        When the value to look up by is not the only one of its kind in a second file.
    """
    said = [word for each, was in zip(inputs, composed.inputs, strict=True)
            for word in each.warnings[len(was.warnings) :]]  # fmt: skip
    with engine_errors(source.name):
        for lookup in composed.lookups:
            _refuse_repeated(cursor, lookup)
        said += _about_strangers(cursor, composed)
        said += [_about(cursor, each, composed) for each in composed.left_out]
        copy = (
            f"copy ({_kept(composed)} order by row_number) to $composed_target "
            f"({as_parquet(len(source.header))})"
        )
        target = str(source.params["composed_file"])
        rows = cursor.execute(copy, composed.params | {"composed_target": target}).fetchall()[0][0]
    return replace(source, rows=rows, warnings=(*source.warnings, *said), composed=None)


def _look_up(mapping: Mapping, first: Source, besides: dict[str, Source], folder: Path) -> Source:
    """Put the columns that are looked up behind those of the first file."""
    params, lookups, places = dict(first.params), [], list(besides)

    def cell(source: str) -> str:
        name, column = split(source, besides)
        if not name:
            return f"main.c{_found(column, first)}"
        return f"beside_{places.index(name)}.c{_found(column, besides[name])}"

    wanted = [each for each in sources_of(mapping) if split(each, besides)[0]]
    cells = [f"main.c{i}" for i in range(len(first.header))]
    cells += [f"{cell(each)} as c{i}" for i, each in enumerate(wanted, start=len(cells))]
    joins = []
    for i, (name, beside) in enumerate(besides.items()):
        relation, bound = _renamed(beside, f"beside_{i}")
        ours, by = f"bare({cell(mapping.beside[name].key)})", mapping.beside[name].by
        theirs = f"bare(beside_{i}.c{_found(by, beside)})"
        joins.append(f"left join {relation} as beside_{i} on {ours} = {theirs}")
        cells.append(f"{ours} is not null and {theirs} is null as is_stranger_{i}")
        lookups.append(Lookup(beside, mapping.beside[name].key, f"c{_found(by, beside)}"))
        params |= bound
    relation = (
        f"(select main.row_number, {', '.join(cells)} "
        f"from {first.relation} as main {' '.join(joins)})"
    )
    whole = replace(
        first,
        header=(*first.header, *wanted),
        relation=relation,
        params=params,
        warnings=(*first.warnings, *_warnings(besides)),
        cell_columns=_padded(first.cell_columns, len(first.header) + len(wanted)),
    )
    return _composed(whole, folder, (first, *besides.values()), tuple(lookups))


def _without(mapping: Mapping, source: Source, folder: Path) -> Source:
    """Leave out the rows that the mapping does not want."""
    if not mapping.leave_out:
        return source
    if source.composed is None:
        source = _composed(source, folder, (source,), ())
    composed = source.composed
    if composed is None:
        return source
    params, left_out = dict(composed.params), []
    for i, (name, words) in enumerate(mapping.leave_out.items()):
        cell = f"c{find_place(mapping, name, source)}"
        params[f"left_out_{i}_"] = list(words)
        known = f"list_transform($left_out_{i}_, lambda word: coalesce(alike(tidy(word)), ''))"
        test = f"list_contains({known}, coalesce(alike(tidy({cell})), ''))"
        left_out.append(LeftOut(source.header[int(cell[1:])], words, test))
    return replace(source, composed=replace(composed, params=params, left_out=tuple(left_out)))


def _composed(
    source: Source, folder: Path, inputs: tuple[Source, ...], lookups: tuple[Lookup, ...]
) -> Source:
    """A source whose rows are made of those of others, in a file of their own."""
    target = folder / "composed.parquet"
    return replace(
        source,
        relation="(select * from read_parquet($composed_file, hive_partitioning = false))",
        params={"composed_file": str(target)},
        composed=Composed(inputs, source.relation, source.params, lookups),
    )


def _kept(composed: Composed) -> str:
    tests = [f"not {each.test}" for each in composed.left_out]
    rest = f"where {' and '.join(tests)}" if tests else ""
    return f"select * from {composed.relation} {rest}"


def _refuse_repeated(cursor: Cursor, lookup: Lookup) -> None:
    beside = lookup.source
    found = cursor.execute(
        f"select bare({lookup.by}) as value, count(*) from {beside.relation} "
        "where value is not null group by value having count(*) > 1 order by value limit 1",
        beside.params,
    ).fetchall()
    if found:
        value, times = found[0]
        raise ImportRefused(
            f'{beside.name} has "{value}" in {times:,} rows, and {lookup.key} is looked up there, '
            "so it is not known which is meant. Leave one row for each."
        )


def _about_strangers(cursor: Cursor, composed: Composed) -> Iterator[str]:
    """Say how many rows find nothing in a second file."""
    for i, lookup in enumerate(composed.lookups):
        rows = cursor.execute(
            f"select count(*) from {composed.relation} where is_stranger_{i}",
            _used(composed.params, composed.relation),
        ).fetchall()[0][0]
        if rows:
            yield f"Rows whose {lookup.key} is not in {lookup.source.name}: {rows:,}."


def _about(cursor: Cursor, each: LeftOut, composed: Composed) -> str:
    """Say how many rows one rule leaves out."""
    total, left = cursor.execute(
        f"select count(*), count(*) filter (where {each.test}) from {composed.relation}",
        _used(composed.params, composed.relation + each.test),
    ).fetchall()[0]
    words = listed([f'"{word}"' if word else "empty" for word in each.words])
    return f'Rows left out by the mapping, where "{each.column}" is {words}: {left:,} of {total:,}.'


def _used(params: dict[str, Any], sql: str) -> dict[str, Any]:
    """The engine takes no more values than the SQL binds, and no less."""
    return {name: value for name, value in params.items() if f"${name}" in sql}


def _renamed(source: Source, mark: str) -> tuple[str, dict[str, Any]]:
    """SQL of a source's rows, and what it binds, under names of its own."""
    relation = source.relation
    for name in sorted(source.params, key=len, reverse=True):
        relation = relation.replace(f"${name}", f"${mark}_{name}")
    return relation, {f"{mark}_{name}": value for name, value in source.params.items()}


def _found(column: str, source: Source) -> int:
    place = find_column(column, source.header)
    if place is None:
        raise ImportRefused(f'{source.name} has no column "{column}".')
    return place


def _warnings(besides: dict[str, Source]) -> list[str]:
    return [f"{each.name}: {said}" for each in besides.values() for said in each.warnings]


def _padded(letters: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Letters of a workbook's columns; those looked up have none."""
    return (*letters, *[""] * (width - len(letters))) if letters else ()
