"""Brings a database file to the shape this code knows: numbered steps, each whole or not at all."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from cx.errors import WarehouseError, WarehouseTooNew
from cx.warehouse import rollups
from cx.warehouse.engine import Cursor, Engine

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "data" / "schema"
VIEWS = ROOT / "data" / "views"

_RECORDS = """
create table if not exists migrations (
    number integer not null,
    name varchar not null,
    sha256 varchar not null,
    applied_at timestamp not null
)
"""


def migrate(engine: Engine, schema: Path = SCHEMA, views: Path = VIEWS) -> list[str]:
    """Apply what is missing, and say what was applied; a file that is up to date is not written.

    Parameters
    ----------
    schema, views : Path
        Folders of numbered migrations (applied once, never changed afterwards) and of view
        definitions (applied again whenever their text changes).

    Raises
    ------
    WarehouseTooNew
        When the file has a migration that this code does not know.
    """
    applied = []
    with engine.cursor() as cursor:
        known = sorted(schema.glob("*.sql"))
        done = _done(cursor)
        _refuse_newer(engine.path, done, known)
        _refuse_changed(done, known)
        cursor.execute("set session max_execution_time = 0")
        for step in known:
            if _number(step) not in done:
                with _recorded(cursor, _number(step), step.stem, step.read_text()):
                    applied.append(step.stem)
        text = "\n".join(view.read_text() for view in sorted(views.glob("*.sql")))
        if done.get(0) != _digest(text) or applied:
            with _recorded(cursor, 0, "views", text):
                rollups.rebuild(cursor)
                applied.append("views")
    return applied


def _done(cursor: Cursor) -> dict[int, str]:
    """Return number and digest of what was applied; number 0 stands for the views."""
    found = cursor.execute("select 1 from duckdb_tables() where table_name = 'migrations'")
    if not found.fetchone():
        return {}
    rows = cursor.execute("select number, sha256 from migrations order by applied_at").fetchall()
    return dict(rows)


def _refuse_newer(path: Path, done: dict[int, str], known: list[Path]) -> None:
    newest = max((_number(step) for step in known), default=0)
    if max(done, default=0) > newest:
        raise WarehouseTooNew(
            f"{path.name} was written by a newer version of this program (step {max(done)}, this "
            f"one knows {newest}). Update the program, or open another file."
        )


def _refuse_changed(done: dict[int, str], known: list[Path]) -> None:
    """A step that was applied is history: changing its text would change nothing on file."""
    for step in known:
        if done.get(_number(step), _digest(step.read_text())) != _digest(step.read_text()):
            raise WarehouseError(
                f"{step.name} was changed after it was applied. Restore it, and write what is to "
                "change as a new step."
            )


@contextmanager
def _recorded(cursor: Cursor, number: int, name: str, text: str) -> Iterator[None]:
    """Run one step, then the block, and record it: all in one transaction."""
    cursor.begin()
    try:
        cursor.execute(_RECORDS)
        for statement in duckdb.extract_statements(text):
            cursor.execute(statement)
        yield
        cursor.execute("delete from migrations where number = $1", [number])
        cursor.execute(
            "insert into migrations values ($1, $2, $3, now()::timestamp)",
            [number, name, _digest(text)],
        )
        cursor.commit()
    except BaseException:
        with suppress(duckdb.Error):
            cursor.rollback()
        raise


def _number(step: Path) -> int:
    return int(step.stem.split("_")[0])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
