"""How full every column of every extract is: a strip of small bars per extract."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours, label, plain
from cx.topics.quality.judging import percent
from cx.topics.quality.results import Filled, Held, Quality
from cx.words import counted

ROW_HEIGHT, TOP, BOTTOM = 44, 26, 4
BAR_WIDTH, FULL = 0.84, 0.44
"""Of the place of a column, and of the height of a row: what a column with no gap takes."""
MOST_TOLD = 3
LEGEND = (
    "One bar per column, in the order of the data dictionary: its height is the share of rows with "
    "a value, an empty frame is a column that is never filled."
)


def completeness(result: Quality, *, is_dark: bool) -> go.Figure:
    """Draw the columns of each extract that has rows, from top to bottom as in the catalogue.

    Each bar carries the name of its extract as the first of its custom data.
    """
    tone = theme.colours(is_dark)
    held = result.there
    layout = {
        "xaxis": {"visible": False, "range": [-0.5, max(map(_width, held), default=1) - 0.5]},
        "yaxis": {"visible": False, "range": [0.92 - len(held), 0.62]},
        "barmode": "overlay",
        "annotations": [note for i, each in enumerate(held) for note in _texts(each, -i, tone)],
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    return theme.finish(
        [_frames(held, tone), _bars(held, tone)],
        layout,
        alt=_alt(result),
        is_dark=is_dark,
        height=TOP + BOTTOM + ROW_HEIGHT * max(1, len(held)),
        legend=LEGEND,
    )


def _width(held: Held) -> int:
    return len(held.columns)


def _texts(held: Held, y: int, tone: Colours) -> list[dict[str, Any]]:
    where: dict[str, Any] = {"xref": "paper", "yanchor": "bottom", "yshift": 1}
    rows = f"<span style='color:{tone.muted}'>{counted(held.rows, 'row')}</span>"
    filled = f"<b>{percent(held.filled_share or 0.0)}</b> filled"
    height = y + FULL
    return [
        label(f"{plain(held.name)} {rows}", 0, height, tone.ink, xanchor="left", **where),
        label(filled, 1, height, tone.ink, xanchor="right", **where),
    ]


def _places(held: Sequence[Held]) -> list[tuple[int, int, Filled]]:
    """Every column with the row and the place where it is drawn."""
    return [(-i, x, column) for i, each in enumerate(held) for x, column in enumerate(each.columns)]


def _frames(held: Sequence[Held], tone: Colours) -> dict[str, Any]:
    """What a bar would fill without a gap; also what is hovered and clicked."""
    places = _places(held)
    return {
        "type": "bar",
        "x": [x for _, x, _ in places],
        "y": [FULL] * len(places),
        "base": [y for y, _, _ in places],
        "width": BAR_WIDTH,
        "marker": {"color": tone.other_band, "line": {"color": tone.passive, "width": 1}},
        "customdata": [[column.extract, _hover(column)] for _, _, column in places],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 1}},
    }


def _bars(held: Sequence[Held], tone: Colours) -> dict[str, Any]:
    places = _places(held)
    return {
        "type": "bar",
        "x": [x for _, x, _ in places],
        "y": [FULL * (column.share or 0.0) for _, _, column in places],
        "base": [y for y, _, _ in places],
        "width": BAR_WIDTH,
        "marker": {"color": tone.promoter, "line": {"width": 0}},
        "customdata": [[column.extract, _hover(column)] for _, _, column in places],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 1}},
    }


def _hover(filled: Filled) -> str:
    share, rows = percent(filled.share or 0.0), counted(filled.all_rows, "row")
    return (
        f"<b>{filled.extract}.{filled.column.name}</b><br>{share} filled: "
        f"{filled.filled_rows:,} of {rows}<br>{filled.column.description}"
    )


def _alt(result: Quality) -> str:
    """Say what the strips show: how full all is, and where the widest gaps are."""
    columns = [column for held in result.there for column in held.columns]
    never = [each for each in columns if not each.filled_rows]
    gaps = sorted((each for each in columns if each.filled_rows), key=lambda each: each.share or 0)
    told = ", ".join(
        f"{each.column.name} of {each.extract} {percent(each.share or 0.0)}"
        for each in gaps[:MOST_TOLD]
    )
    return (
        f"Share of rows with a value in each of {len(columns)} columns of {len(result.there)} "
        f"extracts; {len(never)} columns are never filled. Least filled of the others: {told}."
    )
