"""Steps taken with unhappy customers, logged in schema `app`: only ever added to, each on record.

The number of the newest step, the revision, keys caches: a step that is logged changes no data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cx import zones
from cx.errors import FollowUpRefused, FollowUpsMoved
from cx.warehouse import settings as house_settings
from cx.warehouse.engine import Cursor
from cx.warehouse.records import note_act
from cx.words import to_the_minute

if TYPE_CHECKING:
    from cx.warehouse.house import House

ACT = "follow-up"
"""What the audit log calls a step."""

LONGEST_TEXT = 500
STEPS = {"contacted": "contacted", "closed": "closed", "reopened": "opened again"}
OUTCOMES = ("recovered", "not_recovered", "unreachable", "no_action")
KINDS = {"answer": "answer", "case": "case"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody logs.

    Attributes
    ----------
    about_kind, about_id : str
        ``"answer"`` with the response's id, or ``"case"`` with the case's.
    step : str
        One of ``STEPS``.
    happened_at : datetime
        When it was done (UTC, without a zone).
    outcome : str or None
        One of ``OUTCOMES``; a close needs one.
    root_cause, action, note : str or None
    """

    about_kind: str
    about_id: str
    step: str
    happened_at: datetime
    outcome: str | None = None
    root_cause: str | None = None
    action: str | None = None
    note: str | None = None


_BEGAN = {
    "answer": "select customer_id, responded_at from rollup.scored_responses "
    "where response_id = $1",
    "case": "select customer_id, opened_at from crm.cases where case_id = $1",
}

_LATER = """
select step_id, actor, step
from app.follow_up_steps
where about_kind = $1 and about_id = $2
order by step_id desc
limit 1
"""

_KEEP = """
insert into app.follow_up_steps (
    step_id, about_kind, about_id, customer_id, step, happened_at, outcome, root_cause, action,
    note, actor, logged_at
)
select coalesce(max(step_id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now()::timestamp
from app.follow_up_steps
"""


def log(house: House, step: Step, actor: str, seen: int | None = None) -> None:
    """Log a step.

    Parameters
    ----------
    house : House
        The open warehouse.
    actor : str
        Who logs it.
    seen : int, optional
        The revision that they looked at; whoever logged something since is not overruled.

    Raises
    ------
    FollowUpRefused
        When it cannot be: the answer or case is unknown or of nobody known, the step lies before
        it or ahead, or a close has no outcome; nothing is logged.
    FollowUpsMoved
        When somebody else logged a step of the same one since `seen`; says who and what.
    """
    texts = [_clean(each) for each in (step.root_cause, step.action, step.note)]
    _refuse_unknown(step)
    with house.writing() as cursor:
        customer_id, began_at = _began(cursor, step)
        _refuse_late(cursor, step, seen)
        _refuse_moment(step, began_at, house_settings.read(cursor).time_zone)
        cursor.execute(
            _KEEP,
            [
                step.about_kind,
                step.about_id,
                customer_id,
                step.step,
                step.happened_at,
                step.outcome if step.step == "closed" else None,
                *texts,
                actor,
            ],
        )
        said = f"{KINDS[step.about_kind]} {step.about_id}: {STEPS[step.step]}"
        note_act(cursor, actor, ACT, f"{said} ({step.outcome})" if step.step == "closed" else said)


def revision(cursor: Cursor) -> int:
    """Return the number of the newest step."""
    found = cursor.execute("select coalesce(max(step_id), 0) from app.follow_up_steps").fetchone()
    return int(found[0]) if found else 0


def _refuse_unknown(step: Step) -> None:
    if step.about_kind not in KINDS or step.step not in STEPS:
        raise FollowUpRefused("This step is not one that can be logged. Choose one that is shown.")
    if step.step == "closed" and step.outcome not in OUTCOMES:
        raise FollowUpRefused("A close needs its outcome. Choose what came of it, then save again.")


def _began(cursor: Cursor, step: Step) -> tuple[str, datetime]:
    found = cursor.execute(_BEGAN[step.about_kind], [step.about_id]).fetchone()
    if found is None:
        raise FollowUpRefused(
            f"There is no {KINDS[step.about_kind]} {step.about_id} any more: an import took it "
            "away. Load the page again."
        )
    if found[0] is None:
        raise FollowUpRefused("Nobody knows whose answer this is, so nobody can be followed up.")
    return found[0], found[1]


def _refuse_late(cursor: Cursor, step: Step, seen: int | None) -> None:
    """Refuse whoever goes by what somebody else has changed since they looked."""
    if seen is None:
        return
    later = cursor.execute(_LATER, [step.about_kind, step.about_id]).fetchone()
    if later is not None and later[0] > seen:
        raise FollowUpsMoved(
            f'In the meantime {later[1]} logged "{STEPS[later[2]]}" for this one. Nothing of yours '
            "was saved: look at how it stands now, then save again."
        )


def _refuse_moment(step: Step, began_at: datetime, zone: str) -> None:
    if step.happened_at < began_at:
        raise FollowUpRefused(
            f"{to_the_minute(step.happened_at, zone)} lies before it began "
            f"({to_the_minute(began_at, zone)}). Give the time when it was done."
        )
    if step.happened_at > zones.now():
        raise FollowUpRefused(
            f"{to_the_minute(step.happened_at, zone)} is still ahead. Log it when it is done."
        )


def _clean(text: str | None) -> str | None:
    """Return a text on one line, None for an empty one."""
    line = " ".join((text or "").split())
    if len(line) > LONGEST_TEXT:
        raise FollowUpRefused(
            f'"{line[:40]}…" is too long: {LONGEST_TEXT} letters at most. Shorten it.'
        )
    return line or None
