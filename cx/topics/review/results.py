"""What the Review page shows: a meeting, its agenda, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cx.topics.review import words


@dataclass(frozen=True, slots=True)
class Meeting:
    """A review.

    Parameters
    ----------
    change_id : int
        Number of its newest change, by which it is known whether somebody changed it since.
    review_id : int
    title : str
    held_on : date
    items : int
        Views on its agenda.
    """

    change_id: int
    review_id: int
    title: str
    held_on: date
    items: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, or an action with owner and due date.

    Parameters
    ----------
    change_id, outcome_id, item_id : int
    kind : str
        ``"decision"`` or ``"action"``.
    body : str
    owner : str
        ``""`` where nobody is named, which only a decision may have.
    due_on : date or None
    status : str
        ``"open"``, ``"done"`` or ``"dropped"``.
    held_on : date
        Day of the review it comes from.
    """

    change_id: int
    outcome_id: int
    item_id: int
    kind: str
    body: str
    owner: str
    due_on: date | None
    status: str
    held_on: date

    @property
    def is_action(self) -> bool:
        """Whether somebody is to do something."""
        return self.kind == "action"

    @property
    def is_open(self) -> bool:
        """Whether it is an action that is still to be done."""
        return self.is_action and self.status == "open"

    def is_late(self, on: date) -> bool:
        """Whether it ought to have been done before a day."""
        return self.is_open and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class Record:
    """The figures of an item as they were when something was decided on it.

    Parameters
    ----------
    decided_on : date
    data_version : int
        State of the warehouse that they are of.
    report : mapping or None
        The whole report as JSON has it; None where the data allowed none.
    shown : mapping of str to (str, str)
        Value and interval as they were printed, by key of the figure.
    refusal : str
        Why there is no report.
    """

    decided_on: date
    data_version: int
    report: Mapping[str, Any] | None
    shown: Mapping[str, tuple[str, str]]
    refusal: str


@dataclass(frozen=True, slots=True)
class Item:
    """A view on an agenda.

    Parameters
    ----------
    change_id, item_id : int
    title : str
    page : str
        Key of the menu.
    address : str
        What stands behind the question mark of its link.
    commentary : str
    data_version : int
        State of the warehouse that it was chosen at.
    decided : tuple of Decided
    record : Record or None
        None until something was decided.
    """

    change_id: int
    item_id: int
    title: str
    page: str
    address: str
    commentary: str
    data_version: int
    decided: tuple[Decided, ...] = ()
    record: Record | None = None

    @property
    def link(self) -> str:
        """The view's path and query, which follow the address of the dashboard.

        >>> Item(1, 1, "SMB", "nps_trends", "segment=SMB", "", 7).link
        '/nps_trends?segment=SMB'
        """
        return f"/{self.page}{'?' if self.address else ''}{self.address}"


@dataclass(frozen=True, slots=True)
class Agenda:
    """A review with all that belongs to it.

    Parameters
    ----------
    meeting : Meeting
    items : tuple of Item
        In the order of the meeting.
    before : tuple of Decided
        Actions of earlier reviews: those open, and all of the last one.
    """

    meeting: Meeting
    items: tuple[Item, ...]
    before: tuple[Decided, ...]

    @property
    def decided(self) -> tuple[Decided, ...]:
        """All decisions and actions of this review."""
        return tuple(each for item in self.items for each in item.decided)

    @property
    def headline(self) -> str:
        """The answer of the page in a sentence."""
        return words.headline(self)
