"""Tells one import whole, as the History page does."""

from collections.abc import Iterable

from cx.settings import Settings
from cx.topics import imports
from cx.topics.ask import Ask
from cx.topics.imports import Import, Imports
from cx.topics.imports.story import did, did_nothing, state_of, undone
from cx.topics.imports.words import effects_in_words
from cx.topics.rests_on import pages_resting_on
from cx.words import counted, to_the_minute


def tell(ask: Ask, settings: Settings, import_id: int) -> str:
    """Say what an import was, what it changed, what rests on it and what became of it.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    settings : Settings
        How figures are written, and from how many answers on.
    import_id : int
        Number of an import of the history.
    """
    told = imports.load(ask, settings=settings)
    found = told.find(import_id)
    assert found is not None  # who asks has seen it, and the history only grows
    zone = settings.time_zone
    lines = [*_facts(found, zone), *_changes(found, told), *_remains(found), *_undo(found, told)]
    return "\n".join(lines)


def _facts(found: Import, zone: str) -> Iterable[str]:
    mapping = f" with the mapping {found.mapping}" if found.mapping else ""
    yield f"Import {found.import_id}: {found.file_name} as {found.kind}{mapping}, by {found.actor}"
    when = f"{to_the_minute(found.at, zone)}, {found.seconds:,.1f} seconds"
    yield f"  {state_of(found)}; {found.mode}, {when}"
    rows = f"{counted(found.file_rows, 'row')}, " if found.file_rows is not None else ""
    yield f"  {rows}SHA-256 {found.file_sha256}"


def _changes(found: Import, told: Imports) -> Iterable[str]:
    what = did_nothing(found) if found.status == "unchanged" else did(found)
    yield f"It {what}."
    yield from (f"  {each}" for each in found.warnings)
    yield from _figures(told, found.import_id, "import")


def _figures(told: Imports, import_id: int, action: str) -> Iterable[str]:
    effects = effects_in_words(told.effects_of(import_id, action), told.settings, is_done=True)
    if effects:
        yield "Headline figures:"
        yield from (f"  {each}." for each in effects)


def _remains(found: Import) -> Iterable[str]:
    if found.rejects_file:
        yield f"The rows that stayed out: python -m cx rejects {found.import_id}"
    pages = pages_resting_on(*(name for name, rows in found.standing.items() if rows))
    if pages:
        yield f"Pages whose figures rest on it: {', '.join(pages)}."


def _undo(found: Import, told: Imports) -> Iterable[str]:
    if found.undo:
        when = to_the_minute(found.undo.at, told.settings.time_zone)
        yield f"Undone {when} by {found.undo.by}. {undone(found)}".rstrip()
        yield from _figures(told, found.import_id, "undo")
