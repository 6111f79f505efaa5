"""The verbs that bring files in and take them back: ``import`` and ``undo``."""

from cx import ingest
from cx.cli import words
from cx.cli.errand import DONE, DONE_WITH_REJECTS, REFUSED, Answer, Errand
from cx.export import to_json_text
from cx.ingest import ImportResult
from cx.settings import Settings
from cx.warehouse import House
from cx.warehouse import settings as house_settings


def import_verb(errand: Errand) -> Answer:
    """Bring files in; the exit code says whether all of it, part of it or nothing is in."""
    command = errand.command
    if command.mapping and not errand.has_warehouse:
        ingest.load_mapping(command.mapping)  # a mistyped name makes no new warehouse
    with errand.house(is_new_fine=True) as house:
        mapping = ingest.load_mapping(command.mapping, house) if command.mapping else None
        result = ingest.import_file(
            house,
            command.kind,
            command.files,
            mapping,
            command.mode,
            command.dry_run,
            errand.actor,
            errand.progress,
            # A merge takes nothing away and a nightly file may be short, so it waits for no yes.
            is_agreed=command.yes or command.mode == "merge",
        )
        settings = _settings(house)
    if command.json:
        return Answer(to_json_text(words.import_record(result, settings)), _import_code(result))
    return Answer(words.import_words(result, settings), _import_code(result))


def undo_verb(errand: Errand) -> Answer:
    """Take an import back, or say what that would do."""
    command = errand.command
    with errand.house() as house:
        if command.dry_run:
            result = ingest.preview_undo(house, command.import_id, errand.progress)
        else:
            result = ingest.undo(house, command.import_id, errand.actor, errand.progress)
        settings = _settings(house)
    if command.json:
        return Answer(to_json_text(words.undo_record(result, settings, command.dry_run)))
    return Answer(words.undo_words(result, settings, command.dry_run))


def _settings(house: House) -> Settings:
    with house.reading() as cursor:
        return house_settings.read(cursor)


def _import_code(result: ImportResult) -> int:
    if result.status in ("rejected", "unconfirmed"):
        return REFUSED
    is_partly_in = result.status == "committed" and result.rejects_file is not None
    return DONE_WITH_REJECTS if is_partly_in else DONE
