"""Notes that people write on time axes, in schema `app`: only ever added to, each on record.

The number of the newest change, the revision, keys caches: a note changes no data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cx import auth
from cx.errors import NoteRefused, NotesMoved
from cx.warehouse.engine import Cursor
from cx.warehouse.records import note_act

if TYPE_CHECKING:
    from cx.auth import Person
    from cx.warehouse.house import House

ACT = "note"
"""What the audit log calls a change of a note."""

LONGEST_TITLE, LONGEST_TEXT = 60, 500
FIRST_YEAR, LAST_YEAR = 1900, 2199
KINDS = ("note", "event")
EVERYWHERE = "all"


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody writes on a time axis.

    Attributes
    ----------
    starts_on : date
        The day, or the first day of a span.
    title : str
        What stands under the chart.
    ends_on : date or None
        Last day of a span.
    text : str or None
    kind : str
        One of ``KINDS``: ``"event"`` for what happened, ``"note"`` for what somebody thinks of it.
    about : str
        The page on whose time axes it stands, or ``EVERYWHERE``.
    """

    starts_on: date
    title: str
    ends_on: date | None = None
    text: str | None = None
    kind: str = "note"
    about: str = EVERYWHERE


_NEWEST = """
select change_id, actor, author, is_removed, title
from app.notes
where note_id = $1
order by change_id desc
limit 1
"""

_ADD = """
insert into app.notes (
    change_id, note_id, starts_on, ends_on, title, body, kind, about, is_removed, author, actor,
    saved_at
)
select
    coalesce(max(change_id), 0) + 1, coalesce($1, max(note_id) + 1, 1), $2, $3, $4, $5, $6, $7,
    false, $8, $9, now()::timestamp
from app.notes
"""

_STRIKE = """
insert into app.notes
select
    (select max(change_id) + 1 from app.notes), note_id, starts_on, ends_on, title, body, kind,
    about, $2, author, $3, now()::timestamp
from app.notes
where note_id = $1
order by change_id desc
limit 1
"""


def write(house: House, note: Note, person: Person) -> int:
    """Write a new note; return its number.

    Raises
    ------
    NoteRefused
        When it has no title, is too long, or its days cannot be; nothing is written.
    NotAllowed
        When the person's role does not reach for notes.
    """
    auth.demand(person, "notes")
    clean = _checked(note)
    with house.writing() as cursor:
        _add(cursor, None, clean, person.name, person)
        note_act(cursor, person.name, ACT, f"wrote “{clean.title}” on {clean.starts_on}")
        found = cursor.execute("select max(note_id) from app.notes").fetchone()
    assert found is not None  # an aggregate always gives a row
    return int(found[0])


def change(house: House, note_id: int, note: Note, person: Person, seen: int) -> None:
    """Put other words or days in the place of a note; only its author or an admin may.

    Parameters
    ----------
    seen : int
        Number of the change that the person looked at; nobody's later one is overruled.

    Raises
    ------
    NoteRefused
        As in `write`; also when it is somebody else's, or is gone.
    NotesMoved
        When it was changed since `seen`; says by whom.
    """
    clean = _checked(note)
    with house.writing() as cursor:
        author, _ = _own(cursor, note_id, person, seen)
        _add(cursor, note_id, clean, author, person)
        note_act(cursor, person.name, ACT, f"changed “{clean.title}” on {clean.starts_on}")


def remove(house: House, note_id: int, person: Person, seen: int) -> None:
    """Take a note off the time axes; `restore` brings it back. Raises as `change` does."""
    _strike(house, note_id, person, seen, is_removed=True)


def restore(house: House, note_id: int, person: Person) -> None:
    """Bring back a note that was removed. Raises as `change` does."""
    _strike(house, note_id, person, None, is_removed=False)


def revision(cursor: Cursor) -> int:
    """Return the number of the newest change."""
    found = cursor.execute("select coalesce(max(change_id), 0) from app.notes").fetchone()
    return int(found[0]) if found else 0


def may_change(person: Person, author: str) -> bool:
    """Say whether a person may change or remove a note: its author, or an admin.

    >>> may_change(auth.Person("ann", "analyst"), "ann"), may_change(
    ...     auth.Person("ben", "officer"), "ann"
    ... )
    (True, False)
    """
    is_own = person.is_known and person.name == author
    return auth.may(person, "notes") and (is_own or person.role == "admin")


def _strike(
    house: House, note_id: int, person: Person, seen: int | None, *, is_removed: bool
) -> None:
    with house.writing() as cursor:
        _, title = _own(cursor, note_id, person, seen, is_back=not is_removed)
        cursor.execute(_STRIKE, [note_id, is_removed, person.name])
        said = "removed" if is_removed else "brought back"
        note_act(cursor, person.name, ACT, f"{said} “{title}”")


def _add(cursor: Cursor, note_id: int | None, note: Note, author: str, person: Person) -> None:
    days = [note.starts_on, note.ends_on]
    texts = [note.title, note.text, note.kind, note.about]
    cursor.execute(_ADD, [note_id, *days, *texts, author, person.name])


def _own(
    cursor: Cursor, note_id: int, person: Person, seen: int | None, is_back: bool = False
) -> tuple[str, str]:
    """Return author and title of a note that the person may change, and has seen as it stands."""
    auth.demand(person, "notes")
    found = cursor.execute(_NEWEST, [note_id]).fetchone()
    if found is None:
        raise NoteRefused("There is no such note. Load the page again.")
    change_id, actor, author, is_removed, title = found
    if not may_change(person, author):
        raise NoteRefused(f"{author} wrote this note: only they or an admin may change it.")
    if seen is not None and change_id > seen:
        raise NotesMoved(
            f"In the meantime {actor} changed this note. Nothing of yours was saved: look at how "
            "it stands now, then save again."
        )
    if is_removed != is_back:
        raise NoteRefused("This note is already as you want it. Load the page again.")
    return author, title


def _checked(note: Note) -> Note:
    """Return the note with clean texts and days, or refuse it with words."""
    title, text = _line(note.title, LONGEST_TITLE), _line(note.text, LONGEST_TEXT)
    if not title:
        raise NoteRefused("A note needs a title: say in a few words what it is.")
    if note.kind not in KINDS or not re.fullmatch(r"\w{1,60}", note.about):
        raise NoteRefused("This note is not of a kind that there is. Choose one that is shown.")
    _refuse_days(note)
    ends_on = note.ends_on if note.ends_on != note.starts_on else None
    return Note(note.starts_on, title, ends_on, text or None, note.kind, note.about)


def _refuse_days(note: Note) -> None:
    days = [day for day in (note.starts_on, note.ends_on) if day is not None]
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise NoteRefused(f"A day lies between the years {FIRST_YEAR} and {LAST_YEAR}.")
    if days[-1] < days[0]:
        raise NoteRefused(f"{days[-1]} lies before {days[0]}: give the days in their order.")


def _line(text: str | None, longest: int) -> str:
    line = " ".join((text or "").split())
    if len(line) > longest:
        raise NoteRefused(f'"{line[:40]}…" is too long: {longest} letters at most. Shorten it.')
    return line
