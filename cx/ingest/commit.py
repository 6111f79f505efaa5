"""Brings a file into the warehouse as one import, takes imports back, and tells their history."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from cx.auth import whoami
from cx.ingest.mapping import Mapping, extract_of
from cx.ingest.preview import Applied, apply, preview, refused, result_of, take_back, turn
from cx.ingest.progress import Progress
from cx.ingest.refuse import refusal_of, refuse_full_disk, refuse_mode
from cx.ingest.results import ImportResult, UndoResult
from cx.ingest.stage import Staged, stage
from cx.warehouse import Cursor, House, records, rejects
from cx.warehouse import settings as house_settings
from cx.warehouse.records import HistoryLine


def import_file(
    house: House,
    kind: str,
    path: Path | Sequence[Path],
    mapping: Mapping | None = None,
    mode: str = "merge",
    dry_run: bool = False,
    actor: str | None = None,
    progress: Progress | None = None,
    is_agreed: bool = True,
) -> ImportResult:
    """Read, map, check and commit a file, or several as one import: all of it or nothing.

    Parameters
    ----------
    kind : str
        Name of an extract.
    path : Path or sequence of Path
        The file, or files with the same columns.
    mapping : Mapping or None
        How its columns become ours; None when the headers are our names.
    mode : str
        ``merge`` adds and replaces by key; ``snapshot`` also retires what the file no longer has.
    dry_run : bool
        Say what it would do, and do nothing.
    progress : Progress, optional
        Told how far it is; when it is called off, no trace is left.
    is_agreed : bool
        Whether somebody said yes to what needs one (``confirm``); else such a file is not written.

    Raises
    ------
    ImportRefused
        When the file as a whole cannot be used. Rows that cannot be read never block the others.
    """
    extract_of(kind)
    refuse_mode(mode)
    progress = progress or Progress()
    with _stage_folder(house) as folder:
        zone = house_settings.zone_of(house)
        staged = stage(kind, path, mapping, folder, progress, time_zone=zone)
        if dry_run:
            seen = preview(house, staged, mode, progress)
        else:
            seen = commit(house, staged, mode, actor, progress=progress, is_agreed=is_agreed)
        if seen.import_id is not None:
            return seen
        file = _lay_down_rejects(house, staged, staged.sha256[:8])
        if file:
            rejects.keep(file)
        return replace(seen, rejects_file=file)


def commit(
    house: House,
    staged: Staged,
    mode: str = "merge",
    actor: str | None = None,
    upload_id: str | None = None,
    progress: Progress | None = None,
    is_agreed: bool = True,
) -> ImportResult:
    """Write a checked upload in one transaction, with its record and its effects.

    Parameters
    ----------
    mode : str
        ``merge`` or ``snapshot``.
    actor : str, optional
        Who does it; else who runs this process.
    upload_id : str, optional
        Known to the caller from before: the same one a second time writes nothing and returns
        what became of the first.
    is_agreed : bool
        Whether somebody said yes to what `preview` lists under ``confirm``.

    Returns
    -------
    ImportResult
        With status ``committed``, ``unchanged``, or ``rejected`` (nothing was written); with
        status ``unconfirmed`` what it would do, where a yes is needed that nobody said.

    Raises
    ------
    ImportRefused
        When there is no such mode, or no room on the disk.
    Cancelled
        When it was called off; there is no trace of it.
    """
    started = time.monotonic()
    progress = progress or Progress()
    refuse_mode(mode)
    with turn(house, progress):
        if upload_id and (first := _first_result(house, staged, upload_id)):
            return first
        if refusal := refusal_of(house, staged, mode):
            return refused(house, staged, mode, refusal)
        refuse_full_disk(house, staged)
        job = _Commit(house, staged, mode, actor or whoami(), upload_id, started, is_agreed)
        try:
            return job.run(progress)
        except _NotAgreed as held:
            return result_of("unconfirmed", None, staged, held.applied, staged.rejects_file)


class _NotAgreed(Exception):
    """What was written needs a yes that nobody said, and has to go again."""

    def __init__(self, applied: Applied) -> None:
        self.applied = applied


@dataclass(slots=True)
class _Commit:
    """One commit: what is written, and what has to go again when it comes to nothing."""

    house: House
    staged: Staged
    mode: str
    actor: str
    upload_id: str | None
    started: float
    is_agreed: bool
    rejects: Path | None = None

    def run(self, progress: Progress) -> ImportResult:
        try:
            with self.house.writing() as cursor:
                done = self._write(cursor, progress)
        except BaseException:
            if self.rejects:
                rejects.withdraw(self.rejects)
            raise
        if self.rejects:
            rejects.keep(self.rejects)
        return done

    def _write(self, cursor: Cursor, progress: Progress) -> ImportResult:
        import_id = records.next_import_id(cursor)
        with progress.lend(cursor) as lent:
            applied = apply(lent, self.staged, self.mode, import_id, self.actor, progress)
        if applied.remarks.confirm and not self.is_agreed:
            raise _NotAgreed(applied)
        # This asks for the last time whether it was called off: from here on it is in, or it fails.
        progress.step("Making sure", 1.0)
        status = "committed" if applied.is_change else "unchanged"
        label = f"{import_id}-{self.staged.sha256[:8]}"
        self.rejects = _lay_down_rejects(self.house, self.staged, label)
        records.write_import(cursor, self._record(import_id, status, applied))
        records.write_effects(cursor, import_id, "import", applied.effects)
        records.write_mapping_text(cursor, import_id, self.staged.mapping_toml)
        return result_of(status, import_id, self.staged, applied, self.rejects)

    def _record(self, import_id: int, status: str, applied: Applied) -> records.ImportRecord:
        staged = self.staged
        return records.ImportRecord(
            import_id,
            staged.kind,
            self.mode,
            status,
            staged.file_name,
            staged.sha256,
            staged.mapping_name,
            self.actor,
            staged.seconds + time.monotonic() - self.started,
            **{f"{word}_rows": count for word, count in applied.counts.items()},
            rejects_file=str(self.rejects) if self.rejects else None,
            file_rows=staged.rows,
            upload_id=self.upload_id,
            warnings=[*self.staged.warnings, *applied.remarks.warnings],
        )


def undo(
    house: House, import_id: int, actor: str | None = None, progress: Progress | None = None
) -> UndoResult:
    """Take an import back, also when later imports touched the same keys.

    Raises
    ------
    UndoRefused
        When there is no such import, or it was undone before.
    """
    started = time.monotonic()
    who, progress = actor or whoami(), progress or Progress()
    with turn(house, progress):
        refuse_full_disk(house)
        with house.writing() as cursor:
            with progress.lend(cursor) as lent:
                done = take_back(lent, import_id, who, progress)
            progress.step("Making sure", 1.0)
            records.write_effects(cursor, import_id, "undo", done.effects)
            records.write_undo(cursor, import_id, who, time.monotonic() - started, done.counts)
    return done


def history(house: House) -> list[HistoryLine]:
    """List every import, newest first."""
    with house.reading() as cursor:
        return records.read_history(cursor)


def _first_result(house: House, staged: Staged, upload_id: str) -> ImportResult | None:
    """What became of an upload that was committed before."""
    with house.reading() as cursor:
        line = records.import_of_upload(cursor, upload_id)
        if line is None:
            return None
        effects = records.effects_of(cursor, line.import_id)
    return ImportResult(
        line.status,
        line.import_id,
        line.counts,
        staged.problems,
        line.warnings,
        Path(line.rejects_file) if line.rejects_file else None,
        effects,
    )


@contextmanager
def _stage_folder(house: House) -> Iterator[Path]:
    folder = house.stage / uuid4().hex
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lay_down_rejects(house: House, staged: Staged, label: str) -> Path | None:
    """Copy the file of rejects beside the warehouse, where it can be found and mended."""
    if staged.rejects_file is None:
        return None
    return rejects.lay_down(staged.rejects_file, house.path, f"{staged.kind}-{label}.csv")
