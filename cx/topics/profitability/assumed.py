"""What the best mix rests on, and what somebody tries out: as chosen, never settled in silence."""

from dataclasses import dataclass

from cx.analysis.profit.basis import Basis
from cx.analysis.profit.best_mix import REACH
from cx.analysis.profit.move_results import Move, WhatIf
from cx.analysis.profit.what_if import THETA, what_if
from cx.errors import BadFilter

Given = float | str | None


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the best mix rests on.

    Parameters
    ----------
    theta : float
        Share of the gap between channels that survives for those who move, above 0 up to 1.
    reach : float
        How far the share of a channel may move, above 0 up to 1.
    floor : float or None
        Least score; None is the score as it is.
    """

    theta: float = THETA
    reach: float = REACH
    floor: float | None = None

    def pairs(self) -> dict[str, str]:
        """Return what an address says of it: nothing of what is usual.

        >>> Assumed(theta=0.25, floor=31.5).pairs()
        {'theta': '0.25', 'floor': '31.5'}
        """
        usual = {"theta": THETA, "reach": REACH, "floor": None}
        held = {"theta": self.theta, "reach": self.reach, "floor": self.floor}
        return {key: f"{value:g}" for key, value in held.items() if value != usual[key]}


@dataclass(frozen=True, slots=True)
class Tried:
    """A move that somebody tries out, and the share of the gap that is taken to survive for it."""

    move: Move
    theta: float = THETA


def assume(theta: Given = None, reach: Given = None, floor: Given = None) -> Assumed:
    """Read what the best mix is to rest on, as an address or ``--filter`` says it.

    Parameters
    ----------
    theta, reach, floor : float, str or None
        None and ``""`` are the usual ones.

    Raises
    ------
    BadFilter
        When one is no number, or out of its range.

    Examples
    --------
    >>> assume("0.25", floor="31.5")
    Assumed(theta=0.25, reach=0.2, floor=31.5)
    >>> assume(reach="7")
    Traceback (most recent call last):
    cx.errors.BadFilter: reach is "7": give a number above 0 up to 1, such as 0.2.
    """
    return Assumed(
        _share("theta", theta, THETA),
        _share("reach", reach, REACH),
        None if floor in (None, "") else _number("floor", floor, "a number, such as 31.5"),
    )


def _share(name: str, given: Given, usual: float) -> float:
    wanted = f"a number above 0 up to 1, such as {usual:g}"
    found = usual if given in (None, "") else _number(name, given, wanted)
    if not 0 < found <= 1:
        raise BadFilter(f'{name} is "{given}": give {wanted}.')
    return found


def _number(name: str, given: Given, wanted: str) -> float:
    try:
        found = float(str(given))
    except ValueError:
        found = float("nan")
    if not abs(found) < 1e6:
        raise BadFilter(f'{name} is "{given}": give {wanted}.')
    return found


def try_out(basis: Basis | None, tried: Tried | None) -> WhatIf | None:
    """Work out a move; None where nothing is tried, or its names are not in these data."""
    if basis is None or tried is None:
        return None
    move = tried.move
    are_known = move.segment in basis.segments and {move.origin, move.target} <= {*basis.channels}
    is_known = are_known and (move.purpose is None or move.purpose in basis.purposes)
    return what_if(basis, [move], tried.theta) if is_known else None
