"""Reviews and their agendas, in schema `app`: only added to, each change on record.

Everybody who may look reads them. Who changes one needs the role to share, which is looked at
here, in the transaction that writes. What is decided is in ``cx/warehouse/review_outcomes.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cx import auth
from cx.errors import ReviewRefused
from cx.warehouse.engine import Cursor
from cx.warehouse.logged import Line, Thing, add, newest, next_number, revision, standing
from cx.warehouse.records import note_act
from cx.warehouse.saved_views import LONGEST_ADDRESS

if TYPE_CHECKING:
    from cx.auth import Person
    from cx.warehouse.house import House

ACT = "review"
"""What the audit log calls a change of a review."""

REVIEW = Thing("reviews", "review_id", "review")
ITEM = Thing("review_items", "item_id", "item")
LONGEST_TITLE, LONGEST_TEXT, MOST_ITEMS = 80, 4000, 40
FIRST_YEAR, LAST_YEAR = 2000, 2199

__all__ = [
    "Shown", "add_item", "begin", "change", "comment", "move_item", "remove", "remove_item",
    "restore", "restore_item", "revision",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A view that is put on an agenda.

    Attributes
    ----------
    title : str
        What the meeting calls it.
    page : str
        Key of the menu.
    address : str
        What stands behind the question mark of its link.
    data_version : int
        State of the warehouse that it was chosen at.
    """

    title: str
    page: str
    address: str
    data_version: int


def begin(house: House, title: str, held_on: date, person: Person) -> int:
    """Begin a review; return its number.

    Raises
    ------
    ReviewRefused
        When it has no title, or a day that cannot be.
    NotAllowed
        When the person's role does not reach for it.
    """
    auth.demand(person, "share")
    line = {"title": _title(title), "held_on": _day(held_on), "is_removed": False}
    with house.writing() as cursor:
        number = next_number(cursor, REVIEW)
        add(cursor, REVIEW.table, {REVIEW.key: number, **line}, person)
        note_act(cursor, person.name, ACT, f"began “{line['title']}” of {held_on}")
    return number


def change(
    house: House, review_id: int, title: str, held_on: date, person: Person, seen: int
) -> None:
    """Give a review another title or day.

    Parameters
    ----------
    seen : int
        Number of the change that the person looked at; nobody's later one is overruled.

    Raises
    ------
    ReviewRefused
        As in `begin`; also when there is no such review.
    ReviewMoved
        When it was changed since `seen`; says by whom.
    NotAllowed
        When the person's role does not reach for it.
    """
    given = {"title": _title(title), "held_on": _day(held_on)}
    with _writing(house, person) as cursor:
        line = standing(cursor, REVIEW, review_id, seen)
        add(cursor, REVIEW.table, line | given, person)
        note_act(cursor, person.name, ACT, f"changed “{line['title']}” to “{given['title']}”")


def remove(house: House, review_id: int, person: Person, seen: int) -> None:
    """Remove a review; `restore` brings it back. Raises as `change` does."""
    with _writing(house, person) as cursor:
        line = standing(cursor, REVIEW, review_id, seen)
        add(cursor, REVIEW.table, line | {"is_removed": True}, person)
        note_act(cursor, person.name, ACT, f"removed “{line['title']}”")


def restore(house: House, review_id: int, person: Person) -> None:
    """Bring back a review that was removed. Raises as `change` does."""
    with _writing(house, person) as cursor:
        line = newest(cursor, REVIEW, review_id)
        add(cursor, REVIEW.table, line | {"is_removed": False}, person)
        note_act(cursor, person.name, ACT, f"brought back “{line['title']}”")


def add_item(house: House, review_id: int, shown: Shown, person: Person) -> int:
    """Put a view at the end of an agenda; return the number of the item.

    Raises
    ------
    ReviewRefused
        When there is no such review, its agenda is full, or the view has no title.
    NotAllowed
        When the person's role does not reach for it.
    """
    view = _checked(shown)
    with _writing(house, person) as cursor:
        review = standing(cursor, REVIEW, review_id)
        places = [place for _, place in _agenda(cursor, review_id)]
        if len(places) >= MOST_ITEMS:
            raise ReviewRefused(
                f"The agenda has {MOST_ITEMS} items, which is the most. Begin another review."
            )
        number = next_number(cursor, ITEM)
        own = {ITEM.key: number, REVIEW.key: review_id, "place": max(places, default=0) + 1}
        add(cursor, ITEM.table, own | view | {"commentary": "", "is_removed": False}, person)
        note_act(cursor, person.name, ACT, f"put “{view['title']}” into “{review['title']}”")
    return number


def move_item(house: House, item_id: int, places: int, person: Person, seen: int) -> None:
    """Move an item up (-1) or down (1) its agenda; at its end it stays. Raises as `change` does."""
    with _writing(house, person) as cursor:
        line = standing(cursor, ITEM, item_id, seen)
        order = [number for number, _ in _agenda(cursor, line[REVIEW.key])]
        at = order.index(item_id)
        to = min(max(at + places, 0), len(order) - 1)
        if to == at:
            return
        other = newest(cursor, ITEM, order[to])
        add(cursor, ITEM.table, line | {"place": other["place"]}, person)
        add(cursor, ITEM.table, other | {"place": line["place"]}, person)
        note_act(cursor, person.name, ACT, f"moved “{line['title']}” to place {to + 1}")


def comment(
    house: House, item_id: int, title: str, commentary: str, person: Person, seen: int
) -> None:
    """Write what there is to say about an item, and what the meeting calls it.

    Raises as `change` does; also when the text is too long.
    """
    given = {"title": _title(title), "commentary": text_of(commentary)}
    with _writing(house, person) as cursor:
        line = standing(cursor, ITEM, item_id, seen)
        add(cursor, ITEM.table, line | given, person)
        note_act(cursor, person.name, ACT, f"wrote about “{given['title']}”")


def remove_item(house: House, item_id: int, person: Person, seen: int) -> None:
    """Take an item off its agenda; `restore_item` brings it back. Raises as `change` does."""
    with _writing(house, person) as cursor:
        line = standing(cursor, ITEM, item_id, seen)
        add(cursor, ITEM.table, line | {"is_removed": True}, person)
        note_act(cursor, person.name, ACT, f"took “{line['title']}” off the agenda")


def restore_item(house: House, item_id: int, person: Person) -> None:
    """Put an item back that was taken off. Raises as `change` does."""
    with _writing(house, person) as cursor:
        line = newest(cursor, ITEM, item_id)
        add(cursor, ITEM.table, line | {"is_removed": False}, person)
        note_act(cursor, person.name, ACT, f"put “{line['title']}” back on the agenda")


def text_of(text: str) -> str:
    r"""Return a text with its lines, without blanks at their ends.

    >>> text_of(" two \n lines ")
    'two\nlines'

    Raises
    ------
    ReviewRefused
        When it is too long.
    """
    kept = "\n".join(line.strip() for line in text.strip().splitlines())
    if len(kept) > LONGEST_TEXT:
        raise ReviewRefused(f"This is too long: {LONGEST_TEXT:,} letters at most. Shorten it.")
    return kept


def _writing(house: House, person: Person) -> Any:
    auth.demand(person, "share")
    return house.writing()


def _agenda(cursor: Cursor, review_id: int) -> list[tuple[int, float]]:
    """Return numbers and places of the items of a review, in their order."""
    found = cursor.execute(
        "select item_id, place from app.review_items_until(null) where review_id = $1 "
        "order by place, item_id",
        [review_id],
    )
    return [(int(number), float(place)) for number, place in found.fetchall()]


def _checked(shown: Shown) -> Line:
    if not re.fullmatch(r"\w{1,60}", shown.page) or len(shown.address) > LONGEST_ADDRESS:
        raise ReviewRefused("This view cannot be kept: its address is too long. Choose less.")
    return {
        "title": _title(shown.title),
        "page": shown.page,
        "address": shown.address,
        "data_version": shown.data_version,
    }


def _title(title: str) -> str:
    line = " ".join(title.split())
    if not line:
        raise ReviewRefused("It needs a title: say in a few words what it is.")
    if len(line) > LONGEST_TITLE:
        raise ReviewRefused(f'"{line[:40]}…" is too long: {LONGEST_TITLE} letters at most.')
    return line


def _day(day: date | None) -> date:
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ReviewRefused("A review needs a day: choose the one on which it is held.")
    return day
