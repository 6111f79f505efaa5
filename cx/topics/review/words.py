"""Says in words what a review has decided, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.words import counted, day_in_words, listed

if TYPE_CHECKING:
    from cx.topics.review.results import Agenda, Decided

NOTES = (
    "An item shows the figures of today: its page with its filters, asked anew. What it showed "
    "when something was decided is kept whole, and stays as it was whatever is imported since.",
    "Then and now are compared as if they had no answers in common. Where their periods overlap "
    "the interval of the difference is wider than it need be, never narrower. A movement is named "
    "only where it stays clear among all figures of the item (Benjamini and Hochberg, q = .10).",
)


def headline(agenda: Agenda) -> str:
    """Say how far the meeting is, and what is open from earlier ones."""
    if not agenda.items:
        return f"Nothing is on the agenda yet.{_before(agenda)}"
    decided = sum(bool(item.decided) for item in agenda.items)
    open_ones = sum(each.is_open for each in agenda.decided)
    first = f"{counted(len(agenda.items), 'item')} on the agenda, {decided} decided"
    actions = f"; {counted(open_ones, 'new action')} open" if open_ones else ""
    return f"{first}{actions}.{_before(agenda)}"


def _before(agenda: Agenda) -> str:
    open_ones = [each for each in agenda.before if each.is_open]
    if not open_ones:
        return ""
    late = sum(each.is_late(agenda.meeting.held_on) for each in open_ones)
    overdue = f", {late} overdue" if late else ""
    return f" {counted(len(open_ones), 'earlier action')} open{overdue}."


def action(each: Decided) -> str:
    """Say an action in one line: what, who, by when, how it stands."""
    due = f"by {day_in_words(each.due_on)}" if each.due_on else ""
    about = ", ".join(part for part in (each.owner, due, _status(each)) if part)
    said = " ".join(each.body.split()).rstrip(".")
    return f"{said} ({about})" if about else f"{said}"


def decided(each: Decided) -> str:
    """Say a decision or an action in one line."""
    return f"{each.kind.capitalize()}: {action(each)}"


def _status(each: Decided) -> str:
    return each.status if each.is_action else ""


def moved(said: list[str], looked_at: int, when: str) -> str:
    """Say what moved since a decision.

    >>> moved([], 3, "2 March 2026")
    'Since 2 March 2026 none of 3 figures moved beyond noise.'
    """
    if not said:
        return f"Since {when} none of {counted(looked_at, 'figure')} moved beyond noise."
    return f"Since {when}: {listed(said)}."
