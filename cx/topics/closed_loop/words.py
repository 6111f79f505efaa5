"""Says in words what the Closed loop page has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.analysis.matching import Effect
from cx.words import counted, listed, minus, to_the_minute

if TYPE_CHECKING:
    from cx.topics.closed_loop.results import ClosedLoop, Pace

UNHAPPY = {
    "nps": ("detractor", "detractors"),
    "csat": ("dissatisfied customer", "dissatisfied customers"),
    "ces": ("customer who found it hard", "customers who found it hard"),
}
OUTCOMES = {
    "recovered": "Recovered",
    "not_recovered": "Not recovered",
    "unreachable": "Unreachable",
    "no_action": "No action",
    "(not told)": "No outcome yet",
}
AFTERWARDS = {
    "score_change": "Change of the score",
    "revenue_after": "Revenue of 12 months",
    "stayed_6_months": "Still there after 6 months",
    "stayed_12_months": "Still there after 12 months",
}
COVARIATES = {
    "segment": "Segment",
    "tenure_days": "Days as a customer",
    "revenue_before": "Revenue of 12 months before",
    "value": "Score given",
}
DAY, HOUR, MINUTE = 86_400.0, 3_600.0, 60.0


def lasting(seconds: float | None) -> str:
    """Write elapsed time as people do.

    >>> lasting(5_400), lasting(200_000), lasting(62_953_589), lasting(90), lasting(None)
    ('1.5 hours', '2.3 days', '729 days', '2 minutes', 'not known')
    """
    if seconds is None:
        return "not known"
    for unit, size in (("day", DAY), ("hour", HOUR)):
        if seconds >= (2 * size if unit == "day" else size):
            number = seconds / size
            shown = f"{number:,.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
            return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"
    minutes = max(1.0, seconds / MINUTE)
    return counted(minutes, "minute")


def what(kind: str | None, metric: str) -> str:
    """Name what waits, in the plural.

    >>> what(None, "nps"), what("case", "nps"), what("answer", "csat")
    ('unhappy answers and complaints', 'complaints', 'unhappy answers')
    """
    return {"case": "complaints", "answer": "unhappy answers"}.get(
        kind or "", "unhappy answers and complaints"
    )


def headline(found: ClosedLoop) -> str:
    """Say how many wait, and whether customers are answered in time."""
    if not found.items and not found.waiting.total:
        return f"No {what(found.kind, found.filters.metric)} here."
    waiting = found.waiting.total
    first = (
        f"{waiting:,} {what(found.kind, found.filters.metric)} wait, the oldest for "
        f"{lasting(found.waiting.loops[0].age_seconds)}"
        if waiting
        else f"None of {found.items:,} {what(found.kind, found.filters.metric)} waits"
    )
    return f"{first}. {_pace(found.contact)}"


def _pace(found: Pace) -> str:
    middle = found.durations.median
    if found.in_target is not None and found.in_target.value is not None:
        share = found.in_target
        return (
            f"{share.value:.0f} % were contacted within {lasting((found.target_hours or 0) * HOUR)}"
            f" ({share.low:.0f} to {share.high:.0f} %)."
        )
    if middle is not None and middle.value is not None:
        return f"Half are contacted within {lasting(middle.value)}."
    if found.durations.refusal:
        return found.durations.refusal.message
    return "Fewer than half were contacted at all."


def between(low: float | None, high: float | None) -> str:
    """Write an interval of elapsed time; it may have no end yet.

    >>> between(3600.0, 7200.0), between(3600.0, None)
    ('95 %: 1 hour to 2 hours', '95 %: 1 hour or more')
    """
    if low is None:
        return "95 %: not known"
    end = "or more" if high is None else f"to {lasting(high)}"
    return f"95 %: {lasting(low)} {end}"


def difference(each: Effect, currency: str = "") -> str:
    """Say one outcome of the contacted against the others, in a sentence."""
    name = AFTERWARDS[each.outcome]
    if each.difference is None:
        why = f"{each.refusal.message} It {each.refusal.remedy}." if each.refusal else ""
        return f"{name}: {why}"
    value, low, high = (
        amount(each.outcome, end, currency, has_sign=True)
        for end in (each.difference.value, each.difference.low, each.difference.high)
    )
    verdict = "" if each.is_clear else ": no clear difference"
    return f"{name}: {value} for the contacted ({low} to {high}){verdict}."


def amount(outcome: str, value: float, currency: str = "", has_sign: bool = False) -> str:
    """Write a figure of an outcome in its unit.

    >>> amount("stayed_6_months", 0.053, has_sign=True), amount("revenue_after", -1200.0, "EUR")
    ('+5.3 points', '−1,200 EUR')
    """
    sign = "+" if has_sign else ""
    if outcome.startswith("stayed"):
        text = f"{100 * value:{sign}.1f}" + (" points" if has_sign else " %")
    elif outcome == "revenue_after":
        text = f"{value:{sign},.0f} {currency}".strip()
    else:
        text = f"{value:{sign}.2f}"
    return minus(text)


def notes(found: ClosedLoop) -> tuple[str, ...]:
    """What a careful reader must know beside the headline."""
    extent, zone = found.extent, found.settings.time_zone
    said = [
        f"Ages and waits are elapsed time up to {to_the_minute(extent.as_of, zone)}, the latest "
        f"moment on file. Days begin at midnight in {zone}."
        if extent.as_of
        else "",
        "What waits is listed whenever it began, up to the end of the period; all other figures "
        "are of what began in it."
        if found.filters.from_on
        else "",
        _reopened(found),
        _complaints(found),
        f"{counted(extent.anonymous, 'unhappy answer')} came from nobody known, whom nobody can "
        "call: left out."
        if extent.anonymous
        else "",
        f"{counted(found.other_kinds, 'unhappy answer')} to surveys of other kinds "
        f"{'waits' if found.other_kinds == 1 else 'wait'} too: choose them under Survey."
        if found.other_kinds
        else "",
    ]
    return tuple(each for each in said if each)


def _reopened(found: ClosedLoop) -> str:
    if not found.reopened:
        return ""
    return (
        f"{counted(found.reopened, 'case')} {'was' if found.reopened == 1 else 'were'} opened "
        f"again; {found.reopened_open:,} of them have no later close and count as open from their "
        "first day on."
    )


def _complaints(found: ClosedLoop) -> str:
    extent = found.extent
    if not extent.cases or found.kind == "answer":
        return ""
    if extent.complaints == extent.cases:
        return "No category of a case says complaint, so every case counts as one."
    return (
        f"Of {extent.cases:,} cases, the {extent.complaints:,} whose category says complaint count."
    )


def balance(found: ClosedLoop) -> str:
    """Say how alike the two groups are."""
    matched = found.afterwards
    if not matched.balance:
        return ""
    apart = [each for each in matched.balance if not each.is_alike]
    names = listed(sorted({COVARIATES.get(each.covariate, each.covariate) for each in apart}))
    alike = f"they still differ somewhat in: {names}" if apart else "they are alike in all of it"
    return (
        f"{matched.matched_contacted:,} of {matched.contacted:,} contacted customers have others "
        f"like them among {matched.others:,} not contacted; {alike}."
    )
