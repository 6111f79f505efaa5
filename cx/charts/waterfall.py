"""The change of a score as a waterfall that adds up: how groups scored, and the shift between."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.analysis.mix import MixRate
from cx.analysis.steps import Step
from cx.analysis.steps import steps as step_by_step
from cx.charts import theme
from cx.charts.rows import LONGEST_NAME
from cx.charts.theme import MOST_CATEGORIES, Colours, label, plain
from cx.metrics import Metric

ROW_HEIGHT = 42
TOP, BOTTOM = 12, 10


def steps(split: MixRate) -> list[Step]:
    """Return the steps that are drawn, from before to now."""
    return step_by_step(split, MOST_CATEGORIES)


def draw_waterfall(
    split: MixRate, before: float, metric: Metric, *, alt: str, is_dark: bool
) -> go.Figure:
    """Draw the way from the score before to the score now.

    Parameters
    ----------
    split : MixRate
        The change in parts.
    before : float
        The score before; the last step ends at the score now.
    metric : Metric
        Formats the figures and says which way is good.
    """
    tone = theme.colours(is_dark)
    parts = steps(split)
    starts = [before + sum(part.value for part in parts[:i]) for i in range(len(parts) + 1)]
    traces = [_bars(parts, starts, metric, tone)]
    layout = {
        "xaxis": {"range": _range(starts), "visible": False},
        "yaxis": {"visible": False, "range": [-len(parts) - 1.42, 0.75]},
        "bargap": 0.6,
        "hovermode": "y",
        "shapes": _joints(starts, tone),
        "annotations": _texts(parts, starts, metric, tone),
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    height = TOP + BOTTOM + ROW_HEIGHT * (len(parts) + 2)
    legend = (
        "Each bar: what a group's way of scoring added or took. Filled: clear. "
        "Outlined: may be chance. Mix: what goes with a shift."
    )
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=height, legend=legend)


def _range(starts: Sequence[float]) -> list[float]:
    air = max(max(starts) - min(starts), 1.0) * 0.06
    return [min(starts) - air, max(starts) + air]


def _bars(
    parts: Sequence[Step], starts: Sequence[float], metric: Metric, tone: Colours
) -> dict[str, Any]:
    shades = [tone.good if _is_good(part, metric) else tone.bad for part in parts]
    fills = [
        shade if part.is_clear else tone.paper for part, shade in zip(parts, shades, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [-1 - i for i in range(len(parts))],
        "x": [part.value for part in parts],
        "base": list(starts[:-1]),
        "marker": {"color": fills, "line": {"color": shades, "width": 1.6}},
        "customdata": [[part.name, _said(part, metric)] for part in parts],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
        "width": 0.34,
    }


def _is_good(part: Step, metric: Metric) -> bool:
    return (part.value >= 0) == metric.is_higher_better


def _said(part: Step, metric: Metric) -> str:
    doubt = "clear" if part.is_clear else "may be chance"
    count = "" if part.answers is None else f"<br>n {part.answers:,}"
    return f"{plain(part.name, 60)}<br><b>{metric.format_change(part.value)}</b>, {doubt}{count}"


def _joints(starts: Sequence[float], tone: Colours) -> list[dict[str, Any]]:
    """Draw the thin lines that lead from the end of one bar to the start of the next."""
    return [
        {
            "type": "line",
            "x0": x,
            "x1": x,
            "y0": -i - 0.17,
            "y1": -i - 0.83,
            "line": {"color": tone.passive, "width": 1},
            "layer": "below",
        }
        for i, x in enumerate(starts)
    ]


def _texts(
    parts: Sequence[Step], starts: Sequence[float], metric: Metric, tone: Colours
) -> list[dict[str, Any]]:
    ends = [("Before", starts[0], 0), ("Now", starts[-1], -1 - len(parts))]
    notes = [
        label(f"<b>{name} {metric.format(value)}</b>", value, y, tone.ink, size=theme.SIZE)
        | {"xanchor": _anchor(value, starts)}
        for name, value, y in ends
    ]
    for i, part in enumerate(parts):
        notes.extend(_row_texts(part, -1 - i, metric, tone))
    return notes


def _anchor(value: float, starts: Sequence[float]) -> str:
    """Keep words inside the picture: they start at its left edge and end at its right."""
    width = max(starts) - min(starts)
    place = (value - min(starts)) / width if width else 0.5
    return "left" if place < 1 / 3 else "right" if place > 2 / 3 else "center"


def _row_texts(part: Step, y: int, metric: Metric, tone: Colours) -> list[dict[str, Any]]:
    shade = tone.good if _is_good(part, metric) else tone.bad
    sign = "▲" if part.value >= 0 else "▼"
    said = f"{sign} <b>{metric.format_change(part.value).removesuffix(' points')}</b>"
    # A ground of their own keeps the joints out of the words.
    where: dict[str, Any] = {
        "xref": "paper",
        "yanchor": "bottom",
        "yshift": 8,
        "bgcolor": tone.paper,
    }
    name = label(
        plain(part.name, LONGEST_NAME), 0, y, tone.ink, size=theme.SIZE, xanchor="left", **where
    )
    colour = shade if part.is_clear else tone.muted
    return [name, label(said, 1, y, colour, size=theme.SIZE, xanchor="right", **where)]
