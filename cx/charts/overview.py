"""The two sides of the same months on one axis, and how sure the customers are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import MOST_CATEGORIES, SMALL, Colours, label, plain
from cx.metrics import Metric
from cx.topics.nps.results import Event
from cx.topics.overview import words
from cx.topics.overview.results import AT_RISK, SAFE, UNKNOWN, Accounts, Month, Overview

HEIGHT, ACCOUNTS_HEIGHT = 450, 190
PANELS = {"score": (0.6, 0.87), "revenue": (0.31, 0.52), "retention": (0.0, 0.23)}
"""Where each picture stands, as shares of the height from below."""

EVENTS_FROM = 0.95
"""Above it stand the numbers of the events."""

AXES = {"score": "y", "revenue": "y2", "retention": "y3"}
LEADS, FOLLOWS = "what customers say", "what they do"
MEANINGS = {SAFE: "promoter", AT_RISK: "detractor", UNKNOWN: "passive"}
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def timeline(result: Overview, is_dark: bool = False) -> go.Figure:
    """Draw what customers say above what they do, month by month, with what happened.

    Parameters
    ----------
    result : Overview
        What the page shows.
    is_dark : bool
        Appearance of the page.
    """
    tone = theme.colours(is_dark)
    traces = [
        *_band(result.course, tone),
        _scores(result, tone),
        _revenue(result, tone),
        _retention(result, tone),
        *_event_marks(result, tone),
    ]
    layout = {
        "xaxis": {
            "type": "date",
            "showgrid": False,
            "nticks": 9,
            "tickformat": "%b\n%Y",
            "tickangle": 0,
            "anchor": "y3",
            "range": _range(result.course),
        },
        "yaxis": _upright("score", result),
        "yaxis2": _upright("revenue", result),
        "yaxis3": _upright("retention", result),
        "yaxis4": {"domain": [EVENTS_FROM, 1.0], "visible": False, "range": [0, 1]},
        "hovermode": "closest",
        "shapes": [*_event_lines(result, tone), *_period(result, tone)],
        "annotations": [*_titles(result, tone), *_ends(result, tone)],
        "margin": {"r": 64, "t": 6},
        "bargap": 0.35,
    }
    return theme.finish(
        traces, layout, alt=_alt(result), is_dark=is_dark, height=HEIGHT, legend=_legend(result)
    )


def _range(course: Sequence[Month]) -> list[str] | None:
    if not course:
        return None
    first, last = course[0].starts_on.toordinal(), course[-1].starts_on.toordinal()
    return [date.fromordinal(each).isoformat() for each in (first - 16, last + 16)]


def _upright(name: str, result: Overview) -> dict[str, Any]:
    low, high = PANELS[name]
    axis: dict[str, Any] = {"domain": [low, high], "nticks": 4, "zeroline": name == "score"}
    if name == "revenue":
        return axis | {"rangemode": "tozero", "tickformat": ".2~s"}
    is_share = name == "retention" or result.nps.metric.unit == "%"
    return axis | {"ticksuffix": " %" if is_share else ""}


def _band(course: Sequence[Month], tone: Colours) -> list[dict[str, Any]]:
    seen = [(each, each.score) for each in course if each.score and each.score.low is not None]
    days = [each.starts_on.isoformat() for each, _ in seen]
    lows, highs = [score.low for _, score in seen], [score.high for _, score in seen]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": days + days[::-1],
            "y": highs + lows[::-1],
            "fill": "toself",
            "fillcolor": tone.band,
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    ]


def _scores(result: Overview, tone: Colours) -> dict[str, Any]:
    metric = result.nps.metric
    shown = [each for each in result.course if each.score and each.score.value is not None]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [each.starts_on.isoformat() for each in shown],
        "y": [each.score.value for each in shown if each.score],
        "line": {"color": tone.focus, "width": 2.5},
        "marker": {"size": 7, "color": tone.focus, "line": {"color": tone.paper, "width": 1}},
        "customdata": [[each.starts_on.isoformat(), _said(each, metric)] for each in shown],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _said(month: Month, metric: Metric) -> str:
    score = month.score
    if score is None or score.value is None or score.low is None or score.high is None:
        return month.label
    return (
        f"{month.label}<br><b>{metric.name} {metric.format(score.value)}</b>, 95 % interval "
        f"{metric.format(score.low)} to {metric.format(score.high)}<br>n = {score.responses:,}"
    )


def _revenue(result: Overview, tone: Colours) -> dict[str, Any]:
    shown = [each for each in result.course if each.revenue is not None]
    currency = result.settings.currency
    return {
        "type": "bar",
        "yaxis": "y2",
        "x": [each.starts_on.isoformat() for each in shown],
        "y": [each.revenue for each in shown],
        "marker": {"color": tone.passive},
        "hovertext": [
            f"{each.label}<br><b>Revenue {words.money(each.revenue or 0.0, currency)}</b>, counted"
            for each in shown
        ],
        "hoverinfo": "text",
    }


def _retention(result: Overview, tone: Colours) -> dict[str, Any]:
    shown = [each for each in result.course if each.retention is not None]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "yaxis": "y3",
        "x": [each.starts_on.isoformat() for each in shown],
        "y": [each.retention for each in shown],
        "line": {"color": tone.passive, "width": 2},
        "marker": {"size": 6, "symbol": "square", "color": tone.passive},
        "hovertext": [
            f"{each.label}<br><b>{each.retention:.1f} % stayed</b> of those there at its start"
            for each in shown
        ],
        "hoverinfo": "text",
    }


def _shown_events(result: Overview) -> list[Event]:
    return list(result.events[-MOST_CATEGORIES:]) if result.course else []


def _event_marks(result: Overview, tone: Colours) -> list[dict[str, Any]]:
    """Number the events above all pictures."""
    events = _shown_events(result)
    if not events:
        return []
    return [
        {
            "type": "scatter",
            "mode": "text",
            "yaxis": "y4",
            "x": [each.on.isoformat() for each in events],
            "y": [0.5] * len(events),
            "text": [f"({number})" for number in range(1, len(events) + 1)],
            "textfont": {"size": SMALL, "color": tone.muted},
            "hovertext": [plain(each.title, 60) for each in events],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    ]


def _event_lines(result: Overview, tone: Colours) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "x0": each.on.isoformat(),
            "x1": each.on.isoformat(),
            "yref": "paper",
            "y0": 0,
            "y1": EVENTS_FROM,
            "line": {"color": tone.muted, "width": 1, "dash": "dot"},
            "layer": "below",
        }
        for each in _shown_events(result)
    ]


def _period(result: Overview, tone: Colours) -> list[dict[str, Any]]:
    """Shade the period of the page among the months before it."""
    course, days = result.course, result.stretches
    if not course or days.now_from <= course[0].starts_on:
        return []
    return [
        {
            "type": "rect",
            "x0": date.fromordinal(days.now_from.toordinal() - 15).isoformat(),
            "x1": (_range(course) or [""])[1],
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "fillcolor": tone.other_band,
            "line": {"width": 0},
            "layer": "below",
        }
    ]


def _titles(result: Overview, tone: Colours) -> list[dict[str, Any]]:
    money = f"Revenue {result.settings.currency}".strip()
    named = {
        "score": f"<b>{result.nps.metric.name}</b>: {LEADS}",
        "revenue": f"<b>{money}</b>: {FOLLOWS}",
        "retention": "<b>Retention</b> of the month",
    }
    where: dict[str, Any] = {"xref": "paper", "yref": "paper", "xanchor": "left"}
    return [
        label(text, 0, PANELS[name][1], tone.muted, yanchor="bottom", **where)
        for name, text in named.items()
    ]


def _ends(result: Overview, tone: Colours) -> list[dict[str, Any]]:
    """Label the last point of each picture."""
    notes = []
    for name, axis in AXES.items():
        held = [(each, value) for each in result.course if (value := _held(each, name)) is not None]
        if held:
            shift = 15 if name == "revenue" else 9
            where: dict[str, Any] = {"xanchor": "left", "xshift": shift, "yref": axis}
            month, value = held[-1]
            text = f"<b>{_written(result, name, value)}</b>"
            notes.append(label(text, month.starts_on.isoformat(), value, tone.ink, **where))
    return notes


def _written(result: Overview, name: str, value: float) -> str:
    if name == "score":
        return result.nps.metric.format(value)
    return words.money(value) if name == "revenue" else f"{value:.1f} %"


def _held(month: Month, name: str) -> float | None:
    if name == "score":
        return month.score.value if month.score else None
    return month.revenue if name == "revenue" else month.retention


def _alt(result: Overview) -> str:
    named = {"score": result.nps.metric.name, "revenue": "revenue", "retention": "retention"}
    parts = []
    for name, said in named.items():
        held = [value for each in result.course if (value := _held(each, name)) is not None]
        if held:
            first, last = (_written(result, name, value) for value in (held[0], held[-1]))
            parts.append(f"{said} from {first} to {last}")
    return f"By month: {', '.join(parts) or 'nothing to draw'}."


def _legend(result: Overview) -> str:
    parts = ["Shaded around the line: 95 % interval; grey ground: the period of the page."]
    parts.extend(
        f"({number}) {each.on.day} {SHORT[each.on.month - 1]}: {each.title}."
        for number, each in enumerate(_shown_events(result), 1)
    )
    return " ".join(parts)


def accounts(result: Overview, is_dark: bool = False) -> go.Figure:
    """Draw how many customers, and how much revenue, are safe, at risk or unknown."""
    tone = theme.colours(is_dark)
    totals = (
        sum(each.customers for each in result.accounts),
        sum(each.revenue for each in result.accounts),
    )
    traces = [_account(each, totals, result, tone) for each in result.accounts]
    layout = {
        "barmode": "stack",
        "bargap": 0.42,
        "xaxis": {"visible": False, "range": [0, 1.001]},
        "yaxis": {"autorange": "reversed", "ticksuffix": " ", "showgrid": False},
        "hovermode": "closest",
        "margin": {"t": 4, "b": 4},
    }
    legend = "Unknown: no answer in 12 months, and no sign of trouble."
    alt = f"{'; '.join(_account_words(each, totals, result) for each in result.accounts)}."
    return theme.finish(
        traces, layout, alt=alt, is_dark=is_dark, height=ACCOUNTS_HEIGHT, legend=legend
    )


def _account(
    each: Accounts, totals: tuple[int, float], result: Overview, tone: Colours
) -> dict[str, Any]:
    shares = [
        part / whole if whole else 0.0
        for part, whole in zip((each.customers, each.revenue), totals, strict=True)
    ]
    money = words.money(each.revenue, result.settings.currency)
    texts = [f"{each.name}<br><b>{each.customers:,}</b>", f"{each.name}<br><b>{money}</b>"]
    return {
        "type": "bar",
        "orientation": "h",
        "name": each.name,
        "y": ["Customers", "Revenue"],
        "x": shares,
        "text": [text if part > 0.11 else "" for text, part in zip(texts, shares, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": tone.paper, "size": SMALL},
        "marker": {
            "color": getattr(tone, MEANINGS[each.name]),
            "line": {"color": tone.paper, "width": 1.5},
        },
        "customdata": [[each.name, _account_words(each, totals, result)]] * 2,
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _account_words(each: Accounts, totals: tuple[int, float], result: Overview) -> str:
    part = 100 * each.revenue / totals[1] if totals[1] else 0.0
    money = words.money(each.revenue, result.settings.currency)
    return f"{each.name.capitalize()}: {each.customers:,} customers, {money} ({part:.0f} %)"
