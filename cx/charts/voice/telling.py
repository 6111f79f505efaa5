"""The words that detractors use more, and those of promoters, each with how sure that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import MOST_CATEGORIES, Colours, label, plain
from cx.topics.voice.results import Word, WordsOf
from cx.topics.voice.words import SIDES

ROW, TOP, BOTTOM = 44, 44, 40
LONGEST = 24
SURE = 1.959963985
TIMES = (2, 5, 20, 100)
AIR = 1.08


@dataclass(frozen=True, slots=True)
class _Side:
    """One half of the picture: to which side it grows, and how it looks."""

    words: Sequence[Word]
    name: str
    sign: int
    symbol: str
    colour: str


def telling(found: WordsOf, metric: str, is_dark: bool = False) -> go.Figure:
    """Draw the words of detractors, or their like, to the left and those of promoters to the right.

    Parameters
    ----------
    found : WordsOf
        Words of one language that were not refused.
    metric : str
        Key of the metric: it names the two sides.
    is_dark : bool
        Appearance of the page.
    """
    tone = theme.colours(is_dark)
    low, high = SIDES[metric]
    sides = (
        _Side(found.low[:MOST_CATEGORIES], low, -1, "triangle-left", tone.detractor),
        _Side(found.high[:MOST_CATEGORIES], high, 1, "triangle-right", tone.promoter),
    )
    rows = max(1, *(len(side.words) for side in sides))
    texts = [note for side in sides for note in _texts(side, tone)]
    layout = {
        "xaxis": _axis(sides, tone),
        "yaxis": {"visible": False, "range": [0.5 - rows, 0.75]},
        "hovermode": "closest",
        "annotations": [*texts, *(_head(side) for side in sides)],
        "margin": {"t": TOP, "b": BOTTOM, "l": 6, "r": 6},
    }
    traces = [trace for side in sides for trace in (_spans(side), _dots(side, sides, tone))]
    return theme.finish(
        traces,
        layout,
        alt=telling_alt(found, metric),
        is_dark=is_dark,
        height=TOP + BOTTOM + ROW * rows,
        legend=_legend(found, sides),
    )


def _head(side: _Side) -> dict[str, Any]:
    text = f"◀ {side.name}" if side.sign < 0 else f"{side.name} ▶"
    where: dict[str, Any] = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 12}
    edge, anchor = (0, "left") if side.sign < 0 else (1, "right")
    return label(f"<b>{text}</b>", edge, 1, side.colour, size=theme.SIZE, xanchor=anchor, **where)


def _texts(side: _Side, tone: Colours) -> list[dict[str, Any]]:
    edge, anchor = (0, "left") if side.sign < 0 else (1, "right")
    where: dict[str, Any] = {"xref": "paper", "xanchor": anchor, "yanchor": "bottom", "yshift": 6}
    return [
        label(_named(word, side.sign, tone), edge, -at, tone.ink, **where)
        for at, word in enumerate(side.words)
    ]


def _named(word: Word, sign: int, tone: Colours) -> str:
    own = word.share_low if sign < 0 else word.share_high
    name = plain(word.label, LONGEST)
    share = f"<span style='color:{tone.muted}'>{100 * own:.0f} %</span>"
    return f"{name} {share}" if sign < 0 else f"{share} {name}"


def _ends(word: Word, sign: int) -> tuple[float, float, float]:
    """Return how much more a side says a word, and the ends of the interval, drawn to its side."""
    size, error = abs(word.log_odds), abs(word.log_odds / word.z)
    low, high = size - SURE * error, size + SURE * error
    return sign * size, sign * low, sign * high


def _spans(side: _Side) -> dict[str, Any]:
    ends = [_ends(word, side.sign) for word in side.words]
    return {
        "type": "scatter",
        "x": [x for _, low, high in ends for x in (low, high, None)],
        "y": [y for at in range(len(ends)) for y in (-at, -at, None)],
        "mode": "lines",
        "line": {"color": side.colour, "width": 3},
        "opacity": 0.35,
        "hoverinfo": "skip",
    }


def _dots(side: _Side, sides: Sequence[_Side], tone: Colours) -> dict[str, Any]:
    low, high = (each.name for each in sides)
    return {
        "type": "scatter",
        "x": [_ends(word, side.sign)[0] for word in side.words],
        "y": [-at for at in range(len(side.words))],
        "mode": "markers",
        "marker": {
            "symbol": side.symbol,
            "size": 13,
            "color": side.colour,
            "line": {"color": tone.paper, "width": 1.5},
        },
        "customdata": [[word.word, _hover(word, low, high)] for word in side.words],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _hover(word: Word, low: str, high: str) -> str:
    size, *ends = (math.exp(abs(end)) for end in _ends(word, 1))
    return (
        f"<b>{plain(word.label, 60)}</b>, said by {word.people:,} people<br>"
        f"{100 * word.share_low:.0f} % of {low}, {100 * word.share_high:.0f} % of {high}<br>"
        f"about {size:.1f} times as often, 95 % interval {ends[0]:.1f} to {ends[1]:.1f}"
    )


def _axis(sides: Sequence[_Side], tone: Colours) -> dict[str, Any]:
    reach = [abs(_ends(word, 1)[2]) for side in sides for word in side.words]
    far = max([*reach, math.log(TIMES[0])]) * AIR
    marked = [times for times in TIMES if math.log(times) <= far]
    places = [sign * math.log(times) for sign in (-1, 1) for times in marked]
    return {
        "range": [-far, far],
        "tickvals": [0.0, *places],
        "ticktext": ["alike", *(f"{times}×" for _ in (-1, 1) for times in marked)],
        "tickangle": 0,
        "showgrid": True,
        "zeroline": True,
        "zerolinecolor": tone.muted,
        "zerolinewidth": 1,
    }


def _legend(found: WordsOf, sides: Sequence[_Side]) -> str:
    low, high = (side.name for side in sides)
    left = found.more_low + len(found.low) + found.more_high + len(found.high)
    left -= sum(len(side.words) for side in sides)
    parts = [
        f"How many times as often {low} say it ({found.people_low:,} people) or {high} "
        f"({found.people_high:,}), each person once; the figure in grey is the share of that side "
        "who do. A phrase stands where eight of ten say the word in it. Bar: 95 % interval.",
        f"Further clear words: {left:,}." if left else "",
    ]
    return " ".join(part for part in parts if part)


def telling_alt(found: WordsOf, metric: str) -> str:
    """Say which words are most telling, in a sentence."""
    low, high = SIDES[metric]
    said = [
        f"{name} say {', '.join(word.label for word in words[:MOST_CATEGORIES])}"
        for name, words in ((low, found.low), (high, found.high))
        if words
    ]
    if not said:
        return f"Words of {low} against {high}: none is clear."
    return f"Words that set the two sides apart: {'; '.join(said)}."
