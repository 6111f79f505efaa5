"""Which failings set the unhappy apart: each by itself, and added one by one."""

from typing import Any

import plotly.graph_objects as go

from cx.analysis.dissatisfaction.reach_noise import Dissatisfier, ReachNoise
from cx.charts import theme
from cx.charts.drivers.costs import signed
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import label, plain


def dissatisfiers(found: ReachNoise, is_dark: bool = False) -> go.Figure:
    """Draw whom each failing met: the dissatisfied beside the others."""
    return draw_rows(
        [_reach_row(each) for each in found.dissatisfiers],
        alt=dissatisfiers_alt(found),
        is_dark=is_dark,
        suffix=" %",
        legend=(
            "◆ share of the dissatisfied whom it failed, ● of the others. At the right what it "
            "alone contributes to the difference, in points."
        ),
    )


def _reach_row(each: Dissatisfier) -> Row:
    reach, noise = 100 * each.reach, 100 * each.noise
    hover = (
        f"{plain(each.name, 60)}<br>failed {reach:.0f} % of the dissatisfied and {noise:.0f} % of "
        f"the others<br>contributes {signed(100 * each.value)} points, 95 % interval "
        f"{signed(100 * each.low)} to {signed(100 * each.high)}"
    )
    is_key = each.is_clear and each.value > 0
    return Row(
        each.name,
        each.name,
        "" if each.is_clear else "may be nothing",
        f"<b>{signed(100 * each.value)}</b>",
        (
            Mark(noise, None, None, "muted", "circle", hover),
            Mark(reach, noise, reach, "bad", "diamond", hover),
        ),
        "bad" if is_key else "muted",
    )


def dissatisfiers_alt(found: ReachNoise) -> str:
    """Say which failings are key, in a sentence."""
    if not found.key:
        return "Failings that set the dissatisfied apart: none is clear."
    return f"Failings that set the dissatisfied apart: {', '.join(found.key)}."


def key_curve(found: ReachNoise, is_dark: bool = False) -> go.Figure:
    """Draw how far failings reach together, one added after the other."""
    tone = theme.colours(is_dark)
    lines = (
        ("dissatisfied", [100 * each.reach for each in found.curve], tone.bad, "diamond"),
        ("others", [100 * each.noise for each in found.curve], tone.muted, "circle"),
    )
    last = len(found.curve)
    layout = {
        "xaxis": {"title": {"text": "failings taken together"}, "dtick": 1},
        "yaxis": {"ticksuffix": " %", "rangemode": "tozero"},
        "annotations": [
            label(name, last, values[-1], colour, xanchor="right", yanchor="bottom", yshift=6)
            for name, values, colour, _ in lines
        ],
        "shapes": [_peak(found, tone.muted)],
    }
    return theme.finish(
        [_line(found, *line) for line in lines],
        layout,
        alt=key_curve_alt(found),
        is_dark=is_dark,
        height=280,
        legend=(
            "Share whom at least one of the failings met, from the most telling on. Dotted: where "
            "the two are furthest apart."
        ),
    )


def _line(
    found: ReachNoise, name: str, values: list[float], colour: str, symbol: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": list(range(1, len(values) + 1)),
        "y": values,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2},
        "marker": {"symbol": symbol, "size": 9, "color": colour},
        "customdata": [[each.name, plain(each.name, 60)] for each in found.curve],
        "hovertemplate": "+ %{customdata[1]}<br>%{y:.0f} % of the " + name + "<extra></extra>",
    }


def _peak(found: ReachNoise, colour: str) -> dict[str, Any]:
    at = max(range(len(found.curve)), key=lambda step: found.curve[step].difference) + 1
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": 1, "dash": "dot"},
    }


def key_curve_alt(found: ReachNoise) -> str:
    """Say where the curve peaks, in a sentence."""
    if not found.curve:
        return "No failings to add up."
    peak = max(found.curve, key=lambda step: step.difference)
    return (
        f"Up to {peak.name} the failings together met {peak.reach:.0%} of the dissatisfied and "
        f"{peak.noise:.0%} of the others."
    )
