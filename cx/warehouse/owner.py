"""Who owns a database file: one process at a time, by a lock file beside it."""

import fcntl
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from cx.errors import WarehouseError, WarehouseLocked


def make_folder(folder: Path) -> None:
    """Make a folder, or say what to do where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(
            f"The folder {folder} cannot be made: {error.strerror}. Name another file with "
            "--warehouse or CX_WAREHOUSE."
        ) from error


def own(path: Path) -> IO[str]:
    """Take the lock file of `path`, or say who has it.

    DuckDB's own lock is lost when anything in its process opens and closes the database file,
    so ownership is kept on a file of ours.
    """
    lock = _open_lock(path.with_name(path.name + ".lock"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        owner = _read_owner(lock.read())
        lock.close()
        raise WarehouseLocked(_held_by(path, owner), owner.get("door")) from error
    sign(lock)
    return lock


def sign(lock: IO[str], door: Path | None = None) -> None:
    """Write into the lock file who has it, and where that process can be asked."""
    owner = {
        "pid": os.getpid(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:3]]),
        "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "door": str(door) if door else None,
    }
    # The lock itself holds also where a full disk takes no word about who has it.
    with suppress(OSError):
        os.ftruncate(lock.fileno(), 0)
        os.write(lock.fileno(), json.dumps(owner).encode())


def _open_lock(file: Path) -> IO[str]:
    try:
        return file.open("a+", encoding="utf-8")
    except OSError as error:
        raise WarehouseError(
            f"{file} cannot be written: {error.strerror}. A warehouse needs a folder that you may "
            "write to; name another with --warehouse or CX_WAREHOUSE."
        ) from error


def _read_owner(text: str) -> dict[str, Any]:
    """What the owner wrote about itself; nothing while it is still writing."""
    with suppress(ValueError):
        owner = json.loads(text)
        if isinstance(owner, dict):
            return owner
    return {}


def _held_by(path: Path, owner: Mapping[str, Any]) -> str:
    who = "another process"
    if owner.keys() >= {"pid", "command", "since"}:
        who = f"process {owner['pid']} ({owner['command']}), since {owner['since']}"
    return (
        f"{path.name} is in use by {who}. One process owns the file at a time: stop that one "
        "(close the dashboard, or wait for its import to end), then try again."
    )
