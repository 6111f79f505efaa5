"""Rows of small intervals side by side: a name, what is said of it, and a cell per figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours, label, plain

ROW_HEIGHT, HEAD, FOOT = 88, 48, 6
GAP = 0.05
"""Room between two columns, as a share of the width."""

NAMED, SAID, DRAWN = 0.36, 0.04, -0.22
"""Heights within a row: its name, the figures, their intervals."""


@dataclass(frozen=True, slots=True)
class Column:
    """A figure that all rows have.

    Parameters
    ----------
    title : str
        Above it.
    neutral : float, optional
        Drawn as an upright line, such as "no difference".
    """

    title: str
    neutral: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in a row.

    Parameters
    ----------
    text : str
        The figure, or in a few words why there is none.
    value, low, high : float or None
        In the unit of its column; None where nothing is drawn.
    meaning, symbol : str
        Colour of the theme, and Plotly's name of a shape that says the same.
    """

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    meaning: str = "muted"
    symbol: str = "circle"
    hover: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its cells.

    Parameters
    ----------
    key : str
        What a click on it stands for.
    note : str
        Beside the name, in small.
    figure : str
        At the right, in the colour of `meaning`.
    """

    key: str
    name: str
    note: str
    cells: tuple[Cell, ...]
    figure: str = ""
    meaning: str = "ink"


def draw_cells(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    alt: str,
    is_dark: bool,
    legend: str = "",
) -> go.Figure:
    """Draw rows of small intervals; each column has a scale of its own.

    Parameters
    ----------
    rows : sequence of Row
        From top to bottom, each with as many cells as there are columns.
    """
    tone = theme.colours(is_dark)
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    for at, column in enumerate(columns):
        cells = [row.cells[at] for row in rows]
        axis, where = _axis(at, len(columns), cells, column)
        layout[f"xaxis{axis}"] = where
        traces += _column(rows, cells, axis, column, tone)
        notes.append(_head(column, where, tone))
        notes += [_said(cell, -y, where, tone) for y, cell in enumerate(cells)]
    notes += [note for y, row in enumerate(rows) for note in _names(row, -y, tone)]
    layout |= {
        "yaxis": {"visible": False, "range": [0.5 - max(1, len(rows)), 0.5]},
        "hovermode": "closest",
        "annotations": notes,
        "shapes": [_between(-y, tone) for y in range(len(rows) - 1)],
        "margin": {"t": HEAD, "b": FOOT, "l": 6, "r": 6},
    }
    height = HEAD + FOOT + ROW_HEIGHT * max(1, len(rows))
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=height, legend=legend)


def _axis(at: int, count: int, cells: Sequence[Cell], column: Column) -> tuple[str, dict[str, Any]]:
    width = (1 - GAP * (count - 1)) / count
    left = at * (width + GAP)
    ends = [end for cell in cells for end in (cell.value, cell.low, cell.high) if end is not None]
    ends += [] if column.neutral is None else [column.neutral]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    air = (high - low or 1.0) * 0.05
    domain = [left, min(1.0, left + width)]
    where = {"visible": False, "domain": domain, "range": [low - air, high + air]}
    return "" if at == 0 else str(at + 1), where


def _column(
    rows: Sequence[Row], cells: Sequence[Cell], axis: str, column: Column, tone: Colours
) -> list[dict[str, Any]]:
    drawn = [
        (row, cell, DRAWN - y)
        for y, (row, cell) in enumerate(zip(rows, cells, strict=True))
        if cell.low is not None
    ]
    return [
        _neutral([y for _, _, y in drawn], axis, column, tone),
        _spans([(cell, y) for _, cell, y in drawn], axis, tone),
        _dots(drawn, axis, tone),
    ]


def _neutral(ys: Sequence[float], axis: str, column: Column, tone: Colours) -> dict[str, Any]:
    shown = ys if column.neutral is not None else ()
    return {
        "type": "scatter",
        "x": [x for _ in shown for x in (column.neutral, column.neutral, None)],
        "y": [end for y in shown for end in (y - 0.12, y + 0.12, None)],
        "mode": "lines",
        "line": {"color": tone.muted, "width": 1},
        "hoverinfo": "skip",
        "xaxis": f"x{axis}",
    }


def _spans(drawn: Sequence[tuple[Cell, float]], axis: str, tone: Colours) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [x for cell, _ in drawn for x in (cell.low, cell.high, None)],
        "y": [end for _, y in drawn for end in (y, y, None)],
        "mode": "lines",
        "line": {"color": tone.passive, "width": 3},
        "opacity": 0.6,
        "hoverinfo": "skip",
        "xaxis": f"x{axis}",
    }


def _dots(drawn: Sequence[tuple[Row, Cell, float]], axis: str, tone: Colours) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [_middle(cell) for _, cell, _ in drawn],
        "y": [y for _, _, y in drawn],
        "mode": "markers",
        "marker": {
            "symbol": [cell.symbol for _, cell, _ in drawn],
            "size": 11,
            "color": [getattr(tone, cell.meaning) for _, cell, _ in drawn],
            "opacity": [0 if cell.value is None else 1 for _, cell, _ in drawn],
            "line": {"color": tone.paper, "width": 1},
        },
        "customdata": [[row.key, cell.hover] for row, cell, _ in drawn],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
        "xaxis": f"x{axis}",
    }


def _middle(cell: Cell) -> float | None:
    if cell.value is not None or cell.low is None or cell.high is None:
        return cell.value
    return (cell.low + cell.high) / 2


def _head(column: Column, where: dict[str, Any], tone: Colours) -> dict[str, Any]:
    place: dict[str, Any] = {"xref": "paper", "yref": "paper", "xanchor": "left"}
    text = f"<b>{column.title}</b>"
    return label(
        text, where["domain"][0], 1, tone.muted, yanchor="bottom", align="left", yshift=4, **place
    )


def _said(cell: Cell, y: int, where: dict[str, Any], tone: Colours) -> dict[str, Any]:
    colour = getattr(tone, cell.meaning)
    place: dict[str, Any] = {"xref": "paper", "xanchor": "left", "yanchor": "middle"}
    return label(cell.text, where["domain"][0], y + SAID, colour, **place)


def _names(row: Row, y: int, tone: Colours) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"xref": "paper", "yanchor": "middle"}
    name = f"<b>{plain(row.name, 24)}</b> <span style='color:{tone.muted}'>{row.note}</span>"
    colour = getattr(tone, row.meaning)
    return [
        label(name, 0, y + NAMED, tone.ink, size=theme.SIZE, xanchor="left", **place),
        label(row.figure, 1, y + NAMED, colour, size=theme.SMALL, xanchor="right", **place),
    ]


def _between(y: int, tone: Colours) -> dict[str, Any]:
    line = {"color": tone.grid, "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y - 0.5, "y1": y - 0.5} | {
        "line": line,
        "layer": "below",
    }
