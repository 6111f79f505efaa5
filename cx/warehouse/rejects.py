"""Files of rejected rows beside the warehouse: each is there for good only once its import is.

A commit of the database and a file beside it cannot be one step. So the file is laid down under
another name before the commit and gets its own after it; whoever opens the warehouse next settles
what a killed process left between the two.
"""

import os
import shutil
from pathlib import Path

from cx.warehouse.engine import Cursor

_UNDECIDED = ".part"


def folder_of(warehouse: Path) -> Path:
    """Where the files of rejects of a warehouse lie."""
    return warehouse.with_name(warehouse.name + ".rejects")


def find(warehouse: Path, kept: str) -> Path | None:
    """Find a file of rejects, also where both have moved since; None when it is gone.

    Parameters
    ----------
    warehouse : Path
        The database file.
    kept : str
        Where the history says that the file was laid.
    """
    file = folder_of(warehouse) / Path(kept).name
    return file if file.is_file() else None


def lay_down(source: Path, warehouse: Path, name: str) -> Path:
    """Copy a file beside the warehouse, still undecided; returns what `keep` will make of it."""
    folder = folder_of(warehouse)
    folder.mkdir(exist_ok=True)
    target = folder / name
    with source.open("rb") as rows, _part(target).open("wb") as copy:
        shutil.copyfileobj(rows, copy)
        os.fsync(copy.fileno())
    return target


def keep(target: Path) -> None:
    """The import is on file: so is this, from now on."""
    os.replace(_part(target), target)


def withdraw(target: Path) -> None:
    """The import came to nothing: nothing is left of this."""
    _part(target).unlink(missing_ok=True)


def settle(cursor: Cursor, warehouse: Path) -> None:
    """Keep or withdraw what a killed process left undecided: the history decides."""
    left = [*folder_of(warehouse).glob(f"*{_UNDECIDED}")]
    if not left:
        return
    rows = cursor.execute("select rejects_file from app.imports where rejects_file is not null")
    named = {Path(file).name for (file,) in rows.fetchall()}
    for part in left:
        target = part.with_name(part.name.removesuffix(_UNDECIDED))
        if target.name in named:
            keep(target)
        else:
            withdraw(target)


def _part(target: Path) -> Path:
    return target.with_name(target.name + _UNDECIDED)
