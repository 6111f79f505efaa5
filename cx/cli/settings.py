"""The verb ``settings``: what holds for the whole company, listed or changed."""

from collections.abc import Iterable

from cx.cli.errand import Answer, Errand
from cx.errors import SettingRefused
from cx.export import to_json_text
from cx.settings import DEFINITIONS, Definition, Settings, valued
from cx.warehouse import settings as house_settings


def settings_verb(errand: Errand) -> Answer:
    """List the settings, after changing those that were named: all of them or none."""
    changes = _changes(errand.command.changes)
    stored = house_settings.Stored(Settings(), ())
    if changes or errand.has_warehouse:
        with errand.house(is_new_fine=True) as house:
            if changes:
                house_settings.change(house, changes, errand.actor)
            with house.reading() as cursor:
                stored = house_settings.stored(cursor)
    if errand.command.json:
        return Answer(to_json_text(_record(stored)))
    return Answer("\n".join([*_lines(stored.settings), *stored.ignored]))


def _changes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, text in pairs:
        if name in texts:
            raise SettingRefused(f"{name} is given twice. Give it once; nothing was changed.")
        texts[name] = text
    return texts


def _record(stored: house_settings.Stored) -> dict[str, object]:
    values = {name: valued(stored.settings, name) for name in DEFINITIONS}
    return {"settings": values, "ignored": list(stored.ignored)}


def _lines(settings: Settings) -> Iterable[str]:
    width = max(map(len, DEFINITIONS))
    for name, definition in DEFINITIONS.items():
        yield f"{name:<{width}}  {_said(definition, settings)}"


def _said(definition: Definition, settings: Settings) -> str:
    value = definition.in_words(valued(settings, definition.name))
    return f"{value}  ({definition.label}: {definition.in_range()})"
