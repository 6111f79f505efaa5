"""The score over time: its interval, the limits of ordinary movement, signals, and events."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.analysis.control import Signal
from cx.analysis.score import Score
from cx.charts import theme
from cx.charts.nps.shared import days_of, value_of
from cx.charts.rows import refusal_words, span
from cx.charts.theme import MOST_CATEGORIES, Colours, label, plain
from cx.metrics import Metric
from cx.topics.nps.results import Event, NpsTrends, TrendPoint

HEIGHT = 340
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def trend(result: NpsTrends, is_dark: bool = False) -> go.Figure:
    """Draw the score over time with its interval, the limits of ordinary movement, and events.

    Parameters
    ----------
    result : NpsTrends
        What the page shows.
    is_dark : bool
        Appearance of the page.
    """
    tone = theme.colours(is_dark)
    low, high = _ends(result)
    traces = [
        *_limit_lines(result, tone),
        *_band(result.trend, tone),
        _line(result, tone),
        *_event_marks(result, low, tone),
    ]
    layout = {
        "xaxis": {"type": "date", "showgrid": False, "nticks": 8},
        "yaxis": {"range": [low, high], "nticks": 6, "zeroline": low < 0 < high},
        "hovermode": "x",
        "hoverdistance": 60,
        "shapes": _levels(result, tone),
        "annotations": _labels(result, tone),
        "margin": {"r": 42},
    }
    return theme.finish(
        traces,
        layout,
        alt=trend_alt(result),
        is_dark=is_dark,
        height=HEIGHT,
        legend=_trend_legend(result),
        responses=result.answers,
    )


def trend_alt(result: NpsTrends) -> str:
    """Say the trend in a sentence."""
    metric, name = result.metric, result.metric.name
    shown = [point for point in result.trend if point.score.value is not None]
    if not shown:
        return f"{name} by {result.grain}: no {result.grain} has enough answers for a figure."
    first, last = shown[0], shown[-1]
    signals = len({signal.index for signal in result.limits.signals})
    return (
        f"{name} by {result.grain}, from {value_of(metric, first.score)} in {first.label} to "
        f"{value_of(metric, last.score)} in {last.label}; "
        f"{signals or 'no'} {'signal' if signals == 1 else 'signals'}."
    )


def _trend_legend(result: NpsTrends) -> str:
    limits = result.limits
    parts = ["Shaded: 95 % interval."]
    if limits.centre is not None and limits.refusal is None:
        kind = "provisional limits" if limits.is_provisional else "limits"
        usual = result.metric.format(limits.centre)
        parts.append(f"Dashed: {kind} of ordinary movement around {usual}.")
    if limits.refusal is not None:
        parts.append(f"No control limits: {limits.refusal.message}")
    if limits.signals:
        parts.append("◆ Signal: more than ordinary movement.")
    if any(point.score.is_low_base for point in result.trend):
        parts.append("○ Low base: fewer than 60 answers.")
    parts.extend(
        f"({number}) {event.on.day} {MONTHS[event.on.month - 1][:3]}: {event.title}."
        for number, event in enumerate(_shown_events(result), 1)
    )
    return " ".join(parts)


def _ends(result: NpsTrends) -> tuple[float, float]:
    """Return the ends of the upright axis: all values, intervals and limits are in sight."""
    scores = [score for point in result.trend for score in _all(point.score)]
    limits = [*result.limits.lower, *result.limits.upper, result.limits.centre]
    before = result.before.value if result.before else None
    seen = [value for value in [*scores, *limits, before] if value is not None]
    low, high = span(seen, result.metric, least=0.03)
    return low, high


def _all(found: Score) -> tuple[float | None, ...]:
    return found.value, found.low, found.high


def _limit_lines(result: NpsTrends, tone: Colours) -> list[dict[str, Any]]:
    limits = result.limits
    if limits.refusal is not None or limits.centre is None:
        return []
    dash = "dot" if limits.is_provisional else "dash"
    line = {"color": tone.muted, "width": 1, "dash": dash, "shape": "hvh"}
    common = {
        "type": "scatter",
        "x": days_of(result.trend),
        "mode": "lines",
        "line": line,
        "hoverinfo": "skip",
    }
    return [
        common | {"y": list(limits.lower)},
        common | {"y": list(limits.upper), "fill": "tonexty", "fillcolor": tone.other_band},
    ]


def _band(points: Sequence[TrendPoint], tone: Colours) -> list[dict[str, Any]]:
    """Draw the interval as one filled outline for each unbroken stretch of periods."""
    stretches: list[list[TrendPoint]] = [[]]
    for point in points:
        if point.score.low is None:
            stretches.append([])
        else:
            stretches[-1].append(point)
    return [_outline(stretch, tone) for stretch in stretches if stretch]


def _outline(points: Sequence[TrendPoint], tone: Colours) -> dict[str, Any]:
    back = list(reversed(points))
    ends = [point.score.low for point in points] + [point.score.high for point in back]
    is_lone = len(points) == 1
    return {
        "type": "scatter",
        "x": days_of([*points, *back]),
        "y": ends,
        "mode": "lines",
        "fill": "none" if is_lone else "toself",
        "fillcolor": tone.band,
        "line": {"width": 5 if is_lone else 0, "color": tone.band},
        "hoverinfo": "skip",
    }


def _line(result: NpsTrends, tone: Colours) -> dict[str, Any]:
    points, signals = result.trend, {signal.index: signal for signal in result.limits.signals}
    return {
        "type": "scatter",
        "x": days_of(points),
        "y": [point.score.value for point in points],
        "mode": "lines+markers",
        "line": {"color": tone.focus, "width": 2.5},
        "marker": {
            "symbol": [_symbol(i, point, signals) for i, point in enumerate(points)],
            "size": [13 if i in signals else 7 for i in range(len(points))],
            "color": [_shade(signals.get(i), result.metric, tone) for i in range(len(points))],
            "line": {"color": tone.paper, "width": 1},
        },
        "customdata": [
            [point.starts_on.isoformat(), _hover(point, result.metric, signals.get(i))]
            for i, point in enumerate(points)
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _symbol(index: int, point: TrendPoint, signals: dict[int, Signal]) -> str:
    shape = "diamond" if index in signals else "circle"
    return f"{shape}-open" if point.score.is_low_base else shape


def _shade(signal: Signal | None, metric: Metric, tone: Colours) -> str:
    if signal is None:
        return tone.focus
    return tone.good if signal.is_above == metric.is_higher_better else tone.bad


def _hover(point: TrendPoint, metric: Metric, signal: Signal | None) -> str:
    found = point.score
    if found.low is None or found.high is None:
        return f"{point.label}<br>{plain(refusal_words(metric, found))}"
    value = f"<b>{metric.format(found.value)}</b>, " if found.value is not None else ""
    said = f"<br>Signal: {signal.rule}" if signal else ""
    return (
        f"{point.label}<br>{value}95 % interval {metric.format(found.low)} to "
        f"{metric.format(found.high)}<br>n = {found.responses:,}{said}"
    )


def _shown_events(result: NpsTrends) -> list[Event]:
    return list(result.events[-MOST_CATEGORIES:]) if result.trend else []


def _event_marks(result: NpsTrends, low: float, tone: Colours) -> list[dict[str, Any]]:
    events = _shown_events(result)
    if not events:
        return []
    return [
        {
            "type": "scatter",
            "x": [event.on.isoformat() for event in events],
            "y": [low] * len(events),
            "mode": "markers+text",
            "marker": {"symbol": "triangle-up", "size": 9, "color": tone.muted},
            "text": [f"({number})" for number in range(1, len(events) + 1)],
            "textposition": "top center",
            "textfont": {"size": theme.SMALL, "color": tone.muted},
            "hovertext": [plain(event.title, 60) for event in events],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    ]


def _levels(result: NpsTrends, tone: Colours) -> list[dict[str, Any]]:
    """Draw the centre of the process and the score before as level lines."""
    centre = result.limits.centre if result.limits.refusal is None else None
    before = result.before.value if result.before else None
    lines = [(centre, tone.muted, "solid"), (before, tone.passive, "dot")]
    return [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": value,
            "y1": value,
            "line": {"color": colour, "width": 1, "dash": dash},
            "layer": "below",
        }
        for value, colour, dash in lines
        if value is not None
    ]


def _labels(result: NpsTrends, tone: Colours) -> list[dict[str, Any]]:
    """Label the last point and the signals with their figures."""
    signals = {signal.index: signal for signal in result.limits.signals}
    shown = [i for i, point in enumerate(result.trend) if point.score.value is not None]
    notes = []
    for i in sorted({*shown[-1:], *(signals.keys() & set(shown))}):
        point, shade = result.trend[i], _shade(signals.get(i), result.metric, tone)
        text = f"<b>{value_of(result.metric, point.score)}</b>"
        is_last = i == shown[-1]
        side = 1 if i in signals and signals[i].is_above else -1
        where: dict[str, Any] = (
            {"xanchor": "left", "xshift": 9} if is_last else {"yshift": 16 * side}
        )
        size = 16 if is_last else theme.SMALL
        at = point.starts_on.isoformat()
        notes.append(label(text, at, point.score.value or 0.0, shade, size=size, **where))
    return notes
