"""Keeps the settings in schema `app`: read leniently, changed all or none, each on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cx.errors import SettingRefused, SettingsMoved
from cx.settings import (
    DEFINITIONS,
    Settings,
    Value,
    contradictions,
    parse,
    revise,
    settled,
    valued,
    write,
)
from cx.warehouse import rollups, touches, zones
from cx.warehouse.engine import Cursor
from cx.warehouse.records import note_act

if TYPE_CHECKING:
    from cx.warehouse.house import House

ACT = "setting"
"""What the audit log calls a change of a setting."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The settings in force, and a sentence for each stored value that is not."""

    settings: Settings
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One change as the audit log has it: when (UTC), who, what."""

    happened_at: datetime
    actor: str
    what: str


_CHANGES = """
select happened_at, actor, detail
from app.audit_log
where action = $1
order by happened_at desc, rowid desc
limit $2
"""

_LAST_ACTOR = """
select actor
from app.audit_log
where action = $1 and starts_with(detail, $2)
order by happened_at desc, rowid desc
limit 1
"""


def read(cursor: Cursor) -> Settings:
    """Return the settings in force; what nobody set, or can no longer be read, is the default."""
    return stored(cursor).settings


def zone_of(house: House) -> str:
    """Return the company's time zone."""
    with house.reading() as cursor:
        return read(cursor).time_zone


def stored(cursor: Cursor) -> Stored:
    """Return the settings in force, and what is stored in vain.

    Values of another version of this program, or written by other means, never break the
    dashboard. Where they contradict each other the larger sample holds, so that nothing more is
    shown than somebody wanted.
    """
    values: dict[str, Value] = {}
    ignored = []
    for name, text in _texts(cursor).items():
        try:
            values[name] = parse(name, text)
        except SettingRefused as refusal:
            ignored.append(f"What is stored for {_label(name)} is ignored. {refusal}")
    found = Settings(**values)  # type: ignore[arg-type]
    ignored.extend(f"{said} Until then that holds." for said in contradictions(found).values())
    return Stored(settled(found), tuple(ignored))


def change(
    house: House, texts: Mapping[str, str], actor: str, seen: Settings | None = None
) -> Settings:
    """Change settings: all of them or none, each with old and new in the audit log.

    Parameters
    ----------
    house : House
        The open warehouse.
    texts : mapping of str to str
        What is to hold, by name, as somebody wrote it.
    actor : str
        Who changes it.
    seen : Settings, optional
        What held when the person began; whoever changed something since is not overwritten.

    Returns
    -------
    Settings
        What holds now.

    Raises
    ------
    SettingRefused
        When any of them cannot be; nothing is changed.
    SettingsMoved
        When somebody else changed settings since `seen`; says who and what.
    """
    with house.writing() as cursor:
        current = read(cursor)
        if seen is not None:
            _refuse_late(cursor, seen, current)
        revised, wrong = revise(current, texts)
        if wrong:
            raise SettingRefused(" ".join(wrong.values()))
        for name in moved(current, revised):
            note_act(cursor, actor, ACT, in_words(name, current, revised))
        for name in texts:
            _keep(cursor, name, write(valued(revised, name)))
        _rebuild(cursor, current, revised)
    return revised


def _rebuild(cursor: Cursor, before: Settings, now: Settings) -> None:
    """Build anew what is kept of days, months and journeys, where these are others now."""
    changed = moved(before, now)
    if "time_zone" in changed:
        if now.time_zone not in zones.engine_names(cursor):
            raise SettingRefused(f"The engine knows no zone {now.time_zone}. Give one near it.")
        zones.define(cursor, now.time_zone)
        rollups.rebuild(cursor)
    elif "session_gap_days" in changed:
        touches.rebuild(cursor, now.session_gap_days)


def moved(before: Settings, now: Settings) -> list[str]:
    """Name the settings that differ.

    >>> moved(Settings(), Settings(company="Example", ces_target=5.5))
    ['company', 'ces_target']
    """
    return [name for name in DEFINITIONS if valued(before, name) != valued(now, name)]


def changes(cursor: Cursor, most: int = 200) -> list[Changed]:
    """List who changed what and when, the newest first."""
    return [Changed(*row) for row in cursor.execute(_CHANGES, [ACT, most]).fetchall()]


def _texts(cursor: Cursor) -> dict[str, str]:
    return dict(cursor.execute("select name, value from app.settings order by name").fetchall())


def _keep(cursor: Cursor, name: str, text: str) -> None:
    cursor.execute("delete from app.settings where name = $1", [name])
    cursor.execute("insert into app.settings (name, value) values ($1, $2)", [name, text])


def _refuse_late(cursor: Cursor, seen: Settings, current: Settings) -> None:
    said = []
    for name in moved(seen, current):
        found = cursor.execute(_LAST_ACTOR, [ACT, _subject(name)]).fetchone()
        who = found[0] if found else "somebody"
        said.append(f"{who} changed {in_words(name, seen, current)}")
    if said:
        raise SettingsMoved(
            f"In the meantime {'; '.join(said)}. Nothing of yours was saved: look at what holds "
            "now, then save again."
        )


def in_words(name: str, before: Settings, now: Settings) -> str:
    """Say how a setting moved.

    >>> in_words("nps_target", Settings(), Settings(nps_target=40.0))
    '"NPS target" from none to 40 points'
    """
    say = DEFINITIONS[name].in_words
    return f"{_subject(name)}{say(valued(before, name))} to {say(valued(now, name))}"


def _subject(name: str) -> str:
    """How every line of the audit log about a setting begins."""
    return f'"{DEFINITIONS[name].label}" from '


def _label(name: str) -> str:
    return f'"{DEFINITIONS[name].label}"' if name in DEFINITIONS else f'"{name[:60]}"'
