"""One customer: everything that happened on one axis, and what they answered over time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import plotly.graph_objects as go

from cx import zones
from cx.charts import theme
from cx.charts.theme import Colours, label, plain
from cx.topics.customer.results import KINDS, Answer, Mark
from cx.words import counted, day_in_words

LANE, TOP, BOTTOM = 34, 16, 40
SMALLEST, LARGEST = 8, 22


def timeline(
    marks: Sequence[Mark],
    as_of: datetime,
    is_by_month: bool,
    is_dark: bool = False,
    zone: str = zones.UTC,
) -> go.Figure:
    """Draw all events of a customer in lanes, one per kind.

    Parameters
    ----------
    marks : sequence of Mark
        Days or months with events.
    as_of : datetime
        The latest moment of the data; what lies after it was only said.
    zone : str
        The company's, by whose days the marks are.
    """
    tone, now = theme.colours(is_dark), zones.local(as_of, zone)
    lanes = [each for each in KINDS if any(mark.extract == each for mark in marks)]
    names = [
        label(KINDS[each], 0, -at, tone.muted, xref="paper", xanchor="left", yanchor="bottom",
              yshift=5)
        for at, each in enumerate(lanes)
    ]  # fmt: skip
    layout = {
        "xaxis": {"showgrid": True, "type": "date"},
        "yaxis": {
            "visible": True,
            "showticklabels": False,
            "zeroline": False,
            "tickvals": [-at for at in range(len(lanes))],
            "range": [0.6 - len(lanes), 0.8],
        },
        "annotations": names,
        "shapes": [_now(now, tone)],
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
        "hovermode": "closest",
    }
    step = "month" if is_by_month else "day"
    return theme.finish(
        [_dots(marks, lanes, now.date(), tone)],
        layout,
        alt=timeline_alt(marks),
        is_dark=is_dark,
        height=TOP + BOTTOM + LANE * max(2, len(lanes)),
        legend=f"A dot is a {step} with events, larger for more. Hollow: still ahead of the data. "
        "Orange diamond: an unhappy answer.",
    )


def _dots(
    marks: Sequence[Mark], lanes: Sequence[str], today: date, tone: Colours
) -> dict[str, Any]:
    most = max((mark.events for mark in marks), default=1)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.starts_on for mark in marks],
        "y": [-lanes.index(mark.extract) for mark in marks],
        "marker": {
            "size": [_size(mark.events, most) for mark in marks],
            "color": [tone.detractor if mark.worst == -1 else tone.focus for mark in marks],
            "symbol": [_symbol(mark, today) for mark in marks],
            "opacity": 0.75,
            "line": {"width": 1, "color": tone.paper},
        },
        "customdata": [[key_of(mark), _hover(mark)] for mark in marks],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.3}},
    }


def key_of(mark: Mark) -> str:
    """Return what a click on a dot stands for."""
    return f"{mark.extract}:{mark.starts_on}"


def _size(events: int, most: int) -> float:
    share = 0.0 if most <= 1 else (events - 1) / (most - 1)
    return SMALLEST + (LARGEST - SMALLEST) * share**0.5


def _symbol(mark: Mark, today: date) -> str:
    shape = "diamond" if mark.worst == -1 else "circle"
    return f"{shape}-open" if mark.starts_on > today else shape


def _hover(mark: Mark) -> str:
    what = mark.kind if mark.kind != mark.extract else KINDS[mark.extract].lower()
    return f"{day_in_words(mark.starts_on)}<br>{plain(what, 40)}, {counted(mark.events, 'event')}"


def _now(now: datetime, tone: Colours) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": now.isoformat(),
        "x1": now.isoformat(),
        "y0": 0,
        "y1": 1,
        "line": {"color": tone.muted, "width": 1, "dash": "dot"},
        "layer": "below",
    }


def timeline_alt(marks: Sequence[Mark]) -> str:
    """Say how many events of each kind there are, in a sentence."""
    counts = {
        name: sum(mark.events for mark in marks if mark.extract == each)
        for each, name in KINDS.items()
    }
    said = [f"{count:,} {name.lower()}" for name, count in counts.items() if count]
    return f"Events over time: {', '.join(said) or 'none'}."


def _answer_hover(each: Answer, zone: str) -> str:
    day = day_in_words(zones.day_of(each.responded_at, zone))
    return f"{day}: {each.value}, {plain(each.survey_kind, 40)}"


def scores(
    answers: Sequence[Answer], name: str, is_dark: bool = False, zone: str = zones.UTC
) -> go.Figure:
    """Draw what a customer answered to one metric over time.

    Parameters
    ----------
    answers : sequence of Answer
        To one metric, the newest first.
    name : str
        Of the metric.
    zone : str
        By whose clock the answers stand.
    """
    tone = theme.colours(is_dark)
    told = list(reversed(answers))
    colours = {1: tone.promoter, 0: tone.passive, -1: tone.detractor}
    shapes = {1: "triangle-up", 0: "circle", -1: "diamond"}
    scale = max(each.scale for each in told)
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [zones.local(each.responded_at, zone) for each in told],
        "y": [each.value for each in told],
        "line": {"color": tone.passive, "width": 1},
        "marker": {
            "size": 11,
            "color": [colours[each.standing] for each in told],
            "symbol": [shapes[each.standing] for each in told],
            "line": {"width": 1, "color": tone.paper},
        },
        "customdata": [[each.response_id, _answer_hover(each, zone)] for each in told],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }
    layout = {
        "yaxis": {"range": [-0.5, scale + 0.6], "dtick": 5 if scale > 7 else 1},
        "xaxis": {"type": "date"},
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    last = told[-1]
    return theme.finish(
        [line],
        layout,
        alt=f"{counted(len(told), 'answer')} to {name}; the last, of "
        f"{day_in_words(zones.day_of(last.responded_at, zone))}, is {last.value} of {last.scale}.",
        is_dark=is_dark,
        height=220,
        legend="▲ happy, ● in between, ◆ unhappy.",
    )
