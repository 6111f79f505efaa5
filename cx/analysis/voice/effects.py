"""What goes with a theme: the score of those who write about it, and whether it is spreading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cx.analysis.change import change
from cx.analysis.compare import false_discovery
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.people import tally_people
from cx.analysis.score import Change, Overlap, Score, Tally, score
from cx.words import counted

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
LEVEL, LEAST_SCORED = 0.05, 30
LOWER, HIGHER = "lower", "higher"
NO_CLEAR_DIFFERENCE, NOT_SCORED = "no clear difference", "not scored"
GROWING, SHRINKING, NO_CLEAR_CHANGE, NOT_COMPARED = (
    "growing",
    "shrinking",
    "no clear change",
    "not compared",
)


@dataclass(frozen=True, slots=True)
class Effect:
    """The score with a theme and without it.

    Attributes
    ----------
    inside, outside : Score
        Of answers whose comment is about it, and of the other comments of the language.
    difference : Change
        Inside less outside, by itself; nothing below 30 comments.
    verdict : str
        ``"lower"``, ``"higher"``, ``"no clear difference"`` or ``"not scored"``; `settle_effects`
        allows for the number of themes.
    """

    inside: Score
    outside: Score
    difference: Change
    verdict: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The share of comments that are about a theme, in %, now and before.

    Attributes
    ----------
    now, before : Score
    moved : Change
        In points, by itself.
    verdict : str
        ``"growing"``, ``"shrinking"``, ``"no clear change"`` or ``"not compared"``;
        `settle_spreads` allows for the number of themes.
    """

    now: Score
    before: Score
    moved: Change
    verdict: str


def sides(is_inside: NDArray[np.bool_], points: Array, person: Codes) -> tuple[Tally, Tally]:
    """Add up the answers of two sides, by person.

    >>> inside = np.array([True, True, False])
    >>> [side.answers for side in sides(inside, np.zeros(3), np.array([0, 0, 1]))]
    [2, 1]
    """
    return (
        tally_people(points[is_inside], person[is_inside]),
        tally_people(points[~is_inside], person[~is_inside]),
    )


def between(is_inside: NDArray[np.bool_], points: Array, person: Codes) -> Overlap:
    """Cross the sums of those who are on both sides: inside comes first.

    >>> inside = np.array([True, False, False])
    >>> between(inside, np.array([100.0, 0.0, -100.0]), np.array([0, 0, 1])).customers
    1
    """
    people = int(person.max()) + 1 if len(person) else 0
    (n1, s1), (n0, s0) = (
        (
            np.bincount(person[rows], minlength=people).astype(float),
            np.bincount(person[rows], weights=points[rows], minlength=people).astype(float),
        )
        for rows in (is_inside, ~is_inside)
    )
    both = int(((n1 > 0) & (n0 > 0)).sum())
    return Overlap(both, float(n1 @ n0), float(n1 @ s0), float(s1 @ n0), float(s1 @ s0))


def weigh_theme(
    metric: str,
    is_inside: NDArray[np.bool_],
    points: Array,
    person: Codes,
    ladder: Ladder = LADDER,
) -> Effect:
    """Compare the answers with a theme to those without it.

    Parameters
    ----------
    metric : str
    is_inside : array of bool, shape (comments,)
        Whether a comment is about the theme; all are of one language and long enough to be told.
    points : array, shape (comments,)
        Of the answer that the comment belongs to.
    person : array of int, shape (comments,)
        Who wrote it, from 0 on.
    ladder : Ladder

    Notes
    -----
    Intervals and test of ``change``: adjusted Wald for NPS, persons as units. Not scored below 30
    comments on either side.
    """
    inside, outside = sides(is_inside, points, person)
    ours, theirs = score(metric, inside, ladder), score(metric, outside, ladder)
    few = min(inside.answers, outside.answers)
    if few < LEAST_SCORED:
        nothing = Change(None, None, None, None, NOT_SCORED, _too_few(few))
        return Effect(_withheld(ours), _withheld(theirs), nothing, NOT_SCORED)
    difference = change(metric, inside, outside, between(is_inside, points, person), ladder)
    is_tested = difference.p is not None
    return Effect(ours, theirs, difference, NO_CLEAR_DIFFERENCE if is_tested else NOT_SCORED)


def settle_effects(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Give the verdicts, with an allowance for all themes of the view (q = .05)."""
    clear = false_discovery([each.difference.p for each in effects], LEVEL).is_clear
    return tuple(
        replace(each, verdict=_side(each.difference, LOWER, HIGHER)) if is_clear else each
        for each, is_clear in zip(effects, clear, strict=True)
    )


def weigh_spread(
    is_inside: NDArray[np.bool_],
    is_now: NDArray[np.bool_],
    person: Codes,
    ladder: Ladder = LADDER,
) -> Spread:
    """Compare the share of comments about a theme with that of the period before.

    Parameters
    ----------
    is_inside, is_now : array of bool, shape (comments,)
        Whether a comment is about the theme, and whether it is of this period.
    person : array of int, shape (comments,)
    ladder : Ladder
    """
    points = np.where(is_inside, 100.0, 0.0)
    now, before = sides(is_now, points, person)
    moved = change("csat", now, before, between(is_now, points, person), ladder)
    verdict = NOT_COMPARED if moved.p is None else NO_CLEAR_CHANGE
    return Spread(score("csat", now, ladder), score("csat", before, ladder), moved, verdict)


def settle_spreads(spreads: Sequence[Spread]) -> tuple[Spread, ...]:
    """Give the verdicts, with an allowance for all themes of the view (q = .05)."""
    clear = false_discovery([each.moved.p for each in spreads], LEVEL).is_clear
    return tuple(
        replace(each, verdict=_side(each.moved, SHRINKING, GROWING)) if is_clear else each
        for each, is_clear in zip(spreads, clear, strict=True)
    )


def _side(difference: Change, below: str, above: str) -> str:
    return above if (difference.value or 0.0) > 0 else below


def _withheld(found: Score) -> Score:
    return replace(found, value=None, low=None, high=None, refusal=_too_few(found.responses))


def _too_few(comments: int) -> Refusal:
    return Refusal(
        "theme_lt_30",
        f"Only {counted(comments, 'comment')} on one side; {LEAST_SCORED} are needed on both.",
        f"needs {counted(LEAST_SCORED - comments, 'more comment')}",
    )
