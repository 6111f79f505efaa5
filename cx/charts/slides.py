"""Draws the charts of slides on a page, from the very series that the office program draws."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours
from cx.export.slide import NativeChart, Series
from cx.words import unsigned

LARGE = 17
"""Text in pixels: a projector is read from afar."""
LONGEST, MOST_NAMES = 46, 6


def draw(wanted: NativeChart, *, is_dark: bool, height: int, size: float = LARGE) -> go.Figure:
    """Draw a chart of a slide.

    Parameters
    ----------
    wanted : NativeChart
        Of any kind.
    is_dark : bool
        Appearance of the page.
    height : int
        Pixels.
    size : float
        Of its text, in pixels.
    """
    tone = theme.colours(is_dark)
    traces, layout = _KINDS[wanted.kind](wanted, tone)
    layout = _with_ends(wanted, layout) | {"font": {"size": size, "color": tone.ink}}
    for axis in ("xaxis", "yaxis"):
        layout[axis] = {"tickfont": {"size": size - 2}, **layout.get(axis, {})}
    if sum(trace.get("showlegend", False) for trace in traces) > 1:
        layout |= {
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        }
    layout["margin"] = {"t": 40 if layout.get("showlegend") else 16}
    return theme.finish(traces, layout, alt=wanted.alt, is_dark=is_dark, height=height)


def _colour(meaning: str, tone: Colours) -> str:
    found: str = getattr(tone, meaning)
    return found


def _name(text: str) -> str:
    r"""Write a name as a chart may show it: its lines stay, nothing in it is markup.

    >>> _name("Web <b>\n34 (30 to 38)")
    'Web &lt;b&gt;<br>34 (30 to 38)'
    """
    return "<br>".join(theme.plain(line, LONGEST) for line in text.splitlines())


def _printed(value: float | None, wanted: NativeChart) -> str:
    if value is None:
        return ""
    return f"{unsigned(value, wanted.digits)} {wanted.unit}".strip()


def _shades(series: Series, tone: Colours) -> Any:
    if not series.meanings:
        return _colour(series.meaning, tone)
    return [_colour(each, tone) for each in series.meanings]


def _reaches(series: Series) -> tuple[list[float], list[float]]:
    """Return how far the intervals reach above and below each value."""
    ends = [
        (0.0, 0.0) if value is None or low is None or high is None else (high - value, value - low)
        for value, low, high in zip(series.values, series.lows, series.highs, strict=True)
    ]
    return [above for above, _ in ends], [below for _, below in ends]


def _trace(series: Series, wanted: NativeChart, tone: Colours, **more: Any) -> dict[str, Any]:
    hover = "skip" if series.is_edge else "text"
    told = [f"{theme.plain(series.name)}: {_printed(each, wanted)}" for each in series.values]
    return {"name": theme.plain(series.name), "hoverinfo": hover, "hovertext": told, **more}


def _lying(wanted: NativeChart, tone: Colours) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    names = [_name(each) for each in wanted.categories]
    is_steps = wanted.kind == "waterfall"
    traces = []
    for each in wanted.series:
        bar = {"color": theme.CLEAR} if each.is_edge else {"color": _shades(each, tone)}
        trace = _trace(each, wanted, tone, type="bar", orientation="h", y=names, marker=bar)
        trace |= {"x": list(each.values), "showlegend": not each.is_edge and not is_steps}
        if any(low is not None for low in each.lows):
            above, below = _reaches(each)
            trace["error_x"] = {
                "type": "data", "symmetric": False, "array": above, "arrayminus": below,
                "color": tone.ink, "thickness": 2, "width": 6,
            }  # fmt: skip
        traces.append(trace)
    layout: dict[str, Any] = {
        "barmode": "stack" if is_steps else "group",
        "bargap": 0.4,
        "xaxis": {"showgrid": True, "zeroline": True, "title": {"text": _name(wanted.axis)}},
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticks": ""},
    }
    if is_steps:
        layout["xaxis"] = {"range": _reach(wanted), "showticklabels": False, "showgrid": True}
    return traces, layout


def _reach(wanted: NativeChart) -> list[float]:
    """Return the ends of a waterfall's axis, near to its steps."""
    tops, floors = [], []
    for at in range(len(wanted.categories)):
        base = sum(each.values[at] or 0.0 for each in wanted.series if each.is_edge)
        for each in wanted.series:
            value = each.values[at]
            if not each.is_edge and value is not None:
                tops.append(max(base, base + value) if base else value)
                floors.append(min(base, base + value) if base else value)
    low, high = min(floors, default=0.0), max(tops, default=1.0)
    air = 0.35 * ((high - low) or 1.0)
    return [low - air, high + air / 2]


def _standing(wanted: NativeChart, tone: Colours) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    names = [_name(each) for each in wanted.categories]
    is_stacked = wanted.kind == "stacked"
    traces = []
    for each in wanted.series:
        printed = [_printed(value, wanted) for value in each.values]
        inside = {"textposition": "inside", "insidetextanchor": "middle"}
        labels = inside if is_stacked else {"textposition": "outside", "cliponaxis": False}
        traces.append(
            _trace(each, wanted, tone, type="bar", x=names, y=list(each.values), text=printed)
            | {"marker": {"color": _shades(each, tone)}, "showlegend": True, **labels}
        )
    title = {"text": _name(wanted.axis)}
    layout = {"barmode": "stack" if is_stacked else "group", "bargap": 0.3}
    numbers = {"title": title, "rangemode": "tozero"}
    return traces, layout | {"yaxis": numbers, "xaxis": _thin(names)}


def _thin(names: Sequence[str]) -> dict[str, Any]:
    """Return an axis of names that leaves out those that would not fit.

    >>> _thin([str(year) for year in range(2010, 2026)])["tickvals"]
    ['2010', '2013', '2016', '2019', '2022', '2025']
    """
    step = -(-len(names) // MOST_NAMES)
    return {"type": "category", "tickvals": list(names[::step])}


def _lines(wanted: NativeChart, tone: Colours) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    names = [_name(each) for each in wanted.categories]
    traces = []
    for each in wanted.series:
        shade = _colour(each.meaning, tone)
        line = {"color": shade, "width": 1.5 if each.is_edge else 3.5}
        line |= {"dash": "dot"} if each.is_edge else {}
        trace = _trace(each, wanted, tone, type="scatter", x=names, y=list(each.values), line=line)
        trace |= {"mode": "lines" if each.is_edge else "lines+markers", "marker": {"size": 8}}
        traces.append(trace | {"showlegend": not each.is_edge})
    layout: dict[str, Any] = {
        "xaxis": _thin(names),
        "yaxis": {"title": {"text": _name(wanted.axis)}},
    }
    layout["annotations"] = [
        note for each in wanted.series if not each.is_edge for note in _last(each, wanted, tone)
    ]
    return traces, layout


def _last(series: Series, wanted: NativeChart, tone: Colours) -> list[dict[str, Any]]:
    """Print the last figure of a line beside it."""
    told = [at for at, value in enumerate(series.values) if value is not None]
    if not told:
        return []
    value, name = series.values[told[-1]], _name(wanted.categories[told[-1]])
    shade = _colour(series.meaning, tone)
    text = f"<b>{_printed(value, wanted)}</b>"
    return [theme.label(text, name, value or 0.0, shade, size=LARGE + 3, yshift=18)]


def _crossed(wanted: NativeChart, tone: Colours) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    traces = [
        _trace(each, wanted, tone, type="scatter", mode="markers+text", x=list(each.places))
        | {
            "y": list(each.values),
            "text": [_name(each.name)],
            "textposition": "middle right",
            "marker": {"size": 14, "color": _colour(each.meaning, tone)},
            "cliponaxis": False,
        }
        for each in wanted.series
    ]
    titles = {"xaxis": wanted.other_axis, "yaxis": wanted.axis}
    return traces, {axis: {"title": {"text": _name(text)}} for axis, text in titles.items()}


def _with_ends(wanted: NativeChart, layout: dict[str, Any]) -> dict[str, Any]:
    """Give the axis of the numbers its ends, where the scale of an answer gives them."""
    if wanted.ends:
        axis = "xaxis" if wanted.kind in ("bar", "waterfall") else "yaxis"
        layout[axis] = {**layout.get(axis, {}), "range": list(wanted.ends)}
    return layout


_KINDS = {
    "bar": _lying,
    "waterfall": _lying,
    "column": _standing,
    "stacked": _standing,
    "line": _lines,
    "scatter": _crossed,
}
