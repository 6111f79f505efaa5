"""The verbs ``history`` and ``rejects``: what was brought in, and what stayed out."""

from collections.abc import Sequence
from functools import partial

from cx import ingest
from cx.auth import everybody
from cx.cli import words
from cx.cli.errand import Answer, Errand, to_screen_or_file
from cx.errors import CxError, ImportRefused
from cx.export import to_json_text
from cx.ingest import HistoryLine
from cx.settings import DEFAULTS
from cx.warehouse import House, rejects
from cx.warehouse import settings as house_settings


def history_verb(errand: Errand) -> Answer:
    """List every import, or tell of one; a warehouse that is not there yet has none."""
    if errand.command.import_id is not None:
        return _one_import(errand)
    lines: list[HistoryLine] = []
    zone = DEFAULTS.time_zone
    records: list[dict[str, object]] = []
    if errand.has_warehouse:
        with errand.house() as house:
            lines, zone = ingest.history(house), house_settings.zone_of(house)
            records = _records(house, lines) if errand.command.json else []
    as_json = errand.command.json
    return Answer(to_json_text(records) if as_json else words.history_words(lines, zone))


def rejects_verb(errand: Errand) -> Answer:
    """Give the file of rejects of an import again."""
    command = errand.command
    with errand.house() as house:
        line = _line(house, command.import_id)
        if line.rejects_file is None:
            raise ImportRefused(
                f"Import {line.import_id} rejected no rows: there is nothing to mend."
            )
        file = rejects.find(house.path, line.rejects_file)
    if file is None:
        raise CxError(
            f"The rejected rows of import {line.import_id} were in {line.rejects_file}, which is "
            f"not there any more. Import {line.file_name} with --dry-run to get them again."
        )
    return to_screen_or_file(file.read_bytes().decode(), command.out)


def _one_import(errand: Errand) -> Answer:
    command = errand.command
    with errand.house() as house:
        line = _line(house, command.import_id)
        if command.json:
            return Answer(to_json_text(_records(house, [line])[0]))
        # What stands behind the page takes a second to load, which the list need not wait for.
        from cx.cli.one_import import tell

        with house.snapshot() as state:
            ask = partial(state.ask, scope=everybody(errand.actor))
            return Answer(tell(ask, state.settings(), line.import_id))


def _line(house: House, import_id: int) -> HistoryLine:
    found = next((each for each in ingest.history(house) if each.import_id == import_id), None)
    if found is None:
        raise ImportRefused(f"There is no import {import_id}. `history` lists them all.")
    return found


def _records(house: House, lines: Sequence[HistoryLine]) -> list[dict[str, object]]:
    """Tell programs of imports, and of what each and its undo did to the headline figures."""
    with house.reading() as cursor:
        settings = house_settings.read(cursor)
        effects = {
            (line.import_id, act): ingest.effects_of(cursor, line.import_id, act)
            for line in lines
            for act in ("import", "undo")
        }
    return words.history_records(lines, effects, settings)
