"""Importance against performance: what to fix first, and what nobody can say yet."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.analysis.drivers.quadrants import (
    AGREED,
    BETWEEN,
    FIX_FIRST,
    HIDDEN,
    KEEP_UP,
    LOW_PRIORITY,
    NEITHER,
    ONLY_SAID,
    POSSIBLE_OVERKILL,
    Gap,
    Grid,
    Placed,
)
from cx.charts import theme
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import Colours, label, plain
from cx.words import signed

MEANINGS = {
    FIX_FIRST: ("bad", "triangle-up"),
    KEEP_UP: ("good", "circle"),
    POSSIBLE_OVERKILL: ("muted", "square"),
    LOW_PRIORITY: ("muted", "circle"),
    HIDDEN: ("bad", "triangle-up"),
    AGREED: ("good", "circle"),
    ONLY_SAID: ("muted", "square"),
    NEITHER: ("muted", "circle"),
    BETWEEN: ("passive", "circle-open"),
}
CORNERS = {
    FIX_FIRST: (0.0, 1.0, "left", "top"),
    KEEP_UP: (1.0, 1.0, "right", "top"),
    LOW_PRIORITY: (0.0, 0.0, "left", "bottom"),
    POSSIBLE_OVERKILL: (1.0, 0.0, "right", "bottom"),
}
SAID = {
    HIDDEN: CORNERS[FIX_FIRST],
    AGREED: CORNERS[KEEP_UP],
    NEITHER: CORNERS[LOW_PRIORITY],
    ONLY_SAID: CORNERS[POSSIBLE_OVERKILL],
}
Corners = dict[str, tuple[float, float, str, str]]
Box = tuple[float, float, float]
"""Left, right and height of a name, as parts of the picture."""

LONGEST, LETTER, LINE = 20, 0.017, 0.045
"""Letters of a name; width of one, and height of a line, as parts of the picture."""


def quadrants(grid: Grid, is_dark: bool = False) -> go.Figure:
    """Draw each attribute by how it is rated and how much goes with it."""
    return _draw(grid, "rated (1 to 5)", CORNERS, quadrants_alt(grid), is_dark)


def stated(grid: Grid, is_dark: bool = False) -> go.Figure:
    """Draw each attribute by how important people call it and how much goes with it."""
    return _draw(grid, "importance stated (1 to 5)", SAID, stated_alt(grid), is_dark)


def _draw(grid: Grid, across: str, corners: Corners, alt: str, is_dark: bool) -> go.Figure:
    tone = theme.colours(is_dark)
    layout = {
        "xaxis": {"title": {"text": across}, "range": _range(_rated(grid))},
        "yaxis": {
            "title": {"text": "share of importance"},
            "ticksuffix": " %",
            "range": _range([100 * each.importance for each in grid.placed]),
        },
        "shapes": _crosshair(grid, tone),
        "annotations": [*_corners(corners, tone), *_names(grid, tone)],
    }
    return theme.finish(
        [_dots(grid, tone)],
        layout,
        alt=alt,
        is_dark=is_dark,
        height=448,
        legend=(
            "Dotted: means of the attributes. Open: fewer than 80 in 100 samples agree on a "
            "quadrant."
        ),
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


def _names(grid: Grid, tone: Colours) -> list[dict[str, Any]]:
    """Names above their marks; below where another name would lie there."""
    across, along = _range(_rated(grid)), _range([100 * each.importance for each in grid.placed])
    taken: list[Box] = []
    found = []
    for each in sorted(grid.placed, key=lambda each: -each.importance):
        x = (each.performance - across[0]) / (across[1] - across[0])
        y = (100 * each.importance - along[0]) / (along[1] - along[0])
        half = LETTER * min(len(each.name), LONGEST) / 2
        boxes = {side: (x - half, x + half, y + side * LINE) for side in (1, -1)}
        side = next((side for side, box in boxes.items() if _is_free(box, taken)), 1)
        taken.append(boxes[side])
        found.append(_name(each, side, tone))
    return found


def _is_free(box: Box, taken: list[Box]) -> bool:
    left, right, y = box
    return not any(
        left < end and right > start and abs(y - other) < LINE for start, end, other in taken
    )


def _name(each: Placed, side: int, tone: Colours) -> dict[str, Any]:
    return label(
        plain(each.name, LONGEST),
        each.performance,
        100 * each.importance,
        tone.ink,
        yanchor="bottom" if side > 0 else "top",
        yshift=7 * side,
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


def _corners(corners: Corners, tone: Colours) -> list[dict[str, Any]]:
    return [
        label(name, x, y, tone.muted, xref="paper", yref="paper", xanchor=across, yanchor=along)
        for name, (x, y, across, along) in corners.items()
    ]


def quadrants_alt(grid: Grid) -> str:
    """Say what is to be fixed first, in a sentence."""
    first = [each.name for each in grid.placed if each.quadrant == FIX_FIRST]
    between = sum(each.quadrant == BETWEEN for each in grid.placed)
    said = f"fix first: {', '.join(first)}" if first else "nothing is clearly to be fixed first"
    return (
        f"Importance against rating of {len(grid.placed)} attributes; {said}; undecided: {between}."
    )


def stated_alt(grid: Grid) -> str:
    """Say what matters more, and less, than people say, in a sentence."""
    hidden = ", ".join(each.name for each in grid.placed if each.quadrant == HIDDEN)
    only_said = ", ".join(each.name for each in grid.placed if each.quadrant == ONLY_SAID)
    return (
        f"Importance derived against stated of {len(grid.placed)} attributes; matters more than "
        f"people say: {hidden or 'none clearly'}; less: {only_said or 'none clearly'}."
    )


def gaps(found: Sequence[Gap], is_dark: bool = False) -> go.Figure:
    """Draw rating less stated importance of each attribute, person by person."""
    return draw_rows(
        [_gap_row(each) for each in sorted(found, key=lambda each: each.value or 0.0)],
        alt=gaps_alt(found),
        is_dark=is_dark,
        legend=(
            "Rating less stated importance, person by person: left of 0 it is rated lower than it "
            "is called important. Bar: 95 % interval. Open: not clear."
        ),
    )


def _gap_row(each: Gap) -> Row:
    if each.value is None:
        said = each.refusal.remedy if each.refusal else "not told"
        return Row(each.name, each.name, "", plain(said, 40), (), "muted")
    ends = (each.value, each.low or 0.0, each.high or 0.0)
    value, low, high = (signed(end, 2) for end in ends)
    hover = (
        f"{plain(each.name, 60)}<br><b>{value}</b>, 95 % interval {low} to {high}<br>"
        f"{each.people:,} people"
    )
    meaning = "muted" if not each.is_clear else "bad" if each.value < 0 else "good"
    symbol = "circle" if each.is_clear else "circle-open"
    mark = Mark(each.value, each.low, each.high, meaning, symbol, hover)
    figure = f"<b>{signed(each.value, 1)}</b>"
    return Row(each.name, each.name, "", figure, (mark,), meaning)


def gaps_alt(found: Sequence[Gap]) -> str:
    """Say which attributes are rated lower than they are called important, in a sentence."""
    short = [each.name for each in found if each.is_clear and (each.value or 0.0) < 0]
    return f"Rated lower than called important: {', '.join(short) or 'none clearly'}."
