"""Who stays after a good and after a bad answer: curves with their intervals."""

from typing import Any

import plotly.graph_objects as go

from cx.analysis.defection.survival import YEAR, Curve, Survival
from cx.charts import theme
from cx.charts.theme import Colours, label, plain

LIKE = {
    "promoter": ("promoters", "satisfied", "found it easy", "answered", "no complaint"),
    "passive": ("passives", "neutral", "middling", "put right"),
    "detractor": (
        "detractors",
        "dissatisfied",
        "found it hard",
        "did not answer",
        "not put right",
    ),
}
MEANINGS = {name: meaning for meaning, names in LIKE.items() for name in names}
DASHES = {"promoter": "solid", "passive": "dot", "detractor": "dash"}
HALF_A_YEAR, MOST_TICKS = YEAR / 2, 13
APART = 0.075
"""Part of the axis that names at the end of curves keep from each other."""


def leaving(found: Survival, since: str = "the answer", is_dark: bool = False) -> go.Figure:
    """Draw the share still there by months since day zero.

    Parameters
    ----------
    found : Survival
        Curves that were not refused.
    since : str
        What day zero is, in words.
    """
    tone = theme.colours(is_dark)
    lowest = _lowest(found)
    layout = {
        "xaxis": {"title": {"text": f"months since {since}"}, "rangemode": "tozero"}
        | _ticks(found),
        "yaxis": {"ticksuffix": " %", "range": [lowest, 101]},
        "annotations": _ends(found, lowest, tone),
        "margin": {"r": 118},
    }
    return theme.finish(
        [trace for curve in found.curves for trace in _traces(curve, _colour(curve, tone))],
        layout,
        alt=leaving_alt(found),
        is_dark=is_dark,
        height=320,
        legend="Share of customers still there. Band: 95 % interval. Cut where fewer than ten are.",
        responses=sum(curve.people for curve in found.curves),
    )


def _named(curve: Curve) -> str:
    return f"{curve.name[:1].upper()}{curve.name[1:]}"


def _colour(curve: Curve, tone: Colours) -> str:
    return str(getattr(tone, MEANINGS.get(curve.name.lower(), "focus")))


def _ticks(found: Survival) -> dict[str, Any]:
    """Months, every six of them, or every twelve where that would be many."""
    last = max(curve.days[-1] for curve in found.curves)
    step = HALF_A_YEAR if last / HALF_A_YEAR < MOST_TICKS / 2 else YEAR
    places = [step * at for at in range(int(last // step) + 1)]
    return {"tickvals": places, "ticktext": [f"{12 * each / YEAR:.0f}" for each in places]}


def _traces(curve: Curve, colour: str) -> list[dict[str, Any]]:
    dash = DASHES.get(MEANINGS.get(curve.name.lower(), ""), "solid")
    band = {"type": "scatter", "mode": "lines", "x": curve.days, "hoverinfo": "skip"}
    nothing = {"shape": "hv", "width": 0, "color": colour}
    return [
        band | {"y": [100 * each for each in curve.low], "line": nothing},
        band
        | {
            "y": [100 * each for each in curve.high],
            "line": nothing,
            "fill": "tonexty",
            "fillcolor": theme.veil(colour),
        },
        {
            "type": "scatter",
            "mode": "lines",
            "x": curve.days,
            "y": [100 * each for each in curve.share],
            "line": {"shape": "hv", "width": 2, "color": colour, "dash": dash},
            "hovertemplate": f"{plain(curve.name)}<br>day %{{x:.0f}}: %{{y:.0f}} %<extra></extra>",
        },
    ]


def _lowest(found: Survival) -> float:
    return max(0.0, 100 * min(min(curve.low) for curve in found.curves) - 5)


def _ends(found: Survival, lowest: float, tone: Colours) -> list[dict[str, Any]]:
    """Names at the right of the curves, in their order and never upon each other."""
    ordered = sorted(found.curves, key=lambda curve: curve.share[-1])
    places = spread([100 * curve.share[-1] for curve in ordered], APART * (101 - lowest))
    return [
        label(
            f"{plain(_named(curve))} {100 * curve.share[-1]:.0f} %",
            1.0,
            place,
            _colour(curve, tone),
            xref="paper",
            xanchor="left",
            xshift=6,
        )
        for curve, place in zip(ordered, places, strict=True)
    ]


def spread(values: list[float], least: float) -> list[float]:
    """Move values apart, upwards from the lowest, until each keeps its distance.

    >>> spread([80.0, 81.0, 90.0], 3.0)
    [80.0, 83.0, 90.0]
    """
    found: list[float] = []
    for value in values:
        found.append(max(value, found[-1] + least) if found else value)
    return found


def leaving_alt(found: Survival) -> str:
    """Say how many of each group are still there after a year, in a sentence."""
    parts = []
    for curve in found.curves:
        last = max(curve.at, default=None)
        if last is not None:
            parts.append(f"{curve.name} {curve.at[last].value:.0%} after {last:.0f} days")
    return f"Still customers: {', '.join(parts) or 'too early to tell'}."
