"""What comes next after each touchpoint: a table of shares, rare ones withheld."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours, plain
from cx.topics.journeys.results import END, START, Move
from cx.topics.journeys.words import elapsed

MOST = 8
ROW_HEIGHT, HEAD = 46, 112
WITHHELD = "·"
LEGEND = (
    "Of 100 that leave the touchpoint of a row, so many go to that of the column; ± is half the "
    "95 % interval. The darker, the more. · withheld: too few. Empty: never."
)


def key_of(move: Move) -> str:
    """Return what a click on a cell stands for."""
    return f"{move.transition.source}|{move.transition.target}"


def shown(found: Sequence[Move]) -> tuple[list[str], list[str]]:
    """Return the busiest sources, and the targets in the same order with the end last."""
    names = list(dict.fromkeys(move.transition.source for move in found))
    kept = [name for name in names if name != START][:MOST]
    return kept, [*kept, END]


def drawn(found: Sequence[Move]) -> list[Move]:
    """Return the moves that have a cell."""
    rows, columns = shown(found)
    return [
        move
        for move in found
        if move.transition.source in rows and move.transition.target in columns
    ]


def moves(found: Sequence[Move], is_dark: bool = False) -> go.Figure:
    """Draw the table.

    Parameters
    ----------
    found : sequence of Move
        The busiest source first.
    """
    tone = theme.colours(is_dark)
    rows, columns = shown(found)
    cells = drawn(found)
    layout = {
        "xaxis": _axis(columns, longest=12) | {"side": "top", "tickangle": -90},
        "yaxis": _axis(rows, longest=15) | {"autorange": "reversed"},
        "hovermode": "closest",
        "margin": {"t": HEAD, "b": 4, "l": 4, "r": 4},
    }
    height = HEAD + 4 + ROW_HEIGHT * max(1, len(rows))
    traces = [_shades(cells, rows, columns, tone), _marks(cells, rows, columns, tone)]
    alt = moves_alt(found)
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=height, legend=LEGEND)


def moves_alt(found: Sequence[Move]) -> str:
    """Say in a sentence what the table shows."""
    told = [m for m in drawn(found) if m.transition.share and m.transition.target != END]
    top = max(told, key=lambda m: m.transition.moves or 0, default=None)
    if top is None or top.transition.share is None:
        return "What comes next cannot be told: too few journeys."
    each = top.transition
    share = f"{100 * top.transition.share.value:.0f} %"
    return f"The commonest move: after {each.source}, {share} go to {each.target}."


def _axis(names: Sequence[str], longest: int) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [plain("ends" if name == END else name, longest) for name in names],
        "range": [-0.5, len(names) - 0.5],
        "showgrid": False,
        "zeroline": False,
    }


def _shades(
    cells: Sequence[Move], rows: Sequence[str], columns: Sequence[str], tone: Colours
) -> dict[str, Any]:
    shares = {key_of(m): m.transition.share.value for m in cells if m.transition.share}
    return {
        "type": "heatmap",
        "z": [[shares.get(f"{row}|{column}") for column in columns] for row in rows],
        "colorscale": [[0, theme.veil(tone.promoter, 0.04)], [1, theme.veil(tone.promoter, 0.6)]],
        "zmin": 0,
        "zmax": 1,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _marks(
    cells: Sequence[Move], rows: Sequence[str], columns: Sequence[str], tone: Colours
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [columns.index(move.transition.target) for move in cells],
        "y": [rows.index(move.transition.source) for move in cells],
        "mode": "markers+text",
        "text": [_text(move) for move in cells],
        "textfont": {"size": 12, "color": tone.ink},
        "marker": {"symbol": "square", "size": 30, "opacity": 0},
        "customdata": [[key_of(move), _hover(move)] for move in cells],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"textfont": {"color": tone.muted}},
    }


def _text(move: Move) -> str:
    share = move.transition.share
    if share is None:
        return WITHHELD
    half = 50 * (share.high - share.low)
    said = f"±{half:.0f}" if half >= 0.95 else "±1"
    return f"<b>{100 * share.value:.0f}</b><br>{said}"


def _hover(move: Move) -> str:
    found = move.transition
    ends = f"<b>{plain(found.source, 40)}</b> to {plain(found.target, 40)}"
    if found.share is None:
        said = found.refusal.message if found.refusal else "withheld"
        return f"{ends}<br>{plain(said, 70)}"
    share, low, high = (100 * end for end in (found.share.value, found.share.low, found.share.high))
    wait = "" if move.median_seconds is None else f"<br>half within {elapsed(move.median_seconds)}"
    slow = "" if move.p90_seconds is None else f", nine in ten within {elapsed(move.p90_seconds)}"
    return (
        f"{ends}<br>{share:.1f} % (95 %: {low:.1f} to {high:.1f})<br>"
        f"{found.moves:,} of {found.departures:,}{wait}{slow}"
    )
