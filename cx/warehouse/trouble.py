"""Says in a person's words what the engine could not do, and knows the few troubles by their text.

The engine tells a full disk apart from other trouble in its text only: the same lack of room is an
IO error at an insert, a transaction error at a commit, and fatal at a checkpoint.
"""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from cx.errors import (
    DiskFull,
    QueryTooLarge,
    QueryTooSlow,
    WarehouseDamaged,
    WarehouseError,
    WarehouseLocked,
)

QUERY_LIMIT_MS = 15_000
"""How long one question may take."""

_NO_ROOM = r"No space left on device|File too large|Disk quota exceeded"
_DAMAGE = r"Corrupt database file|Could not read enough bytes|Failed to decode|checksum"
_DISK_FULL = (
    "The disk is full, so that this could not be done. Nothing was written; everything is as it "
    "was. Make room on the disk that holds {name}, then try again."
)
_CUT_OFF = (
    "This was stopped before it was done, because the database was closed or opened anew. Nothing "
    "was lost; try again."
)
_TOO_SLOW = (
    f"This took longer than {QUERY_LIMIT_MS // 1000} seconds and was stopped. Choose a shorter "
    "period or fewer groups, then try again."
)
_TOO_LARGE = (
    "This needs more memory than the database may take, and was stopped; nothing was changed. "
    "Choose a shorter period or fewer groups; split a file that is to be imported."
)


def in_words(error: duckdb.Error, name: str, is_cut_off: bool = False) -> WarehouseError | None:
    """Return what a person can do about an error of the engine; None for faults of a statement.

    Parameters
    ----------
    error : duckdb.Error
        What a cursor raised.
    name : str
        Of the database file.
    is_cut_off : bool
        Whether all cursors were closed meanwhile, so that the error tells only of that.
    """
    if is_disk_full(error):
        return DiskFull(_DISK_FULL.format(name=name))
    if isinstance(error, duckdb.FatalException):
        return WarehouseError(
            f"The database had to be restarted: {first_line(error)}. Nothing was lost; make sure "
            "that the disk has room, then try again."
        )
    if isinstance(error, duckdb.InternalException):
        return WarehouseError(
            f"The database engine failed at this: {first_line(error)}. Nothing was changed; try "
            "again. If it fails again, tell whoever looks after the dashboard."
        )
    if is_cut_off:
        return WarehouseError(_CUT_OFF)
    if isinstance(error, duckdb.InterruptException):
        is_late = "maximum execution time" in str(error)
        return QueryTooSlow(_TOO_SLOW) if is_late else WarehouseError(_CUT_OFF)
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryTooLarge(_TOO_LARGE)
    if name in str(error) and re.search(_DAMAGE, str(error)):
        return WarehouseDamaged(damaged_file(name, error))
    return None


@contextmanager
def told_when_full(name: str) -> Iterator[None]:
    """Say it in the same words where a file beside the database finds no room.

    Raises
    ------
    DiskFull
        In place of the error of the operating system.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(_DISK_FULL.format(name=name)) from error
        raise


def is_disk_full(error: BaseException) -> bool:
    """Whether an error of the engine says that the disk, or this process's share of it, is full."""
    return re.search(_NO_ROOM, str(error)) is not None


def not_opened(error: duckdb.Error, name: str) -> WarehouseError:
    """Return why a file cannot be opened, and what to do."""
    said = str(error)
    if "set lock on file" in said:
        return WarehouseLocked(f"{name} is in use by another program: {first_line(error)}.")
    if "WAL" in said:
        return WarehouseDamaged(damaged_journal(name, error))
    if re.search(_DAMAGE, said):
        return WarehouseDamaged(damaged_file(name, error))
    return WarehouseError(
        f"{name} cannot be opened: {first_line(error)}. If it is not a database of this program, "
        "name another file with --warehouse."
    )


def damaged_file(name: str, error: BaseException) -> str:
    """Sentence for a database file that cannot be read any more."""
    return (
        f"{name} is damaged: {first_line(error)}. Copy {name} and, if it is there, {name}.wal to a "
        "safe place; then put both back from a backup."
    )


def damaged_journal(name: str, error: BaseException) -> str:
    """Sentence for a journal that cannot be read or belongs to another file."""
    return (
        f"{name}.wal, which holds what was written last to {name}, does not fit it or is damaged: "
        f"{first_line(error)}. Nothing was changed. Copy both files to a safe place; then put both "
        f"back from a backup. Where there is none, move {name}.wal and {name}.newest away and open "
        f"{name} again: it then shows an earlier complete state, and what was imported after that "
        "has to be imported again."
    )


def first_line(error: BaseException) -> str:
    """Return the first line of an error, cut and without its full stop."""
    return str(error).splitlines()[0][:300].rstrip(".! ")
