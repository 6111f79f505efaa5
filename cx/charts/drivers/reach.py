"""Which problems detractors report more often: each by itself, and added one by one."""

from typing import Any

import plotly.graph_objects as go

from cx.analysis.dissatisfaction.reach_noise import Dissatisfier, ReachNoise
from cx.charts import theme
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import label, plain
from cx.words import signed

BAD = "detractors"


def dissatisfiers(found: ReachNoise, bad: str = BAD, is_dark: bool = False) -> go.Figure:
    """Draw whom each failing met: those of a bad answer beside the others.

    Parameters
    ----------
    bad : str
        What those of a bad answer are called.
    """
    return draw_rows(
        [_reach_row(each, bad) for each in found.dissatisfiers],
        alt=dissatisfiers_alt(found, bad),
        is_dark=is_dark,
        suffix=" %",
        head="adds, pts",
        legend=(
            f"◆ share of {bad} who rate it low, ● of the others. Adds: its own part of the gap, "
            "since one person often reports several problems; so it is less than the gap drawn."
        ),
    )


def _reach_row(each: Dissatisfier, bad: str) -> Row:
    reach, noise = 100 * each.reach, 100 * each.noise
    hover = (
        f"{plain(each.name, 60)}<br>rated low by {reach:.0f} % of {bad} and {noise:.0f} % of "
        f"the others<br>adds {signed(100 * each.value, 1)} points, 95 % interval "
        f"{signed(100 * each.low, 1)} to {signed(100 * each.high, 1)}"
    )
    is_key = each.is_clear and each.value > 0
    return Row(
        each.name,
        each.name,
        "" if each.is_clear else "not clear",
        f"<b>{signed(100 * each.value, 1)}</b>",
        (
            Mark(noise, None, None, "muted", "circle", hover),
            Mark(reach, noise, reach, "bad", "diamond", hover),
        ),
        "bad" if is_key else "muted",
    )


def dissatisfiers_alt(found: ReachNoise, bad: str = BAD) -> str:
    """Say which failings are key, in a sentence."""
    if not found.key:
        return f"Problems that {bad} report more often: none is clear."
    return f"Problems that {bad} report more often: {', '.join(found.key)}."


def key_curve(found: ReachNoise, bad: str = BAD, is_dark: bool = False) -> go.Figure:
    """Draw how far failings reach together, one added after the other."""
    tone = theme.colours(is_dark)
    lines = (
        (bad, [100 * each.reach for each in found.curve], tone.bad, "diamond"),
        ("others", [100 * each.noise for each in found.curve], tone.muted, "circle"),
    )
    last = len(found.curve)
    layout = {
        "xaxis": {"title": {"text": "problems taken together"}, "dtick": 1},
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
        alt=key_curve_alt(found, bad),
        is_dark=is_dark,
        height=280,
        legend=(
            "Share who report at least one of the problems, from the most telling on. Dotted: "
            "where the two are furthest apart."
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


def key_curve_alt(found: ReachNoise, bad: str = BAD) -> str:
    """Say where the curve peaks, in a sentence."""
    if not found.curve:
        return "No problems to add up."
    peak = max(found.curve, key=lambda step: step.difference)
    return (
        f"Up to {peak.name} the problems together met {peak.reach:.0%} of {bad} and "
        f"{peak.noise:.0%} of the others."
    )
