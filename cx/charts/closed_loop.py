"""How soon unhappy customers are answered, by group, and what they answer next."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.score import Score
from cx.charts.rows import Line, draw_lines
from cx.metrics import METRICS, Metric
from cx.topics.closed_loop.results import ClosedLoop, Group, Outcome
from cx.topics.closed_loop.words import HOUR, OUTCOMES, lasting
from cx.words import counted

CONTACT, CLOSE, HOURS = "contact", "close", "hours"
MOST = 8


def by_group(
    result: ClosedLoop, dimension: str, measure: str = HOURS, is_dark: bool = False
) -> go.Figure:
    """Draw how soon each group answers.

    Parameters
    ----------
    dimension : str
        ``"team"``, ``"channel"`` or ``"cause"``.
    measure : str
        ``"contact"`` or ``"close"``: share within the target; ``"hours"``: median hours until the
        first contact.
    """
    groups = result.groups[dimension][: MOST + 2]
    lines = [_line(each, measure) for each in groups]
    metric = _hours_metric(lines) if measure == HOURS else METRICS["csat"]
    return draw_lines(
        lines,
        metric,
        reference=_total(result, measure),
        alt=_alt(result, groups, dimension, measure),
        is_dark=is_dark,
        legend=_legend(lines),
    )


def score_of(group: Group, measure: str) -> Score:
    """Return what is drawn of a group."""
    found = {CONTACT: group.contact_in_target, CLOSE: group.close_in_target}.get(measure)
    return found or group.contact_hours


def _line(group: Group, measure: str) -> Line:
    note = f"n {group.items:,}, {group.waiting:,} wait"
    return Line(group.name, group.name, note, score_of(group, measure))


def _hours_metric(lines: Sequence[Line]) -> Metric:
    highest = max((line.score.high for line in lines if line.score.high is not None), default=1.0)
    return Metric(
        key="hours",
        name="Hours until the first contact",
        unit="hours",
        low=0.0,
        high=1.1 * highest,
        is_higher_better=False,
        decimals=1 if highest < 100 else 0,
        question="",
        definition="",
        source="",
    )


def _total(result: ClosedLoop, measure: str) -> tuple[str, float] | None:
    if measure == HOURS:
        middle = result.contact.durations.median
        return None if middle is None or middle.value is None else ("all", middle.value / HOUR)
    found = (result.contact if measure == CONTACT else result.close).in_target
    return None if found is None or found.value is None else ("all", found.value)


def _legend(lines: Sequence[Line]) -> str:
    low = " † Low base." if any(line.score.is_low_base for line in lines) else ""
    return f"Bar: 95 % interval.{low}"


def _alt(result: ClosedLoop, groups: Sequence[Group], dimension: str, measure: str) -> str:
    parts = []
    for each in groups:
        found = score_of(each, measure)
        if found.value is None:
            continue
        said = lasting(found.value * HOUR) if measure == HOURS else f"{found.value:.0f} %"
        parts.append(f"{each.name} {said}")
    what = "Median time to first contact" if measure == HOURS else f"Share of {measure} in target"
    return f"{what} by {dimension}: {', '.join(parts) or 'too few cases'}."


def outcomes(result: ClosedLoop, is_dark: bool = False) -> go.Figure:
    """Draw the share whose next answer was not unhappy, by how the follow-up ended."""
    lines = [_outcome(each) for each in result.outcomes]
    told = [
        f"{line.name} {line.score.value:.0f} %" for line in lines if line.score.value is not None
    ]
    return draw_lines(
        lines,
        METRICS["csat"],
        reference=None,
        alt=f"No longer unhappy in their next answer: {', '.join(told) or 'too few answers'}.",
        is_dark=is_dark,
        legend=_legend(lines),
    )


def _outcome(each: Outcome) -> Line:
    note = f"n {each.better.responses:,} of {counted(each.items, 'case')}"
    return Line(each.name, OUTCOMES.get(each.name, each.name), note, each.better)
