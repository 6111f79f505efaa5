"""The one place that opens DuckDB: locked down, one owner per file, a cursor per call."""

import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from cx.errors import WarehouseError
from cx.warehouse import owner
from cx.warehouse.opening import Config, open_file
from cx.warehouse.spare import SPARE_BYTES, Spare
from cx.warehouse.trouble import QUERY_LIMIT_MS, in_words, told_when_full
from cx.warehouse.witness import Witness

Cursor = duckdb.DuckDBPyConnection
"""What a `with` block borrows from the engine."""

EngineError = duckdb.Error
"""What the engine raises, for those who turn its words into a person's."""

OurOwnError = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)
"""Those that are faults of this program, whatever a file holds."""

PATIENCE_SECONDS = 5.0
"""How long a restart that can wait lets questions end that are being answered."""

STOP_SECONDS = 10.0
"""How long stopping what runs may take before the file is closed all the same."""

_CONFIG: Config = {
    "memory_limit": "6GB",
    "max_temp_directory_size": "8GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "checkpoint_threshold": "64MB",
}


_STILL_SETTABLE = ["max_execution_time", "enable_progress_bar", "enable_progress_bar_print"]
"""What a cursor may set for itself; the bar, never printed, makes the engine count its progress."""


def _lock_down(connection: duckdb.DuckDBPyConnection, folders: Iterable[Path]) -> None:
    """Close the doors, in the one order in which the engine lets them be closed."""
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"set global max_execution_time = {QUERY_LIMIT_MS:d}")
    connection.execute("set global allowed_configs = $1", [_STILL_SETTABLE])
    connection.execute("set global allowed_directories = $1", [[f"{f}/" for f in folders]])
    connection.execute("set global enable_external_access = false")
    connection.execute("set global lock_configuration = true")


@contextmanager
def scratch(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend an in-memory engine that sees no database: only `folder`.

    Ingest reads and checks files here, so that no upload ever touches the warehouse before it
    is known to be good. There is no time limit; spilling goes into `folder`.

    Raises
    ------
    DiskFull
        When the block finds no room to write a file.
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
        with told_when_full(str(folder)):
            yield connection
    finally:
        connection.close()


class Engine:
    """The open database file: hands out cursors, one per call, and closes them all.

    Parameters
    ----------
    path : Path
        The database file; created when missing. Beside it stand ``<path>.lock``, which names its
        owner, ``<path>.newest``, which notes what was last written, and ``<path>.spare``.

    Raises
    ------
    WarehouseLocked
        When another process owns the file.
    WarehouseDamaged
        When the file or its journal is broken, or lacks what was once written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        owner.make_folder(self.path.parent)
        self.stage = self.path.with_name(self.path.name + ".stage")
        self.witness = Witness(self.path)
        self._spare = Spare(self.path)
        self._gate = threading.Condition()
        self._lent: set[Cursor] = set()
        self._generation = 0
        self._is_restarting = self._is_closed = False
        self._owner = owner.own(self.path)
        try:
            # What a killed import left there is nobody's any more.
            shutil.rmtree(self.stage, ignore_errors=True)
            owner.make_folder(self.stage)
            self._connection: Cursor | None = self._open()
        except BaseException:
            self._owner.close()
            raise

    def _open(self) -> duckdb.DuckDBPyConnection:
        """Open and lock down; writes nothing, so that it works on a full disk too."""
        spill = {"temp_directory": str(self.stage / "spill")}
        connection = open_file(self.path, {**_CONFIG, **spill}, self.witness)
        try:
            _lock_down(connection, [self.stage])
        except duckdb.Error as error:
            # Somebody still holds a cursor of before: this is the same, locked engine.
            connection.close()
            raise WarehouseError("The database is still being closed. Try again.") from error
        return connection

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for one call or one transaction; never share it between threads.

        A fatal error of the engine (say, a full disk at a checkpoint) invalidates every cursor:
        then all are closed and the file is opened anew, and those who had one see the error.

        Raises
        ------
        WarehouseError
            In place of what the engine says about the disk, its memory, or the time a question
            took. Other errors of the engine are faults of the statement and come as they are.
        """
        cursor, generation = self._lend()
        try:
            yield cursor
        except duckdb.Error as error:
            self._take_back(cursor)
            if isinstance(error, duckdb.FatalException) or self._is_broken_by(error):
                self._restart(generation)
            is_cut_off = self._is_closed or generation != self._generation
            told = in_words(error, self.path.name, is_cut_off)
            if told is None:
                raise
            raise told from error
        finally:
            self._take_back(cursor)

    def _is_broken_by(self, error: duckdb.Error) -> bool:
        """Whether a failure inside the engine took the open file with it."""
        if not isinstance(error, duckdb.InternalException) or self._connection is None:
            return False
        try:
            self._connection.cursor().execute("select 1").close()
        except duckdb.Error:
            return True
        return False

    def _lend(self) -> tuple[Cursor, int]:
        with self._gate:
            self._gate.wait_for(lambda: not self._is_restarting)
            if self._is_closed:
                raise WarehouseError(
                    f"{self.path.name} was closed, because the program is ending. Start it again."
                )
            if self._connection is None:
                self._connection = self._open()
            cursor = self._connection.cursor()
            self._lent.add(cursor)
            return cursor, self._generation

    def _take_back(self, cursor: Cursor) -> None:
        with suppress(duckdb.Error):
            cursor.close()
        with self._gate:
            self._lent.discard(cursor)
            self._gate.notify_all()

    def _restart(self, generation: int, patience: float = 0.0) -> None:
        """Close everything and open anew; where that fails too, the next cursor tries again."""
        with self._gate:
            if generation != self._generation or self._is_closed:
                return
            self._generation += 1
            self._is_restarting = True
            try:
                self._close_all(patience)
                with suppress(WarehouseError):
                    self._connection = self._open()
            finally:
                self._is_restarting = False
                self._gate.notify_all()

    def _close_all(self, patience: float = 0.0) -> None:
        """Wait for the cursors that are out, then stop those that are left, and close the file.

        The engine refuses to close a cursor that is at work, and a thread that is at work when
        the interpreter ends brings the process down.
        """
        self._gate.wait_for(lambda: not self._lent, patience)
        end = time.monotonic() + STOP_SECONDS
        while self._lent and time.monotonic() < end:
            for cursor in [*self._lent]:
                with suppress(duckdb.Error):
                    cursor.interrupt()
                    cursor.close()
                    self._lent.discard(cursor)
            self._gate.wait(0.01 if self._lent else 0.0)
        if self._connection is not None:
            with suppress(duckdb.Error):
                self._connection.close()
        self._connection = None

    def hold_spare(self) -> None:
        """Keep some room on the disk for the day it is full."""
        self._spare.hold()

    def is_wasting_room(self) -> bool:
        """Whether the disk is short while much of the file is what a failed write left there."""
        if not self._spare.is_disk_short:
            return False
        with self.cursor() as cursor:
            found = cursor.execute("select block_size * used_blocks from pragma_database_size()")
            used = found.fetchall()[0][0]
        return self.path.stat().st_size - used > SPARE_BYTES

    def regain_room(self) -> None:
        """Give back what a write that failed on a full disk left in the file, as far as possible.

        The engine knows these blocks as free only after it opened the file anew, and gives them
        back only at a checkpoint that has something to write. Readers wait meanwhile.
        """
        self._spare.release()
        self._restart(self._generation, PATIENCE_SECONDS)
        with suppress(duckdb.Error, WarehouseError), self.cursor() as cursor:
            cursor.execute("set session max_execution_time = 0")
            cursor.execute("comment on table migrations is null")
            cursor.execute("checkpoint")
        self._spare.hold()

    def announce(self, door: Path | None) -> None:
        """Write into the lock file where other processes may ask this one."""
        owner.sign(self._owner, door)

    def close(self) -> None:
        """Stop what runs, close every cursor and the file, and give up ownership."""
        with self._gate:
            self._is_closed = True
            self._close_all()
        self._owner.close()
