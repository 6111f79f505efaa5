"""What the verbs say to people, and the same as plain records for programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from cx.errors import CxError
from cx.ingest import Effect, HistoryLine, ImportResult, Problem, UndoResult
from cx.metrics import METRICS
from cx.settings import Settings
from cx.warehouse.records import COUNTED
from cx.words import counted, counts_in_words, to_the_minute

Effects = Mapping[tuple[int, str], Sequence[Effect]]
"""What each import did to the headline figures, by its number and ``import`` or ``undo``."""

SHOWN_PROBLEMS = SHOWN_EFFECTS = 10
OPENINGS = {
    "committed": "Imported as number {id}",
    "unchanged": "Nothing to change, noted as number {id}",
    "dry_run": "Only looked, wrote nothing",
    "unconfirmed": "Wrote nothing, because this needs a yes",
    "rejected": "Refused, wrote nothing",
}
QUESTIONS = {
    "committed": "Look at this; `undo {id}` takes it back:",
    "unchanged": "Look at this:",
    "dry_run": "Look at this before it is brought in; a snapshot then needs --yes:",
    "unconfirmed": "To retire what the file does not have, look at this and add --yes:",
}


def import_record(result: ImportResult, settings: Settings) -> dict[str, object]:
    """Return an import as programs get it."""
    rejects = result.rejects_file
    is_done = result.import_id is not None
    return {
        "status": result.status,
        "import_id": result.import_id,
        "counts": {word: result.counts.get(word, 0) for word in COUNTED},
        "problems": [_problem_record(problem) for problem in result.problems],
        "warnings": list(result.warnings),
        "confirm": list(result.confirm),
        "earlier": result.earlier,
        "effects": effect_records(result.effects, settings, is_done),
        "rejects_file": str(rejects) if rejects else None,
    }


def _problem_record(problem: Problem) -> dict[str, object]:
    """A problem as programs get it; its file is told when there are several."""
    record = asdict(problem)
    return record if problem.file else {key: record[key] for key in record if key != "file"}


def refusal_record(error: CxError) -> dict[str, object]:
    """Return a refusal of a whole file in the shape of an import: one problem without a row."""
    nothing = import_record(ImportResult("rejected", None, {}), Settings())
    problem = {"row": None, "column": None, "value": None, "message": str(error)}
    return {**nothing, "problems": [problem]}


def import_words(result: ImportResult, settings: Settings) -> str:
    """Return what became of a file, for people."""
    opening = OPENINGS[result.status].format(id=result.import_id)
    sentences = [problem.sentence for problem in result.problems]
    rejects = result.rejects_file
    lines = [
        f"{opening}: {counts_in_words(result.counts)}.",
        *result.warnings,
        *_cut(sentences, SHOWN_PROBLEMS, "more problem"),
        *_effect_lines(result.effects, settings, is_done=result.import_id is not None),
        *_question_lines(result),
        *([f"The rejected rows are in {rejects}: mend and import that file."] if rejects else []),
    ]
    return "\n".join(lines)


def _cut(sentences: Sequence[str], most: int, noun: str) -> Iterable[str]:
    yield from (f"  {each}" for each in sentences[:most])
    if len(sentences) > most:
        yield f"  ... and {counted(len(sentences) - most, noun)}."


def _question_lines(result: ImportResult) -> Iterable[str]:
    """What a page would ask before it brings the file in."""
    if result.confirm:
        yield QUESTIONS[result.status].format(id=result.import_id)
        yield from (f"  {each}" for each in result.confirm)


def _effect_lines(
    effects: Iterable[Effect], settings: Settings, is_done: bool, most: int = SHOWN_EFFECTS
) -> Iterable[str]:
    # What stands behind these words takes a second to load, which other verbs need not wait for.
    from cx.topics.imports.words import effects_in_words

    sentences = [f"{each}." for each in effects_in_words(effects, settings, is_done)]
    if sentences:
        yield "Headline figures:"
        yield from _cut(sentences, most, "more figure")


def effect_records(
    effects: Iterable[Effect], settings: Settings, is_done: bool
) -> list[dict[str, object]]:
    """Return effects as programs get them; a score of too few answers is null, as on a page."""
    from cx.topics.imports.words import effect_sentence, ranked

    def shown(figure: str, value: float | None, answers: int) -> float | None:
        is_few = figure in METRICS and answers < settings.min_answers_value
        return None if is_few else value

    return [
        {
            "figure": each.figure,
            "kind": each.survey_kind,
            "period": each.period,
            "before": shown(each.figure, each.before, each.before_count),
            "after": shown(each.figure, each.after, each.after_count),
            "before_count": each.before_count,
            "after_count": each.after_count,
            "sentence": f"{effect_sentence(each, settings, is_done)}.",
        }
        for each in ranked(effects, settings)
    ]


def history_records(
    lines: Iterable[HistoryLine], effects: Effects, settings: Settings
) -> list[dict[str, object]]:
    """Return the history as programs get it, newest first."""
    return [_history_record(line, effects, settings) for line in lines]


def history_words(lines: Iterable[HistoryLine], zone: str) -> str:
    """Return the history for people, one line each, by the clock of a zone."""
    found = [_history_line(line, zone) for line in lines]
    return "\n".join(found) or "No imports yet. Start with: python -m cx import KIND FILE"


def undo_record(result: UndoResult, settings: Settings, is_dry: bool) -> dict[str, object]:
    """Return an undo as programs get it."""
    status = "dry_run" if is_dry else "undone"
    effects = effect_records(result.effects, settings, is_done=not is_dry)
    return {"status": status, **asdict(result), "effects": effects}


def undo_words(result: UndoResult, settings: Settings, is_dry: bool) -> str:
    """Return what an undo did, or would do, for people."""
    tables = " and ".join(result.tables)
    verb = "would be" if is_dry else "is"
    counts = counts_in_words(result.counts)
    lines = [f"Import {result.import_id} {verb} undone in {tables}: {counts}."]
    return "\n".join([*lines, *_effect_lines(result.effects, settings, is_done=not is_dry)])


def _history_record(line: HistoryLine, effects: Effects, settings: Settings) -> dict[str, object]:
    names = ("import_id", "kind", "mode", "status", "file_name", "file_sha256", "actor")
    return {
        **{name: getattr(line, name) for name in names},
        "mapping": line.mapping or None,
        "at": _moment(line.committed_at),
        "seconds": line.seconds,
        "counts": line.counts,
        "warnings": line.warnings,
        "rejects_file": line.rejects_file,
        "undone_at": _moment(line.undone_at) if line.undone_at else None,
        "effects": effect_records(effects[line.import_id, "import"], settings, is_done=True),
        "undo_effects": effect_records(effects[line.import_id, "undo"], settings, is_done=True),
    }


def _history_line(line: HistoryLine, zone: str) -> str:
    mapping = f" ({line.mapping})" if line.mapping else ""
    undone = f"; undone {to_the_minute(line.undone_at, zone)}" if line.undone_at else ""
    counts = counts_in_words(line.counts)
    when = to_the_minute(line.committed_at, zone)
    return (
        f"{line.import_id:>5}  {when}  {line.kind:<13} {line.mode:<8} "
        f"{Path(line.file_name).name}{mapping}: {counts}, by {line.actor}{undone}"
    )


def _moment(moment: datetime) -> str:
    """Write a time of the warehouse for programs: they are UTC, but do not say so."""
    return moment.replace(tzinfo=UTC).isoformat(timespec="seconds")
