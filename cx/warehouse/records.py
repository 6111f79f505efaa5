"""The record of imports in schema `app`: who brought what, when, and what it changed."""

from dataclasses import astuple, dataclass
from datetime import datetime

from cx.warehouse.engine import Cursor


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import as the history tells it."""

    import_id: int
    kind: str
    mode: str
    status: str
    file_name: str
    file_sha256: str
    mapping: str | None
    actor: str
    seconds: float
    new_rows: int
    changed_rows: int
    unchanged_rows: int
    retired_rows: int
    rejected_rows: int
    duplicate_rows: int
    rejects_file: str | None


@dataclass(frozen=True, slots=True)
class HistoryLine(ImportRecord):
    """An import with the time of its commit (UTC), and of its undo or None while it is live."""

    committed_at: datetime
    undone_at: datetime | None


_WRITE = """
insert into app.imports (
    import_id, kind, mode, status, file_name, file_sha256, mapping, actor, seconds, new_rows,
    changed_rows, unchanged_rows, retired_rows, rejected_rows, duplicate_rows, rejects_file,
    committed_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, now()::timestamp)
"""

_PUBLISHED = """
select extract, mode
from (
    select
        extract, mode, action,
        row_number() over (partition by extract order by event_id desc) as recency
    from app.ledger
    where import_id = $1
)
where recency = 1 and action = 'publish'
order by extract
"""

_HISTORY = """
select
    import_id, kind, mode, status, file_name, file_sha256, mapping, actor, seconds, new_rows,
    changed_rows, unchanged_rows, retired_rows, rejected_rows, duplicate_rows, rejects_file,
    committed_at, undone_at
from app.imports
left join (
    select import_id, max(happened_at) as undone_at
    from app.ledger
    where action = 'retract'
    group by import_id
) using (import_id)
order by import_id desc
"""


def next_import_id(cursor: Cursor) -> int:
    """Return the number of the import that is being written."""
    found = cursor.execute("select coalesce(max(import_id), 0) + 1 from app.imports").fetchone()
    assert found is not None  # an aggregate always gives a row
    return int(found[0])


def write_import(cursor: Cursor, record: ImportRecord) -> None:
    """Add one import to the history, and to the audit log."""
    cursor.execute(_WRITE, list(astuple(record)))
    note_act(cursor, record.actor, "import", f"{record.import_id}: {record.kind} {record.status}")


def note_act(cursor: Cursor, actor: str, action: str, detail: str) -> None:
    """Add one line to the audit log."""
    cursor.execute(
        "insert into app.audit_log values (now()::timestamp, $1, $2, $3)", [actor, action, detail]
    )


def published_tables(cursor: Cursor, import_id: int) -> list[tuple[str, str]]:
    """Return table and mode of what an import holds live; nothing when unknown or undone."""
    return cursor.execute(_PUBLISHED, [import_id]).fetchall()


def read_history(cursor: Cursor) -> list[HistoryLine]:
    """List every import, newest first."""
    return [HistoryLine(*row) for row in cursor.execute(_HISTORY).fetchall()]


def newest_records(cursor: Cursor) -> tuple[int, int]:
    """Return the newest event of the ledger and the length of the audit log; both only grow."""
    found = cursor.execute(
        "select coalesce(max(event_id), 0), (select count(*) from app.audit_log) from app.ledger"
    ).fetchone()
    assert found is not None  # an aggregate always gives a row
    return found[0], found[1]
