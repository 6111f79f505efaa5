"""The table of verbs: each returns what to print and how to end, and prints nothing itself."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from cx import warehouse
from cx.cli import words
from cx.cli.demo import demo_verb
from cx.cli.errand import FAILED, REFUSED, Answer, Errand, to_screen_or_file
from cx.cli.history import history_verb, rejects_verb
from cx.cli.imports import import_verb, undo_verb
from cx.cli.mappings import mappings_verb, propose_verb
from cx.cli.parser import CALLED_OFF
from cx.cli.settings import settings_verb
from cx.errors import BadFilter, Cancelled, CxError, ImportRefused, SettingRefused, UndoRefused
from cx.export import to_json_text
from cx.ingest import templates

_REFUSALS = ImportRefused | UndoRefused | BadFilter | SettingRefused


def run(errand: Errand) -> Answer:
    """Do what a command asks; errors that a person can act on become sentences."""
    try:
        return perform(errand)
    except CxError as error:
        return failure(errand.command, error)


def perform(errand: Errand) -> Answer:
    """Do what a command asks.

    Raises
    ------
    CxError
        Whatever went wrong that a person can act on.
    """
    try:
        return VERBS[errand.command.verb](errand)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        reason = f"{where}{error.strerror}. Check its name, the rights and the disk."
        raise CxError(reason) from error
    except (warehouse.EngineError, UnicodeError) as error:
        reason = str(error).splitlines()[0][:300]
        raise CxError(f"{reason}. Nothing was written; try again.") from error


def failure(command: Namespace, error: CxError) -> Answer:
    """Return a refusal as a sentence, or as JSON where that was asked for."""
    code = REFUSED if isinstance(error, _REFUSALS) else FAILED
    code = CALLED_OFF if isinstance(error, Cancelled) else code
    if not getattr(command, "json", False):
        return Answer(str(error), code, is_error=True)
    if command.verb == "import":
        return Answer(to_json_text(words.refusal_record(error)), code)
    return Answer(to_json_text({"error": str(error)}), code)


def template_verb(errand: Errand) -> Answer:
    """Give a file of an extract that can be filled in, or one that shows how."""
    command = errand.command
    give = templates.example if command.example else templates.template
    return to_screen_or_file(give(command.kind).decode(), command.out)


def dictionary_verb(errand: Errand) -> Answer:
    """Say what each column means, and how many rows fill it."""
    # The statistics behind a page take seconds to load, which the other verbs need not wait for.
    from cx.cli.dictionary import dictionary_text

    with errand.house() as house:
        return Answer(dictionary_text(house, errand.command))


def export_verb(errand: Errand) -> Answer:
    """Write the results of a page, as the page shows them."""
    # Loaded late for the same reason.
    from cx.cli.export import (
        DOCUMENTS,
        export_document,
        export_text,
        only_slides_have_a_template,
    )

    command = errand.command
    only_slides_have_a_template(command)
    with errand.house() as house:
        _refuse_own_files(command.out, house)
        if command.format in DOCUMENTS:
            return export_document(house, command)
        return to_screen_or_file(export_text(house, command), command.out)


def digest_verb(errand: Errand) -> Answer:
    """Write or send the files of a saved view or a review."""
    # Loaded late for the same reason.
    from cx.cli import digest

    return digest.digest_verb(errand)


VERBS: dict[str, Callable[[Errand], Answer]] = {
    "import": import_verb,
    "propose": propose_verb,
    "mappings": mappings_verb,
    "history": history_verb,
    "undo": undo_verb,
    "rejects": rejects_verb,
    "template": template_verb,
    "dictionary": dictionary_verb,
    "export": export_verb,
    "digest": digest_verb,
    "settings": settings_verb,
    "demo": demo_verb,
}

TITLES: dict[str, Callable[[Namespace], str]] = {
    "import": lambda command: f"Import {_names(command.files)} as {command.kind}",
    "undo": lambda command: f"Undo import {command.import_id}",
    "demo": lambda command: f"Bring in the demo company of {command.customers:,} customers",
}
"""Verbs that take long, and what people who look at a page read while one is done."""


def _names(files: list[Path]) -> str:
    names = [file.name for file in files]
    return ", ".join(names) if len(names) < 4 else f"{names[0]} and {len(names) - 1} more"


def _refuse_own_files(out: Path | None, house: warehouse.House) -> None:
    """An export may not replace the warehouse or what belongs to it."""
    if out is None:
        return
    target = out.resolve()
    if target.parent == house.path.parent and target.name.startswith(house.path.name):
        raise CxError(f"{out} belongs to the warehouse. Name another file with --out.")
