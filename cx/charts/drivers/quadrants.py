"""Importance against performance: what to fix first, and what nobody can say yet."""

from typing import Any

import plotly.graph_objects as go

from cx.analysis.drivers.quadrants import (
    BETWEEN,
    FIX_FIRST,
    KEEP_UP,
    LOW_PRIORITY,
    POSSIBLE_OVERKILL,
    Grid,
    Placed,
)
from cx.charts import theme
from cx.charts.theme import Colours, label, plain

MEANINGS = {
    FIX_FIRST: ("bad", "triangle-up"),
    KEEP_UP: ("good", "circle"),
    POSSIBLE_OVERKILL: ("muted", "square"),
    LOW_PRIORITY: ("muted", "circle"),
    BETWEEN: ("passive", "circle-open"),
}
CORNERS = {
    FIX_FIRST: (0.0, 1.0, "left", "top"),
    KEEP_UP: (1.0, 1.0, "right", "top"),
    LOW_PRIORITY: (0.0, 0.0, "left", "bottom"),
    POSSIBLE_OVERKILL: (1.0, 0.0, "right", "bottom"),
}


def quadrants(grid: Grid, is_dark: bool = False) -> go.Figure:
    """Draw each attribute by how it is rated and how much goes with it."""
    tone = theme.colours(is_dark)
    layout = {
        "xaxis": {"title": {"text": "rated (1 to 5)"}, "range": _range(_rated(grid))},
        "yaxis": {
            "title": {"text": "share of importance"},
            "ticksuffix": " %",
            "range": _range([100 * each.importance for each in grid.placed]),
        },
        "shapes": _crosshair(grid, tone),
        "annotations": [*_corners(tone), *(_name(each, tone) for each in grid.placed)],
    }
    return theme.finish(
        [_dots(grid, tone)],
        layout,
        alt=quadrants_alt(grid),
        is_dark=is_dark,
        height=420,
        legend="Dotted: means. Open: fewer than 80 in 100 samples agree on a quadrant.",
    )


def _rated(grid: Grid) -> list[float]:
    return [each.performance for each in grid.placed]


def _range(values: list[float]) -> list[float]:
    air = (max(values) - min(values) or 1.0) * 0.18
    return [min(values) - air, max(values) + air]


def _dots(grid: Grid, tone: Colours) -> dict[str, Any]:
    marks = [MEANINGS[each.quadrant] for each in grid.placed]
    return {
        "type": "scatter",
        "x": _rated(grid),
        "y": [100 * each.importance for each in grid.placed],
        "mode": "markers",
        "marker": {
            "size": 13,
            "symbol": [symbol for _, symbol in marks],
            "color": [getattr(tone, meaning) for meaning, _ in marks],
            "line": {"color": tone.paper, "width": 1.5},
        },
        "customdata": [[each.name, _hover(each)] for each in grid.placed],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _hover(each: Placed) -> str:
    return (
        f"{plain(each.name, 60)}<br>{each.quadrant} ({each.certainty:.0%} of the samples)<br>"
        f"importance {each.importance:.0%}, rated {each.performance:.2f} "
        f"({each.low:.2f} to {each.high:.2f})"
    )


def _name(each: Placed, tone: Colours) -> dict[str, Any]:
    return label(
        plain(each.name, 20),
        each.performance,
        100 * each.importance,
        tone.ink,
        yanchor="bottom",
        yshift=7,
    )


def _crosshair(grid: Grid, tone: Colours) -> list[dict[str, Any]]:
    line = {"color": tone.muted, "width": 1, "dash": "dot"}
    x, y = grid.middle_performance, 100 * grid.middle_importance
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": x,
            "x1": x,
            "y0": 0,
            "y1": 1,
            "line": line,
            "layer": "below",
        },
        {
            "type": "line",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": y,
            "y1": y,
            "line": line,
            "layer": "below",
        },
    ]


def _corners(tone: Colours) -> list[dict[str, Any]]:
    return [
        label(name, x, y, tone.muted, xref="paper", yref="paper", xanchor=across, yanchor=along)
        for name, (x, y, across, along) in CORNERS.items()
    ]


def quadrants_alt(grid: Grid) -> str:
    """Say what is to be fixed first, in a sentence."""
    first = [each.name for each in grid.placed if each.quadrant == FIX_FIRST]
    between = sum(each.quadrant == BETWEEN for each in grid.placed)
    said = f"fix first: {', '.join(first)}" if first else "nothing is clearly to be fixed first"
    return (
        f"Importance against rating of {len(grid.placed)} attributes; {said}; undecided: {between}."
    )
