"""Says in plain words what the Journeys page shows."""

from typing import TYPE_CHECKING

from cx.analysis.moments import MOMENT
from cx.topics.journeys.answer import where_it_hurts
from cx.words import counted, day_in_words, signed

if TYPE_CHECKING:
    from cx.analysis.journeys.durations import Quantile
    from cx.analysis.moments import Evidence, Moment
    from cx.metrics import Metric
    from cx.topics.journeys.results import Journeys, Juncture, Touchpoint

DAY = 86_400
_OF = {
    "gap": "contacts without a pause of more than {days}",
    "order": "orders",
    "case": "cases",
    "contract": "contracts",
}
_FEW_REPEATS = 0.1


def headline_of(result: "Journeys") -> str:
    """Answer the page's question in a sentence or two."""
    if not result.journeys:
        return "No journeys match these filters."
    told = [where_it_hurts(result.truth, result.metric), _length(result), _repeats(result)]
    return " ".join(filter(None, told))


def notes_of(result: "Journeys") -> tuple[str, ...]:
    """Tell what a reader ought to know besides."""
    if not result.journeys:
        return ()
    notes = [_basis(result), _censored(result), _chain(result), _kinds(result), _ahead(result)]
    return tuple(note for note in notes if note)


def elapsed(seconds: float) -> str:
    """Write a time that went by as people do.

    >>> elapsed(90), elapsed(5_400), elapsed(10 * 86_400), elapsed(86_400), elapsed(0)
    ('2 minutes', '1.5 hours', '10 days', '1 day', '0 minutes')
    """
    for least, size, noun in ((DAY, DAY, "day"), (3600, 3600, "hour"), (0, 60, "minute")):
        if seconds >= least:
            value = seconds / size
            text = f"{value:.1f}".removesuffix(".0") if seconds >= 3600 else f"{value:.0f}"
            return f"{text} {noun if text == '1' else noun + 's'}"
    return "0 minutes"


def _length(result: "Journeys") -> str:
    median = result.durations.median
    if median is None or median.value is None:
        return f"{counted(result.journeys, 'journey')} began in this time."
    return (
        f"{counted(result.journeys, 'journey')} began in this time; half of them are over within "
        f"{elapsed(median.value)}."
    )


def _repeats(result: "Journeys") -> str:
    """Name the touchpoint most of whose contacts come back within a week, where many do."""
    worst = comes_back_most(result)
    if worst is None or worst.repeats is None or worst.repeats.low < _FEW_REPEATS:
        return ""
    return (
        f"{100 * worst.repeats.value:.0f} % of contacts at {worst.name} are followed by another "
        "there within 7 days."
    )


def _lower_repeats(line: "Touchpoint") -> float:
    return line.repeats.low if line.repeats else 0.0


def _basis(result: "Journeys") -> str:
    days = counted(result.basis.gap_days, "day")
    said = f"A journey here is made of {_OF[result.basis.by].format(days=days)}."
    if result.basis.by == "gap":
        return f"{said} Mailings are on the timeline of customers, but are no steps of journeys."
    return said


def _censored(result: "Journeys") -> str:
    if not result.censored or result.latest_on is None:
        return ""
    verb = "was" if result.censored == 1 else "were"
    return (
        f"{counted(result.censored, 'journey')} may still have gone on at the end of what is known "
        f"({day_in_words(result.latest_on)}) and {verb} left out of paths and "
        "transitions."
    )


def _chain(result: "Journeys") -> str:
    truth = result.truth
    if truth.refusal is not None:
        return f"Removal effects: {truth.refusal.message} It {truth.refusal.remedy}."
    return truth.orders.sentence if truth.orders else ""


def _kinds(result: "Journeys") -> str:
    if result.basis.survey_kind in (None, "(unknown)"):
        return ""
    return (
        f"Journeys are scored by {result.metric.name} of the {result.basis.survey_kind} survey, "
        "answered in them or before a pause has passed; the scorecard by what was asked about each "
        "touchpoint."
    )


def _ahead(result: "Journeys") -> str:
    at_risk = [each for each in result.junctures if each.concerns]
    if not at_risk:
        return ""
    return (
        f"{counted(len(result.junctures), 'juncture')} lie ahead in the next 90 days, "
        f"{len(at_risk)} of them with {_concern(at_risk)}."
    )


def _concern(at_risk: list["Juncture"]) -> str:
    has_case = sum(each.open_cases > 0 for each in at_risk)
    return f"something that speaks for a word before ({counted(has_case, 'open case')} among them)"


def comes_back_most(found: "Journeys") -> "Touchpoint | None":
    """Return the touchpoint whose contacts surely are followed by another there most often."""
    known = [line for line in found.touchpoints if line.repeats is not None]
    return max(known, key=_lower_repeats, default=None)


def between(found: "Quantile | None") -> str:
    """Write the interval of a time; ``""`` where it has none."""
    if found is None or found.low is None:
        return ""
    end = "or more" if found.high is None else f"to {elapsed(found.high)}"
    return f"{elapsed(found.low)} {end}"


def points_of(found: "Evidence", metric: "Metric") -> tuple[str, str]:
    """Write a difference of scores, and its interval."""
    digits = 1 if metric.high - metric.low < 20 else 0
    value, low, high = (signed(end, digits) for end in (found.value, found.low, found.high))
    return value, f"{low} to {high}"


def hurts_most(found: "Journeys") -> "Moment | None":
    """Return the moment of truth that the page names first; None where none is clear."""
    touchpoints = found.truth.moments.touchpoints
    return next((each for each in touchpoints if each.verdict == MOMENT), None)
