"""How a file's columns become ours: read from TOML, checked to the letter, told to the reader.

A mapping file states decisions about somebody's export once, with the reasons in `note`; the
folder data/mappings/ holds those of known exports.
"""

import codecs
import tomllib
from collections.abc import Collection, Iterable, Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cx.errors import MappingError
from cx.extracts import EXTRACTS, Extract

FOLDER = Path(__file__).parents[2] / "data" / "mappings"
ELSE = ("reject", "keep", "empty")
"""What happens to a value that a value map does not name; `reject` unless the mapping says."""
NUMBER_FORMATS = ("1,234.56", "1.234,56")
DELIMITERS = (",", ";", "\t", "|")
_DIRECTIVES = "dmYHMSfpIbB"


@dataclass(frozen=True, slots=True)
class Ratings:
    """Columns of a wide survey file that become rows of `ratings`."""

    attributes: AnyMapping[str, str] = field(default_factory=dict)
    """Source column to the attribute's name."""
    scale_min: int = 1
    scale_max: int = 5
    no_answer: tuple[str, ...] = ()
    values: AnyMapping[str, str] = field(default_factory=dict)
    """As written to the number, say ``"Very good"`` to ``"5"``; others stay as written."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns of one kind of file become the columns of one extract.

    All tables but `ratings` are by our column. A value passes through them in this order:
    `columns` (joined by `join`), `no_answer`, `values`, `prefix`, `empty`, then the catalogue's
    default, then the check of its type with `formats`.
    """

    kind: str
    name: str = ""
    note: str = ""
    columns: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    join: str = "-"
    constants: AnyMapping[str, str] = field(default_factory=dict)
    prefix: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    values_else: AnyMapping[str, str] = field(default_factory=dict)
    no_answer: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    empty: AnyMapping[str, str] = field(default_factory=dict)
    formats: AnyMapping[str, str] = field(default_factory=dict)
    ratings: Ratings = Ratings()
    encoding: str | None = None
    delimiter: str | None = None
    is_identity: bool = False
    """Whether columns are found by our own names instead of `columns`."""


def identity(kind: str) -> Mapping:
    """Mapping of a file that already has our column names.

    >>> identity("customers").is_identity
    True
    """
    return Mapping(kind=extract_of(kind).name, name="", is_identity=True)


def extract_of(kind: str) -> Extract:
    """Return the catalogue's entry of that name.

    Raises
    ------
    MappingError
        When there is none; it names those that come near.
    """
    try:
        return EXTRACTS[kind]
    except KeyError:
        raise MappingError(
            f'There is no extract "{kind}"{near(kind, EXTRACTS)}. There are: {", ".join(EXTRACTS)}.'
        ) from None


def load_mapping(name_or_path: str | Path) -> Mapping:
    """Read a mapping by its name in data/mappings/ or from a TOML file.

    Raises
    ------
    MappingError
        When there is no such mapping, or a table, key or column in it is unknown.

    Examples
    --------
    >>> load_mapping("sfo_airport_2018").kind
    'responses'
    """
    path = _path_of(name_or_path)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"{path.name} is not a valid TOML file: {error}.") from error
    return parse_mapping(document, path.stem)


def _path_of(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.suffix != ".toml" and path.name == str(name_or_path):
        path = FOLDER / f"{path}.toml"
    if path.is_file():
        return path
    known = sorted(file.stem for file in FOLDER.glob("*.toml"))
    raise MappingError(
        f'There is no mapping "{name_or_path}"{near(path.stem, known)}. '
        f"There are: {', '.join(known)}; or give the path of a .toml file."
    )


def parse_mapping(document: AnyMapping[str, Any], name: str) -> Mapping:
    """Turn a TOML document into a mapping, or say which entry does not fit.

    Raises
    ------
    MappingError
        For an unknown table, key, column, format or choice, and for a required column without
        a source.
    """
    _refuse_unknown(f"mapping {name}", document, _TABLES)
    extract = extract_of(_text(document.get("kind", ""), "kind"))
    tables = {key: _table(document, key, extract, name) for key in _BY_COLUMN}
    read = _plain(document, "read", ("encoding", "delimiter"), name)
    mapping = Mapping(
        kind=extract.name,
        name=name,
        note=_text(document.get("note", ""), "note"),
        columns={key: _texts(value, key) for key, value in tables["columns"].items()},
        join=_text(document.get("join", "-"), "join"),
        constants=_each_text(tables["constants"]),
        prefix=_each_text(tables["prefix"]),
        values={key: _lookup(value, key) for key, value in tables["values"].items()},
        values_else=_each_text(tables["values_else"]),
        no_answer={key: _texts(value, key) for key, value in tables["no_answer"].items()},
        empty=_each_text(tables["empty"]),
        formats=_each_text(tables["formats"]),
        ratings=_ratings(document, extract, name),
        encoding=_encoding(read.get("encoding")),
        delimiter=_delimiter(read.get("delimiter")),
    )
    _refuse_misfits(mapping, extract)
    return mapping


_BY_COLUMN = (
    "columns", "constants", "prefix", "values", "values_else", "no_answer", "empty", "formats",
)  # fmt: skip
_OPTIONS = ("scale_min", "scale_max", "no_answer", "values")
_TABLES = ("name", "kind", "note", "join", "read", "ratings", "ratings_options", *_BY_COLUMN)


def _refuse_misfits(mapping: Mapping, extract: Extract) -> None:
    both = set(mapping.columns) & set(mapping.constants)
    if both:
        raise MappingError(
            f"Mapping {mapping.name}: {_listed(both)} comes from a column and is a constant too. "
            "Delete one of the two."
        )
    sources = {*mapping.columns, *mapping.constants, *mapping.empty}
    missing = [c.name for c in required(extract) if c.name not in sources]
    if missing:
        raise MappingError(
            f"Mapping {mapping.name}: {extract.name} needs {_listed(missing)}. "
            "Name the source under [columns] or a fixed value under [constants]."
        )
    for name, choice in mapping.values_else.items():
        if choice not in ELSE or name not in mapping.values:
            raise MappingError(
                f'Mapping {mapping.name}, [values_else] {name} = "{choice}": it must be one of '
                f"{', '.join(ELSE)}, for a column that has [values.{name}]."
            )
    for name, pattern in mapping.formats.items():
        _refuse_format(extract, name, pattern)


def required(extract: Extract) -> Iterable[Any]:
    """Columns that a file must have: required ones without a default."""
    return (c for c in extract.columns if c.is_required and c.default is None)


def _refuse_format(extract: Extract, name: str, pattern: str) -> None:
    kind = extract.column(name).type
    if kind in ("integer", "number", "money"):
        if pattern not in NUMBER_FORMATS:
            raise MappingError(
                f'[formats] {name} = "{pattern}": a number is written "1,234.56" or "1.234,56".'
            )
        return
    if kind not in ("date", "time"):
        raise MappingError(f"[formats] {name}: only numbers, dates and times have a format.")
    used = [part[:1] for part in pattern.split("%")[1:]]
    if "y" in used:
        raise MappingError(
            f'[formats] {name} = "{pattern}": a year of two digits may mean two centuries. '
            "Export four digits (%Y)."
        )
    if set(used) - set(_DIRECTIVES) or not {"d", "Y"} <= set(used) or not set(used) & set("mbB"):
        raise MappingError(
            f'[formats] {name} = "{pattern}" is not a date format: it needs %d, %m (or %b) and '
            "%Y, and may have %H, %I, %M, %S, %f and %p."
        )


def _ratings(document: AnyMapping[str, Any], extract: Extract, name: str) -> Ratings:
    attributes = document.get("ratings", {})
    options = _plain(document, "ratings_options", _OPTIONS, name)
    if (attributes or options) and extract.name != "responses":
        raise MappingError(f"Mapping {name}: [ratings] belongs to responses, not {extract.name}.")
    names = [_text(value, "ratings") for value in attributes.values()]
    twice = {each for each in names if names.count(each) > 1}
    if twice:
        raise MappingError(f"Mapping {name}, [ratings]: {_listed(twice)} is named twice.")
    low, high = options.get("scale_min", 1), options.get("scale_max", 5)
    if not (isinstance(low, int) and isinstance(high, int) and low < high):
        raise MappingError(f"Mapping {name}: scale_min and scale_max must be whole numbers.")
    return Ratings(
        attributes=dict(zip(attributes, names, strict=True)),
        scale_min=low,
        scale_max=high,
        no_answer=_texts(options.get("no_answer", []), "no_answer"),
        values=_lookup(options.get("values", {}), "ratings_options"),
    )


def _table(
    document: AnyMapping[str, Any], key: str, extract: Extract, name: str
) -> AnyMapping[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise MappingError(f"Mapping {name}: {key} must be a table, written [{key}].")
    _refuse_unknown(f"mapping {name}, [{key}]", table, extract.names)
    return table


def _plain(
    document: AnyMapping[str, Any], key: str, known: Collection[str], name: str
) -> dict[str, Any]:
    table = document.get(key, {})
    _refuse_unknown(f"mapping {name}, [{key}]", table, known)
    return dict(table)


def _refuse_unknown(where: str, found: Iterable[str], known: Collection[str]) -> None:
    for key in found:
        if key not in known:
            raise MappingError(
                f'{where[:1].upper()}{where[1:]}: there is no "{key}"{near(key, known)}. '
                f"It may be one of {', '.join(known)}."
            )


def _lookup(table: Any, column: str) -> dict[str, str]:
    """Read a value map: lower-case, as values are compared without regard to case."""
    if not isinstance(table, dict):
        raise MappingError(f'{column}: a value map is written "as written" = "ours".')
    lowered: dict[str, str] = {}
    for written, ours in table.items():
        key = written.strip().lower()
        if key in lowered:
            raise MappingError(f'{column}: "{written}" is mapped twice (upper and lower case).')
        lowered[key] = _text(ours, column)
    return lowered


def _each_text(table: AnyMapping[str, Any]) -> dict[str, str]:
    return {key: _text(value, key) for key, value in table.items()}


def _texts(value: Any, where: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_text(each, where) for each in values)


def _text(value: Any, where: str) -> str:
    """Write a TOML value as it would stand in a file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return str(value)
    raise MappingError(f"{where}: {value!r} is neither a text nor a number.")


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        "a".encode(name)
        found = codecs.lookup(name).name
    except (LookupError, TypeError, AttributeError):
        raise MappingError(
            f'[read] encoding = "{name}" is unknown. Known are utf-8, utf-16, cp1252, latin-1 ...'
        ) from None
    return "utf-8-sig" if found == "utf-8" else found


def _delimiter(mark: str | None) -> str | None:
    if mark is not None and mark not in DELIMITERS:
        raise MappingError(
            f'[read] delimiter = "{mark}": it must be one of , ; | or a tab ("\\t").'
        )
    return mark


def find_column(name: str, header: Collection[str]) -> int | None:
    """Place of a column in a header, without regard to case and surrounding blanks.

    >>> find_column("netpro", ["RESPNUM", "NETPRO"]), find_column("x", ["RESPNUM"])
    (1, None)
    """
    wanted = name.strip().casefold()
    return next((i for i, each in enumerate(header) if each.casefold() == wanted), None)


def missing_column(mapping: Mapping, name: str, header: Collection[str]) -> MappingError:
    """Error about a source column that the file does not have, with those that come near."""
    return MappingError(
        f'The file has no column "{name}", which mapping {mapping.name} asks for'
        f"{near(name, header)}. Choose another mapping, or mend the name in it."
    )


def near(name: str, known: Collection[str]) -> str:
    """Names like this one, as a parenthesis to put before a full stop."""
    by_fold = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), by_fold, n=3, cutoff=0.6)
    return f" (near it: {', '.join(by_fold[each] for each in found)})" if found else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
