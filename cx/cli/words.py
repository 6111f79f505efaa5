"""What the verbs say to people, and the same as plain records for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from cx.errors import CxError
from cx.ingest import HistoryLine, ImportResult, Problem, UndoResult

COUNTS = ("new", "changed", "unchanged", "retired", "rejected", "duplicate")
SHOWN_PROBLEMS = 10
OPENINGS = {
    "committed": "Imported as number {id}",
    "unchanged": "Nothing to change, noted as number {id}",
    "dry_run": "Only looked, wrote nothing",
    "rejected": "Refused, wrote nothing",
}


def import_record(result: ImportResult) -> dict[str, object]:
    """Return an import as programs get it."""
    rejects = result.rejects_file
    return {
        "status": result.status,
        "import_id": result.import_id,
        "counts": {word: result.counts.get(word, 0) for word in COUNTS},
        "problems": [_problem_record(problem) for problem in result.problems],
        "warnings": list(result.warnings),
        "rejects_file": str(rejects) if rejects else None,
    }


def _problem_record(problem: Problem) -> dict[str, object]:
    """A problem as programs get it; its file is told when there are several."""
    record = asdict(problem)
    return record if problem.file else {key: record[key] for key in record if key != "file"}


def refusal_record(error: CxError) -> dict[str, object]:
    """Return a refusal of a whole file in the shape of an import: one problem without a row."""
    nothing = import_record(ImportResult("rejected", None, {}))
    problem = {"row": None, "column": None, "value": None, "message": str(error)}
    return {**nothing, "problems": [problem]}


def import_words(result: ImportResult) -> str:
    """Return what became of a file, for people."""
    opening = OPENINGS[result.status].format(id=result.import_id)
    lines = [f"{opening}: {counts_words(result.counts)}.", *result.warnings]
    lines += [f"  {problem.sentence}" for problem in result.problems[:SHOWN_PROBLEMS]]
    more = len(result.problems) - SHOWN_PROBLEMS
    if more > 0:
        lines.append(f"  ... and {_counted(more, 'more problem')}.")
    if result.rejects_file:
        lines.append(f"The rejected rows are in {result.rejects_file}: mend and import that file.")
    return "\n".join(lines)


def counts_words(counts: Mapping[str, int]) -> str:
    """Return counts of rows in words, without the zeros.

    >>> counts_words({"new": 2655, "changed": 0, "rejected": 1})
    '2,655 new, 1 rejected'
    >>> counts_words({"new": 0})
    'no rows'
    """
    return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count) or "no rows"


def history_records(lines: Iterable[HistoryLine]) -> list[dict[str, object]]:
    """Return the history as programs get it, newest first."""
    return [_history_record(line) for line in lines]


def history_words(lines: Iterable[HistoryLine]) -> str:
    """Return the history for people, one line each."""
    found = [_history_line(line) for line in lines]
    return "\n".join(found) or "No imports yet. Start with: python -m cx import KIND FILE"


def undo_record(result: UndoResult) -> dict[str, object]:
    """Return an undo as programs get it."""
    return {"status": "undone", **asdict(result)}


def undo_words(result: UndoResult) -> str:
    """Return what an undo did, for people."""
    tables = " and ".join(result.tables)
    return f"Import {result.import_id} is undone in {tables}: {counts_words(result.counts)}."


def _history_record(line: HistoryLine) -> dict[str, object]:
    names = ("import_id", "kind", "mode", "status", "file_name", "file_sha256", "actor")
    return {
        **{name: getattr(line, name) for name in names},
        "mapping": line.mapping or None,
        "at": _moment(line.committed_at),
        "seconds": line.seconds,
        "counts": _history_counts(line),
        "rejects_file": line.rejects_file,
        "undone_at": _moment(line.undone_at) if line.undone_at else None,
    }


def _history_counts(line: HistoryLine) -> dict[str, int]:
    return {word: getattr(line, f"{word}_rows") for word in COUNTS}


def _history_line(line: HistoryLine) -> str:
    mapping = f" ({line.mapping})" if line.mapping else ""
    undone = f"; undone {_minute(line.undone_at)}" if line.undone_at else ""
    counts = counts_words(_history_counts(line))
    return (
        f"{line.import_id:>5}  {_minute(line.committed_at)}  {line.kind:<13} {line.mode:<8} "
        f"{Path(line.file_name).name}{mapping}: {counts}, by {line.actor}{undone}"
    )


def _moment(moment: datetime) -> str:
    """Write a time of the warehouse for programs: they are UTC, but do not say so."""
    return moment.replace(tzinfo=UTC).isoformat(timespec="seconds")


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
