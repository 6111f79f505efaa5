"""Scenarios of other mixes that people keep, in schema `app`: saved and removed, each on record.

Nothing is overwritten: a step is a line, and what is kept is told from the lines. A scenario that
is saved changes no data, so it stands in no cache that the data version keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cx.errors import ScenarioRefused, ScenariosMoved
from cx.warehouse.engine import Cursor
from cx.warehouse.records import note_act

if TYPE_CHECKING:
    from cx.warehouse.house import House

ACT = "scenario"
"""What the audit log calls a step."""

LONGEST_NAME, MOST_KEPT = 60, 50
KINDS = ("what_if", "best_mix")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Another mix of channels, with what it was told from.

    Attributes
    ----------
    name : str
    kind : str
        One of ``KINDS``.
    side : str
        Whose contacts make a mix.
    moves : tuple of mapping
        Each with ``segment``, ``purpose``, ``origin``, ``target`` and ``share``.
    theta : float
        Share of the gap between channels that survives for those who move.
    shown : mapping
        The filters, as ``Filters.record`` gives them.
    shown_in_words : str
    data_version : int
        Of the figures.
    figures : mapping
        What it would change, and how it was, by name.
    assumed : tuple of str
        Assumptions in words.
    """

    name: str
    kind: str
    side: str
    moves: tuple[Mapping[str, Any], ...]
    theta: float
    shown: Mapping[str, Any]
    shown_in_words: str
    data_version: int
    figures: Mapping[str, Any]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario in force, with who saved it and when (UTC)."""

    scenario_id: int
    scenario: Scenario
    actor: str
    saved_at: datetime


_IN_FORCE = """
select
    scenario_id, name, kind, side, moves, theta, shown, shown_in_words, data_version, figures,
    assumed, actor, happened_at
from app.scenario_steps
where
    act = 'save'
    and scenario_id not in (select scenario_id from app.scenario_steps where act = 'remove')
order by scenario_id
"""

_SAVE = """
insert into app.scenario_steps (
    step_id, scenario_id, act, name, kind, side, moves, theta, shown, shown_in_words,
    data_version, figures, assumed, actor, happened_at
)
select
    coalesce(max(step_id), 0) + 1, coalesce(max(scenario_id), 0) + 1, 'save', $1, $2, $3, $4, $5,
    $6, $7, $8, $9, $10, $11, now()::timestamp
from app.scenario_steps
"""

_REMOVE = """
insert into app.scenario_steps (step_id, scenario_id, act, name, actor, happened_at)
select coalesce(max(step_id), 0) + 1, $1, 'remove', $2, $3, now()::timestamp
from app.scenario_steps
"""

_REMOVED_BY = """
select actor, name from app.scenario_steps where scenario_id = $1 and act = 'remove'
"""


def read(cursor: Cursor) -> tuple[Kept, ...]:
    """Return the scenarios in force, the oldest first."""
    return tuple(_kept(*row) for row in cursor.execute(_IN_FORCE).fetchall())


def _kept(scenario_id: int, *row: Any) -> Kept:
    name, kind, side, moves, theta, shown, words, version, figures, assumed, actor, saved_at = row
    scenario = Scenario(
        name=name,
        kind=kind,
        side=side,
        moves=tuple(json.loads(moves)),
        theta=theta,
        shown=json.loads(shown),
        shown_in_words=words,
        data_version=version,
        figures=json.loads(figures),
        assumed=tuple(json.loads(assumed)),
    )
    return Kept(scenario_id, scenario, actor, saved_at)


def save(house: House, scenario: Scenario, actor: str) -> None:
    """Keep a scenario under its name.

    Parameters
    ----------
    house : House
        The open warehouse.
    scenario : Scenario
    actor : str
        Who saves it.

    Raises
    ------
    ScenarioRefused
        When it moves nothing, its name is empty, too long or taken, or too many are kept.
    """
    name = _clean(scenario.name)
    if scenario.kind not in KINDS or not scenario.moves:
        raise ScenarioRefused("This moves nothing. Choose what is moved, then save again.")
    with house.writing() as cursor:
        _refuse_taken(read(cursor), name)
        cursor.execute(_SAVE, [name, *_values(scenario), actor])
        note_act(cursor, actor, ACT, f'"{name}" saved')


def _values(scenario: Scenario) -> list[object]:
    return [
        scenario.kind,
        scenario.side,
        json.dumps([dict(each) for each in scenario.moves]),
        scenario.theta,
        json.dumps(dict(scenario.shown)),
        scenario.shown_in_words,
        scenario.data_version,
        json.dumps(dict(scenario.figures)),
        json.dumps(list(scenario.assumed)),
    ]


def remove(house: House, scenario_id: int, actor: str) -> None:
    """Keep a scenario no more; that it was, stays on record.

    Raises
    ------
    ScenariosMoved
        When somebody else removed it in the meantime; says who.
    ScenarioRefused
        When there never was one of that number.
    """
    with house.writing() as cursor:
        _refuse_gone(cursor, scenario_id)
        found = {each.scenario_id: each.scenario.name for each in read(cursor)}
        if scenario_id not in found:
            raise ScenarioRefused("There is no such scenario. Load the page again.")
        cursor.execute(_REMOVE, [scenario_id, found[scenario_id], actor])
        note_act(cursor, actor, ACT, f'"{found[scenario_id]}" removed')


def _refuse_gone(cursor: Cursor, scenario_id: int) -> None:
    gone = cursor.execute(_REMOVED_BY, [scenario_id]).fetchone()
    if gone is not None:
        raise ScenariosMoved(
            f'In the meantime {gone[0]} removed "{gone[1]}". Nothing is left to do.'
        )


def _refuse_taken(kept: tuple[Kept, ...], name: str) -> None:
    if name.casefold() in {each.scenario.name.casefold() for each in kept}:
        raise ScenarioRefused(f'There is a scenario "{name}" already. Give this one another name.')
    if len(kept) >= MOST_KEPT:
        raise ScenarioRefused(f"{MOST_KEPT} scenarios are kept already. Remove one of them first.")


def _clean(text: str) -> str:
    """Return a name on one line."""
    name = " ".join(text.split())
    if not name:
        raise ScenarioRefused("A scenario needs a name. Give it one, then save again.")
    if len(name) > LONGEST_NAME:
        raise ScenarioRefused(
            f'"{name[:40]}…" is too long: {LONGEST_NAME} letters at most. Shorten it.'
        )
    return name
