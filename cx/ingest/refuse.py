"""Refuses an import before anything is written: its mode, its rows, its currency, a full disk."""

import shutil

from cx.errors import ImportRefused
from cx.ingest import currency
from cx.ingest.stage import Staged
from cx.warehouse import House
from cx.warehouse import settings as house_settings
from cx.words import counted

MODES = ("merge", "snapshot")
KEPT_FREE_BYTES = 64 * 1024 * 1024
"""Room that stays free beside what an import needs."""


def refuse_mode(mode: str) -> None:
    """Refuse a way to bring rows in that there is not."""
    if mode not in MODES:
        raise ImportRefused(f'There is no mode "{mode}". Choose one of {", ".join(MODES)}.')


def refusal_of(house: House, staged: Staged, mode: str) -> str | None:
    """Say why nothing can be written, if so."""
    if staged.rows == staged.rejected:
        return "Not one row of the file can be read as it is; see the problems."
    if mode == "snapshot" and staged.rejected:
        return (
            f"A snapshot retires the rows that a file no longer has, but "
            f"{counted(staged.rejected, 'row')} of this one cannot be read, so it is not known "
            "what to retire. Mend the file, or import with mode merge."
        )
    with house.reading() as cursor:
        zone = house_settings.read(cursor).time_zone
        if staged.time_zone not in ("", zone):
            return (
                f"The file was read by the clock of {staged.time_zone}, and the time zone of the "
                f"company is {zone} now. Check the file again."
            )
        return currency.refusal(cursor, staged.currencies)


def refuse_full_disk(house: House, staged: Staged | None = None) -> None:
    """Refuse while there is still room to say so: a disk that fills up in a commit is worse."""
    size = sum(file.stat().st_size for file in staged.tables.values()) if staged else 0
    needed = 4 * size + KEPT_FREE_BYTES
    free = shutil.disk_usage(house.path.parent).free
    if free < needed:
        raise ImportRefused(
            f"The disk has {free // 2**20} MB left and this may need {needed // 2**20} MB. Make "
            "room, then try again; nothing was written."
        )
