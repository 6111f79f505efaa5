"""The score over time: its interval, the limits of ordinary movement, signals, and events."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from cx.analysis.control import BEYOND_LIMITS, Signal
from cx.analysis.score import Score
from cx.charts import theme
from cx.charts.nps.shared import axis_of_days, days_of, value_of
from cx.charts.rows import refusal_words, span
from cx.charts.theme import Colours, label, plain
from cx.metrics import Metric
from cx.topics.nps.results import Event, NpsTrends, TrendPoint
from cx.words import counted

HEIGHT, EVENTS_ROOM, MOST_EVENTS, YEAR_DAYS = 350, 0.15, 10, 366
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
        "xaxis": axis_of_days(result, 9),
        "yaxis": {
            "range": [low, high],
            "nticks": 6,
            "zeroline": low < 0 < high,
            "ticksuffix": " %" if result.metric.unit == "%" else "",
        },
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
    if result.before is not None and result.before.value is not None:
        parts.append(f"Dotted: before, {result.metric.format(result.before.value)}.")
    if limits.refusal is not None:
        parts.append(f"No control limits: {limits.refusal.message}")
    if limits.signals:
        parts.append("◆ Signal: more than ordinary movement.")
    if any(point.score.is_low_base for point in result.trend):
        parts.append(
            f"○ Low base: worth fewer than {result.settings.low_base_below} independent answers."
        )
    events = _shown_events(result)
    is_long = bool(events) and (events[-1].on - events[0].on).days > YEAR_DAYS
    parts.extend(
        f"({number}) {_days_of(event, is_long)}: {event.title}."
        for number, event in enumerate(events, 1)
    )
    if earlier := max(0, len(result.events) - MOST_EVENTS):
        parts.append(f"{counted(earlier, 'earlier event')} not marked.")
    return " ".join(parts)


def _days_of(event: Event, with_year: bool) -> str:
    """Write the days of an event in short, and whether it is what somebody noted."""
    days = [event.on, event.until_on] if event.until_on else [event.on]
    written = [f"{day.day} {MONTHS[day.month - 1]}" for day in days]
    said = " to ".join(written) + (f" {days[-1].year}" if with_year else "")
    return f"{said}, note" if event.is_note else said


def _ends(result: NpsTrends) -> tuple[float, float]:
    """Return the ends of the upright axis: all values, intervals and limits are in sight."""
    scores = [score for point in result.trend for score in _all(point.score)]
    limits = [*result.limits.lower, *result.limits.upper, result.limits.centre]
    before = result.before.value if result.before else None
    seen = [value for value in [*scores, *limits, before] if value is not None]
    low, high = span(seen, result.metric, least=0.03)
    # Events stand on the floor, below everything that is drawn of the score.
    return low - (high - low) * (EVENTS_ROOM if result.events else 0), high


def _all(found: Score) -> tuple[float | None, ...]:
    return found.value, found.low, found.high


def _limit_lines(result: NpsTrends, tone: Colours) -> list[dict[str, Any]]:
    limits = result.limits
    if limits.refusal is not None or limits.centre is None:
        return []
    days = days_of(result.trend)
    dash = "dot" if limits.is_provisional else "dash"
    edge = {"color": tone.muted, "width": 1, "dash": dash, "shape": "hvh"}
    common = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    ends = [common | {"x": days, "y": list(y), "line": edge} for y in (limits.lower, limits.upper)]
    band = {"fillcolor": tone.other_band, "line": {"width": 0, "shape": "hvh"}}
    return [*(outline | band for outline in _outlines(days, limits.lower, limits.upper)), *ends]


def _band(points: Sequence[TrendPoint], tone: Colours) -> list[dict[str, Any]]:
    """Draw the interval; a lone period between two empty ones as a bar."""
    lows, highs = [point.score.low for point in points], [point.score.high for point in points]
    return [
        outline
        | {
            "fillcolor": tone.band,
            "line": {"width": 5 if len(outline["x"]) == 2 else 0, "color": tone.band},
        }
        for outline in _outlines(days_of(points), lows, highs)
    ]


def _outlines(
    days: Sequence[str], lows: Sequence[float | None], highs: Sequence[float | None]
) -> list[dict[str, Any]]:
    """Return a filled outline for each unbroken stretch: a gap in the data stays a gap."""
    together = zip(days, lows, highs, strict=True)
    stretches = [
        list(stretch)
        for is_empty, stretch in groupby(together, key=lambda at: at[1] is None or at[2] is None)
        if not is_empty
    ]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [day for day, _, _ in stretch] + [day for day, _, _ in reversed(stretch)],
            "y": [low for _, low, _ in stretch] + [high for _, _, high in reversed(stretch)],
            "fill": "toself",
            "hoverinfo": "skip",
        }
        for stretch in stretches
    ]


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
    return list(result.events[-MOST_EVENTS:]) if result.trend else []


def _event_marks(result: NpsTrends, low: float, tone: Colours) -> list[dict[str, Any]]:
    events = _shown_events(result)
    if not events:
        return []
    marks = {
        "type": "scatter",
        "x": [_in_sight(event.on, result).isoformat() for event in events],
        "y": [low] * len(events),
        "mode": "markers+text",
        "marker": {
            "symbol": ["square" if event.is_note else "triangle-up" for event in events],
            "size": 9,
            "color": tone.muted,
        },
        "text": [f"({number})" for number in range(1, len(events) + 1)],
        "textposition": "top center",
        "textfont": {"size": theme.SMALL, "color": tone.muted},
        "hovertext": [_event_hover(event) for event in events],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    return [*(_span_of(event, result, low, tone) for event in events if event.until_on), marks]


def _in_sight(day: date, result: NpsTrends) -> date:
    """Return the day of the period that is nearest: a span may begin before it and end after."""
    first, last = result.filters.from_on or day, result.filters.to_on or day
    return min(max(day, first), last)


def _event_hover(event: Event) -> str:
    text = f"<br>{plain(event.text, 80)}" if event.text else ""
    return f"{plain(event.title, 60)}{text}"


def _span_of(event: Event, result: NpsTrends, low: float, tone: Colours) -> dict[str, Any]:
    """Draw the days of a span as a bar on the floor, from its mark to its last day."""
    assert event.until_on is not None  # the caller asked for spans
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_in_sight(day, result).isoformat() for day in (event.on, event.until_on)],
        "y": [low, low],
        "line": {"color": tone.muted, "width": 4},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


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
    """Label the last point and those beyond the limits; a run of eight is seen by its shapes."""
    signals = {
        signal.index: signal
        for signal in result.limits.signals
        if signal.rule == BEYOND_LIMITS or signal.index == len(result.trend) - 1
    }
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
