"""Things in schema `app` that change by added lines: the newest line of a thing holds.

A removal is a line, too. Tables that belong together number their changes together, so that one
number, the revision, says how far all of them are.
"""

# ruff: noqa: S608 - tables and columns are our own names

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cx.errors import ReviewMoved, ReviewRefused
from cx.warehouse.engine import Cursor

if TYPE_CHECKING:
    from cx.auth import Person

Line = dict[str, Any]

TABLES = ("reviews", "review_items", "review_outcomes", "review_records")
_REVISION = " union all ".join(
    f"select coalesce(max(change_id), 0) as number from app.{table}" for table in TABLES
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is logged: its table, the column of its number, and what people call it."""

    table: str
    key: str
    noun: str


def revision(cursor: Cursor) -> int:
    """Return the number of the newest change of anything that belongs to reviews."""
    found = cursor.execute(f"select max(number) from ({_REVISION})").fetchone()
    assert found is not None  # an aggregate always gives a row
    return int(found[0])


def newest(cursor: Cursor, thing: Thing, number: int) -> Line:
    """Return the newest line of a thing, removed or not.

    Raises
    ------
    ReviewRefused
        When there is none.
    """
    found = cursor.execute(
        f"select * from app.{thing.table} where {thing.key} = $1 order by change_id desc limit 1",
        [number],
    )
    names = [column[0] for column in found.description or ()]
    line = found.fetchone()
    if line is None:
        raise ReviewRefused(f"There is no such {thing.noun}. Load the page again.")
    return dict(zip(names, line, strict=True))


def standing(cursor: Cursor, thing: Thing, number: int, seen: int | None = None) -> Line:
    """Return a thing that is there, and stands as the person has seen it.

    Raises
    ------
    ReviewRefused
        When it is gone.
    ReviewMoved
        When it was changed since `seen`; says by whom.
    """
    line = newest(cursor, thing, number)
    if line["is_removed"]:
        raise ReviewRefused(f"This {thing.noun} was removed. Load the page again.")
    if seen is not None and line["change_id"] > seen:
        raise ReviewMoved(
            f"In the meantime {line['actor']} changed this {thing.noun}. Nothing of yours was "
            "saved: look at how it stands now, then try again."
        )
    return line


def add(cursor: Cursor, table: str, line: Line, person: Person) -> None:
    """Add a line by the person, with the next number."""
    given = {**line, "change_id": revision(cursor) + 1, "actor": person.name}
    given.pop("saved_at", None)
    columns = ", ".join(given)
    places = ", ".join(f"${at}" for at in range(1, len(given) + 1))
    cursor.execute(
        f"insert into app.{table} ({columns}, saved_at) values ({places}, now()::timestamp)",
        list(given.values()),
    )


def next_number(cursor: Cursor, thing: Thing) -> int:
    """Return the number of a new thing."""
    found = cursor.execute(
        f"select coalesce(max({thing.key}), 0) + 1 from app.{thing.table}"
    ).fetchone()
    assert found is not None  # an aggregate always gives a row
    return int(found[0])
