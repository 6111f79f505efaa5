"""Reads mapping files strictly: what is not understood to the letter is refused by name.

A mapping file states decisions about somebody's export once, with the reasons in `note`; the
folder data/mappings/ holds those of known exports, and its README explains the format.
"""

import tomllib
import unicodedata
from collections.abc import Collection, Iterable
from collections.abc import Mapping as AnyMapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from cx.errors import MappingError
from cx.extracts import Extract
from cx.ingest.formats import refuse_format
from cx.ingest.header import LONGEST_NAME
from cx.ingest.mapping import Mapping, Ratings, extract_of, near, required
from cx.ingest.reading import (
    CURRENCY_KEYS,
    KEY_KEYS,
    READ_KEYS,
    parse_beside,
    parse_currency,
    parse_reading,
    parse_row_key,
    parse_zone,
    shorten,
)
from cx.ingest.source import printable
from cx.warehouse import House
from cx.warehouse.mappings import SavedRecord, read_mappings

FOLDER = Path(__file__).parents[2] / "data" / "mappings"
ELSE = ("reject", "keep", "empty")
WIDEST_SCALE = 1000
"""Rating scales lie between minus and plus this."""

_BY_COLUMN = (
    "columns",
    "constants",
    "prefix",
    "values",
    "values_else",
    "no_answer",
    "empty",
    "formats",
)
_TABLES = (
    "name", "kind", "note", "join", "time_zone", "read", "key", "currency", "beside", "leave_out",
    *_BY_COLUMN, "ratings", "ratings_options",
)  # fmt: skip
_OPTIONS = ("scale_min", "scale_max", "no_answer", "values")
_AROUND = " \t\r\n\v\f\x85\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def load_mapping(name_or_path: str | Path, house: House | None = None) -> Mapping:
    """Read a mapping by its name, shipped or saved, or from a TOML file.

    Parameters
    ----------
    name_or_path : str or Path
        A name in data/mappings/, one saved in `house`, or the path of a file.
    house : House, optional
        Whose saved mappings are looked through too.

    Raises
    ------
    MappingError
        When there is no such mapping, or a table, key, column or choice in it is unknown.

    Examples
    --------
    >>> load_mapping("sfo_airport_2018").kind
    'responses'
    """
    path = Path(name_or_path)
    if path.suffix != ".toml" and path.name == str(name_or_path):
        path = FOLDER / f"{path}.toml"
    with suppress(OSError):  # a name longer than any file's
        if path.is_file():
            return _read_file(path)
    saved = _read_saved(house)
    wanted = " ".join(str(name_or_path).split()).casefold()
    found = next((each for each in saved if each.name.casefold() == wanted), None)
    if found:
        return parse_mapping(tomllib.loads(found.toml), found.name)
    known = [*shipped_names(), *(each.name for each in saved)]
    raise MappingError(
        f"There is no mapping {shorten(str(name_or_path))}{near(path.stem, known)}. "
        f"There are: {', '.join(known)}; or give the path of a .toml file."
    )


def shipped_names() -> list[str]:
    """Names of the mappings that come with the program.

    >>> "olist_orders" in shipped_names()
    True
    """
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def _read_file(path: Path) -> Mapping:
    name = printable(path.name)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"{name} is not a valid TOML file: {error}.") from error
    except RecursionError:
        raise MappingError(f"{name} is not a valid TOML file: its lists are too deep.") from None
    except OSError as error:
        raise MappingError(
            f"{name} cannot be read: {error.strerror}. Check who may read it."
        ) from error
    return parse_mapping(document, path.stem)


def _read_saved(house: House | None) -> list[SavedRecord]:
    if house is None:
        return []
    with house.reading() as cursor:
        return read_mappings(cursor)


def parse_mapping(document: AnyMapping[str, Any], name: str) -> Mapping:
    """Turn a TOML document into a mapping, or say which entry does not fit.

    Raises
    ------
    MappingError
        For an unknown table, key, column, format or choice, and for a required column that no
        source fills.
    """
    _refuse_unknown(f"Mapping {name}", document, _TABLES)
    extract = extract_of(_text(document.get("kind", ""), "kind"))
    tables = {key: _table(document, key, extract.names, name) for key in _BY_COLUMN}
    read = parse_reading(_table(document, "read", READ_KEYS, name))
    key = _table(document, "key", KEY_KEYS, name)
    currency_column, currency = parse_currency(_table(document, "currency", CURRENCY_KEYS, name))
    sources = {*tables["columns"], *tables["constants"], *tables["empty"]}
    row_key, row_ids = parse_row_key(key, extract, sources)
    mapping = Mapping(
        kind=extract.name,
        name=name,
        title=_text(document.get("name", name), "name"),
        note=_text(document.get("note", ""), "note").strip(),
        columns={key: _sources(value, key) for key, value in tables["columns"].items()},
        join=_text(document.get("join", "-"), "join"),
        constants=_each_text(tables["constants"]),
        prefix=_each_text(tables["prefix"]),
        values={key: _lookup(value, f"values.{key}") for key, value in tables["values"].items()},
        values_else=_each_text(tables["values_else"]),
        no_answer=_each_texts(tables["no_answer"]),
        empty=_each_text(tables["empty"]),
        formats=_each_text(tables["formats"]),
        ratings=_ratings(document, extract, name),
        encoding=read.encoding,
        delimiter=read.delimiter,
        quote=read.quote,
        header_row=read.header_row,
        sheet=read.sheet,
        names=read.names,
        time_zone=parse_zone(_text(document.get("time_zone", ""), "time_zone")),
        currency_column=currency_column,
        currency=currency,
        leave_out=_each_texts(_table(document, "leave_out", None, name)),
        beside=parse_beside(_table(document, "beside", None, name)),
        row_key=row_key,
        row_ids=row_ids,
    )
    _refuse_misfits(mapping, extract)
    return mapping


def _refuse_misfits(mapping: Mapping, extract: Extract) -> None:
    both = set(mapping.columns) & set(mapping.constants)
    if both:
        raise MappingError(
            f"Mapping {mapping.name}: {_listed(both)} comes from a column and is a constant too. "
            "Delete one of the two."
        )
    _refuse_no_source(mapping, extract)
    for name, choice in mapping.values_else.items():
        if choice not in ELSE or name not in mapping.values:
            raise MappingError(
                f'Mapping {mapping.name}, [values_else] {name} = "{choice}": it must be one of '
                f"{', '.join(ELSE)}, for a column that has [values.{name}]."
            )
    for name, pattern in mapping.formats.items():
        refuse_format(extract.column(name).type, name, pattern)


def _refuse_no_source(mapping: Mapping, extract: Extract) -> None:
    for name in {column.name for column in required(extract)} & set(mapping.constants):
        if not _trimmed(mapping.constants[name]):
            raise MappingError(
                f"Mapping {mapping.name}, [constants]: {name} is empty, but every row needs a "
                "value here."
            )
    sources = {*mapping.columns, *mapping.constants, *mapping.empty}
    if mapping.row_key:
        sources.update(extract.key, mapping.row_ids)
    missing = [column.name for column in required(extract) if column.name not in sources]
    if missing:
        raise MappingError(
            f"Mapping {mapping.name}: {extract.name} needs {_listed(missing)}. "
            "Name the source under [columns] or a fixed value under [constants]."
        )


def _ratings(document: AnyMapping[str, Any], extract: Extract, name: str) -> Ratings:
    attributes = {
        source: _attribute(source, ours)
        for source, ours in _each_text(_table(document, "ratings", None, name)).items()
    }
    options = _table(document, "ratings_options", _OPTIONS, name)
    if (attributes or options) and extract.name != "responses":
        raise MappingError(f"Mapping {name}: [ratings] belongs to responses, not {extract.name}.")
    names = list(attributes.values())
    twice = {each for each in names if names.count(each) > 1}
    if twice:
        raise MappingError(f"Mapping {name}, [ratings]: {_listed(twice)} is named twice.")
    low, high = _scale(options, name)
    no_answer = _texts(options.get("no_answer", []), "no_answer")
    values = _lookup(options["values"], "values") if "values" in options else {}
    return Ratings(attributes, low, high, no_answer, values)


def _scale(options: AnyMapping[str, Any], name: str) -> tuple[int, int]:
    low, high = options.get("scale_min", 1), options.get("scale_max", 5)
    # A yes or no is a whole number to Python, but not to a person.
    is_whole = type(low) is int and type(high) is int
    if not (is_whole and -WIDEST_SCALE <= low < high <= WIDEST_SCALE and high > 0):
        raise MappingError(
            f"Mapping {name}: scale_min and scale_max are whole numbers, the first the lower one, "
            f"the second from 1 to {WIDEST_SCALE:,}."
        )
    return low, high


def _attribute(source: str, ours: str) -> str:
    """Name of what is rated, tidied like a cell."""
    tidied = unicodedata.normalize("NFC", _trimmed(ours))
    if not tidied or len(tidied) > LONGEST_NAME:
        raise MappingError(
            f"[ratings] {shorten(source)}: the attribute has no name, or a long one; write 1 to at "
            f"most {LONGEST_NAME} characters."
        )
    return tidied


def _trimmed(text: str) -> str:
    """Leave out blanks of any kind around a text, and signs that cannot be seen."""
    before = None
    while text != before:
        before, text = text, text.strip().strip(_AROUND)
    return text


def _table(
    document: AnyMapping[str, Any], key: str, known: Collection[str] | None, name: str
) -> AnyMapping[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise MappingError(f"Mapping {name}: {key} is a table, written [{key}].")
    if known is not None:
        _refuse_unknown(f"Mapping {name}, [{key}]", table, known)
    return table


def _refuse_unknown(where: str, found: Iterable[str], known: Collection[str]) -> None:
    for key in found:
        if key not in known:
            raise MappingError(
                f'{where}: there is no "{key}"{near(key, known)}. '
                f"It may be one of {', '.join(known)}."
            )


def _lookup(table: Any, where: str) -> dict[str, str]:
    """Read a value map; its left side is compared without regard to case."""
    if not isinstance(table, dict) or not table:
        raise MappingError(f'[{where}]: a value map holds lines "as written" = "ours".')
    seen: set[str] = set()
    for written in table:
        key = unicodedata.normalize("NFC", _trimmed(written)).casefold()
        if key in seen:
            raise MappingError(f'[{where}]: "{written}" is there twice, upper and lower case.')
        seen.add(key)
    return {_trimmed(written): _text(ours, where) for written, ours in table.items()}


def _sources(value: Any, name: str) -> tuple[str, ...]:
    sources = _texts(value, name)
    if not sources:
        raise MappingError(
            f"[columns] {name}: the list is empty. Name a column, or delete the line."
        )
    if not all(each.strip() for each in sources):
        raise MappingError(f"[columns] {name}: a column has no name. Name it, or delete the line.")
    return sources


def _each_text(table: AnyMapping[str, Any]) -> dict[str, str]:
    return {key: _text(value, key) for key, value in table.items()}


def _each_texts(table: AnyMapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: _texts(value, key) for key, value in table.items()}


def _texts(value: Any, where: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_text(each, where) for each in values)


def _text(value: Any, where: str) -> str:
    """Write a TOML value as it would stand in a file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, str | int | float):
        return str(value)
    raise MappingError(f"{where}: {shorten(value)} is neither a text nor a number.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
