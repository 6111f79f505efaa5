"""What a move of contacts from one channel to another would do to margin, score and retention.

A move changes the mean of a segment by the moved share times the gap between the two channels,
times theta: the share of the observed gap that survives when another customer comes. The gaps are
associated with the channels; who uses which is nobody's draw of lots.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.estimate import Array, Codes, Estimate
from cx.analysis.ladder import Refusal
from cx.analysis.profit.basis import Basis, Means
from cx.analysis.profit.move_results import THETAS, Consequence, Move, WhatIf
from cx.analysis.profit.resample import range_of

THETA, COVERED = 0.5, 0.9


def move(
    basis: Basis,
    segment: str,
    purpose: str | None,
    origin: str,
    target: str,
    share: float,
    theta: float = THETA,
) -> WhatIf:
    """Move a share of a segment's contacts from one channel to another.

    Parameters
    ----------
    basis : Basis
        From `prepare`.
    segment : str
    purpose : str or None
        None moves the contacts of every purpose.
    origin, target : str
        Channels.
    share : float
        Of the contacts in the origin, 0 to 1.
    theta : float
        Share of the observed gap that survives, 0 to 1.

    Raises
    ------
    ValueError
        A name is unknown, the two channels are one, or share or theta is not from 0 to 1.

    Examples
    --------
    >>> import pandas as pd
    >>> from cx.analysis.profit.basis import prepare
    >>> rows = pd.DataFrame({"unit": range(80), "segment": "Home", "purpose": "service",
    ...     "channel": ["Web", "Phone"] * 40, "customers": 1, "contacts": 2,
    ...     "cost": [1.0, 9.0] * 40, "answers": 0, "points": 0, "active": 1, "stayed": 1})
    >>> found = move(prepare(rows), "Home", "service", "Phone", "Web", 0.25)
    >>> found.contacts, found.margin.before, found.margin.change.value
    (20.0, -400.0, 40.0)
    >>> found.score.refusal.remedy
    'needs 30 more answers in Phone of Home'
    """
    return what_if(basis, [Move(segment, purpose, origin, target, share)], theta)


def what_if(basis: Basis, moves: Sequence[Move], theta: float = THETA) -> WhatIf:
    """Make several moves together, each of its share of the contacts as they are.

    Parameters
    ----------
    basis : Basis
    moves : sequence of Move
        At least one.
    theta : float

    Returns
    -------
    WhatIf
        Each figure by itself: where one of its means rests on too few, that figure is refused.

    Raises
    ------
    ValueError
        As `move`; or the moves take more than all contacts of a channel.
    """
    _refuse_assumptions(moves, theta)
    taken = _taken(basis, moves)
    margin = _margin(basis, taken, theta)
    return WhatIf(
        moves=tuple(moves),
        theta=theta,
        contacts=float(taken.amount.sum()),
        customers=int(basis.customers[_origins(taken)].sum()),
        margin=margin,
        score=_score(basis, taken, theta),
        retention=_retention(basis, taken, theta),
        earnings=_earnings(basis, taken, theta),
        by_theta=_by_theta(basis, taken),
        breaches=basis.over_capacity(_added_load(basis, taken)),
        were_over=basis.over_capacity(),
        contacts_left=_asked(basis, moves) - float(taken.amount.sum()),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """Contacts moved: cells by number, shape (k,) each."""

    segment: Codes
    purpose: Codes
    origin: Codes
    target: Codes
    amount: Array


def _refuse_assumptions(moves: Sequence[Move], theta: float) -> None:
    if not moves:
        raise ValueError("Nothing is moved: give at least one move.")
    if not 0 <= theta <= 1:
        raise ValueError("Theta is a share from 0 to 1.")
    for each in moves:
        if not 0 <= each.share <= 1:
            raise ValueError("What is moved is a share from 0 to 1 of a channel's contacts.")
        if each.origin == each.target:
            raise ValueError("A move needs two channels.")


def _taken(basis: Basis, moves: Sequence[Move]) -> Taken:
    cells = [cell for each in moves for cell in _cells(basis, each)]
    *where, share = np.array(cells, dtype=float).T
    segment, purpose, origin, target = (each.astype(np.int64) for each in where)
    total = np.zeros(basis.contacts.shape)
    np.add.at(total, (segment, purpose, origin), share)
    if (total > 1 + 1e-9).any():
        raise ValueError("The moves together take more than all contacts of a channel.")
    amount = share * basis.contacts[segment, purpose, origin]
    return Taken(segment, purpose, origin, target, amount)


def _cells(basis: Basis, move: Move) -> list[tuple[float, ...]]:
    """Cells that a move takes from; of every purpose, only those whose gap is known."""
    segment = _number(basis.segments, move.segment, "segment")
    sides = [_number(basis.channels, each, "channel") for each in (move.origin, move.target)]
    origin = sides[0]
    purposes = range(len(basis.purposes))
    if move.purpose is not None:
        purposes = range(at := _number(basis.purposes, move.purpose, "purpose"), at + 1)
    held = [at for at in purposes if basis.contacts[segment, at, origin] > 0] or [purposes[0]]
    known = [at for at in held if not any(basis.refuse_cell(segment, at, side) for side in sides)]
    return [(segment, at, *sides, move.share) for at in known or held]


def _asked(basis: Basis, moves: Sequence[Move]) -> float:
    """Contacts that the moves ask for, told or not."""
    return sum(
        each.share * float(basis.contacts[segment, purpose, origin].sum())
        for each in moves
        for segment in [basis.segments.index(each.segment)]
        for origin in [basis.channels.index(each.origin)]
        for purpose in [slice(None) if each.purpose is None else basis.purposes.index(each.purpose)]
    )


def _number(names: Sequence[str], name: str, what: str) -> int:
    if name not in names:
        raise ValueError(f"There is no {what} {name!r} in this view.")
    return list(names).index(name)


def _origins(taken: Taken) -> tuple[Codes, Codes, Codes]:
    return taken.segment, taken.purpose, taken.origin


def _margin(basis: Basis, taken: Taken, theta: float) -> Consequence:
    """Money of the concerned segments' contacts."""
    sides = [(taken.segment, taken.purpose, side) for side in (taken.origin, taken.target)]
    fewest = int(min(basis.customers[side].min() for side in sides))
    concerned = np.unique(taken.segment)
    before = float(np.nansum((basis.contacts * basis.margin.value)[concerned]))
    refusal = _first_refusal(basis.refuse_cell(*cell) for side in sides for cell in _each(*side))
    if refusal:
        return Consequence(before, None, fewest, refusal)
    change = _change(basis.margin, sides[0], sides[1], theta * taken.amount, fewest)
    return Consequence(before, change, fewest)


def _each(*codes: Codes) -> list[tuple[int, ...]]:
    return [tuple(int(at) for at in cell) for cell in zip(*codes, strict=True)]


def _first_refusal(found: Iterable[Refusal | None]) -> Refusal | None:
    return next((each for each in found if each), None)


def _change(
    means: Means, origin: tuple[Codes, ...], target: tuple[Codes, ...], weight: Array, fewest: int
) -> Estimate:
    """Weighted sum of the gaps, target less origin, with its range."""
    value = float(weight @ (means.value[target] - means.value[origin]))
    every = (slice(None),)
    samples = (means.drawn[every + target] - means.drawn[every + origin]) @ weight
    return range_of(value, samples, fewest)


def _score(basis: Basis, taken: Taken, theta: float) -> Consequence:
    """Points of the concerned segments, each of their contacts counting once."""
    contacts = basis.contacts.sum(axis=1)
    concerned = np.unique(taken.segment)
    sides = [(taken.segment, side) for side in (taken.origin, taken.target)]
    fewest = int(min(basis.answers[side].min() for side in sides))
    before = _level(basis.score.value, contacts, basis.answers >= basis.least, concerned)
    refusal = _first_refusal(basis.refuse_score(*cell) for side in sides for cell in _each(*side))
    if refusal:
        return Consequence(before, None, fewest, refusal)
    weight = theta * taken.amount / max(float(contacts[concerned].sum()), 1e-300)
    return Consequence(before, _change(basis.score, sides[0], sides[1], weight, fewest), fewest)


def _level(
    value: Array, weight: Array, is_known: NDArray[np.bool_], concerned: Codes
) -> float | None:
    """Weighted mean over the known cells; None where they carry under nine tenths."""
    held = np.where(is_known & np.isfinite(value), weight, 0.0)[concerned]
    whole = float(weight[concerned].sum())
    if whole <= 0 or held.sum() < COVERED * whole:
        return None
    return float((held * np.nan_to_num(value[concerned])).sum() / held.sum())


def _retention(basis: Basis, taken: Taken, theta: float) -> Consequence:
    """Share that stays, of the concerned segments: as many customers move as contacts do."""
    concerned = np.unique(taken.segment)
    sides = [(taken.segment, side) for side in (taken.origin, taken.target)]
    fewest = int(min(basis.active[side].min() for side in sides))
    if basis.stays_refusal:
        return Consequence(None, None, fewest, basis.stays_refusal)
    before = _level(basis.retention.value, basis.active, basis.active > 0, concerned)
    refusal = _first_refusal(
        basis.refuse_retention(*cell) for side in sides for cell in _each(*side)
    )
    if refusal:
        return Consequence(before, None, fewest, refusal)
    people = basis.population / basis.population[concerned].sum()
    contacts = basis.contacts.sum(axis=(1, 2))
    weight = theta * taken.amount * (people / contacts)[taken.segment]
    return Consequence(before, _change(basis.retention, sides[0], sides[1], weight, fewest), fewest)


def _earnings(basis: Basis, taken: Taken, theta: float) -> Consequence | None:
    """Associated difference in earnings before service: as many customers move as contacts do."""
    if basis.earnings is None:
        return None
    sides = [(taken.segment, side) for side in (taken.origin, taken.target)]
    people = [(taken.segment, taken.purpose, side) for side in (taken.origin, taken.target)]
    fewest = int(min(basis.customers[side].min() for side in people))
    refusal = _first_refusal(basis.refuse_cell(*cell) for side in people for cell in _each(*side))
    if refusal:
        return Consequence(None, None, fewest, refusal)
    each_contact = basis.served / basis.contacts.sum(axis=(1, 2))
    weight = theta * taken.amount * each_contact[taken.segment]
    return Consequence(None, _change(basis.earnings, sides[0], sides[1], weight, fewest), fewest)


def _by_theta(basis: Basis, taken: Taken) -> tuple[tuple[float, Estimate], ...]:
    """The change of margin at the printed thetas: all of it is proportional to theta."""
    whole = _margin(basis, taken, 1.0).change
    if whole is None:
        return ()
    return tuple(
        (each, Estimate(each * whole.value, each * whole.low, each * whole.high)) for each in THETAS
    )


def _added_load(basis: Basis, taken: Taken) -> Array:
    """Capacity that the moved contacts give back where they were and take where they come."""
    added = np.zeros(len(basis.channels))
    for side, sign in ((taken.origin, -1.0), (taken.target, 1.0)):
        cell = (taken.segment, taken.purpose, side)
        held = basis.contacts[cell]
        each = np.divide(basis.load[cell], held, out=np.ones(len(held)), where=held > 0)
        np.add.at(added, side, sign * taken.amount * each)
    return added
