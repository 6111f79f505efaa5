"""Notes outside the database what was last written to it, so that losing that is found out.

The engine opens a file whose journal (``.wal``) is missing or cut off without a word, in an earlier
state. The note is written and synced after each commit: a file that knows less than its note has
lost something that somebody was told is there.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from cx.errors import WarehouseDamaged

NOTE_BYTES = 256
"""The note is overwritten in place, at one length: that works on a full disk too."""

_TABLES = """
select count(*) from duckdb_tables()
where schema_name || '.' || table_name in ('main.migrations', 'app.ledger', 'app.audit_log')
"""
_MADE_AT = "select applied_at::varchar from migrations where number > 0 order by number limit 1"
_NEWEST = """
select
    (select coalesce(max(event_id), 0) from app.ledger) as newest_event,
    (select count(*) from app.audit_log) as acts
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a database is: when it was made, and what its newest records are."""

    made_at: str
    records: tuple[int, int]


def newest_records(cursor: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Return the newest event of the ledger and the length of the audit log; both only grow."""
    found = cursor.execute(_NEWEST).fetchone()
    assert found is not None  # an aggregate always gives a row
    return found[0], found[1]


def standing(cursor: duckdb.DuckDBPyConnection) -> Standing | None:
    """Return how far a database is; None for one that holds none of our tables yet."""
    found = cursor.execute(_TABLES).fetchone()
    made = cursor.execute(_MADE_AT).fetchone() if found and found[0] == 3 else None
    return Standing(made[0], newest_records(cursor)) if made else None


class Witness:
    """The note beside a database file: ``<file>.newest``."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._file = path.with_name(path.name + ".newest")

    def note(self, found: Standing) -> None:
        """Write down how far the database is; only ever after a commit that was seen on file."""
        noted = {
            "made_at": found.made_at,
            "records": found.records,
            "noted_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        }
        # What is committed stays committed where no note can be written; the old one still holds.
        with suppress(OSError):
            self._write(json.dumps(noted).ljust(NOTE_BYTES).encode())

    def _write(self, text: bytes) -> None:
        note = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(note, text, 0)
            os.fsync(note)
        finally:
            os.close(note)

    def forget(self) -> None:
        """Remove the note, with the database that it is about."""
        self._file.unlink(missing_ok=True)

    def knows(self) -> bool:
        """Whether there is a note that can be read."""
        return bool(self._read())

    def refuse_older(self, found: Standing | None) -> None:
        """Refuse a database that knows less than was once written to it.

        Raises
        ------
        WarehouseDamaged
        """
        noted = self._read()
        is_other = found is not None and found.made_at != noted.get("made_at")
        if not noted or is_other:
            return
        records = found.records if found else (0, 0)
        if records < tuple(noted["records"]):
            raise WarehouseDamaged(self._lost(noted, records))

    def _lost(self, noted: dict[str, Any], records: tuple[int, int]) -> str:
        name, (event, act) = self._name, noted["records"]
        return (
            f"{name} lacks what was last written to it, on {noted['noted_at']}: it had {event} "
            f"events in its ledger and {act} lines in its audit log, and now has {records[0]} and "
            f"{records[1]}. Its journal {name}.wal is missing or cut off, or an older copy was put "
            "in its place. Nothing was changed. Put the missing file back, or both from a backup. "
            f"To go on with what is there, delete {self._file.name} and open {name} again."
        )

    def _read(self) -> dict[str, Any]:
        """Return the note; nothing where there is none, or where a power cut tore it."""
        with suppress(OSError, ValueError):
            noted = json.loads(self._file.read_bytes())
            if isinstance(noted, dict) and noted.keys() >= {"made_at", "records", "noted_at"}:
                return noted
        return {}
