"""Charts made of rows, readable on a phone: a strip with name and figure, the mark right below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cx.analysis.ladder import SUPPRESSED_CUSTOMERS, WITHHELD
from cx.analysis.score import Score
from cx.charts import theme
from cx.charts.theme import Colours, label, plain
from cx.metrics import Metric

ROW_HEIGHT, STRIP = 48, 23
"""Pixels of a row, and of the strip in it that holds its name; the mark lies in the rest."""
TOP, BOTTOM = 30, 34
LONGEST_NAME = 24
"""Signs of a name that leave room for its figure on a phone; all of it is in the hover label."""
SHORT = {SUPPRESSED_CUSTOMERS: "too few customers", WITHHELD: "withheld for privacy"}
"""Refusals whose remedy is too long to stand beside a name."""

SIGNS = {"above": "triangle-up", "below": "triangle-down", "": "circle"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a score with its interval, and what is said beside it.

    Parameters
    ----------
    key : str
        What a click on it stands for.
    name, note : str
        Above the mark: the group, and how many answers it has.
    score : Score
        Drawn as a dot on its interval; the interval alone or words where it is refused.
    side : str
        ``"above"``, ``"below"`` or ``""``: shape, colour and words of a clear difference.
    before : float, optional
        Drawn as a small upright line.
    """

    key: str
    name: str
    note: str
    score: Score
    side: str = ""
    before: float | None = None


def draw_lines(
    lines: Sequence[Line],
    metric: Metric,
    *,
    reference: tuple[str, float] | None,
    alt: str,
    is_dark: bool,
    legend: str = "",
    words: dict[str, str] | None = None,
) -> go.Figure:
    """Draw scores below each other on one axis.

    Parameters
    ----------
    lines : sequence of Line
        From top to bottom.
    metric : Metric
        Formats the figures and says which side is good.
    reference : tuple of str and float, optional
        Name and value of an upright line through all rows, such as the total.
    words : dict of str to str, optional
        What to say of a line's side.
    """
    tone = theme.colours(is_dark)
    notes = [note for i, line in enumerate(lines) for note in _texts(line, i, metric, tone, words)]
    marks = [_spans(lines, tone), _befores(lines, tone), _dots(lines, metric, tone)]
    shapes, named = _reference(reference, metric, tone)
    layout = {
        "xaxis": _axis(lines, reference, metric, tone),
        "yaxis": along(len(lines)),
        "hovermode": "y",
        "hoverdistance": ROW_HEIGHT // 2,
        "shapes": [*shapes, *strips(len(lines), tone)],
        "annotations": [*notes, *named],
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    height = TOP + BOTTOM + ROW_HEIGHT * max(1, len(lines))
    return theme.finish(marks, layout, alt=alt, is_dark=is_dark, height=height, legend=legend)


def _texts(
    line: Line, at: int, metric: Metric, tone: Colours, words: dict[str, str] | None
) -> list[dict[str, Any]]:
    name = f"{plain(line.name, LONGEST_NAME)} <span style='color:{tone.muted}'>{line.note}</span>"
    figure, colour = _figure(line, metric, tone, words or {})
    return in_strip(at, name, figure, tone.ink, colour)


def along(rows: int) -> dict[str, Any]:
    """Return the upright axis of rows, 1 apart: room for each mark and the strip above it."""
    lane = (ROW_HEIGHT - STRIP) / 2 / ROW_HEIGHT
    return {"visible": False, "range": [1 - max(1, rows) - lane, 1 - lane]}


def strips(rows: int, tone: Colours) -> list[dict[str, Any]]:
    """Return the grounds of the names: each with the mark below it reads as one row."""
    lane = (ROW_HEIGHT - STRIP) / 2 / ROW_HEIGHT
    return [
        {
            "type": "rect",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": lane - at,
            "y1": 1 - lane - at,
            "fillcolor": tone.strip,
            "line": {"width": 0},
            # Above the lines of the grid, which would cross the names.
            "layer": "above",
        }
        for at in range(rows)
    ]


def in_strip(at: int, name: str, figure: str, ink: str, colour: str) -> list[dict[str, Any]]:
    """Return the name of a row at the left of its strip, and its figure at the right."""
    where: dict[str, Any] = {"xref": "paper", "yanchor": "middle", "yshift": ROW_HEIGHT / 2}
    return [
        label(name, 0, -at, ink, size=theme.SIZE, xanchor="left", **where),
        label(figure, 1, -at, colour, size=theme.SIZE, xanchor="right", **where),
    ]


def _figure(line: Line, metric: Metric, tone: Colours, words: dict[str, str]) -> tuple[str, str]:
    """Return what stands at the right of a row, and its colour."""
    found = line.score
    if found.value is None:
        return plain(refusal_words(metric, found), 40), tone.muted
    value = f"<b>{metric.format(found.value)}</b>" + ("†" if found.is_low_base else "")
    if not line.side:
        return value, tone.ink
    is_good = (line.side == "above") == metric.is_higher_better
    sign = "▲" if line.side == "above" else "▼"
    said = f"{sign} {words.get(line.side, '')} ".rstrip()
    return f"{said} {value}", tone.good if is_good else tone.bad


def refusal_words(metric: Metric, found: Score) -> str:
    """Say in a few words what there is instead of a single figure.

    >>> from cx.analysis.score import Tally, score
    >>> from cx.metrics import METRICS
    >>> refusal_words(METRICS["nps"], score("nps", Tally(4, 100.0, 30_000.0, 4)))
    'needs 6 more answers'
    """
    if found.low is not None and found.high is not None:
        return f"{metric.format(found.low)} to {metric.format(found.high)}"
    if found.refusal is None:
        return "no answers"
    return SHORT.get(found.refusal.code, found.refusal.remedy)


def _spans(lines: Sequence[Line], tone: Colours) -> dict[str, Any]:
    drawn = [(i, line.score) for i, line in enumerate(lines) if line.score.low is not None]
    return {
        "type": "scatter",
        "x": [x for _, score in drawn for x in (score.low, score.high, None)],
        "y": [y for i, _ in drawn for y in (-i, -i, None)],
        "mode": "lines",
        "line": {"color": tone.passive, "width": 3},
        "opacity": 0.55,
        "hoverinfo": "skip",
    }


def _befores(lines: Sequence[Line], tone: Colours) -> dict[str, Any]:
    drawn = [(i, line.before) for i, line in enumerate(lines) if line.before is not None]
    return {
        "type": "scatter",
        "x": [value for _, value in drawn],
        "y": [-i for i, _ in drawn],
        "mode": "markers",
        "marker": {
            "symbol": "line-ns",
            "size": 11,
            "line": {"color": tone.muted, "width": 2},
        },
        "hoverinfo": "skip",
    }


def _dots(lines: Sequence[Line], metric: Metric, tone: Colours) -> dict[str, Any]:
    drawn = [(i, line) for i, line in enumerate(lines) if line.score.low is not None]
    return {
        "type": "scatter",
        "x": [_middle(line.score) for _, line in drawn],
        "y": [-i for i, _ in drawn],
        "mode": "markers",
        "marker": {
            "symbol": [_symbol(line) for _, line in drawn],
            "size": [13 if line.side else 11 for _, line in drawn],
            "color": [_colour(line, metric, tone) for _, line in drawn],
            "opacity": [0 if line.score.value is None else 1 for _, line in drawn],
            "line": {"color": tone.paper, "width": 1.5},
        },
        "customdata": [[line.key, _hover(line, metric)] for _, line in drawn],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _middle(found: Score) -> float | None:
    if found.value is not None or found.low is None or found.high is None:
        return found.value
    return (found.low + found.high) / 2


def _symbol(line: Line) -> str:
    sign = SIGNS[line.side]
    return f"{sign}-open" if line.score.is_low_base else sign


def _colour(line: Line, metric: Metric, tone: Colours) -> str:
    if not line.side:
        return tone.focus
    is_good = (line.side == "above") == metric.is_higher_better
    return tone.good if is_good else tone.bad


def _hover(line: Line, metric: Metric) -> str:
    found = line.score
    low, high = (metric.format(end or 0.0) for end in (found.low, found.high))
    value = f"<b>{metric.format(found.value)}</b>, " if found.value is not None else ""
    before = f"<br>before: {metric.format(line.before)}" if line.before is not None else ""
    return f"{plain(line.name, 60)}<br>{value}95 % interval {low} to {high}<br>{line.note}{before}"


def _axis(
    lines: Sequence[Line], reference: tuple[str, float] | None, metric: Metric, tone: Colours
) -> dict[str, Any]:
    ends = [end for line in lines for end in (line.score.low, line.score.high, line.before)]
    seen = [end for end in ends if end is not None] + ([reference[1]] if reference else [])
    return {
        "range": span(seen, metric),
        "nticks": 6,
        "showgrid": True,
        "ticksuffix": " %" if metric.unit == "%" else "",
        "zeroline": metric.low < 0,
        "zerolinecolor": tone.grid,
        "zerolinewidth": 2,
    }


def span(seen: Sequence[float], metric: Metric, least: float = 0.06) -> list[float]:
    """Return the ends of an axis that shows everything seen, with some air, within the metric.

    >>> from cx.metrics import METRICS
    >>> span([95.0, 99.0], METRICS["csat"])
    [89.0, 100.0]
    """
    if not seen:
        return [metric.low, metric.high]
    air = max((max(seen) - min(seen)) * 0.08, least * (metric.high - metric.low))
    return [max(metric.low, min(seen) - air), min(metric.high, max(seen) + air)]


def _reference(
    reference: tuple[str, float] | None, metric: Metric, tone: Colours
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
    text = f"{name} {metric.format(value)}"
    return [shape], [label(text, value, 1, tone.muted, yref="paper", yanchor="bottom")]
