"""Room on the disk that is kept for the day it is full: given up then, so that writing goes on."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

SPARE_BYTES = 16 * 1024 * 1024
"""Enough for the journal of small commits, and for a checkpoint that gives room back."""


class Spare:
    """A file beside the database, ``<file>.spare``, that holds nothing but its place."""

    def __init__(self, path: Path) -> None:
        self._file = path.with_name(path.name + ".spare")

    @property
    def is_disk_short(self) -> bool:
        """Whether so little is free that the spare room itself would take much of it."""
        return shutil.disk_usage(self._file.parent).free < 4 * SPARE_BYTES

    def hold(self) -> None:
        """Take the room, unless it is held or the disk is short."""
        if self._file.exists() or self.is_disk_short:
            return
        # Without it all works the same until the disk is full.
        with suppress(OSError):
            self._take()

    def _take(self) -> None:
        try:
            with self._file.open("wb") as file:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file.fileno(), 0, SPARE_BYTES)
                else:  # macOS
                    file.write(bytes(SPARE_BYTES))
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Give the room up."""
        self._file.unlink(missing_ok=True)
