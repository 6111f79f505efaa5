"""Brings a mapping and a header together: which SQL makes each of our columns from the file's."""

from collections.abc import Sequence
from dataclasses import dataclass

from cx.errors import ImportRefused
from cx.extracts import Column, Extract
from cx.ingest.check import Bound, Verdict, judge, literal
from cx.ingest.mapping import (
    Mapping,
    Ratings,
    extract_of,
    find_column,
    missing_column,
    near,
    required,
)
from cx.ingest.read import Source


@dataclass(frozen=True, slots=True)
class Field:
    """One column of ours on its way through the SQL.

    Attributes
    ----------
    name : str
        Our column, or ``rating_<i>``.
    label : str
        The source column or columns as in the file, for messages.
    raw : str
        SQL of the cell as it stands in the file.
    written : str
        SQL of the cell without the blanks around it, NULL where it is empty.
    text : str
        SQL over ``w_<name>``, which is `written`: the text after the mapping.
    verdict : Verdict
        SQL over ``t_<name>``, which is `text`: the typed value and the complaint.
    """

    name: str
    label: str
    raw: str
    written: str
    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Plan:
    """All fields of a file, and what its header gave cause to say."""

    extract: Extract
    fields: tuple[Field, ...]
    ratings: tuple[Field, ...]
    bound: Bound
    rating_options: Ratings
    warnings: tuple[str, ...]

    @property
    def all(self) -> tuple[Field, ...]:
        """Fields of the main table, then the wide ratings."""
        return self.fields + self.ratings


def make_plan(mapping: Mapping, source: Source) -> Plan:
    """Find each column of the mapping in the header and write its SQL.

    Raises
    ------
    ImportRefused
        When required columns are missing.
    MappingError
        When the file lacks a column that the mapping names.
    """
    extract = extract_of(mapping.kind)
    found = _identity(extract, source) if mapping.is_identity else _named(mapping, source)
    bound = Bound(source.params)
    fields = tuple(
        _field(column, mapping, found.get(column.name), source, bound) for column in extract.columns
    )
    ratings = tuple(
        _rating(i, place, mapping, source, bound)
        for i, place in enumerate(_rating_places(mapping, source))
    )
    used = {place for places in found.values() for place in places}
    used |= set(_rating_places(mapping, source))
    warnings = _ignored(source.header, used)
    return Plan(extract, fields, ratings, bound, mapping.ratings, warnings)


def _identity(extract: Extract, source: Source) -> dict[str, tuple[int, ...]]:
    places = {name: find_column(name, source.header) for name in extract.names}
    missing = [column.name for column in required(extract) if places[column.name] is None]
    if missing:
        raise ImportRefused(_lacking(extract, missing, source))
    return {name: (place,) for name, place in places.items() if place is not None}


def _lacking(extract: Extract, missing: Sequence[str], source: Source) -> str:
    line = _row_of_header(missing, source)
    if line:
        return (
            f"{source.name}: the column names are in row {line}, not in row 1. "
            "Delete the rows above them."
        )
    hints = "".join(near(name, source.header) for name in missing[:1])
    return (
        f"{source.name}: {extract.name} need{_s(missing)} {', '.join(missing)}, "
        f"which row 1 does not name{hints}. Add it, or use a mapping."
    )


def _s(names: Sequence[str]) -> str:
    return " the columns" if len(names) > 1 else " the column"


def _row_of_header(missing: Sequence[str], source: Source) -> int | None:
    for line, row in enumerate(source.head[1:], start=2):
        if all(find_column(name, [each.strip() for each in row]) is not None for name in missing):
            return line
    return None


def _named(mapping: Mapping, source: Source) -> dict[str, tuple[int, ...]]:
    return {
        name: tuple(_place(mapping, each, source) for each in sources)
        for name, sources in mapping.columns.items()
    }


def _place(mapping: Mapping, name: str, source: Source) -> int:
    place = find_column(name, source.header)
    if place is None:
        raise missing_column(mapping, name, source.header)
    return place


def _rating_places(mapping: Mapping, source: Source) -> list[int]:
    return [_place(mapping, name, source) for name in mapping.ratings.attributes]


def _field(
    column: Column,
    mapping: Mapping,
    places: tuple[int, ...] | None,
    source: Source,
    bound: Bound,
) -> Field:
    name = column.name
    tidy = "tidy" if column.type == "text" else "bare"
    if places:
        label = ", ".join(source.header[place] for place in places)
        joiner = f" || {bound.add(mapping.join)} || " if len(places) > 1 else ""
        written = joiner.join(f"{tidy}(source.c{place})" for place in places)
        raw = joiner.join(f"coalesce(source.c{place}, '')" for place in places)
    else:
        label = name
        constant = mapping.constants.get(name)
        raw = written = bound.add(constant) if constant is not None else "cast(null as varchar)"
    text, strange = _mapped(column, mapping, f"w_{name}", bound)
    verdict = judge(column, f"t_{name}", mapping.formats.get(name), bound)
    if strange:
        verdict = Verdict(verdict.value, f"coalesce({strange}, {verdict.complaint})")
    return Field(name, label, raw, written, text, verdict)


def _mapped(column: Column, mapping: Mapping, written: str, bound: Bound) -> tuple[str, str | None]:
    """SQL of the text after the mapping, and of the complaint about a value it does not name."""
    name = column.name
    text, strange = written, None
    silent = mapping.no_answer.get(name, ())
    if silent:
        listed = bound.add([each.lower() for each in silent])
        text = f"case when not list_contains({listed}, lower({written})) then {written} end"
    if name in mapping.values:
        known = mapping.values[name]
        choice = mapping.values_else.get(name, "reject")
        keys, ours = bound.add(list(known)), bound.add(list(known.values()))
        looked_up = f"nullif(map({keys}, {ours})[lower({text})], '')"
        text = f"case when map_contains(map({keys}, {ours}), lower({text})) then {looked_up}" + (
            f" else {text} end" if choice == "keep" else " end"
        )
        if choice == "reject":
            strange = _strange(written, known, silent, bound)
    if name in mapping.prefix:
        text = f"{bound.add(mapping.prefix[name])} || ({text})"
    fallback = mapping.empty.get(name, column.default)
    if fallback is not None:
        text = f"coalesce({text}, {bound.add(fallback)})"
    return text, strange


def _strange(written: str, known: dict, silent: Sequence[str], bound: Bound) -> str:
    expected = [*known, *(each.lower() for each in silent)]
    listed = ", ".join(expected[:10]) + (", …" if len(expected) > 10 else "")
    words = literal(f"is not among the values that the mapping names: {listed}")
    return (
        f"case when not list_contains({bound.add(expected)}, lower({written})) "
        f"""then '"' || shown({written}) || '" ' || {words} end"""
    )


def _rating(i: int, place: int, mapping: Mapping, source: Source, bound: Bound) -> Field:
    """Field of one wide rating: missing where it is blank or no answer."""
    options = mapping.ratings
    column = Column(f"rating_{i}", "number", "", low=options.scale_min, high=options.scale_max)
    as_column = Mapping(
        kind=mapping.kind,
        no_answer={column.name: options.no_answer} if options.no_answer else {},
        values={column.name: options.values} if options.values else {},
        values_else={column.name: "keep"} if options.values else {},
    )
    return _field(column, as_column, (place,), source, bound)


def _ignored(header: Sequence[str], used: set[int]) -> tuple[str, ...]:
    rest = [name for place, name in enumerate(header) if place not in used]
    if not rest:
        return ()
    plural = "s were" if len(rest) > 1 else " was"
    return (f"{len(rest)} column{plural} not used: {', '.join(rest)}.",)
