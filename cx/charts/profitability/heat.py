"""A table whose cells are shaded: names at the left and on top, a figure with its doubt in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours, plain

ROW_HEIGHT, HEAD = 46, 104
LINE = 14
"""Pixels that each further line of small text takes."""

WITHHELD = "·"
SMALLEST = 11
GOOD, BAD, NEUTRAL, AMOUNT = "good", "bad", "neutral", "amount"
DEEPEST = 0.5


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the table.

    Parameters
    ----------
    key : str
        What a click on it stands for.
    row, column : str
    text : str
        The figure.
    below : sequence of str
        Its doubt in small, line by line.
    meaning : str
        ``"good"`` and ``"bad"`` are clear; ``"amount"`` only says how much.
    depth : float
        How deep its shade is, 0 to 1.
    """

    key: str
    row: str
    column: str
    text: str
    below: Sequence[str]
    hover: str
    meaning: str = NEUTRAL
    depth: float = 1.0


@dataclass(frozen=True, slots=True)
class Names:
    """Rows from the top and columns from the left, with the longest that is written out."""

    rows: Sequence[str]
    columns: Sequence[str]
    longest_row: int = 15
    longest_column: int = 14


def draw_heat(
    cells: Sequence[Cell],
    names: Names,
    *,
    alt: str,
    legend: str,
    count: int,
    is_dark: bool = False,
) -> go.Figure:
    """Draw the table.

    Parameters
    ----------
    cells : sequence of Cell
        At most one for each row and column; the others stay empty.
    count : int
        What is behind all of it, such as customers.
    """
    tone = theme.colours(is_dark)
    layout = {
        "xaxis": _axis(names.columns, names.longest_column) | {"side": "top", "tickangle": -90},
        "yaxis": _axis(names.rows, names.longest_row) | {"autorange": "reversed"},
        "hovermode": "closest",
        "shapes": [_ground(cell, names, tone) for cell in cells],
        "margin": {"t": HEAD, "b": 4, "l": 4, "r": 4},
    }
    return theme.finish(
        [_marks(cells, names, tone)],
        layout,
        alt=alt,
        is_dark=is_dark,
        height=HEAD + 4 + _row_height(cells) * max(1, len(names.rows)),
        legend=f"{legend} n = {count:,}.",
    )


def _row_height(cells: Sequence[Cell]) -> int:
    lines = max((len(cell.below) + bool(cell.text) for cell in cells), default=1)
    return ROW_HEIGHT + LINE * max(0, lines - 2)


def _axis(names: Sequence[str], longest: int) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [plain(name, longest) for name in names],
        "range": [-0.5, len(names) - 0.5],
        "showgrid": False,
        "zeroline": False,
        "showline": False,
    }


def _ground(cell: Cell, names: Names, tone: Colours) -> dict[str, Any]:
    x, y = names.columns.index(cell.column), names.rows.index(cell.row)
    return {
        "type": "rect",
        "x0": x - 0.48,
        "x1": x + 0.48,
        "y0": y - 0.47,
        "y1": y + 0.47,
        "fillcolor": _shade(cell, tone),
        "line": {"width": 0},
        "layer": "below",
    }


def _shade(cell: Cell, tone: Colours) -> str:
    if cell.meaning == NEUTRAL:
        return tone.strip
    colour = {GOOD: tone.good, BAD: tone.bad}.get(cell.meaning, tone.promoter)
    return theme.veil(colour, 0.06 + (DEEPEST - 0.06) * max(0.0, min(1.0, cell.depth)))


def _marks(cells: Sequence[Cell], names: Names, tone: Colours) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [names.columns.index(cell.column) for cell in cells],
        "y": [names.rows.index(cell.row) for cell in cells],
        "mode": "markers+text",
        "text": [_text(cell, tone) for cell in cells],
        "textfont": {"size": 13, "color": tone.ink},
        "marker": {"symbol": "square", "size": 34, "opacity": 0},
        "customdata": [[cell.key, cell.hover] for cell in cells],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"textfont": {"color": tone.muted}},
    }


def _text(cell: Cell, tone: Colours) -> str:
    colour = tone.muted if cell.meaning == NEUTRAL else tone.ink
    style = f"font-size:{SMALLEST}px;color:{colour}"
    lines = [f"<b>{cell.text}</b>"] if cell.text else []
    return "<br>".join([*lines, *(f"<span style='{style}'>{each}</span>" for each in cell.below)])
