"""Asks for reviews, and for all that belongs to one."""

import json
from typing import Any

from cx import zones
from cx.filters import Filters
from cx.topics.ask import EVERYTHING, Ask
from cx.topics.review.results import Agenda, Decided, Item, Meeting, Record
from cx.topics.rows import day, moment, plain_rows

__all__ = ["load", "read_reviews"]


def read_reviews(ask: Ask, revision: int | None = None) -> tuple[Meeting, ...]:
    """Return all reviews, the newest first.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    revision : int, optional
        Number of the newest change that counts; by default all.
    """
    return tuple(_meeting(row) for row in _rows(ask, "listed", revision=revision))


def load(ask: Ask, meeting: Meeting, revision: int | None = None, zone: str = zones.UTC) -> Agenda:
    """Return a review with its agenda, what was decided, and what earlier ones left open."""
    of = {"review_id": meeting.review_id, "revision": revision}
    outcomes = [_decided(row, meeting) for row in _rows(ask, "outcomes", **of)]
    records = {int(row["item_id"]): _record(row, zone) for row in _rows(ask, "records", **of)}
    items = [_item(row, outcomes, records) for row in _rows(ask, "items", **of)]
    before = [_decided(row, meeting) for row in _rows(ask, "actions_before", **of)]
    return Agenda(meeting, tuple(items), tuple(before))


def _rows(ask: Ask, name: str, **given: object) -> list[dict[str, Any]]:
    filters: Filters = EVERYTHING
    return plain_rows(ask(f"review/{name}", filters, **given))


def _meeting(row: dict[str, Any]) -> Meeting:
    held_on = moment(row["held_on"]).date()
    number, changed = int(row["review_id"]), int(row["change_id"])
    return Meeting(changed, number, row["title"], held_on, int(row["items"]))


def _decided(row: dict[str, Any], meeting: Meeting) -> Decided:
    return Decided(
        change_id=int(row["change_id"]),
        outcome_id=int(row["outcome_id"]),
        item_id=int(row["item_id"]),
        kind=row.get("kind", "action"),
        body=row["body"],
        owner=row["owner"],
        due_on=day(row["due_on"]),
        status=row["status"],
        held_on=day(row.get("held_on")) or meeting.held_on,
    )


def _record(row: dict[str, Any], zone: str) -> Record:
    shown = json.loads(row["shown"] or "{}")
    return Record(
        decided_on=zones.day_of(moment(row["saved_at"]), zone),
        data_version=int(row["data_version"]),
        report=json.loads(row["report"]) if row["report"] else None,
        shown={key: (value, interval) for key, (value, interval) in shown.items()},
        refusal=row["refusal"] or "",
    )


def _item(row: dict[str, Any], outcomes: list[Decided], records: dict[int, Record]) -> Item:
    number = int(row["item_id"])
    return Item(
        change_id=int(row["change_id"]),
        item_id=number,
        title=row["title"],
        page=row["page"],
        address=row["address"],
        commentary=row["commentary"],
        data_version=int(row["data_version"]),
        decided=tuple(each for each in outcomes if each.item_id == number),
        record=records.get(number),
    )
