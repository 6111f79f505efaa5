"""Writes a mapping as the TOML file that `presets` reads back to the same mapping.

Python reads TOML but does not write it. A mapping needs texts, whole numbers, lists and two levels
of tables, which is less than a library would bring along.
"""

import json
from collections.abc import Mapping as AnyMapping
from typing import Any

from cx.errors import MappingError
from cx.ingest.mapping import Beside, Mapping, Ratings


def to_toml(mapping: Mapping) -> str:
    r"""Write a mapping as a file of data/mappings/ says it.

    Raises
    ------
    MappingError
        For the mapping of a file that has our own names, which needs none.

    Examples
    --------
    >>> print(to_toml(Mapping("products", title="Shop", columns={"name": ("Label",)})), end="")
    name = "Shop"
    kind = "products"
    <BLANKLINE>
    [columns]
    name = "Label"
    """
    if mapping.is_identity:
        raise MappingError("A file that has our own column names needs no mapping.")
    head = {"name": mapping.title or mapping.name, "kind": mapping.kind}
    if mapping.note:
        head["note"] = mapping.note
    if mapping.join != "-":
        head["join"] = mapping.join
    if mapping.time_zone:
        head["time_zone"] = mapping.time_zone
    parts = ["".join(f"{key} = {_value(value)}\n" for key, value in head.items())]
    parts += [_table(name, table) for name, table in _tables(mapping) if table]
    return "\n".join(parts)


def _tables(mapping: Mapping) -> list[tuple[str, AnyMapping[str, Any]]]:
    """Tables of the file in order; those of values have one of their own for each column."""
    ratings = mapping.ratings
    return [
        ("read", _reading(mapping)),
        ("key", _made(mapping)),
        *((f"beside.{_key(name)}", _beside(each)) for name, each in mapping.beside.items()),
        ("leave_out", {source: _one_or_many(said) for source, said in mapping.leave_out.items()}),
        ("currency", _currency(mapping)),
        ("columns", {ours: _one_or_many(found) for ours, found in mapping.columns.items()}),
        ("constants", mapping.constants),
        ("prefix", mapping.prefix),
        ("empty", mapping.empty),
        ("formats", mapping.formats),
        ("no_answer", {ours: _one_or_many(said) for ours, said in mapping.no_answer.items()}),
        ("values_else", mapping.values_else),
        *((f"values.{_key(ours)}", table) for ours, table in mapping.values.items()),
        ("ratings", ratings.attributes),
        ("ratings_options", _rating_options(ratings)),
    ]


def _beside(each: Beside) -> dict[str, str]:
    return {"file": each.file, "by": each.by} | ({"of": each.of} if each.of else {})


def _made(mapping: Mapping) -> dict[str, Any]:
    if not mapping.row_key:
        return {}
    return {"row": True} | ({"also": list(mapping.row_ids)} if mapping.row_ids else {})


def _currency(mapping: Mapping) -> dict[str, Any]:
    found = {"column": mapping.currency_column, "value": mapping.currency}
    return {name: value for name, value in found.items() if value}


def _reading(mapping: Mapping) -> dict[str, Any]:
    found = {
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "quote": mapping.quote,
        "header_row": mapping.header_row,
        "sheet": mapping.sheet,
        "names": list(mapping.names) or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _rating_options(ratings: Ratings) -> dict[str, Any]:
    if ratings == Ratings(ratings.attributes):
        return {}
    found = {
        "scale_min": ratings.scale_min,
        "scale_max": ratings.scale_max,
        "no_answer": list(ratings.no_answer),
        "values": dict(ratings.values),
    }
    return {name: value for name, value in found.items() if value not in ([], {})}


def _one_or_many(found: tuple[str, ...]) -> str | list[str]:
    return found[0] if len(found) == 1 else list(found)


def _table(name: str, table: AnyMapping[str, Any]) -> str:
    lines = [f"{_key(key)} = {_value(value)}\n" for key, value in table.items()]
    return f"[{name}]\n{''.join(lines)}"


def _key(name: str) -> str:
    is_bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_bare else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    return f"[{', '.join(map(_value, value))}]"


def _text(text: str) -> str:
    """A basic string of TOML: what JSON escapes it escapes alike, and the delete sign too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
