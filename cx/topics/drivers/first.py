"""What to fix first: one list by what low ratings cost, and why other charts rank otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx.analysis.dissatisfaction.asymmetry import DELIGHTER, UNDETERMINED
from cx.analysis.dissatisfaction.bridge import Span
from cx.analysis.drivers.quadrants import BETWEEN, FIX_FIRST
from cx.words import listed

if TYPE_CHECKING:
    from cx.topics.drivers.results import Attitudes, Dissatisfaction

MOST = 4


@dataclass(frozen=True, slots=True)
class First:
    """One line of the list.

    Attributes
    ----------
    points, low, high : float
        Of the score that low ratings of it cost, with the 95 % interval; above 0.
    share : float
        Of the answers, those that rate it low.
    standing : str
        Its class as a basic or a delighter, as the analysis names it, or ``undetermined``.
    quadrant : str or None
        Where it stands by importance and rating; None where that cannot be told.
    is_clear : bool
        Whether the cost is more than chance.
    """

    name: str
    points: float
    low: float
    high: float
    share: float
    standing: str
    quadrant: str | None
    is_clear: bool


def fix_first(said: Attitudes, cost: Dissatisfaction) -> tuple[First, ...]:
    """List up to four attributes by what low ratings of them cost: clear ones, the costliest first.

    Unclear ones fill the list up only where there is a clear one: they are no finding by
    themselves.
    """
    costing = [span for span in cost.bridge.spans if span.penalty.points < 0]
    ranked = sorted(costing, key=lambda span: (not span.penalty.is_clear, span.penalty.points))
    if cost.bridge.refusal or not any(span.penalty.is_clear for span in ranked):
        return ()
    return tuple(_first(span, said, cost) for span in ranked[:MOST])


def _first(span: Span, said: Attitudes, cost: Dissatisfaction) -> First:
    term = span.penalty
    return First(
        name=span.name,
        points=-term.points,
        low=-term.high,
        high=-term.low,
        share=term.share,
        standing=_standing(cost, span.name),
        quadrant=_quadrant(said, span.name),
        is_clear=term.is_clear,
    )


def _standing(cost: Dissatisfaction, name: str) -> str:
    found = (each.standing for each in cost.asymmetry.contrasts if each.name == name)
    return next(found, UNDETERMINED)


def _quadrant(said: Attitudes, name: str) -> str | None:
    placed = said.grid.placed if said.grid else ()
    return next((each.quadrant for each in placed if each.name == name), None)


def otherwise(
    first: tuple[First, ...], said: Attitudes, cost: Dissatisfaction, bad: str
) -> tuple[str, ...]:
    """Say in plain words where another chart ranks otherwise, and why.

    Parameters
    ----------
    first : tuple of First
        The list, not empty.
    bad : str
        What those of a bad answer are called.
    """
    found = (
        _by_importance(first, said, cost),
        _by_quadrant(first),
        _by_count(first, cost, bad),
        _by_delight(first, cost),
    )
    return tuple(each for each in found if each)


def _by_importance(first: tuple[First, ...], said: Attitudes, cost: Dissatisfaction) -> str:
    """Compare with the attribute that is linked most closely to the score."""
    if not said.real or said.real[0].name == first[0].name:
        return ""
    top, low = said.real[0].name, {span.name: span.penalty.share for span in cost.bridge.spans}
    counts = ""
    if low.get(top, 1.0) < first[0].share:
        counts = f" ({100 * low[top]:.0f} % against {100 * first[0].share:.0f} %)"
    return (
        f"Importance ranks {top} first: it says how closely rating and score are linked. Cost is "
        f"what a low rating is linked to, times how many give one{counts}."
    )


def _by_quadrant(first: tuple[First, ...]) -> str:
    """Name those that cost points but lie in another quadrant."""
    places: dict[str, list[str]] = {}
    for each in first:
        if each.is_clear and each.quadrant and each.quadrant not in (FIX_FIRST, BETWEEN):
            places.setdefault(each.quadrant, []).append(each.name)
    if not places:
        return ""
    said = "; ".join(f"{listed(names)} at “{place}”" for place, names in places.items())
    return (
        f"The quadrants put {said}: they compare the mean rating with that of the other "
        "attributes, and a good mean can hide costly low ratings."
    )


def _by_count(first: tuple[First, ...], cost: Dissatisfaction, bad: str) -> str:
    """Compare with the problems that people of a bad answer report more often."""
    found = cost.dissatisfiers
    clear = [each.name for each in first if each.is_clear]
    more = [name for name in found.key if name not in clear]
    less = [name for name in clear if name not in found.key]
    if found.refusal or not found.key or not (more or less):
        return ""
    has = f" has {listed(more)}" if more else ""
    lacks = f" lacks {listed(less)}" if less else ""
    return (
        f"The list of what {bad} report most{has}{' and' if has and lacks else ''}{lacks}: it "
        "counts who reports a problem, while the cost holds the other ratings equal."
    )


def _by_delight(first: tuple[First, ...], cost: Dissatisfaction) -> str:
    """Name what is worth doing but is nothing to fix."""
    clear = {each.name for each in first if each.is_clear}
    names = [
        each.name
        for each in cost.asymmetry.contrasts
        if each.standing == DELIGHTER and each.name not in clear
    ]
    if not names:
        return ""
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{listed(names)} {verb} nothing to fix but something to offer: top ratings are linked to "
        "more points, low ones to no clear loss."
    )
