"""Rows with one mark or two, each on its interval: effects, shares and risks below each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.rows import BOTTOM, LONGEST_NAME, ROW_HEIGHT, TOP, along, in_strip, strips
from cx.charts.theme import Colours, label, plain

TITLE = 18
"""Pixels for what the numbers of the axis are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure in a row.

    Parameters
    ----------
    value, low, high : float
        In the unit of the axis; the interval may be missing.
    meaning : str
        Name of a colour of the theme, such as ``"good"`` or ``"muted"``.
    symbol : str
        Plotly's name; shape says what colour says.
    hover : str
    """

    value: float
    low: float | None
    high: float | None
    meaning: str
    symbol: str
    hover: str


@dataclass(frozen=True, slots=True)
class Row:
    """A name, what stands beside it, and its marks.

    Parameters
    ----------
    key : str
        What a click on it stands for.
    figure : str
        At the right, in `meaning`'s colour.
    """

    key: str
    name: str
    note: str
    figure: str
    marks: tuple[Mark, ...]
    meaning: str = "ink"


def draw_rows(
    rows: Sequence[Row],
    *,
    alt: str,
    is_dark: bool,
    legend: str = "",
    suffix: str = "",
    reference: tuple[str, float] | None = None,
    from_zero: bool = True,
    longest: int = LONGEST_NAME,
    head: str = "",
    axis: str = "",
) -> go.Figure:
    """Draw rows of marks on one axis.

    Parameters
    ----------
    rows : sequence of Row
        From top to bottom.
    suffix : str
        After the numbers of the axis, such as ``" %"``.
    reference : tuple of str and float, optional
        Name and value of an upright line.
    from_zero : bool
        Whether 0 belongs to the axis.
    longest : int
        Letters of a name that are shown; more where no note stands beside it.
    head : str
        What the figures at the right are, above them.
    axis : str
        What the numbers of the axis are.
    """
    tone = theme.colours(is_dark)
    texts = [note for at, row in enumerate(rows) for note in _texts(row, at, tone, longest)]
    shapes, named = _reference(reference, tone)
    layout = {
        "xaxis": _axis(rows, reference, suffix, from_zero, tone) | {"title": {"text": axis}},
        "yaxis": along(len(rows)),
        "hovermode": "closest",
        "shapes": [*shapes, *strips(len(rows), tone)],
        "annotations": [*texts, *named, *_head(head, tone)],
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    height = TOP + BOTTOM + (TITLE if axis else 0) + ROW_HEIGHT * max(1, len(rows))
    traces = [_spans(rows, tone), _dots(rows, tone)]
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=height, legend=legend)


def _head(said: str, tone: Colours) -> list[dict[str, Any]]:
    where: dict[str, Any] = {"xref": "paper", "yref": "paper", "xanchor": "right"}
    return [label(said, 1, 1, tone.muted, yanchor="bottom", **where)] if said else []


def _texts(row: Row, at: int, tone: Colours, longest: int) -> list[dict[str, Any]]:
    name = f"{plain(row.name, longest)} <span style='color:{tone.muted}'>{row.note}</span>"
    return in_strip(at, name, row.figure, tone.ink, getattr(tone, row.meaning))


def _spans(rows: Sequence[Row], tone: Colours) -> dict[str, Any]:
    drawn = [(at, m) for at, row in enumerate(rows) for m in row.marks if m.low is not None]
    return {
        "type": "scatter",
        "x": [x for _, mark in drawn for x in (mark.low, mark.high, None)],
        "y": [y for at, _ in drawn for y in (-at, -at, None)],
        "mode": "lines",
        "line": {"color": tone.passive, "width": 3},
        "opacity": 0.55,
        "hoverinfo": "skip",
    }


def _dots(rows: Sequence[Row], tone: Colours) -> dict[str, Any]:
    drawn = [(at, row, mark) for at, row in enumerate(rows) for mark in row.marks]
    return {
        "type": "scatter",
        "x": [mark.value for _, _, mark in drawn],
        "y": [-at for at, _, _ in drawn],
        "mode": "markers",
        "marker": {
            "symbol": [mark.symbol for _, _, mark in drawn],
            "size": 12,
            "color": [getattr(tone, mark.meaning) for _, _, mark in drawn],
            "line": {"color": tone.paper, "width": 1.5},
        },
        "customdata": [[row.key, mark.hover] for _, row, mark in drawn],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _axis(
    rows: Sequence[Row],
    reference: tuple[str, float] | None,
    suffix: str,
    from_zero: bool,
    tone: Colours,
) -> dict[str, Any]:
    ends = [end for row in rows for m in row.marks for end in (m.value, m.low, m.high)]
    seen = [end for end in ends if end is not None]
    seen += [0.0] if from_zero else []
    seen += [reference[1]] if reference else []
    low, high = min(seen, default=0.0), max(seen, default=1.0)
    air = (high - low or 1.0) * 0.06
    return {
        "range": [low - air, high + air],
        "nticks": 6,
        "showgrid": True,
        "ticksuffix": suffix,
        "zeroline": True,
        "zerolinecolor": tone.muted,
        "zerolinewidth": 1,
    }


def _reference(
    reference: tuple[str, float] | None, tone: Colours
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if reference is None:
        return [], []
    name, value = reference
    shape = {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": value,
        "x1": value,
        "y0": 0,
        "y1": 1,
        "line": {"color": tone.muted, "width": 1, "dash": "dot"},
        "layer": "below",
    }
    return [shape], [label(name, value, 1, tone.muted, yref="paper", yanchor="bottom")]
