"""The open warehouse: read through snapshots, written in one transaction at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from cx.errors import Busy
from cx.warehouse.engine import Engine
from cx.warehouse.migrate import migrate
from cx.warehouse.questions import Snapshot

WAIT_SECONDS = 60
"""How long a second writer waits for the first."""


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

    @property
    def path(self) -> Path:
        """The database file. Never open it by other means: that would drop the engine's lock."""
        return self._engine.path

    @property
    def stage(self) -> Path:
        """The only folder that the engine may read files from."""
        return self._engine.stage

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Pin one state of the warehouse: every question inside sees the same commit."""
        with self._engine.cursor() as cursor:
            cursor.begin()
            try:
                yield Snapshot(cursor)
            finally:
                with suppress(duckdb.Error):
                    cursor.rollback()

    def data_version(self) -> int:
        """Return the number of the newest commit; 0 when there is none."""
        with self.snapshot() as state:
            return state.version

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend the one write transaction; it commits at the end of the block or leaves no trace.

        Whoever writes must look afterwards, through a new cursor, whether the commit is there: the
        engine can report a commit that it rolled back, and the other way round.

        Raises
        ------
        Busy
            When another import is still being written after a minute.
        """
        if not self._writer.acquire(timeout=WAIT_SECONDS):
            raise Busy("Another import is being written. Wait for it to end, then try again.")
        try:
            with self._engine.cursor() as cursor:
                cursor.execute("set session max_execution_time = 0")
                cursor.begin()
                try:
                    yield cursor
                    cursor.commit()
                except BaseException:
                    with suppress(duckdb.Error):
                        cursor.rollback()
                    raise
        finally:
            self._writer.release()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a fresh cursor outside any transaction, to see what is really on file."""
        with self._engine.cursor() as cursor:
            yield cursor

    def close(self) -> None:
        """Close the file and give up ownership."""
        self._engine.close()


def open_house(path: Path) -> House:
    """Open the warehouse at `path`, create it when missing, and bring it up to date.

    Raises
    ------
    WarehouseLocked
        When another process owns the file; says which.
    WarehouseTooNew
        When a newer version of this program wrote it.
    """
    engine = Engine(path)
    try:
        migrate(engine)
    except BaseException:
        engine.close()
        raise
    return House(engine)
