"""How the answers fall into three meanings: now, by value, and over time."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.nps.shared import MEANINGS, axis_of_days, days_of
from cx.charts.theme import STANDINGS, Colours, label
from cx.topics.nps.results import Bar, NpsTrends, TrendPoint

HEIGHT = 300
LINES = 16.0
"""Height of a label of two lines, in per cent of the picture."""


def distribution(result: NpsTrends, is_dark: bool = False) -> go.Figure:
    """Draw how often each answer was given, in the colours of its three meanings."""
    tone = theme.colours(is_dark)
    bars = _comparable(result.distribution)
    total = sum(bar.answers for bar in bars)
    shares = [100 * bar.answers / total for bar in bars] if total else []
    names = MEANINGS[result.metric.key]
    trace = {
        "type": "bar",
        "x": [bar.value for bar in bars],
        "y": shares,
        "marker": {"color": [getattr(tone, STANDINGS[bar.standing]) for bar in bars]},
        "text": [f"{share:.0f}" for share in shares],
        "textposition": "outside",
        "textfont": {"size": theme.SMALL, "color": tone.muted},
        "textangle": 0,
        "cliponaxis": False,
        "customdata": [[f"{bar.scale}:{bar.value}", _bar_words(bar, total, names)] for bar in bars],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }
    layout = {
        "xaxis": {"dtick": 1, "range": _whole_scale(bars, result.metric.key)},
        "yaxis": {"visible": False, "range": [0, 1.34 * max(shares, default=1.0)]},
        "bargap": 0.18,
        "annotations": _meaning_labels(bars, total, names, tone),
    }
    if not bars:
        layout = theme.words_only("Too few answers to show how they fall.", tone)
    return theme.finish(
        [trace],
        layout,
        alt=distribution_alt(result),
        is_dark=is_dark,
        height=HEIGHT,
        legend="Share of each answer, in per cent.",
        responses=total,
    )


def _comparable(bars: Sequence[Bar]) -> list[Bar]:
    """Keep the answers of the commonest scale: bars of a 5 and of a 10 don't stand side by side."""
    counts: dict[int, int] = {}
    for bar in bars:
        counts[bar.scale] = counts.get(bar.scale, 0) + bar.answers
    scale = max(counts, key=lambda scale: counts[scale], default=0)
    return sorted((bar for bar in bars if bar.scale == scale), key=lambda bar: bar.value)


def _whole_scale(bars: Sequence[Bar], metric: str) -> list[float]:
    """Return the ends of the axis: every answer has a place, also one that nobody gave."""
    first = 0 if metric == "nps" else 1
    return [first - 0.6, (bars[0].scale if bars else 10) + 0.6]


def _by_standing(bars: Sequence[Bar]) -> dict[int, list[Bar]]:
    found = {standing: [bar for bar in bars if bar.standing == standing] for standing in (-1, 0, 1)}
    return {standing: group for standing, group in found.items() if group}


def _bar_words(bar: Bar, total: int, names: dict[int, str]) -> str:
    return (
        f"Answer {bar.value}: <b>{100 * bar.answers / total:.1f} %</b>"
        f"<br>{bar.answers:,} of {total:,} · {names[bar.standing].lower()}"
    )


def _meaning_labels(
    bars: Sequence[Bar], total: int, names: dict[int, str], tone: Colours
) -> list[dict[str, Any]]:
    notes = []
    for standing, group in _by_standing(bars).items():
        share = 100 * sum(bar.answers for bar in group) / total
        # The last group's words end with its last bar: on a phone two bars are narrower than they.
        is_last = standing == 1
        at = group[-1].value + 0.5 if is_last else (group[0].value + group[-1].value) / 2
        side = "right" if is_last else "center"
        text = f"{names[standing]}<br><b>{share:.0f} %</b>"
        colour = {1: tone.promoter, 0: tone.muted, -1: tone.bad}[standing]
        notes.append(label(text, at, 1, colour, xanchor=side, yref="paper", yanchor="top"))
    return notes


def distribution_alt(result: NpsTrends) -> str:
    """Say the shares of the three meanings in a sentence."""
    bars = _comparable(result.distribution)
    total = sum(bar.answers for bar in bars)
    if not total:
        return f"Distribution of {result.metric.name} answers: none to show."
    names = MEANINGS[result.metric.key]
    parts = [
        f"{100 * sum(bar.answers for bar in group) / total:.0f} % {names[standing].lower()}"
        for standing, group in _by_standing(bars).items()
    ]
    return f"Distribution of {total:,} {result.metric.name} answers: {', '.join(parts)}."


def composition(result: NpsTrends, is_dark: bool = False) -> go.Figure:
    """Draw the shares of the three meanings over time, stacked to the whole."""
    tone = theme.colours(is_dark)
    names = MEANINGS[result.metric.key]
    shares = {standing: _shares(result.trend, standing) for standing in (-1, 0, 1)}
    drawn = {standing: values for standing, values in shares.items() if any(values)}
    traces = [_layer(result, standing, values, tone) for standing, values in drawn.items()]
    layout = {
        "barmode": "stack",
        "bargap": 0.12,
        "xaxis": axis_of_days(result, 7),
        "yaxis": {
            "range": [0, 100],
            "tickvals": [0, 50, 100],
            "ticktext": ["0 %", "50 %", "100 %"],
        },
        "annotations": _share_labels(drawn, names, tone),
        "margin": {"r": 96},
    }
    if not drawn:
        layout = theme.words_only(f"Too few answers in each {result.grain} to show shares.", tone)
    return theme.finish(
        traces,
        layout,
        alt=composition_alt(result),
        is_dark=is_dark,
        height=HEIGHT,
        responses=result.answers,
    )


def _layer(
    result: NpsTrends, standing: int, values: list[float | None], tone: Colours
) -> dict[str, Any]:
    name = MEANINGS[result.metric.key][standing]
    days = days_of(result.trend)
    return {
        "type": "bar",
        "x": days,
        "y": values,
        "marker": {"color": getattr(tone, STANDINGS[standing])},
        "customdata": [
            [f"{day}:{standing}", _part_words(point, standing, value, name)]
            for day, point, value in zip(days, result.trend, values, strict=True)
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _part_words(point: TrendPoint, standing: int, share: float | None, name: str) -> str:
    counts = _counts(point)
    said = f"{point.label}<br>{name}: <b>{_per(share)}</b>"
    if share is None:
        return said
    return f"{said}<br>{counts[standing]:,} of {sum(count or 0 for count in counts.values()):,}"


def _counts(point: TrendPoint) -> dict[int, int | None]:
    return {1: point.promoters, 0: point.passives, -1: point.detractors}


def _shares(points: Sequence[TrendPoint], standing: int) -> list[float | None]:
    found: list[float | None] = []
    for point in points:
        counts = _counts(point)
        total = sum(count or 0 for count in counts.values())
        count = counts[standing]
        found.append(100 * count / total if count is not None and total else None)
    return found


def _per(share: float | None) -> str:
    return "withheld" if share is None else f"{share:.0f} %"


def _share_labels(
    drawn: dict[int, list[float | None]], names: dict[int, str], tone: Colours
) -> list[dict[str, Any]]:
    """Name the layers at the right edge, beside the last bar that is drawn."""
    last = {
        standing: next((value for value in reversed(values) if value is not None), 0.0)
        for standing, values in drawn.items()
    }
    floors = [0.0, *accumulate(last.values())]
    middles = [floor + value / 2 for floor, value in zip(floors, last.values(), strict=False)]
    where: dict[str, Any] = {"xref": "paper", "xanchor": "left", "xshift": 6, "align": "left"}
    return [
        label(
            f"{names[standing]}<br><b>{_per(value)}</b>",
            1,
            height,
            {1: tone.promoter, 0: tone.muted, -1: tone.bad}[standing],
            **where,
        )
        for (standing, value), height in zip(last.items(), _apart(middles), strict=True)
    ]


def _apart(heights: Sequence[float]) -> list[float]:
    """Move labels of two lines apart where layers are thin, and keep them inside the picture."""
    raised: list[float] = []
    for height in heights:
        raised.append(max(height, raised[-1] + LINES if raised else LINES / 2))
    ceiling = 100 - LINES / 2
    lowered: list[float] = []
    for height in reversed(raised):
        lowered.append(min(height, lowered[-1] - LINES if lowered else ceiling))
    return lowered[::-1]


def composition_alt(result: NpsTrends) -> str:
    """Say how the shares moved, in a sentence."""
    names = MEANINGS[result.metric.key]
    parts = []
    for standing in (1, -1):
        values = [value for value in _shares(result.trend, standing) if value is not None]
        if values:
            parts.append(f"{names[standing].lower()} from {values[0]:.0f} % to {values[-1]:.0f} %")
    said = "; ".join(parts) or "too few answers to show"
    return f"Shares of answers by {result.grain}: {said}."
