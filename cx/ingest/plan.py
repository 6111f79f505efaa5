"""Brings a mapping and a header together: which SQL makes each of our columns from the file's."""

from collections.abc import Collection, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass

from cx.errors import ImportRefused, MappingError
from cx.extracts import Column, Extract
from cx.ingest.check import Bound, Verdict, judge, literal
from cx.ingest.mapping import Mapping, Ratings, extract_of, find_column, near, required
from cx.ingest.source import Source, is_ours


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
    is_clock : bool
        Whether it is a time of the file whose offset decides.
    is_in_file : bool
        Whether it comes from a column of the file at all.
    """

    name: str
    label: str
    raw: str
    written: str
    text: str
    verdict: Verdict
    is_clock: bool = False
    is_in_file: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All fields of a file, and what its header gave cause to say."""

    extract: Extract
    fields: tuple[Field, ...]
    ratings: tuple[Field, ...]
    rating_options: Ratings
    bound: Bound
    used: frozenset[int]
    """Places of the source columns that go into a field."""
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
    found = _ours(extract, source) if mapping.is_identity else _named(mapping, source)
    rated = [_place(mapping, name, source) for name in mapping.ratings.attributes]
    bound = Bound(source.params)
    fields = tuple(
        _field(column, mapping, found.get(column.name, ()), source.header, bound)
        for column in extract.columns
    )
    ratings = tuple(
        _rating(i, place, mapping, source.header, bound) for i, place in enumerate(rated)
    )
    used = frozenset(place for places in found.values() for place in places).union(rated)
    warnings = _unused(source.header, used)
    return Plan(extract, fields, ratings, mapping.ratings, bound, used, warnings)


def _ours(extract: Extract, source: Source) -> dict[str, tuple[int, ...]]:
    """Places of our own names in the header."""
    places = {name: find_column(name, source.header) for name in extract.names}
    missing = [column.name for column in required(extract) if places[column.name] is None]
    if missing:
        raise ImportRefused(_lacking(extract, missing, source))
    return {name: (place,) for name, place in places.items() if place is not None}


def _lacking(extract: Extract, missing: Sequence[str], source: Source) -> str:
    row = _row_of_names(missing, source)
    if row:
        return (
            f"{source.name}: the column names are in row {row}, not in row 1. "
            "Delete the rows above them."
        )
    plural = "s" if len(missing) > 1 else ""
    strangers = [name for name in source.header if find_column(name, extract.names) is None]
    return (
        f"{source.name}: {extract.name} needs the column{plural} {', '.join(missing)}, which row 1 "
        f"does not name{near(missing[0], strangers)}. Name the column{plural} so, or use a mapping."
    )


def _row_of_names(missing: Sequence[str], source: Source) -> int | None:
    rows = enumerate(source.text.head[1:] if source.text else (), start=2)
    return next(
        (n for n, row in rows if all(find_column(name, row) is not None for name in missing)), None
    )


def _named(mapping: Mapping, source: Source) -> dict[str, tuple[int, ...]]:
    return {
        name: tuple(_place(mapping, each, source) for each in sources)
        for name, sources in mapping.columns.items()
    }


def _place(mapping: Mapping, name: str, source: Source) -> int:
    place = find_column(name, source.header)
    if place is None:
        raise MappingError(
            f'{source.name} has no column "{name}", which mapping {mapping.name} asks for'
            f"{near(name, source.header)}. Choose another mapping, or mend the name in it."
        )
    return place


def _field(
    column: Column,
    mapping: Mapping,
    places: tuple[int, ...],
    header: Sequence[str],
    bound: Bound,
) -> Field:
    name = column.name
    label, raw, written = _origin(column, mapping, places, header, bound)
    text, strange = _mapped(column, mapping, f"w_{name}", bound)
    verdict = judge(column, f"t_{name}", mapping.formats.get(name), bound)
    if strange:
        verdict = Verdict(verdict.value, f"coalesce({strange}, {verdict.complaint})")
    is_clock = column.type == "time" and bool(places) and name not in mapping.formats
    return Field(name, label, raw, written, text, verdict, is_clock, bool(places))


def _origin(
    column: Column,
    mapping: Mapping,
    places: tuple[int, ...],
    header: Sequence[str],
    bound: Bound,
) -> tuple[str, str, str]:
    """Label, raw cell and tidied cell of a field: of columns, of a constant, or of nothing."""
    tidy = "tidy" if column.type == "text" else "bare"
    if places:
        joiner = f" || {bound.add(mapping.join)} || " if len(places) > 1 else ""
        label = ", ".join(header[place] for place in places)
        raw = joiner.join(f"coalesce(source.c{place}, '')" for place in places)
        return label, raw, joiner.join(f"{tidy}(source.c{place})" for place in places)
    constant = mapping.constants.get(column.name)
    value = f"cast({'null' if constant is None else bound.add(constant)} as varchar)"
    return column.name, value, f"{tidy}({value})"


def _mapped(column: Column, mapping: Mapping, written: str, bound: Bound) -> tuple[str, str | None]:
    """SQL of the text after the mapping, and of the complaint about a value it does not name."""
    name, text, strange = column.name, written, None
    silent = list(mapping.no_answer.get(name, ()))
    if silent:
        text = f"case when {_place_in(text, silent, bound)} is null then {text} end"
    if name in mapping.values:
        known, choice = mapping.values[name], mapping.values_else.get(name, "reject")
        text = _looked_up(text, known, choice, bound)
        strange = _strange(written, [*known, *silent], bound) if choice == "reject" else None
    if name in mapping.prefix:
        text = f"{bound.add(mapping.prefix[name])} || ({text})"
    fallback = mapping.empty.get(name, column.default)
    if fallback is not None:
        text = f"coalesce({text}, tidy({bound.add(fallback)}))"
    return text, strange


def _looked_up(text: str, known: AnyMapping[str, str], choice: str, bound: Bound) -> str:
    place = _place_in(text, list(known), bound)
    rest = f"else {text}" if choice == "keep" else ""
    return (
        f"case when {place} is not null "
        f"then tidy({bound.add(list(known.values()))}[{place}]) {rest} end"
    )


def _place_in(text: str, words: list[str], bound: Bound) -> str:
    """SQL of the place of a text among words, NULL where it is none; the engine compares both."""
    known = f"list_transform({bound.add(words)}, lambda word: alike(tidy(word)))"
    return f"list_position({known}, alike({text}))"


def _strange(written: str, expected: list[str], bound: Bound) -> str:
    more = ", …" if len(expected) > 10 else ""
    words = literal(f" is not a value that the mapping names: {', '.join(expected[:10])}{more}")
    return (
        f"case when {written} is not null and {_place_in(written, expected, bound)} is null "
        f"""then '"' || shown({written}) || '"' || {words} end"""
    )


def _rating(i: int, place: int, mapping: Mapping, header: Sequence[str], bound: Bound) -> Field:
    """Field of one wide rating: missing where it is blank or no answer."""
    options = mapping.ratings
    column = Column(f"rating_{i}", "number", "", low=options.scale_min, high=options.scale_max)
    alone = Mapping(
        kind=mapping.kind,
        no_answer={column.name: options.no_answer} if options.no_answer else {},
        values={column.name: options.values} if options.values else {},
        values_else={column.name: "keep"},
    )
    return _field(column, alone, (place,), header, bound)


def _unused(header: Sequence[str], used: Collection[int]) -> tuple[str, ...]:
    rest = [name for place, name in enumerate(header) if place not in used and not is_ours(name)]
    if not rest:
        return ()
    return (f"Columns not used ({len(rest)}): {', '.join(rest)}.",)
