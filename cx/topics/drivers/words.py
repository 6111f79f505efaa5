"""Puts the Drivers page into plain sentences: what goes together, never what drives what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.analysis.causes import Cause
from cx.analysis.defection.cox import Hazard, Hazards
from cx.analysis.dissatisfaction.bridge import Bridge, Span
from cx.analysis.ladder import Refusal
from cx.metrics import Metric
from cx.topics.drivers.windows import CAUSES, CauseKind
from cx.words import counted, rounded, signed

if TYPE_CHECKING:
    from cx.topics.drivers.results import (
        Attitudes,
        Causes,
        Defection,
        Dissatisfaction,
        Fix,
    )
    from cx.topics.drivers.view import View

BAD = {"nps": "come from detractors", "csat": "are dissatisfied", "ces": "found it hard"}
BAD_ANSWERS = {
    "nps": "detractor answers",
    "csat": "dissatisfied answers",
    "ces": "dissatisfied answers",
}
WHO = {
    "nps": "detractors",
    "csat": "dissatisfied customers",
    "ces": "dissatisfied customers",
}
"""What a bad answer, and those who give it, are called."""

MOST_NEXT = 2


def attitudes_in_words(metric: Metric, said: Attitudes, cost: Dissatisfaction) -> str:
    """Answer the page's question from what people rated."""
    if not said.answers:
        return f"No {metric.name} answers match these filters."
    if not said.rated:
        answers = counted(said.answers, "answer")
        return f"None of these {answers} rates anything, so no attribute can be ranked."
    clear = clear_failings(cost.bridge)
    if clear:
        return f"{_costliest(metric, clear[0], said.rated)}{_next(metric, clear[1:])}."
    if said.importance.refusal and cost.bridge.refusal:
        return f"What {metric.name} is linked to can't be told. {_told(said.importance.refusal)}"
    if said.real:
        first = said.real[0]
        return (
            f"No failing clearly costs points. {metric.name} is linked most to {first.name}: "
            f"{_percent(first.share)} of what ratings explain of it ({_percent(first.share_low)} "
            f"to {_percent(first.share_high)}, from {counted(said.rated, 'rated answer')})."
        )
    if said.importance.refusal:
        return f"No failing clearly costs points. {_told(said.importance.refusal)}"
    return (
        f"Nothing that people rated is linked to {metric.name} more than by chance, in "
        f"{counted(said.rated, 'rated answer')}."
    )


def clear_failings(bridge: Bridge) -> list[Span]:
    """Attributes whose low ratings clearly cost points, costliest first."""
    return [span for span in bridge.spans if span.penalty.is_clear and span.penalty.points < 0]


def _costliest(metric: Metric, span: Span, rated: int) -> str:
    term = span.penalty
    low, high = (f"{-end:.{digits_of(metric)}f}" for end in (term.high, term.low))
    return (
        f"Low ratings of {span.name} cost most: {points(metric, -term.points)} of {metric.name} "
        f"are linked to them ({low} to {high}, from {counted(rated, 'rated answer')})"
    )


def _next(metric: Metric, spans: list[Span]) -> str:
    if not spans:
        return ""
    digits = digits_of(metric)
    named = [f"{span.name} ({-span.penalty.points:.{digits}f})" for span in spans[:MOST_NEXT]]
    verb = "follows" if len(named) == 1 else "follow"
    return f"; {' and '.join(named)} {verb}"


def digits_of(metric: Metric) -> int:
    """How many digits a part of a figure is written with."""
    return max(1, metric.decimals)


def points(metric: Metric, size: float) -> str:
    """Write a size in points of a metric.

    >>> from cx.metrics import METRICS
    >>> points(METRICS["nps"], 8.84), points(METRICS["ces"], 0.114)
    ('8.8 points', '0.11 points')
    """
    return f"{size:.{digits_of(metric)}f} points"


def kind_of(key: str) -> CauseKind:
    """Return what people call a cause."""
    return next(each for each in CAUSES if each.key == key)


def is_worse(cause: Cause) -> bool:
    """Whether a cause is clearly linked to more bad answers, also when other things are equal."""
    if not cause.is_clear or cause.difference is None or (cause.difference.value or 0.0) <= 0:
        return False
    if cause.adjusted is None:
        return True
    return cause.adjusted.low is not None and cause.adjusted.low > 0


def causes_in_words(metric: Metric, causes: tuple[Causes, ...]) -> str:
    """Name the one thing that happened to people after which most more answers are bad."""
    if not causes or not causes[0].answers:
        return ""
    found = [(each, cause) for each in causes for cause in each.standing]
    if not found:
        return ""
    kind, first = max(found, key=lambda pair: size_of(pair[1]))
    return f"{cause_in_words(metric, first)}{_asked(kind, causes)}."


def _asked(kind: Causes, causes: tuple[Causes, ...]) -> str:
    return f", in {kind.survey_kind} surveys" if len(causes) > 1 else ""


def size_of(cause: Cause) -> float:
    """How many more answers after a cause are bad, other things equal where that was fitted."""
    shown = cause.adjusted or cause.difference
    return shown.value or 0.0 if shown else 0.0


def cause_in_words(metric: Metric, cause: Cause) -> str:
    """Say how many more answers are bad after a cause, other things equal where that was fitted."""
    after, bad = kind_of(cause.name).after, BAD[metric.key]
    if cause.difference is None or cause.difference.value is None:
        return f"After {after} too little is known: {_told(cause.refusal)}" if cause.refusal else ""
    shown = cause.adjusted or cause.difference
    equal = ", other things equal" if cause.adjusted else ""
    if not is_worse(cause):
        return (
            f"After {after}, no clear difference is seen ({signed(100 * (shown.value or 0))} "
            f"answers in 100, {_range(shown.low, shown.high)})"
        )
    return (
        f"After {after}, {100 * (shown.value or 0):.0f} more answers in 100 {bad} "
        f"({_range(shown.low, shown.high)}{equal})"
    )


def _range(low: float | None, high: float | None) -> str:
    return f"{100 * (low or 0.0):.0f} to {100 * (high or 0.0):.0f}"


def defection_in_words(metric: Metric, found: Defection) -> str:
    """Say how many more of the unhappy leave, or that the data look as if made from the leaving."""
    leak = next((each for each in found.warnings if each.code in LEAKS), None)
    if leak:
        return f"Beware: {_lower(leak.message)}"
    pair = found.extremes
    if pair is None or not pair.is_clear:
        return ""
    gap = pair.risk_difference
    if gap is not None and gap.low > 0:
        return (
            f"Within a year, {100 * gap.value:.0f} more in 100 {_leavers(pair.first)} leave than "
            f"{_leavers(pair.second)} ({_range(gap.low, gap.high)})."
        )
    return _early(found.early, pair.first)


def _leavers(standing: str) -> str:
    """Name customers by their answer.

    >>> _leavers("Detractors"), _leavers("Satisfied"), _leavers("Found it hard")
    ('detractors', 'satisfied customers', 'customers who found it hard')
    """
    if standing.startswith("Found"):
        return f"customers who {_lower(standing)}"
    return _lower(standing) if standing.endswith("s") else f"{_lower(standing)} customers"


LEAKS = ("separation", "leakage_suspected")


def _early(hazards: Hazards, name: str) -> str:
    found = [each for each in hazards.hazards if each.term == name and each.is_clear]
    if not found:
        return ""
    return (
        f"In the three months after the answer, {_leavers(name)} {hazard_in_words(found[0])} as "
        "those in the middle."
    )


def hazard_in_words(hazard: Hazard) -> str:
    """Say how much faster people leave.

    >>> hazard_in_words(Hazard("Detractors", 3.05, 2.1, 4.4, 0.001, True, 0.4))
    'leave 3.0 times as fast (2.1 to 4.4)'
    """
    if not hazard.is_clear:
        return f"leave no clearly other than the rest ({hazard.low:.1f} to {hazard.high:.1f} times)"
    return f"leave {hazard.ratio:.1f} times as fast ({hazard.low:.1f} to {hazard.high:.1f})"


def fix_in_words(metric: Metric, fix: Fix, currency: str = "") -> str:
    """Say what fixing one problem may be worth."""
    found = fix.worth
    low, high = (f"{end:.{digits_of(metric)}f}" for end in (found.points.low, found.points.high))
    size = f"{points(metric, found.points.value)} ({low} to {high})"
    said = (
        f"If fixing it moves scores, {metric.name} without low ratings of {fix.name} would be "
        f"{size} higher"
    )
    if found.money is None:
        return f"{said}."
    middle, low, high = rounded(found.money.value, found.money.low, found.money.high)
    unit = "" if currency else ", in the currency of your data"
    amount = f"{currency} {middle}".strip()
    return (
        f"{said}; through who stays that may be worth about {amount} a year, {low} to {high}{unit}."
    )


def notes_of(view: View, said: Attitudes, left: Defection) -> tuple[str, ...]:
    """What a careful reader must know beside the headline."""
    if not said.answers:
        return ()
    found = [
        "All of this says what is linked; only a trial shows what would follow.",
        _other_kinds(view),
        _unrated(said),
        _outside(said),
        _weighted(said),
        *(_told(each) for each in said.importance.warnings),
        *(_told(each) for each in said.importance.dropped),
        *(_told(each) for each in left.warnings),
        _followed(view, left),
        not_in_proportion(left),
    ]
    return tuple(note for note in found if note)


def _other_kinds(view: View) -> str:
    shown = view.filters.survey_kind
    others = [kind.name for kind in view.kinds if kind.name != shown]
    if not others or shown is None:
        return ""
    return (
        f"Ratings and leaving are those of the {shown} survey; {' and '.join(others)} "
        "answers are another question and are never pooled with it."
    )


def _followed(view: View, left: Defection) -> str:
    if view.filters.from_on is None or left.refusal:
        return ""
    return (
        f"Who leaves: {counted(left.customers, 'customer')}, each followed from the first answer "
        f"{view.until_its_end.filters.period_in_words()}. It takes a year to see who leaves within "
        "one, so earlier answers count too."
    )


def _unrated(said: Attitudes) -> str:
    if said.rated in (0, said.answers):
        return ""
    return f"{said.rated:,} of {counted(said.answers, 'answer')} rate anything."


def _outside(said: Attitudes) -> str:
    outside = sum(each.outside for each in said.attributes)
    if not outside:
        return ""
    return f"{counted(outside, 'rating')} outside their scale do not count."


def _weighted(said: Attitudes) -> str:
    if said.weighted is None or not said.weighted.drivers or not said.importance.drivers:
        return ""
    first, plain = said.weighted.drivers[0], said.importance.drivers[0]
    if first.name == plain.name:
        return f"With the survey's own weights {first.name} comes first too."
    return f"With the survey's own weights {first.name} comes first, not {plain.name}."


def not_in_proportion(found: Defection) -> str:
    """Say so where ratios of leaving change with time."""
    if found.hazards.is_proportional is not False:
        return ""
    return (
        "How much faster people leave changes with time since the answer: read the first three "
        "months and the whole time apart."
    )


def _told(refusal: Refusal) -> str:
    return f"{refusal.message} It {refusal.remedy}."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
