"""Brings a database file to the shape this code knows: all of its steps, or none of them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from cx.errors import WarehouseError, WarehouseTooNew
from cx.warehouse import rollups, zones
from cx.warehouse.engine import Cursor, Engine
from cx.warehouse.trouble import first_line, in_words

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

    One transaction holds every step: a file that cannot be brought up to date, or whose process
    dies on the way, is still one that the program of before can open.

    Parameters
    ----------
    schema, views : Path
        Folders of numbered migrations (applied once, never changed afterwards) and of view
        definitions (applied again whenever their text changes).

    Raises
    ------
    WarehouseTooNew
        When the file has a migration that this code does not know.
    WarehouseError
        When a step fails; the file is as it was.
    """
    known = sorted(schema.glob("*.sql"))
    text = "\n".join(view.read_text() for view in sorted(views.glob("*.sql")))
    with engine.cursor() as cursor:
        done = _done(cursor)
        _refuse_newer(engine.path, done, known)
        _refuse_changed(done, known)
        steps = [
            (_number(step), step.stem, step.read_text())
            for step in known
            if _number(step) not in done
        ]
        if not steps and done.get(0) == _digest(text):
            return []
        steps.append((0, "views", text))
        cursor.execute("set session max_execution_time = 0")
        with _whole(cursor, engine.path.name):
            for number, name, statements in steps:
                _apply(cursor, number, name, statements)
            zones.define(cursor)
            rollups.rebuild(cursor)
    return [name for _, name, _ in steps]


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
def _whole(cursor: Cursor, name: str) -> Iterator[None]:
    """Commit all that the block does, or nothing."""
    cursor.begin()
    try:
        yield
        cursor.commit()
    except BaseException as error:
        with suppress(duckdb.Error):
            cursor.rollback()
        if not isinstance(error, duckdb.Error):
            raise
        raise in_words(error, name) or WarehouseError(
            f"{name} could not be brought up to date: {first_line(error)}. It is as it was; open "
            "it with the version of the program that wrote it."
        ) from error


def _apply(cursor: Cursor, number: int, name: str, text: str) -> None:
    """Run one step and record it."""
    cursor.execute(_RECORDS)
    for statement in duckdb.extract_statements(text):
        cursor.execute(statement)
    cursor.execute("delete from migrations where number = $1", [number])
    cursor.execute(
        "insert into migrations values ($1, $2, $3, now()::timestamp)",
        [number, name, _digest(text)],
    )


def _number(step: Path) -> int:
    return int(step.stem.split("_")[0])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
