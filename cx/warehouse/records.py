"""The record of imports in schema `app`: who brought what, when, and what it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime

from cx.warehouse.engine import Cursor

COUNTED = ("new", "changed", "unchanged", "retired", "rejected", "duplicate")
"""What can become of a row of a file."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an import or an undo does to one headline figure.

    Attributes
    ----------
    figure : str
        As in ``app.headlines``: ``nps``, ``csat``, ``ces``, ``revenue``, ``contacts`` ...
    survey_kind : str
        Of a score; else empty.
    period : date or None
        First day of a calendar quarter; None for a total.
    before, after : float or None
        The figure, unrounded; None when there are no rows.
    before_count, after_count : int
        Answers or rows that it rests on.
    """

    figure: str
    survey_kind: str
    period: date | None
    before: float | None
    after: float | None
    before_count: int
    after_count: int


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
    file_rows: int | None
    """Rows of the file, good and bad; None for imports of before this was noted."""
    upload_id: str | None
    warnings: list[str]
    """What was told about the file when it was committed."""

    @property
    def counts(self) -> dict[str, int]:
        """What it did to rows, by word."""
        return {word: getattr(self, f"{word}_rows") for word in COUNTED}


@dataclass(frozen=True, slots=True)
class HistoryLine(ImportRecord):
    """An import with the time of its commit (UTC), and of its undo or None while it is live."""

    committed_at: datetime
    undone_at: datetime | None


_WRITE = """
insert into app.imports (
    import_id, kind, mode, status, file_name, file_sha256, mapping, actor, seconds, new_rows,
    changed_rows, unchanged_rows, retired_rows, rejected_rows, duplicate_rows, rejects_file,
    file_rows, upload_id, warnings, committed_at
)
values (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
    now()::timestamp
)
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
    file_rows, upload_id, coalesce(warnings, []) as warnings, committed_at, undone_at
from app.imports
left join (
    select import_id, max(happened_at) as undone_at
    from app.ledger
    where action = 'retract'
    group by import_id
) using (import_id)
order by import_id desc
"""

_WRITE_EFFECT = """
insert into app.import_effects (
    import_id, action, figure, kind, period, value_before, value_after, count_before, count_after
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

_EFFECTS = """
select figure, kind, period, value_before, value_after, count_before, count_after
from app.import_effects
where import_id = $1 and action = $2
order by rowid
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


def write_effects(cursor: Cursor, import_id: int, action: str, effects: Iterable[Effect]) -> None:
    """Keep what an ``import`` or its ``undo`` did to the headline figures."""
    rows = [[import_id, action, *astuple(effect)] for effect in effects]
    if rows:
        cursor.executemany(_WRITE_EFFECT, rows)


def write_mapping_text(cursor: Cursor, import_id: int, toml: str) -> None:
    """Keep how an import read its file; nothing where that had our own column names."""
    if toml:
        cursor.execute("insert into app.import_mappings values ($1, $2)", [import_id, toml])


def effects_of(cursor: Cursor, import_id: int, action: str = "import") -> list[Effect]:
    """Return what an ``import`` or its ``undo`` did to the headline figures, as it was told then.

    Imports of before this was noted have none.
    """
    return [Effect(*row) for row in cursor.execute(_EFFECTS, [import_id, action]).fetchall()]


def write_undo(
    cursor: Cursor, import_id: int, actor: str, seconds: float, counts: Mapping[str, int]
) -> None:
    """Add one undo to the history, and to the audit log."""
    cursor.execute(
        "insert into app.undos values ($1, $2, now()::timestamp, $3, $4, $5, $6)",
        [import_id, actor, seconds, counts["removed"], counts["restored"], counts["kept"]],
    )
    note_act(cursor, actor, "undo", str(import_id))


def import_of_upload(cursor: Cursor, upload_id: str) -> HistoryLine | None:
    """Return the import that an upload became, if it was committed."""
    return next((each for each in read_history(cursor) if each.upload_id == upload_id), None)


def live_imports(cursor: Cursor, kind: str) -> list[HistoryLine]:
    """List the imports of an extract that count, newest first."""
    found = cursor.execute(
        "select import_id from app.live_imports where extract = $1", [kind]
    ).fetchall()
    return [
        each for each in read_history(cursor) if each.kind == kind and (each.import_id,) in found
    ]


def read_history(cursor: Cursor) -> list[HistoryLine]:
    """List every import, newest first."""
    return [HistoryLine(*row) for row in cursor.execute(_HISTORY).fetchall()]
