"""Views that people save, in schema `app`: a page and its address under a name; only added to.

A personal view is its owner's alone. Who shares one, or changes a shared one, needs the role to;
that is looked at here, in the transaction that writes. Changes of views and of what opens first are
numbered together: the newest number, the revision, keys caches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cx import auth
from cx.errors import ViewRefused, ViewsMoved
from cx.warehouse.engine import Cursor
from cx.warehouse.records import note_act

if TYPE_CHECKING:
    from cx.auth import Person
    from cx.warehouse.house import House

ACT = "saved view"
"""What the audit log calls a change of a saved view."""

LONGEST_NAME, LONGEST_ADDRESS = 60, 4000


@dataclass(frozen=True, slots=True)
class View:
    """A page with its filters and its own parameters, under a name.

    Attributes
    ----------
    name : str
    page : str
        Key of the menu.
    address : str
        What stands behind the question mark of its link.
    is_shared : bool
        Whether everybody sees it.
    """

    name: str
    page: str
    address: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class _Standing:
    change_id: int
    actor: str
    owner: str
    is_removed: bool
    view: View


_NEWEST = """
select change_id, actor, owner, is_removed, name, page, address, is_shared
from app.saved_views
where view_id = $1
order by change_id desc
limit 1
"""

_REVISION = """
select greatest(
    (select coalesce(max(change_id), 0) from app.saved_views),
    (select coalesce(max(change_id), 0) from app.default_views)
)
"""

_ADD = "insert into app.saved_views values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now()::timestamp)"

_NAMESAKE = """
select view_id
from app.saved_views_until(null)
where
    lower(name) = lower($1) and view_id <> $2 and is_shared = $3 and (is_shared or owner = $4)
"""

_DEFAULT = "insert into app.default_views values ($1, $2, $3, now()::timestamp)"


def save(house: House, view: View, person: Person) -> int:
    """Save a view; return its number.

    Raises
    ------
    ViewRefused
        When it has no name or one that is taken, or nobody knows whose it would be.
    NotAllowed
        When it is to be shared by somebody whose role does not reach for that.
    """
    _refuse_unknown(person)
    with house.writing() as cursor:
        view_id = _next_view(cursor)
        _add(cursor, view_id, _Standing(0, person.name, person.name, False, view), person)
        note_act(cursor, person.name, ACT, f"saved {_said(view)}")
    return view_id


def rename(house: House, view_id: int, name: str, person: Person, seen: int) -> None:
    """Give a view another name.

    Parameters
    ----------
    seen : int
        Number of the change that the person looked at; nobody's later one is overruled.

    Raises
    ------
    ViewRefused
        As in `save`; also when there is no such view, or it is somebody else's own.
    ViewsMoved
        When it was changed since `seen`; says by whom.
    NotAllowed
        When it is shared and the person's role does not reach for that.
    """
    with house.writing() as cursor:
        found = _own(cursor, view_id, person, seen)
        changed = replace(found.view, name=name)
        _add(cursor, view_id, replace(found, view=changed), person)
        new = f" to “{_line(name)}”" if found.view.is_shared else ""
        note_act(cursor, person.name, ACT, f"renamed {_said(found.view)}{new}")


def share(house: House, view_id: int, is_shared: bool, person: Person, seen: int) -> None:
    """Share a view with everybody, or make it its owner's alone again. Raises as `rename` does."""
    with house.writing() as cursor:
        found = _own(cursor, view_id, person, seen)
        changed = replace(found, view=replace(found.view, is_shared=is_shared))
        _add(cursor, view_id, changed, person)
        said = "shared" if is_shared else "stopped sharing"
        note_act(cursor, person.name, ACT, f"{said} {_said(found.view)}")


def move(house: House, view_id: int, page: str, address: str, person: Person, seen: int) -> None:
    """Let a view show another page or other filters. Raises as `rename` does."""
    with house.writing() as cursor:
        found = _own(cursor, view_id, person, seen)
        changed = replace(found.view, page=page, address=address)
        _add(cursor, view_id, replace(found, view=changed), person)
        note_act(cursor, person.name, ACT, f"changed what {_said(found.view)} shows")


def remove(house: House, view_id: int, person: Person, seen: int) -> None:
    """Remove a view; `restore` brings it back. Raises as `rename` does."""
    with house.writing() as cursor:
        found = _own(cursor, view_id, person, seen)
        _add(cursor, view_id, replace(found, is_removed=True), person)
        note_act(cursor, person.name, ACT, f"removed {_said(found.view)}")


def restore(house: House, view_id: int, person: Person) -> None:
    """Bring back a view that was removed. Raises as `rename` does."""
    with house.writing() as cursor:
        found = _own(cursor, view_id, person, None, is_back=True)
        _add(cursor, view_id, replace(found, is_removed=False), person)
        note_act(cursor, person.name, ACT, f"brought back {_said(found.view)}")


def open_first(house: House, view_id: int | None, person: Person) -> None:
    """Let a view open first for a person, at the bare address; None for none.

    Raises
    ------
    ViewRefused
        When nobody knows who the person is, or they have no such view.
    """
    _refuse_unknown(person)
    with house.writing() as cursor:
        if view_id is not None:
            found = _standing(cursor, view_id)
            _refuse_hidden(found, person)
        cursor.execute(_DEFAULT, [revision(cursor) + 1, person.name, view_id])
        said = _said(found.view) if view_id is not None else "no saved view"
        note_act(cursor, person.name, ACT, f"opens first with {said}")


def revision(cursor: Cursor) -> int:
    """Return the number of the newest change, of a view or of what opens first."""
    found = cursor.execute(_REVISION).fetchone()
    assert found is not None  # a select without a table gives a row
    return int(found[0])


def _add(cursor: Cursor, view_id: int, standing: _Standing, person: Person) -> None:
    """Add a line of a view, after its words and its name were looked at."""
    view = _checked(standing.view)
    if view.is_shared:
        auth.demand(person, "share")
    if not standing.is_removed:
        _refuse_namesake(cursor, view_id, view, standing.owner)
    said = [view.name, view.page, view.address, view.is_shared, standing.is_removed]
    cursor.execute(_ADD, [revision(cursor) + 1, view_id, *said, standing.owner, person.name])


def _next_view(cursor: Cursor) -> int:
    found = cursor.execute("select coalesce(max(view_id), 0) + 1 from app.saved_views").fetchone()
    assert found is not None  # an aggregate always gives a row
    return int(found[0])


def _standing(cursor: Cursor, view_id: int) -> _Standing:
    found = cursor.execute(_NEWEST, [view_id]).fetchone()
    if found is None:
        raise ViewRefused("There is no such view. Load the page again.")
    change_id, actor, owner, is_removed, *said = found
    return _Standing(change_id, actor, owner, is_removed, View(*said))


def _own(
    cursor: Cursor, view_id: int, person: Person, seen: int | None, is_back: bool = False
) -> _Standing:
    """Return a view that the person may change, and has seen as it stands."""
    _refuse_unknown(person)
    found = _standing(cursor, view_id)
    _refuse_hidden(found, person, is_back)
    if found.view.is_shared:
        auth.demand(person, "share")
    if seen is not None and found.change_id > seen:
        raise ViewsMoved(
            f"In the meantime {found.actor} changed this view. Nothing of yours was saved: look at "
            "how it stands now, then try again."
        )
    return found


def _refuse_hidden(found: _Standing, person: Person, is_back: bool = False) -> None:
    is_seen = found.view.is_shared or found.owner == person.name
    if not is_seen or found.is_removed != is_back:
        raise ViewRefused("There is no such view any more. Load the page again.")


def _refuse_unknown(person: Person) -> None:
    auth.demand(person, "look")
    if not person.is_known:
        raise ViewRefused("Nobody knows whose view this would be: sign in to save one.")


def _refuse_namesake(cursor: Cursor, view_id: int, view: View, owner: str) -> None:
    if cursor.execute(_NAMESAKE, [view.name, view_id, view.is_shared, owner]).fetchone():
        whose = "A shared view" if view.is_shared else "A view of your own"
        raise ViewRefused(f"{whose} is called “{view.name}” already. Choose another name.")


def _checked(view: View) -> View:
    name = _line(view.name)
    if not name:
        raise ViewRefused("A view needs a name: say in a few words what it shows.")
    if not re.fullmatch(r"\w{1,60}", view.page) or len(view.address) > LONGEST_ADDRESS:
        raise ViewRefused("This view cannot be saved: its address is too long. Choose less.")
    return replace(view, name=name)


def _line(name: str) -> str:
    line = " ".join(name.split())
    if len(line) > LONGEST_NAME:
        raise ViewRefused(f'"{line[:40]}…" is too long: {LONGEST_NAME} letters at most.')
    return line


def _said(view: View) -> str:
    """Say which view for the audit log, which all read: the name of a personal one stays its own.

    >>> _said(View("Monday", "nps_trends", "", is_shared=True)), _said(View("Mine", "voice", ""))
    ('the shared view “Monday” (nps_trends)', 'a view of their own (voice)')
    """
    named = f"the shared view “{view.name}”" if view.is_shared else "a view of their own"
    return f"{named} ({view.page})"
