"""The open warehouse: read through snapshots, written in one transaction at a time."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import duckdb

from cx.errors import Busy, DiskFull, WarehouseError
from cx.warehouse import rejects
from cx.warehouse.engine import Cursor, Engine
from cx.warehouse.migrate import ROOT, migrate
from cx.warehouse.opening import refuse_name
from cx.warehouse.questions import Snapshot
from cx.warehouse.trouble import told_when_full
from cx.warehouse.witness import newest_records, standing

WAIT_SECONDS = 60
"""How long a second writer waits for the first."""

QUESTIONS_AT_ONCE = 4
"""Further ones wait: many at once each take so long that they are stopped, and hold up imports."""

DEFAULT_PATH = ROOT / "data" / "local" / "parallax.duckdb"


def path_of(given: Path | None = None) -> Path:
    """Return the warehouse file: the one given, else CX_WAREHOUSE, else the default.

    >>> path_of(Path("a.duckdb"))
    PosixPath('a.duckdb')
    """
    return given or Path(os.environ.get("CX_WAREHOUSE") or DEFAULT_PATH)


Lend = Callable[[Cursor], AbstractContextManager[Cursor]]


class House:
    """A warehouse file that this process owns.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     house = open_house(Path(folder) / "new.duckdb")
    ...     with house.snapshot() as state:
    ...         print(state.version)
    ...     house.close()
    0
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = threading.Lock()
        self._turn = threading.BoundedSemaphore(QUESTIONS_AT_ONCE)

    @property
    def path(self) -> Path:
        """The database file. Never open it by other means: that would drop the engine's lock."""
        return self._engine.path

    @property
    def stage(self) -> Path:
        """The only folder that the engine may read files from."""
        return self._engine.stage

    @contextmanager
    def snapshot(self, lend: Lend | None = None) -> Iterator[Snapshot]:
        """Pin one state of the warehouse: every question inside sees the same commit.

        Parameters
        ----------
        lend : callable, optional
            Of work in the background: what its questions are followed, and called off, by. They
            take no turn from those who wait.
        """
        with self._engine.cursor() as cursor:
            cursor.begin()
            try:
                if lend is None:
                    yield Snapshot(cursor, self._turn)
                else:
                    with lend(cursor) as lent:
                        yield Snapshot(lent)
            finally:
                with suppress(duckdb.Error):
                    cursor.rollback()

    def data_version(self) -> int:
        """Return the number of the newest commit; 0 when there is none."""
        with self.snapshot() as state:
            return state.version

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        """Lend the one write transaction; it commits at the end of the block or leaves no trace.

        The engine can report a commit that it rolled back, and the other way round. So a new
        cursor looks afterwards whether the newest records are on file, and that alone decides.

        Raises
        ------
        Busy
            When another import is still being written after a minute.
        DiskFull
            When there is no room for it; nothing was written.
        WarehouseError
            When nothing was written although the engine said so, or when that cannot be found out.
        """
        with self._alone():
            yield from self._transaction()

    @contextmanager
    def rehearsing(self) -> Iterator[Cursor]:
        """Lend a write transaction that is taken back at its end: to see what a write would do.

        Readers see nothing of it and wait for nothing; other writers wait as for any write.

        Raises
        ------
        Busy
            When another import is still being written after a minute.
        DiskFull
            When there is no room for it.
        """
        with self._alone(), self._engine.cursor() as cursor:
            cursor.execute("set session max_execution_time = 0")
            cursor.begin()
            try:
                yield cursor
            finally:
                with suppress(duckdb.Error):
                    cursor.rollback()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other writers out; where the disk turns out to be full, leave it as it was."""
        if not self._writer.acquire(timeout=WAIT_SECONDS):
            raise Busy("Another import is being written. Wait for it to end, then try again.")
        try:
            with told_when_full(self.path.name):
                yield
        except DiskFull:
            self._engine.regain_room()
            raise
        finally:
            self._writer.release()

    def _transaction(self) -> Iterator[Cursor]:
        records: tuple[int, int] | None = None
        try:
            with self._engine.cursor() as cursor:
                cursor.execute("set session max_execution_time = 0")
                cursor.begin()
                try:
                    yield cursor
                    records = newest_records(cursor)
                    cursor.commit()
                except BaseException:
                    with suppress(duckdb.Error):
                        cursor.rollback()
                    raise
        except (duckdb.Error, WarehouseError) as error:
            if records is None or not self._is_on_file(records, error):
                raise
        if records is not None and not self._is_on_file(records):
            raise WarehouseError(
                "Nothing was written after all, and nothing has changed. Try again."
            )

    def _is_on_file(self, records: tuple[int, int], doubt: Exception | None = None) -> bool:
        """Look in a fresh cursor whether a commit is there, and note that it is."""
        try:
            with self._engine.cursor() as cursor:
                found = standing(cursor)
        except (duckdb.Error, WarehouseError) as error:
            raise WarehouseError(
                f"It is not known whether this was written: {doubt or error} Start the program "
                "again and look at the history before you try again."
            ) from error
        if found is None or found.records < records:
            return False
        self._engine.witness.note(found)
        self._engine.hold_spare()
        return True

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """Lend a fresh cursor outside any transaction, to see what is really on file."""
        with self._engine.cursor() as cursor:
            yield cursor

    def announce(self, door: Path | None) -> None:
        """Tell processes that find the file in use where this one can be asked instead."""
        self._engine.announce(door)

    def close(self) -> None:
        """Close the file and give up ownership."""
        self._engine.close()

    def discard(self) -> None:
        """Close and delete a warehouse that was made for nothing; one with data stays."""
        is_empty = not self.data_version()
        self.close()
        if is_empty:
            for end in ("", ".wal", ".newest", ".spare"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            shutil.rmtree(self.stage, ignore_errors=True)


def open_house(path: Path) -> House:
    """Open the warehouse at `path`, create it when missing, and bring it up to date.

    Raises
    ------
    WarehouseLocked
        When another process owns the file; says which.
    WarehouseTooNew
        When a newer version of this program wrote it.
    WarehouseDamaged
        When the file or its journal is broken, or lacks what was once written.
    WarehouseError
        When it cannot be opened, as under a name that means something else inside.
    """
    refuse_name(path.resolve())
    engine = Engine(path)
    try:
        if engine.is_wasting_room():
            engine.regain_room()
        migrate(engine)
        with engine.cursor() as cursor:
            rejects.settle(cursor, engine.path)
        engine.hold_spare()
    except BaseException:
        engine.close()
        raise
    return House(engine)
