"""Opens a database file, mends what a power cut leaves, and refuses a file that lost something.

Two things that a power cut can do are mended, because it can be proved that nothing is lost: a
journal that the file already contains is set aside, and a journal whose end was never synced is
cut there, provided that the file then knows all that its witness noted. The journal as it was is
kept beside it. Anything else is refused, and nothing is changed.
"""

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from cx.errors import WarehouseDamaged, WarehouseError
from cx.warehouse.trouble import damaged_journal, not_opened
from cx.warehouse.witness import Witness, standing

Config = dict[str, Any]

_OUR_SCHEMAS = frozenset({"app", "crm", "feedback", "rollup"})
"""A database is called as its file is, up to the first full stop, and may not be called so."""

_CONTAINED = "WAL was created for an older version of this database"
_TORN = r"Corrupt WAL file: entry at byte position (\d+)"


def refuse_name(path: Path) -> None:
    """Refuse a path that the engine would misread, before anything is made there.

    Parameters
    ----------
    path : Path
        The database file, absolute and with every link followed.

    Raises
    ------
    WarehouseError
        Says what to do.

    Examples
    --------
    >>> refuse_name(Path("/data/sales.duckdb"))
    >>> refuse_name(Path("/data/crm.duckdb"))
    Traceback (most recent call last):
    cx.errors.WarehouseError: /data/crm.duckdb cannot be opened under this name: inside a warehouse,
        "crm" is the name of one of its parts. Rename the file, say to my-crm.duckdb, or name
        another with --warehouse or CX_WAREHOUSE.
    """
    name = path.name.lstrip(".").split(".")[0]
    misread = sorted({"?", "\\"}.intersection(str(path)))
    if name.lower() in _OUR_SCHEMAS:
        raise WarehouseError(
            f'{path} cannot be opened under this name: inside a warehouse, "{name}" is the name of '
            f"one of its parts. Rename the file, say to my-{path.name.lstrip('.')}, or name "
            "another with --warehouse or CX_WAREHOUSE."
        )
    if misread:
        raise WarehouseError(
            f"{path} cannot be opened under this name: the database engine misreads {misread[0]} "
            "in a path. Rename the file or its folder, or name another with --warehouse or "
            "CX_WAREHOUSE."
        )


def open_file(path: Path, config: Config, witness: Witness) -> duckdb.DuckDBPyConnection:
    """Open a database file that is as good as its witness says.

    Parameters
    ----------
    path : Path
        The file; made when neither it nor its journal is there.
    config : dict
        What the engine is opened with.
    witness : Witness
        What was last written to the file.

    Raises
    ------
    WarehouseError
        When it cannot be opened, or lost something; says what to do.
    """
    journal = path.with_name(path.name + ".wal")
    if not path.exists():
        _refuse_orphan(path, journal)
        witness.forget()
    try:
        return _proved(path, config, witness)
    except duckdb.Error as error:
        return _mended(path, journal, config, witness, error)


def _proved(path: Path, config: Config, witness: Witness) -> duckdb.DuckDBPyConnection:
    """Open, and close again without a trace when something is missing."""
    connection = duckdb.connect(str(path), config=config)
    try:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        witness.refuse_older(standing(connection))
        connection.execute("pragma enable_checkpoint_on_shutdown")
    except BaseException:
        connection.close()
        raise
    return connection


def _mended(
    path: Path, journal: Path, config: Config, witness: Witness, error: duckdb.Error
) -> duckdb.DuckDBPyConnection:
    """Mend the journal where that provably loses nothing; else put it back and say what to do."""
    torn = re.search(_TORN, str(error)) if witness.knows() else None
    if torn is None and _CONTAINED not in str(error):
        raise not_opened(error, path.name) from error
    kept = _keep(journal)
    if torn:
        os.truncate(journal, int(torn[1]))
    else:
        journal.unlink()
    try:
        return _proved(path, config, witness)
    except (duckdb.Error, WarehouseError) as worse:
        shutil.copyfile(kept, journal)
        kept.unlink()
        raise WarehouseDamaged(damaged_journal(path.name, error)) from worse


def _keep(journal: Path) -> Path:
    """Copy a journal beside itself, so that mending takes nothing away."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    kept = journal.with_name(f"{journal.name}.before-{stamp}")
    try:
        shutil.copyfile(journal, kept)
    except OSError as error:
        raise WarehouseError(
            f"{journal.name} has to be mended after a power cut, but cannot be copied first: "
            f"{error.strerror}. Make room beside it, then try again."
        ) from error
    return kept


def _refuse_orphan(path: Path, journal: Path) -> None:
    if journal.exists():
        raise WarehouseDamaged(
            f"{path.name} is missing, but {journal.name}, which belongs to it, is there. Put "
            f"{path.name} back beside it; or, to begin a new one, delete {journal.name}."
        )
