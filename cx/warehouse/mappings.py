"""Saved mappings in schema `app`: their text, and the columns of the file they were made for."""

from dataclasses import astuple, dataclass
from datetime import datetime

from cx.warehouse.engine import Cursor


@dataclass(frozen=True, slots=True)
class MappingRecord:
    """One mapping as somebody saved it; `header_sha256` stands for the columns of its file."""

    name: str
    kind: str
    toml: str
    header_sha256: str
    saved_by: str


@dataclass(frozen=True, slots=True)
class SavedRecord(MappingRecord):
    """A mapping with the time it was saved (UTC)."""

    saved_at: datetime


_WRITE = """
insert into app.mappings (name, kind, toml, header_sha256, saved_by, saved_at)
values ($1, $2, $3, $4, $5, now()::timestamp)
"""

_RENAME = "update app.mappings set name = $2, toml = $3 where lower(name) = lower($1)"

_READ_ALL = """
select name, kind, toml, header_sha256, saved_by, saved_at
from app.mappings
order by saved_at desc, name
"""


def write_mapping(cursor: Cursor, record: MappingRecord) -> None:
    """Keep a mapping."""
    cursor.execute(_WRITE, list(astuple(record)))


def rename_mapping(cursor: Cursor, name: str, new_name: str, toml: str) -> None:
    """Give a mapping another name; its text holds the name too."""
    cursor.execute(_RENAME, [name, new_name, toml])


def delete_mapping(cursor: Cursor, name: str) -> None:
    """Forget a mapping."""
    cursor.execute("delete from app.mappings where lower(name) = lower($1)", [name])


def read_mappings(cursor: Cursor) -> list[SavedRecord]:
    """List the saved mappings, newest first."""
    return [SavedRecord(*row) for row in cursor.execute(_READ_ALL).fetchall()]
