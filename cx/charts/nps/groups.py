"""Groups side by side: scores, what the change came from, who answers, kinds of survey."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.compare import ABOVE, BELOW
from cx.charts.nps.shared import value_of
from cx.charts.rows import Line, draw_lines
from cx.charts.theme import MOST_CATEGORIES
from cx.charts.waterfall import draw_waterfall
from cx.metrics import Metric
from cx.topics.nps.results import Group, NpsTrends
from cx.words import counted


def breakdown(result: NpsTrends, dimension: str, is_dark: bool = False) -> go.Figure:
    """Draw the score of each group with its interval against the total, best first."""
    groups = result.breakdowns[dimension].groups
    kept = _largest(groups, result.metric)
    total = result.score.value
    return draw_lines(
        [_group_line(group) for group in kept],
        result.metric,
        reference=None if total is None else ("all", total),
        alt=breakdown_alt(result, dimension),
        is_dark=is_dark,
        legend=_breakdown_legend(result, dimension, len(kept)),
        words={"above": "above", "below": "below"},
    )


def _largest(groups: Sequence[Group], metric: Metric) -> list[Group]:
    """Keep the groups with most answers, best first, those without a figure last."""
    kept = sorted(groups, key=lambda group: -group.score.responses)[:MOST_CATEGORIES]
    sign = -1 if metric.is_higher_better else 1

    def place(group: Group) -> tuple[bool, float]:
        value = group.score.value
        return value is None, sign * (value or 0.0)

    return sorted(kept, key=place)


def _group_line(group: Group) -> Line:
    side = {ABOVE: "above", BELOW: "below"}.get(group.against_rest, "")
    # What was before is no news of a group of which nothing may be said now.
    is_shown = group.before is not None and group.score.low is not None
    before = group.before.value if is_shown and group.before else None
    return Line(group.name, group.name, f"n {group.score.responses:,}", group.score, side, before)


def _breakdown_legend(result: NpsTrends, dimension: str, kept: int) -> str:
    found = result.breakdowns[dimension]
    parts = ["Bar: 95 % interval."]
    parts.extend(_before_words(found.groups))
    if found.compared:
        compared = counted(found.compared, "comparison")
        parts.append(f"▲ ▼ clear of the rest, allowing for {compared}.")
    if any(group.score.is_low_base for group in found.groups):
        parts.append(
            f"† Low base: worth fewer than {result.settings.low_base_below} independent answers."
        )
    if len(found.groups) > kept:
        left = counted(len(found.groups) - kept, "smaller group")
        parts.append(f"Not drawn: {left}, listed where this is computed.")
    return " ".join(parts)


def _before_words(groups: Sequence[Group]) -> list[str]:
    is_marked = any(group.before and group.before.value is not None for group in groups)
    return ["Upright mark: before."] if is_marked else []


def breakdown_alt(result: NpsTrends, dimension: str) -> str:
    """Say which groups stand out, in a sentence."""
    groups = result.breakdowns[dimension].groups
    high = [group.name for group in groups if group.against_rest == ABOVE]
    low = [group.name for group in groups if group.against_rest == BELOW]
    parts = []
    if high:
        parts.append(f"clearly above the rest: {', '.join(high)}")
    if low:
        parts.append(f"clearly below the rest: {', '.join(low)}")
    said = "; ".join(parts) or "no group differs clearly from the rest"
    return f"{result.metric.name} by {dimension}, {len(groups)} groups: {said}."


def waterfall(result: NpsTrends, dimension: str, is_dark: bool = False) -> go.Figure:
    """Draw the change, split into how groups scored and the shift between them."""
    split = result.mix[dimension]
    before = result.before.value if result.before and result.before.value is not None else 0.0
    return draw_waterfall(
        split, before, result.metric, alt=waterfall_alt(result, dimension), is_dark=is_dark
    )


def waterfall_alt(result: NpsTrends, dimension: str) -> str:
    """Say what the change came from, in a sentence."""
    split = result.mix[dimension]
    if split.change is None or split.mix is None or split.rate is None:
        return f"The change of {result.metric.name} by {dimension} cannot be split."
    metric = result.metric
    return (
        f"Change of {metric.name}: {metric.format_change(split.change.value)}, of which "
        f"{metric.format_change(split.rate.value)} from how each {dimension} scored and "
        f"{metric.format_change(split.mix.value)} from shifts between them."
    )


def response_rate(result: NpsTrends, percent: Metric, is_dark: bool = False) -> go.Figure:
    """Draw which share of each segment answered, with its interval.

    Parameters
    ----------
    percent : Metric
        Any metric in per cent: it formats the rates.
    """
    rates = sorted(result.response_rates, key=lambda rate: -rate.invited)[:MOST_CATEGORIES]
    lines = [
        Line(
            rate.segment,
            rate.segment,
            f"{rate.answered:,} of {rate.invited:,}",
            rate.rate,
        )
        for rate in rates
    ]
    whole = result.response_rate.value if result.response_rate else None
    return draw_lines(
        lines,
        percent,
        reference=None if whole is None else ("all", whole),
        alt=response_rate_alt(result, percent),
        is_dark=is_dark,
        legend="Share of those asked who answered. Bar: 95 % interval.",
    )


def response_rate_alt(result: NpsTrends, percent: Metric) -> str:
    """Say who answers most and least, in a sentence."""
    known = [rate for rate in result.response_rates if rate.rate.value is not None]
    if not known:
        return "Response rate by segment: no invitations to show."
    most = max(known, key=lambda rate: rate.rate.value or 0.0)
    least = min(known, key=lambda rate: rate.rate.value or 0.0)
    return (
        f"Response rate by segment: highest {most.segment} with {value_of(percent, most.rate)}, "
        f"lowest {least.segment} with {value_of(percent, least.rate)}."
    )


def kinds(result: NpsTrends, is_dark: bool = False) -> go.Figure:
    """Draw the relationship survey beside the transactional one: two questions, never pooled."""
    names = {"relationship": "Relationship", "transactional": "Transactional"}
    lines = [
        Line(
            group.name,
            names.get(group.name, group.name),
            f"n {group.score.responses:,}",
            group.score,
            "",
            group.before.value if group.before else None,
        )
        for group in result.kinds
    ]
    return draw_lines(
        lines,
        result.metric,
        reference=None,
        alt=kinds_alt(result),
        is_dark=is_dark,
        legend=" ".join(["Two different questions, never pooled.", *_before_words(result.kinds)]),
    )


def kinds_alt(result: NpsTrends) -> str:
    """Say the score of each kind of survey in a sentence."""
    parts = [f"{group.name} {value_of(result.metric, group.score)}" for group in result.kinds]
    return f"{result.metric.name} by kind of survey: {', '.join(parts) or 'no answers'}."
