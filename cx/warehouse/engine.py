"""The one place that opens DuckDB: locked down, one owner per file, a cursor per call."""

import fcntl
import json
import os
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from weakref import WeakSet

import duckdb

from cx.errors import QueryTooSlow, WarehouseError, WarehouseLocked

Cursor = duckdb.DuckDBPyConnection
"""What a `with` block borrows from the engine."""

EngineError = duckdb.Error
"""What the engine raises, for those who turn its words into a person's."""

OurOwnError = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)
"""Those that are faults of this program, whatever a file holds."""

QUERY_LIMIT_MS = 15_000
"""How long one question may take."""

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "6GB",
    "max_temp_directory_size": "8GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "checkpoint_threshold": "64MB",
}


def _lock_down(connection: duckdb.DuckDBPyConnection, folders: Iterable[Path]) -> None:
    """Close the doors, in the one order in which the engine lets them be closed."""
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"set global max_execution_time = {QUERY_LIMIT_MS:d}")
    connection.execute("set global allowed_configs = ['max_execution_time']")
    connection.execute("set global allowed_directories = $1", [[f"{f}/" for f in folders]])
    connection.execute("set global enable_external_access = false")
    connection.execute("set global lock_configuration = true")


@contextmanager
def scratch(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend an in-memory engine that sees no database: only `folder`.

    Ingest reads and checks files here, so that no upload ever touches the warehouse before it
    is known to be good. There is no time limit; spilling goes into `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    spill = {"temp_directory": str(folder / "spill")}
    # Ingest tests what it has just computed; the optimizer would move that test to where it has to
    # compute all of it twice, which took as long again as the rest of the checking.
    tests = {"disabled_optimizers": "filter_pushdown"}
    config = {**_CONFIG, "memory_limit": "2GB", **spill, **tests}
    connection = duckdb.connect(":memory:", config=config)
    try:
        _lock_down(connection, [folder.resolve()])
        connection.execute("set session max_execution_time = 0")
        yield connection
    finally:
        connection.close()


class Engine:
    """The open database file: hands out cursors, one per call, and closes them all.

    Parameters
    ----------
    path : Path
        The database file; created when missing. A file ``<path>.lock`` beside it names its owner.

    Raises
    ------
    WarehouseLocked
        When another process owns the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        _make_folder(self.path.parent)
        self.stage = self.path.with_name(self.path.name + ".stage")
        self._owner = _own(self.path)
        # What a killed import left there is nobody's any more.
        shutil.rmtree(self.stage, ignore_errors=True)
        _make_folder(self.stage)
        self._cursors: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
        self._opening = threading.Lock()
        self._generation = 0
        try:
            self._connection: Cursor | None = self._open()
        except BaseException:
            self._owner.close()
            raise

    def _open(self) -> duckdb.DuckDBPyConnection:
        """Open and lock down; writes nothing, so that it works on a full disk too."""
        try:
            spill = {"temp_directory": str(self.stage / "spill")}
            connection = duckdb.connect(str(self.path), config={**_CONFIG, **spill})
        except duckdb.Error as error:
            if "lock" in str(error):
                raise WarehouseLocked(_first_line(error)) from error
            raise WarehouseError(
                f"{self.path.name} cannot be opened: {_first_line(error)}. "
                "If it is not a database of this program, name another file with --warehouse."
            ) from error
        _lock_down(connection, [self.stage])
        return connection

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for one call or one transaction; never share it between threads.

        A fatal error of the engine (say, a full disk at a checkpoint) invalidates every cursor:
        then all are closed and the file is opened anew, and only the caller sees the error.
        """
        generation = self._generation
        cursor = self._new_cursor()
        try:
            yield cursor
        except duckdb.InterruptException as error:
            raise QueryTooSlow(
                f"This took longer than {QUERY_LIMIT_MS // 1000} seconds and was stopped. "
                "Choose a shorter period or fewer groups, then try again."
            ) from error
        except duckdb.FatalException as error:
            self._reopen(generation)
            raise WarehouseError(
                f"The database had to be restarted: {_first_line(error)}. Nothing was lost; "
                "make sure that the disk has room, then try again."
            ) from error
        finally:
            with suppress(duckdb.Error):
                cursor.close()

    def _new_cursor(self) -> Cursor:
        with self._opening:
            if self._connection is None:
                self._connection = self._open()
            cursor = self._connection.cursor()
            self._cursors.add(cursor)
            return cursor

    def _reopen(self, generation: int) -> None:
        """Close everything and open anew; where that fails too, the next cursor tries again."""
        with self._opening:
            if generation != self._generation:
                return
            self._generation += 1
            self._close_all()
            with suppress(WarehouseError):
                self._connection = self._open()

    def _close_all(self) -> None:
        for cursor in [*self._cursors, self._connection]:
            if cursor is not None:
                with suppress(duckdb.Error):
                    cursor.interrupt()
                    cursor.close()
        self._connection = None

    def close(self) -> None:
        """Close every cursor and the file, and give up ownership."""
        self._close_all()
        self._owner.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(
            f"The folder {folder} cannot be made: {error.strerror}. Name another file with "
            "--warehouse or CX_WAREHOUSE."
        ) from error


def _own(path: Path) -> IO[str]:
    """Take the lock file of `path`, or say who has it.

    DuckDB's own lock is lost when anything in its process opens and closes the database file,
    so ownership is kept on a file of ours.
    """
    lock = _open_lock(path.with_name(path.name + ".lock"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        owner = lock.read()
        lock.close()
        raise WarehouseLocked(_held_by(path, owner)) from error
    lock.seek(0)
    lock.truncate()
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    json.dump(
        {
            "pid": os.getpid(),
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:3]]),
            "since": since,
        },
        lock,
    )
    lock.flush()
    return lock


def _open_lock(file: Path) -> IO[str]:
    try:
        return file.open("a+", encoding="utf-8")
    except OSError as error:
        raise WarehouseError(
            f"{file} cannot be written: {error.strerror}. A warehouse needs a folder that you may "
            "write to; name another with --warehouse or CX_WAREHOUSE."
        ) from error


def _held_by(path: Path, owner: str) -> str:
    try:
        known = json.loads(owner)
        who = f"process {known['pid']} ({known['command']}), since {known['since']}"
    except (ValueError, KeyError):
        who = "another process"
    return (
        f"{path.name} is in use by {who}. One process owns the file at a time: stop that one "
        "(close the dashboard, or wait for its import to end), then try again."
    )


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:300]
