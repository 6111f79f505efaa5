"""Says in a sentence or two where journeys hurt, or that the data do not show it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cx.analysis.ladder import Refusal
from cx.analysis.moments import MOMENT, ONE_SIGN, PATHS, SCORE, STAYING, Evidence, Moment
from cx.metrics import Metric
from cx.words import listed

if TYPE_CHECKING:
    from cx.topics.journeys.results import Truth

TOO_FEW = Refusal(
    "no_signs",
    "Too few bad contacts, unhappy answers and exits are on file here.",
    "needs a longer period, wider filters, or contacts that say whether they solved anything",
)


def where_it_hurts(truth: "Truth", metric: Metric) -> str:
    """Name the touchpoint with the strongest verdict, with what a bad contact there is linked to.

    Parameters
    ----------
    truth : Truth
        Moments of truth first.
    metric : Metric
        Of the page.
    """
    found = truth.moments.touchpoints
    named = [each for each in found if each.verdict == MOMENT]
    if named:
        return (
            f"It hurts most at {named[0].touchpoint}: {_goes_with(named[0], metric)}{_also(named)}"
        )
    if not found:
        return f"Where it hurts cannot be told yet. {TOO_FEW.message}"
    if truth.moments.refusal is not None:
        return f"Where it hurts cannot be told yet. {truth.moments.refusal.message}"
    return f"No touchpoint clearly hurts more than others.{_one_sign(found)}"


def _also(named: Sequence[Moment]) -> str:
    others = [each.touchpoint for each in named[1:]]
    if not others:
        return "."
    noun = "is a moment of truth" if len(others) == 1 else "are moments of truth"
    return f". {listed(others)} {noun} too."


def _goes_with(moment: Moment, metric: Metric) -> str:
    """Say each clear sign with its interval."""
    said = [_SAYS[sign.kind](sign.evidence, metric) for sign in moment.signs if sign.says_so]
    return f"a bad contact there is linked to {listed(said)}"


def _paths(found: Evidence, metric: Metric) -> str:
    value, low, high = (f"{100 * end:.1f}" for end in (found.value, found.low, found.high))
    return f"{value} more unhappy ends in 100 ({low} to {high})"


def _score(found: Evidence, metric: Metric) -> str:
    digits = 1 if metric.high - metric.low < 20 else 0
    ends = sorted((abs(found.low), abs(found.high)))
    value, low, high = (f"{abs(end):.{digits}f}" for end in (found.value, *ends))
    return f"{value} points less {metric.name} ({low} to {high})"


def _staying(found: Evidence, metric: Metric) -> str:
    value, low, high = (f"{end:.1f}" for end in (found.value, found.low, found.high))
    return f"customers leaving {value} times as fast ({low} to {high})"


_SAYS = {PATHS: _paths, SCORE: _score, STAYING: _staying}


def _one_sign(found: Sequence[Moment]) -> str:
    nearest = [each.touchpoint for each in found if each.verdict == ONE_SIGN]
    if not nearest:
        return ""
    return f" At {listed(nearest)} one sign of three points to harm; the others do not say so."
