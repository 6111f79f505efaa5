"""Says exactly what an import or an undo would do, by doing it and taking it back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from cx.errors import UndoRefused
from cx.extracts import EXTRACTS, Extract
from cx.ingest import warn
from cx.ingest.effects import changes, read_headlines
from cx.ingest.progress import WAITING, Progress
from cx.ingest.refuse import refusal_of, refuse_full_disk, refuse_mode
from cx.ingest.results import ImportResult, UndoResult
from cx.ingest.stage import Staged
from cx.ingest.written import Written
from cx.warehouse import Cursor, House, ledger, records, rollups
from cx.warehouse.records import Effect


@dataclass(frozen=True, slots=True)
class Applied:
    """What writing a file did inside a transaction, whether that is kept or not."""

    counts: dict[str, int]
    effects: list[Effect]
    remarks: warn.Remarks

    @property
    def is_change(self) -> bool:
        """Whether anything is not as it was."""
        return is_change(self.counts)


def preview(
    house: House, staged: Staged, mode: str = "merge", progress: Progress | None = None
) -> ImportResult:
    """Count what an import would do and to which headline figures; nothing is kept.

    The very same is done as in a commit, and taken back. Readers neither see it nor wait for it.

    Parameters
    ----------
    staged : Staged
        The checked upload; its file of rejects stays where it is.
    mode : str
        ``merge`` or ``snapshot``.

    Returns
    -------
    ImportResult
        With status ``dry_run``, or ``rejected`` where a commit would refuse.

    Raises
    ------
    ImportRefused
        When there is no such mode, or no room on the disk.
    Cancelled
        When it was called off.
    """
    progress = progress or Progress()
    refuse_mode(mode)
    with turn(house, progress):
        refusal = refusal_of(house, staged, mode)
        if refusal:
            return refused(house, staged, mode, refusal)
        refuse_full_disk(house, staged)
        with house.rehearsing() as own, progress.lend(own) as cursor:
            import_id = records.next_import_id(cursor)
            applied = apply(cursor, staged, mode, import_id, "", progress)
    return result_of("dry_run", None, staged, applied, staged.rejects_file)


def preview_undo(house: House, import_id: int, progress: Progress | None = None) -> UndoResult:
    """Say what an undo would do to rows and headline figures; nothing is kept.

    Raises
    ------
    UndoRefused
        When there is no such import, or it was undone before.
    """
    progress = progress or Progress()
    with turn(house, progress), house.rehearsing() as own, progress.lend(own) as cursor:
        return take_back(cursor, import_id, "", progress)


def apply(
    cursor: Cursor, staged: Staged, mode: str, import_id: int, actor: str, progress: Progress
) -> Applied:
    """Write the staged rows and refresh what rests on them, inside the caller's transaction."""
    compared, written, refreshed = (progress.ahead(part) for part in (0.25, 0.65, 0.95))
    tables = list(staged.tables)
    progress.step("Comparing with what is there", compared)
    counts = count(cursor, staged, mode)
    past = records.live_imports(cursor, staged.kind)
    before = read_headlines(cursor, tables)
    progress.step("Writing", written)
    for name in tables:
        ledger.publish(cursor, EXTRACTS[name], import_id, mode, actor)
    progress.step("Refreshing the figures", refreshed)
    effects = []
    if is_change(counts):
        rollups.refresh(cursor, tables)
        effects = changes(before, read_headlines(cursor, tables))
    remarks = warn.about(Written(cursor, staged, counts, past, before))
    return Applied(counts, effects, remarks)


def take_back(cursor: Cursor, import_id: int, actor: str, progress: Progress) -> UndoResult:
    """Retract an import and refresh what rested on it, inside the caller's transaction."""
    compared, written, refreshed = (progress.ahead(part) for part in (0.1, 0.6, 0.95))
    progress.step("Comparing with what is there", compared)
    live = records.published_tables(cursor, import_id)
    if not live:
        raise UndoRefused(
            f"Import {import_id} is not there to undo: there is none of that number, or it "
            "was undone before. `history` lists them all."
        )
    tables = [name for name, _ in live]
    before = read_headlines(cursor, tables)
    progress.step("Writing", written)
    total = {"removed": 0, "restored": 0, "kept": 0}
    for name, mode in live:
        undone = ledger.retract(cursor, EXTRACTS[name], import_id, mode, actor)
        for word in total:
            total[word] += getattr(undone, word)
    progress.step("Refreshing the figures", refreshed)
    rollups.refresh(cursor, tables)
    return UndoResult(import_id, tables, total, changes(before, read_headlines(cursor, tables)))


def result_of(
    status: str, import_id: int | None, staged: Staged, applied: Applied, rejects: Path | None
) -> ImportResult:
    """Put together what is told about a file that was, or would be, written."""
    return ImportResult(
        status,
        import_id,
        applied.counts,
        staged.problems,
        [*staged.warnings, *applied.remarks.warnings],
        rejects,
        applied.effects,
        applied.remarks.confirm,
        applied.remarks.earlier,
    )


def refused(house: House, staged: Staged, mode: str, refusal: str) -> ImportResult:
    """Say why nothing is written, with what can be counted all the same."""
    with house.reading() as cursor:
        cursor.execute("set session max_execution_time = 0")
        counts = count(cursor, staged, mode)
    nothing = dict.fromkeys(("new", "changed", "retired"), 0)
    return ImportResult(
        "rejected",
        None,
        counts | nothing,
        staged.problems,
        [*staged.warnings, refusal],
        staged.rejects_file,
    )


def is_change(counts: dict[str, int]) -> bool:
    """Whether an import that does this to rows changes anything."""
    return counts["new"] + counts["changed"] + counts["retired"] > 0


def count(cursor: Cursor, staged: Staged, mode: str) -> dict[str, int]:
    """Load the staged files and compare them with what is current."""
    for name, file in staged.tables.items():
        ledger.read_stage(cursor, EXTRACTS[name], file)
    found = ledger.count_effects(cursor, EXTRACTS[staged.kind], mode, _companion(staged))
    return asdict(found) | {"rejected": staged.rejected, "duplicate": staged.duplicate}


def _companion(staged: Staged) -> Extract | None:
    others = [name for name in staged.tables if name != staged.kind]
    return EXTRACTS[others[0]] if others else None


_turns: WeakKeyDictionary[House, threading.Lock] = WeakKeyDictionary()
_new_turn = threading.Lock()


@contextmanager
def turn(house: House, progress: Progress) -> Iterator[None]:
    """Wait until no other import is at work; that can take long, and can be called off."""
    with _new_turn:
        lock = _turns.setdefault(house, threading.Lock())
    if not lock.acquire(blocking=False):
        progress.step(WAITING, progress.share)
        while not lock.acquire(timeout=0.1):
            progress.check()
    try:
        yield
    finally:
        lock.release()
