"""Finds the columns that a mapping asks for in a file's header, or says why it cannot."""

from collections.abc import Collection, Iterator, Sequence

from cx.errors import ImportRefused, MappingError
from cx.extracts import Extract
from cx.ingest.mapping import Mapping, find_column, near, required
from cx.ingest.source import Source, is_ours

MOST_NAMED = 30
"""Columns that a sentence names."""


def find_places(extract: Extract, mapping: Mapping, source: Source) -> dict[str, tuple[int, ...]]:
    """Places in the header of the columns that each of ours is made from.

    Raises
    ------
    ImportRefused
        When required columns are missing, or it is not known which of two is meant.
    MappingError
        When the file lacks a column that the mapping names.
    """
    if not mapping.is_identity:
        return {
            name: tuple(find_place(mapping, each, source) for each in sources)
            for name, sources in mapping.columns.items()
        }
    made = extract.key if mapping.row_key else ()
    places = {name: find_column(name, source.header) for name in extract.names if name not in made}
    needed = [column.name for column in required(extract) if column.name not in made]
    missing = [name for name in needed if places[name] is None]
    if missing:
        raise ImportRefused(_lacking(extract, missing, source))
    found: dict[str, tuple[int, ...]]
    found = {name: (place,) for name, place in places.items() if place is not None}
    for place, *_ in found.values():
        _refuse_twins(source, place)
    return found


def find_place(mapping: Mapping, name: str, source: Source) -> int:
    """Place of one column that a mapping names.

    Raises
    ------
    MappingError
        When the file lacks it.
    """
    place = find_column(name, source.header)
    if place is not None:
        return place
    wanted = [each for sources in mapping.columns.values() for each in sources]
    row = _row_of_names([*wanted, *mapping.ratings.attributes], source)
    if row:
        raise MappingError(_misplaced(source, row))
    raise MappingError(
        f'{source.name} has no column "{name}", which mapping {mapping.name} asks for'
        f"{near(name, source.header)}. Choose another mapping, or mend the name in it."
    )


def deciding_places(mapping: Mapping, source: Source) -> list[int]:
    """Places of the columns that fill nothing, but say what is looked up or left out."""
    keys = [each.by for each in mapping.beside.values() if not each.of]
    return [find_place(mapping, name, source) for name in [*mapping.leave_out, *keys]]


def currency_place(mapping: Mapping, source: Source) -> int | None:
    """Place of the column that names the currency of amounts; None where there is none.

    A file with our own names needs no mapping: there it is the column called ``currency``.

    Raises
    ------
    MappingError
        When the file lacks the column that the mapping names.
    """
    if mapping.is_identity:
        return find_column("currency", source.header)
    return find_place(mapping, mapping.currency_column, source) if mapping.currency_column else None


def refuse_faults(source: Source, used: Collection[int]) -> None:
    """Refuse a file whose used columns hold what cannot be used.

    Raises
    ------
    ImportRefused
        With the sentence about the first such column.
    """
    for place in sorted(used):
        if place in source.faults:
            raise ImportRefused(
                f'{source.name}: column "{source.header[place]}": {source.faults[place]}'
            )


def about_columns(source: Source, used: set[int]) -> Iterator[str]:
    """Sentences about columns that share a name, that cannot be used, and that nobody asks for."""
    for place, others in source.twins.items():
        if place in used and not used & set(others):
            yield (
                f'Column "{source.header[place]}" is there {len(others) + 1} times; the first was '
                f"read (column {place + 1})."
            )
    for place, said in source.faults.items():
        if place not in used and 0 <= place < len(source.header):
            yield f'Column "{source.header[place]}", which is not used: {said}'
    named = enumerate(source.header)
    rest = [name for place, name in named if place not in used and not is_ours(name)]
    if rest:
        more = ", …" if len(rest) > MOST_NAMED else ""
        yield f"Columns not used ({len(rest)}): {', '.join(rest[:MOST_NAMED])}{more}."


def _refuse_twins(source: Source, place: int) -> None:
    if place in source.twins:
        last = source.twins[place][0] + 1
        raise ImportRefused(
            f"{source.name}: columns {place + 1} and {last} have the same name "
            f'"{source.header[place]}", so it is not known which to read. Rename or delete one of '
            "them, or use a mapping."
        )


def _lacking(extract: Extract, missing: Sequence[str], source: Source) -> str:
    row = _row_of_names(missing, source)
    if row:
        return _misplaced(source, row)
    plural = "s" if len(missing) > 1 else ""
    strangers = [name for name in source.header if find_column(name, extract.names) is None]
    return (
        f"{source.name}: {extract.name} needs the column{plural} {', '.join(missing)}, which row "
        f"{_names_row(source) or 1} does not name{near(missing[0], strangers)}. "
        f"Name the column{plural} so, or use a mapping."
    )


def _misplaced(source: Source, row: int) -> str:
    return (
        f"{source.name}: the column names are in row {row}, not in row {_names_row(source)}. "
        f"Delete the rows above them, or name the row in the mapping: [read] header_row = {row}."
    )


def _names_row(source: Source) -> int:
    return source.text.header_row if source.text else 1


def _row_of_names(missing: Sequence[str], source: Source) -> int | None:
    """Row of the file's beginning, other than the row of names, that has all these names."""
    rows = enumerate(source.text.head if source.text else (), start=1)
    return next(
        (
            n
            for n, row in rows
            if n != _names_row(source)
            and all(find_column(name, row) is not None for name in missing)
        ),
        None,
    )
