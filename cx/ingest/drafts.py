"""Folders for uploads from choosing a file to committing it; the forgotten go after a day."""

import shutil
import time
from pathlib import Path
from uuid import uuid4

from cx.warehouse import House

FORGOTTEN_SECONDS = 24 * 3600
_MARK = "draft-"


def new(house: House) -> Path:
    """Make a folder for one upload, that only this user may enter; sweep out forgotten ones."""
    for folder in house.stage.glob(f"{_MARK}*"):
        if time.time() - _touched_at(folder) > FORGOTTEN_SECONDS:
            discard(folder)
    folder = house.stage / f"{_MARK}{uuid4().hex}"
    folder.mkdir(mode=0o700)
    return folder


def discard(folder: Path) -> None:
    """Remove a draft with all that is in it; one that is gone already is no matter.

    Raises
    ------
    ValueError
        When the folder is no draft.
    """
    if not folder.name.startswith(_MARK):
        raise ValueError(f"{folder} is no draft")
    shutil.rmtree(folder, ignore_errors=True)


def _touched_at(folder: Path) -> float:
    """When anything in it was last written."""
    times = [each.stat().st_mtime for each in (folder, *folder.rglob("*")) if each.exists()]
    return max(times, default=time.time())
