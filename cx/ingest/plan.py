"""Brings a mapping and a header together: which SQL makes each of our columns from the file's."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx.extracts import Column, Extract
from cx.ingest.check import Bound, Verdict, judge, literal
from cx.ingest.mapping import Mapping, Ratings, extract_of
from cx.ingest.places import (
    about_columns,
    currency_place,
    deciding_places,
    find_place,
    find_places,
    refuse_faults,
)
from cx.ingest.source import FILE_STEP, Source

ERROR_CELLS = (
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
    "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!",
)  # fmt: skip
"""What a cell of a workbook shows when its formula fails."""


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
    """All fields of a file, and what its header gave cause to say.

    `has_row_key` says that the key is made from the row number.
    """

    extract: Extract
    fields: tuple[Field, ...]
    ratings: tuple[Field, ...]
    rating_options: Ratings
    bound: Bound
    used: frozenset[int]
    """Places of the source columns that go into a field."""
    warnings: tuple[str, ...]
    has_row_key: bool = False
    currency: int | None = None
    """Place of the column that names the currency of the amounts."""

    @property
    def all(self) -> tuple[Field, ...]:
        """Fields of the main table, then the wide ratings."""
        return self.fields + self.ratings


def make_plan(mapping: Mapping, source: Source, marks: Sequence[str] = ()) -> Plan:
    """Find each column of the mapping in the header and write its SQL.

    Parameters
    ----------
    marks : sequence of str
        For each file, what keys that are made from its row numbers start with.

    Raises
    ------
    ImportRefused
        When required columns are missing, doubled, or hold what cannot be used.
    MappingError
        When the file lacks a column that the mapping names.
    """
    extract = extract_of(mapping.kind)
    found = find_places(extract, mapping, source)
    rated = [find_place(mapping, name, source) for name in mapping.ratings.attributes]
    currency = currency_place(mapping, source)
    used = {place for places in found.values() for place in places}.union(rated)
    used.update(() if currency is None else (currency,))
    used.update(deciding_places(mapping, source))
    refuse_faults(source, used)
    bound = Bound(source.params)
    fields = tuple(
        _field(column, mapping, found.get(column.name, ()), source, bound)
        for column in extract.columns
    )
    if mapping.row_key:
        fields = _with_row_ids(extract, mapping.row_ids, fields, marks, bound)
    ratings = tuple(_rating(i, place, mapping, source, bound) for i, place in enumerate(rated))
    return Plan(
        extract,
        fields,
        ratings,
        mapping.ratings,
        bound,
        frozenset(used),
        tuple(about_columns(source, used)),
        mapping.row_key,
        currency,
    )


def _with_row_ids(
    extract: Extract,
    others: Sequence[str],
    fields: Sequence[Field],
    marks: Sequence[str],
    bound: Bound,
) -> tuple[Field, ...]:
    """Let the key and other ids be the file's mark and the row number, which no two rows share."""
    made = (
        f"list_extract({bound.add(list(marks))}, cast(row_number // {FILE_STEP} as integer) + 1) "
        f"|| '-' || (row_number % {FILE_STEP})"
    )
    ids = {
        name: Field(
            name,
            name,
            made,
            made,
            f"w_{name}",
            judge(extract.column(name), f"t_{name}", None, bound),
        )
        for name in (extract.key[0], *others)
    }
    return tuple(ids.get(each.name, each) for each in fields)


def _field(
    column: Column,
    mapping: Mapping,
    places: tuple[int, ...],
    source: Source,
    bound: Bound,
) -> Field:
    name = column.name
    label, raw, written = _origin(column, mapping, places, source.header, bound)
    text, strange = _mapped(column, mapping, f"w_{name}", bound)
    verdict = judge(column, f"t_{name}", mapping.formats.get(name), bound)
    faulty = _faulty(source, places, f"t_{name}")
    doubts = [each for each in (faulty, strange, verdict.complaint) if each]
    if len(doubts) > 1:
        verdict = replace(verdict, complaint=f"coalesce({', '.join(doubts)})")
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


def _faulty(source: Source, places: tuple[int, ...], text: str) -> str | None:
    """SQL of the complaint about an error that a cell of a workbook holds instead of a value."""
    if not places or not source.cell_columns:
        return None
    known = ", ".join(literal(each) for each in ERROR_CELLS)
    words = literal(f" is an error in cell {source.cell_columns[places[0]]}")
    return (
        f"case when upper({text}) in ({known}) then '\"' || {text} || '\"' || {words} || "
        f"(row_number % {FILE_STEP}) || '; mend the formula, or clear the cell' end"
    )


def _rating(i: int, place: int, mapping: Mapping, source: Source, bound: Bound) -> Field:
    """Field of one wide rating: missing where it is blank or no answer."""
    options = mapping.ratings
    column = Column(f"rating_{i}", "number", "", low=options.scale_min, high=options.scale_max)
    alone = Mapping(
        kind=mapping.kind,
        no_answer={column.name: options.no_answer} if options.no_answer else {},
        values={column.name: options.values} if options.values else {},
        values_else={column.name: "keep"},
    )
    return _field(column, alone, (place,), source, bound)
