"""Brings a file into the warehouse as one import, takes imports back, and tells their history."""

import getpass
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

from cx.errors import ImportRefused, UndoRefused
from cx.extracts import EXTRACTS, Extract
from cx.ingest.mapping import Mapping, extract_of
from cx.ingest.stage import Problem, Staged, stage
from cx.warehouse import Cursor, House, ledger, records, rollups
from cx.warehouse.records import HistoryLine

MODES = ("merge", "snapshot")
SPARE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file.

    Attributes
    ----------
    status : str
        ``committed``, ``unchanged``, ``dry_run`` or ``rejected`` (nothing was written).
    counts : dict of str to int
        Rows ``new``, ``changed``, ``unchanged``, ``retired``, ``rejected``, ``duplicate``.
    problems : list of Problem
        Cells that could not be read, at most ten thousand.
    rejects_file : Path or None
        The rejected rows as they came; mended, it can be imported as it is.
    """

    status: str
    import_id: int | None
    counts: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rejects_file: Path | None = None


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo did to rows: removed, brought back from earlier imports, left as they were."""

    import_id: int
    tables: list[str]
    counts: dict[str, int]


def import_file(
    house: House,
    kind: str,
    path: Path,
    mapping: Mapping | None = None,
    mode: str = "merge",
    dry_run: bool = False,
    actor: str | None = None,
) -> ImportResult:
    """Read, map, check and commit one file: all of it or nothing.

    Parameters
    ----------
    kind : str
        Name of an extract.
    mapping : Mapping or None
        How its columns become ours; None when the headers are our names.
    mode : str
        ``merge`` adds and replaces by key; ``snapshot`` also retires what the file no longer has.
    dry_run : bool
        Check and count only.

    Raises
    ------
    ImportRefused
        When the file as a whole cannot be used. Rows that cannot be read never block the others.
    """
    extract_of(kind)
    if mode not in MODES:
        raise ImportRefused(f'There is no mode "{mode}". Choose one of {", ".join(MODES)}.')
    started = time.monotonic()
    with _stage_folder(house) as folder:
        staged = stage(kind, path, mapping, folder)
        refusal = _refusal(staged, mode)
        if refusal or dry_run:
            return _look_only(house, staged, mode, refusal)
        _check_room(house, sum(file.stat().st_size for file in staged.tables.values()))
        return _commit(house, staged, mode, actor or whoami(), started)


def whoami() -> str:
    """Name who runs this process; a container may know no name for its user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def undo(house: House, import_id: int, actor: str | None = None) -> UndoResult:
    """Take an import back, also when later imports touched the same keys.

    Raises
    ------
    UndoRefused
        When there is no such import, or it was undone before.
    """
    who = actor or whoami()
    _check_room(house, 0)
    total = {"removed": 0, "restored": 0, "kept": 0}
    with house.writing() as cursor:
        live = records.published_tables(cursor, import_id)
        if not live:
            raise UndoRefused(
                f"Import {import_id} is not there to undo: there is none of that number, or it "
                "was undone before. `history` lists them all."
            )
        for name, mode in live:
            undone = ledger.retract(cursor, EXTRACTS[name], import_id, mode, who)
            for word in total:
                total[word] += getattr(undone, word)
        rollups.refresh(cursor, [name for name, _ in live])
        records.note_act(cursor, who, "undo", str(import_id))
    return UndoResult(import_id, [name for name, _ in live], total)


def history(house: House) -> list[HistoryLine]:
    """List every import, newest first."""
    with house.reading() as cursor:
        return records.read_history(cursor)


@contextmanager
def _stage_folder(house: House) -> Iterator[Path]:
    folder = house.stage / uuid4().hex
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refusal(staged: Staged, mode: str) -> str | None:
    """Say why nothing can be written, if so."""
    if staged.rows == staged.rejected:
        return "Not one row of the file can be read as it is; see the problems."
    if mode == "snapshot" and staged.rejected:
        return (
            f"A snapshot retires the rows that a file no longer has, but {staged.rejected} rows "
            "of this one cannot be read, so it is not known what to retire. Mend them, or import "
            "with mode merge."
        )
    return None


def _look_only(house: House, staged: Staged, mode: str, refusal: str | None) -> ImportResult:
    """Count what the import would do, and write nothing but the file of rejects."""
    with house.reading() as cursor:
        cursor.execute("set session max_execution_time = 0")
        counts = _count(cursor, staged, mode)
    return ImportResult(
        "rejected" if refusal else "dry_run",
        None,
        counts if not refusal else counts | dict.fromkeys(("new", "changed", "retired"), 0),
        staged.problems,
        [*staged.warnings, *([refusal] if refusal else [])],
        _keep_rejects(house, staged, staged.sha256[:8]),
    )


def _commit(house: House, staged: Staged, mode: str, actor: str, started: float) -> ImportResult:
    with house.writing() as cursor:
        counts = _count(cursor, staged, mode)
        is_changed = counts["new"] + counts["changed"] + counts["retired"] > 0
        status = "committed" if is_changed else "unchanged"
        import_id = records.next_import_id(cursor)
        for name in staged.tables:
            ledger.publish(cursor, EXTRACTS[name], import_id, mode, actor)
        rollups.refresh(cursor, list(staged.tables))
        rejects = _keep_rejects(house, staged, f"{import_id}-{staged.sha256[:8]}")
        record = records.ImportRecord(
            import_id,
            staged.kind,
            mode,
            status,
            staged.file_name,
            staged.sha256,
            staged.mapping_name,
            actor,
            time.monotonic() - started,
            **{f"{word}_rows": count for word, count in counts.items()},
            rejects_file=str(rejects) if rejects else None,
        )
        records.write_import(cursor, record)
    return ImportResult(status, import_id, counts, staged.problems, staged.warnings, rejects)


def _count(cursor: Cursor, staged: Staged, mode: str) -> dict[str, int]:
    """Load the staged files and compare them with what is current."""
    for name, file in staged.tables.items():
        ledger.read_stage(cursor, EXTRACTS[name], file)
    found = ledger.count_effects(cursor, EXTRACTS[staged.kind], mode, _companion(staged))
    return asdict(found) | {"rejected": staged.rejected, "duplicate": staged.duplicate}


def _companion(staged: Staged) -> Extract | None:
    others = [name for name in staged.tables if name != staged.kind]
    return EXTRACTS[others[0]] if others else None


def _check_room(house: House, size: int) -> None:
    """Refuse while there is still room to say so: a disk that fills up in a commit is worse."""
    needed = 4 * size + SPARE_BYTES
    free = shutil.disk_usage(house.path.parent).free
    if free < needed:
        raise ImportRefused(
            f"The disk has {free // 2**20} MB left and this may need {needed // 2**20} MB. Make "
            "room, then try again; nothing was written."
        )


def _keep_rejects(house: House, staged: Staged, label: str) -> Path | None:
    """Move the file of rejects beside the warehouse, where it can be found and mended."""
    if staged.rejects_file is None:
        return None
    folder = house.path.with_name(house.path.name + ".rejects")
    folder.mkdir(exist_ok=True)
    target = folder / f"{staged.kind}-{label}.csv"
    shutil.copyfile(staged.rejects_file, target)
    return target
