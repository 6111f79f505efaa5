"""The two ways of a file into the warehouse, walked by the functions that people's clicks call."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from cx.errors import CxError, MappingError
from cx.extracts import EXTRACTS
from cx.ingest import ImportResult, commit, drafts, history, import_file, preview, stage, undo
from cx.ingest.accept import open_questions, suggested_answers, to_mapping
from cx.ingest.look import look
from cx.ingest.propose import Proposal, propose
from cx.ui.upload.questions import NEVER_PROPOSED
from cx.warehouse import House
from tests.bad_uploads.entries import Case


@dataclass
class Seen:
    """What became of a file, as the person saw it."""

    refusal: str = ""
    told: list[str] = field(default_factory=list)
    asked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    result: ImportResult | None = None
    previewed: ImportResult | None = None
    landed: list[tuple[object, ...]] = field(default_factory=list)


def typed(house: House, case: Case, path: Path) -> Seen:
    """As ``python -m cx import KIND FILE``: a merge waits for no yes, a snapshot does."""
    seen = Seen()
    try:
        seen.result = import_file(
            house,
            case.kind,
            path,
            case.mapping,
            case.mode,
            actor="test",
            is_agreed=case.mode == "merge",
        )
    except CxError as refused:
        seen.refusal = str(refused)
    return _looked_after(house, case, seen)


def dropped(house: House, case: Case, path: Path) -> Seen:
    """As on the page Upload, by a person who gives the case's answers and says yes at the end."""
    seen, folder = Seen(), drafts.new(house)
    try:
        _walk(house, case, path, folder, seen)
    except CxError as refused:
        seen.refusal = str(refused)
    finally:
        drafts.discard(folder)
    return _looked_after(house, case, seen)


def _walk(house: House, case: Case, path: Path, folder: Path, seen: Seen) -> None:
    shown = look([path], case.asked, folder / "look")
    proposal = propose(shown, case.kind)
    seen.told += [*shown.notes, *proposal.notes, *(each.text for each in proposal.questions)]
    likely = {
        id: said
        for id, said in suggested_answers(proposal).items()
        if id.partition(":")[0] not in NEVER_PROPOSED
    }
    seen.asked = tuple(each.id for each in proposal.questions)
    seen.unanswered = tuple(each.id for each in open_questions(proposal, likely))
    _refuse_missing(proposal)
    names = shown.header if shown.options.names else ()
    mapping = to_mapping(
        proposal,
        None,
        {**likely, **case.answers},
        name="chosen by hand",
        options=replace(shown.options, names=names),
    )
    staged = stage(mapping.kind, path, mapping, folder / "checked")
    seen.previewed = preview(house, staged, case.mode)
    seen.result = commit(house, staged, case.mode, "test", uuid4().hex)


def _refuse_missing(proposal: Proposal) -> None:
    """The page has no button to go on while a required id has no source."""
    if proposal.missing:
        raise MappingError(f"Nothing fills {', '.join(proposal.missing)}. Choose their columns.")


def _looked_after(house: House, case: Case, seen: Seen) -> Seen:
    """Add what was told in the end, and what is in the table."""
    if seen.result:
        problems = [each.sentence for each in seen.result.problems]
        seen.told += [*seen.result.warnings, *problems]
    with house.reading() as cursor:
        table = EXTRACTS[case.kind].table
        found = cursor.execute(f"select {case.reads} from {table} order by all").fetchall()
    seen.landed = found
    return seen


def undo_all(house: House) -> None:
    """Take back whatever is in, so that the next file meets an empty warehouse."""
    for line in history(house):
        if line.undone_at is None:
            undo(house, line.import_id, actor="test")


def live(house: House) -> Sequence[int]:
    """Numbers of the imports that count."""
    return [line.import_id for line in history(house) if line.undone_at is None]
