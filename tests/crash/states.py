"""What a warehouse holds, in a form that can be compared, and whether its records agree.

The content of every table is a count and a sum of hashes, so that the order of rows does not
matter. Left out is what differs from run to run: times, durations and where files lie.
"""

from pathlib import Path

import duckdb

from cx.extracts import EXTRACTS
from cx.warehouse import House, ledger, rollups

Content = dict[str, tuple[int, int]]
"""Rows and sum of hashes of each table."""

CHANGING = {"applied_at", "committed_at", "happened_at", "saved_at", "seconds", "undone_at"}

# Each finds records that contradict each other, and names the import.
CONTRADICTIONS = {
    "an import that its own ledger does not know": """
        select import_id from app.imports
        anti join (select import_id from app.ledger where action = 'publish') using (import_id)
    """,
    "an event of an import that is not in the history": """
        select import_id from app.ledger anti join app.imports using (import_id)
    """,
    "an undo of what was never brought in": """
        select taken.import_id
        from app.ledger as taken
        left join app.ledger as given
            on taken.import_id = given.import_id and taken.extract = given.extract
                and given.action = 'publish' and given.event_id < taken.event_id
        where taken.action = 'retract' and given.event_id is null
    """,
    "an import without exactly one line in the audit log": """
        select import_id from app.imports
        left join app.audit_log
            on action = 'import' and starts_with(detail, import_id || ':')
        group by import_id having count(detail) != 1
    """,
    "an undo without exactly one line in the audit log": """
        select taken.import_id
        from (select distinct import_id from app.ledger where action = 'retract') as taken
        left join app.audit_log as said on said.action = 'undo' and said.detail = taken.import_id
        group by taken.import_id having count(said.detail) != 1
    """,
    "a gap in the numbers of events": """
        select max(event_id) from app.ledger having max(event_id) != count(*)
    """,
}


def content(cursor: duckdb.DuckDBPyConnection) -> Content:
    """Count and hash every table."""
    tables = cursor.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where not temporary "
        "order by all"
    ).fetchall()
    return {table: _sum(cursor, table) for (table,) in tables}


def _sum(cursor: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    columns = cursor.execute(f"describe {table}").fetchall()
    parts = [_part(name, kind) for name, kind, *_ in columns if name not in CHANGING]
    found = cursor.execute(
        f"select count(*), coalesce(sum(hash({', '.join(parts)})::hugeint), 0) from {table}"
    ).fetchone()
    assert found is not None  # an aggregate always gives a row
    return found[0], int(found[1])


def _part(name: str, kind: str) -> str:
    if name == "rejects_file":
        return "regexp_replace(rejects_file, '^.*/', '')"
    # Threads add up in another order each time.
    return f"round({name}, 6)" if kind == "DOUBLE" else name


def content_of(house: House) -> Content:
    """Count and hash every table of an open warehouse."""
    with house.reading() as cursor:
        return content(cursor)


def rebuilt(house: House) -> Content:
    """Count and hash as if all was made anew from history and ledger; writes nothing."""
    with house.rehearsing() as cursor:
        for extract in EXTRACTS.values():
            ledger.rebuild(cursor, extract)
        rollups.rebuild(cursor)
        return content(cursor)


def contradictions(house: House) -> list[str]:
    """Say where history, ledger, audit log and files of rejects do not agree."""
    with house.reading() as cursor:
        found = [
            f"{what}: {cursor.execute(sql).fetchall()}"
            for what, sql in CONTRADICTIONS.items()
            if cursor.execute(sql).fetchall()
        ]
        kept = cursor.execute(
            "select rejects_file from app.imports where rejects_file is not null"
        ).fetchall()
    named = {Path(file).name for (file,) in kept}
    folder = house.path.with_name(house.path.name + ".rejects")
    there = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
    found += [f"files of rejects that no import names: {there - named}"] * bool(there - named)
    found += [f"files of rejects that are gone: {named - there}"] * bool(named - there)
    found += [f"left on the stage: {path}" for path in house.stage.iterdir()]
    return found
