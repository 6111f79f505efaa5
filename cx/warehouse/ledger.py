"""Keeps the current tables true: for each key, the row of the newest import that is live.

An import appends its rows to a history table and a `publish` event to the ledger; an undo appends
a `retract` event and fills the touched keys anew from history. The law that every test holds to:
the current tables equal a rebuild from history and ledger.
"""

from dataclasses import dataclass
from pathlib import Path

from cx.extracts import Extract
from cx.warehouse.engine import Cursor

# Names in the SQL below come from the catalogue in cx/extracts.py, never from a file or a person.
# ruff: noqa: S608


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import does to the rows of its main table."""

    new: int
    changed: int
    unchanged: int
    retired: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did to the rows of one table."""

    removed: int
    restored: int
    kept: int


def read_stage(cursor: Cursor, extract: Extract, file: Path) -> None:
    """Let ``stage_<extract>`` of this cursor be the rows of a checked file, which has to stay.

    They are read from the file as often as they are needed: a table would hold them in memory,
    and cost more than it saves.
    """
    columns = ", ".join([*extract.names, "row_number", "is_blank"])
    name = str(file).replace("'", "''")
    cursor.execute(
        f"create or replace temp view stage_{extract.name} as "
        f"select {columns} from read_parquet('{name}', hive_partitioning = false)"
    )


def count_effects(
    cursor: Cursor, extract: Extract, mode: str, companion: Extract | None = None
) -> Counts:
    """Compare the staged rows with the current ones, before anything is written.

    `companion` is the table that the same file fills beside its own (wide ratings): a row whose
    companion rows differ has changed too.
    """
    if _is_empty(cursor, extract.table):
        return Counts(_count(cursor, f"stage_{extract.name}"), 0, 0, 0)
    altered = _altered_by(companion, mode) if companion else "select null where false"
    found = cursor.execute(
        f"""
        with altered as ({altered}),
        compared as (
            select
                current.import_id is null as is_new,
                {_differs(extract)} or staged.{extract.key[0]} in (from altered) as is_changed
            from stage_{extract.name} as staged
            left join {extract.table} as current on {_same_key(extract)}
        )
        select
            count(*) filter (where is_new),
            count(*) filter (where not is_new and is_changed),
            count(*) filter (where not is_new and not is_changed)
        from compared
        """
    ).fetchone()
    assert found is not None  # an aggregate always gives a row
    keys = ", ".join(extract.key)
    gone = f"{extract.table} anti join stage_{extract.name} using ({keys})"
    retired = _count(cursor, gone) if mode == "snapshot" else 0
    new, changed, unchanged = found
    return Counts(new, changed, unchanged, retired)


def publish(
    cursor: Cursor,
    extract: Extract,
    import_id: int,
    mode: str,
    actor: str,
) -> None:
    """Append the staged rows to history and make them current; fills ``touched_<extract>``."""
    columns = ", ".join(extract.names)
    cursor.execute(
        f"insert into {extract.history} ({columns}, import_id, row_number, is_blank) "
        f"select {columns}, $1, row_number, is_blank from stage_{extract.name}",
        [import_id],
    )
    _record(cursor, extract, import_id, mode, "publish", actor)
    keys = ", ".join(extract.key)
    staged = f"select {keys} from stage_{extract.name}"
    if mode == "snapshot":
        _touch(cursor, extract, f"{staged} union select {keys} from {extract.table}")
    else:
        _touch(cursor, extract, staged, is_fixed=True)
    _forget(cursor, extract)
    # The newest import wins every key it has, so its rows need not be looked up in history.
    cursor.execute(
        f"insert into {extract.table} ({columns}, import_id) "
        f"select {columns}, $1 from stage_{extract.name} where not is_blank",
        [import_id],
    )


def retract(cursor: Cursor, extract: Extract, import_id: int, mode: str, actor: str) -> Undone:
    """Take an import back: its rows go, rows it replaced or retired return, later ones stay."""
    _record(cursor, extract, import_id, mode, "retract", actor)
    keys = ", ".join(extract.key)
    if mode == "snapshot":
        _touch(cursor, extract, f"select distinct {keys} from {extract.history}")
    else:
        own = f"select {keys} from {extract.history} where import_id = {import_id:d}"
        _touch(cursor, extract, own, is_fixed=True)
    cursor.execute(
        f"create or replace temp table earlier as select {keys}, import_id "
        f"from {extract.table} semi join touched_{extract.name} using ({keys})"
    )
    _materialise(cursor, extract)
    return _effect_of_undo(cursor, extract, import_id)


def rebuild(cursor: Cursor, extract: Extract) -> None:
    """Fill the current table anew from history and ledger: the oracle of commit and undo."""
    keys = ", ".join(extract.key)
    _touch(
        cursor,
        extract,
        f"select {keys} from {extract.history} union select {keys} from {extract.table}",
    )
    _materialise(cursor, extract)


def _touch(cursor: Cursor, extract: Extract, keys: str, is_fixed: bool = False) -> None:
    """Let ``touched_<extract>`` be the keys that a query gives now; fixed ones stay the same."""
    if not is_fixed:
        cursor.execute(f"create or replace temp table once_{extract.name} as {keys}")
        keys = f"from once_{extract.name}"
    cursor.execute(f"create or replace temp view touched_{extract.name} as {keys}")


def _materialise(cursor: Cursor, extract: Extract) -> None:
    """Replace the current rows of the touched keys by what history and ledger say."""
    keys, columns = ", ".join(extract.key), ", ".join(extract.names)
    _forget(cursor, extract)
    # Only keys are compared: to sort whole rows by recency took twice as long.
    cursor.execute(
        f"""
        insert into {extract.table} ({columns}, import_id)
        with newest as (
            select {keys}, max(import_id) as import_id from {extract.history}
            semi join touched_{extract.name} using ({keys})
            where import_id in (select import_id from app.live_imports where extract = $1)
            group by {keys}
        )
        select {columns}, import_id from {extract.history}
        inner join newest using ({keys}, import_id)
        where not is_blank
        """,
        [extract.name],
    )


def _forget(cursor: Cursor, extract: Extract) -> None:
    keys, touched = ", ".join(extract.key), f"touched_{extract.name}"
    cursor.execute(
        f"delete from {extract.table} where ({keys}) in (select ({keys}) from {touched})"
    )


def _record(
    cursor: Cursor,
    extract: Extract,
    import_id: int,
    mode: str,
    action: str,
    actor: str,
) -> None:
    cursor.execute(
        "insert into app.ledger "
        "select coalesce(max(event_id), 0) + 1, $1, $2, $3, $4, $5, now()::timestamp "
        "from app.ledger",
        [import_id, extract.name, mode, action, actor],
    )


def _effect_of_undo(cursor: Cursor, extract: Extract, import_id: int) -> Undone:
    keys = ", ".join(extract.key)
    found = cursor.execute(
        f"""
        with later as (
            select {keys}, import_id from {extract.table}
            semi join touched_{extract.name} using ({keys})
        )
        select
            count(*) filter (where earlier.import_id = $1 and later.import_id is null),
            count(*) filter (
                where later.import_id is not null
                    and (earlier.import_id is null or earlier.import_id = $1)
            ),
            count(*) filter (where earlier.import_id != $1)
        from earlier full join later using ({keys})
        """,
        [import_id],
    ).fetchone()
    assert found is not None  # an aggregate always gives a row
    return Undone(*found)


def _altered_by(companion: Extract, mode: str) -> str:
    """Ids of the rows whose companion rows are new, different, taken back or retired."""
    keys = ", ".join(companion.key)
    retired = (
        f"union all select {companion.key[0]} from {companion.table} "
        f"anti join stage_{companion.name} using ({keys})"
    )
    return f"""
        select staged.{companion.key[0]}
        from stage_{companion.name} as staged
        left join {companion.table} as current on {_same_key(companion)}
        where
            case
                when staged.is_blank then current.import_id is not null
                else current.import_id is null or {_differs(companion)}
            end
        {retired if mode == "snapshot" else ""}
    """


def _is_empty(cursor: Cursor, table: str) -> bool:
    return cursor.execute(f"select 1 from {table} limit 1").fetchone() is None


def _count(cursor: Cursor, rows: str) -> int:
    found = cursor.execute(f"select count(*) from {rows}").fetchone()
    assert found is not None  # an aggregate always gives a row
    return int(found[0])


def _same_key(extract: Extract) -> str:
    return " and ".join(f"staged.{name} = current.{name}" for name in extract.key)


def _differs(extract: Extract) -> str:
    """Whether any column outside the key differs between ``staged`` and ``current``."""
    rest = [name for name in extract.names if name not in extract.key]
    return "(" + " or ".join(f"staged.{n} is distinct from current.{n}" for n in rest) + ")"
