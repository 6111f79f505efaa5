"""What a review decides: decisions, actions, and the figures they rest on; only added to.

Who writes needs the role to share, which is looked at in the transaction that writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from cx import auth
from cx.errors import ReviewRefused
from cx.warehouse.engine import Cursor
from cx.warehouse.logged import Line, Thing, add, newest, next_number, standing
from cx.warehouse.records import note_act
from cx.warehouse.reviews import ACT, FIRST_YEAR, ITEM, LAST_YEAR, text_of

if TYPE_CHECKING:
    from cx.auth import Person
    from cx.warehouse.house import House

OUTCOME = Thing("review_outcomes", "outcome_id", "decision or action")
RECORDS = "review_records"
Kind = Literal["decision", "action"]
Status = Literal["open", "done", "dropped"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
LONGEST_OWNER = 80

_KEPT = """
select data_version, report, shown, refusal
from app.review_records
where item_id = $1
order by change_id desc
limit 1
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision, or an action that somebody is to take.

    Attributes
    ----------
    kind : Kind
    body : str
        What is decided, or to be done.
    owner : str
        Who sees to it; an action needs one.
    due_on : date or None
        By when; an action needs one.
    status : Status
        A decision stays ``"open"``.
    """

    kind: Kind
    body: str
    owner: str = ""
    due_on: date | None = None
    status: Status = "open"


@dataclass(frozen=True, slots=True)
class Record:
    """The figures that an item showed when something was decided.

    Attributes
    ----------
    data_version : int
        State of the warehouse that they are of.
    report : str or None
        The whole report as JSON; None where the data allowed none.
    shown : str or None
        Values and intervals as the page printed them, by key, as JSON.
    refusal : str or None
        Why there is no report.
    """

    data_version: int
    report: str | None
    shown: str | None = None
    refusal: str | None = None


def decide(house: House, item_id: int, outcome: Outcome, record: Record, person: Person) -> int:
    """Write down a decision or an action on an item; return its number.

    The record is kept with the item, unless the same one is kept already.

    Raises
    ------
    ReviewRefused
        When there is no such item, or words, owner or day are missing.
    NotAllowed
        When the person's role does not reach for it.
    """
    auth.demand(person, "share")
    given = _checked(outcome)
    with house.writing() as cursor:
        item = standing(cursor, ITEM, item_id)
        number = next_number(cursor, OUTCOME)
        own = {OUTCOME.key: number, "review_id": item["review_id"], ITEM.key: item_id}
        add(cursor, OUTCOME.table, own | given | {"is_removed": False}, person)
        _keep(cursor, item_id, record, person)
        note_act(cursor, person.name, ACT, f"{outcome.kind} on “{item['title']}”")
    return number


def change_outcome(
    house: House, outcome_id: int, outcome: Outcome, person: Person, seen: int
) -> None:
    """Change a decision or an action, such as that it is done.

    Parameters
    ----------
    seen : int
        Number of the change that the person looked at; nobody's later one is overruled.

    Raises
    ------
    ReviewRefused
        As in `decide`.
    ReviewMoved
        When it was changed since `seen`; says by whom.
    NotAllowed
        When the person's role does not reach for it.
    """
    auth.demand(person, "share")
    given = _checked(outcome)
    with house.writing() as cursor:
        line = standing(cursor, OUTCOME, outcome_id, seen)
        add(cursor, OUTCOME.table, line | given, person)
        note_act(cursor, person.name, ACT, f"changed {outcome.kind} {outcome_id}: {outcome.status}")


def remove_outcome(house: House, outcome_id: int, person: Person, seen: int) -> None:
    """Remove a decision or an action; `restore_outcome` brings it back."""
    auth.demand(person, "share")
    with house.writing() as cursor:
        line = standing(cursor, OUTCOME, outcome_id, seen)
        add(cursor, OUTCOME.table, line | {"is_removed": True}, person)
        note_act(cursor, person.name, ACT, f"removed {line['kind']} {outcome_id}")


def restore_outcome(house: House, outcome_id: int, person: Person) -> None:
    """Bring back a decision or an action that was removed."""
    auth.demand(person, "share")
    with house.writing() as cursor:
        line = newest(cursor, OUTCOME, outcome_id)
        add(cursor, OUTCOME.table, line | {"is_removed": False}, person)
        note_act(cursor, person.name, ACT, f"brought back {line['kind']} {outcome_id}")


def _keep(cursor: Cursor, item_id: int, record: Record, person: Person) -> None:
    """Keep a record, unless the newest of the item is the very same."""
    line: Line = {
        ITEM.key: item_id,
        "data_version": record.data_version,
        "report": record.report,
        "shown": record.shown,
        "refusal": record.refusal,
    }
    kept = cursor.execute(
        _KEPT,
        [item_id],
    ).fetchone()
    if kept != (record.data_version, record.report, record.shown, record.refusal):
        add(cursor, RECORDS, line, person)


def _checked(outcome: Outcome) -> Line:
    """Return the words of an outcome as they are kept."""
    body, owner = text_of(outcome.body), " ".join(outcome.owner.split())
    if outcome.kind not in KINDS or outcome.status not in STATUSES:
        raise ReviewRefused("This is neither a decision nor an action. Load the page again.")
    if not body:
        raise ReviewRefused(f"Say what the {outcome.kind} is, then save it again.")
    if outcome.kind == "action" and not (owner and outcome.due_on):
        missing = "an owner" if not owner else "a day by which it is due"
        raise ReviewRefused(f"An action needs {missing}: without it nobody sees to it.")
    if len(owner) > LONGEST_OWNER:
        raise ReviewRefused(f'"{owner[:40]}…" is too long: {LONGEST_OWNER} letters at most.')
    if outcome.due_on and not FIRST_YEAR <= outcome.due_on.year <= LAST_YEAR:
        raise ReviewRefused(f"{outcome.due_on} is no day that an action can be due on.")
    return {
        "kind": outcome.kind,
        "body": body,
        "owner": owner,
        "due_on": outcome.due_on,
        "status": outcome.status,
    }
