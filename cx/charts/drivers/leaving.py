"""Who stays after a good and after a bad answer: curves with their intervals."""

from collections.abc import Sequence
from dataclasses import replace
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
HEIGHT = 320
MEANINGS = {name: meaning for meaning, names in LIKE.items() for name in names}
DASHES = {"promoter": "solid", "passive": "dot", "detractor": "dash"}
QUARTER, HALF_A_YEAR, MOST_TICKS = YEAR / 4, YEAR / 2, 13
APART = 0.075
"""Part of the axis that names at the end of curves keep from each other."""


def leaving(
    found: Survival, since: str = "the answer", height: int = HEIGHT, is_dark: bool = False
) -> go.Figure:
    """Draw the share still there by months since day zero, as far as all groups can be followed.

    Parameters
    ----------
    found : Survival
        Curves that were not refused.
    since : str
        What day zero is, in words.
    height : int
        Pixels.

    Notes
    -----
    The figures beside the curves are of one day: twelve months where all groups reach them, else
    the last day that all of them reach.
    """
    tone = theme.colours(is_dark)
    day = compared_at(found)
    curves = [_until(curve, min(each.days[-1] for each in found.curves)) for curve in found.curves]
    lowest = _lowest(curves)
    layout = {
        "xaxis": {"title": {"text": f"months since {since}"}, "rangemode": "tozero"}
        | _ticks(curves),
        "yaxis": {"ticksuffix": " %", "range": [lowest, 101]},
        "annotations": [*_ends(curves, day, lowest, tone), _named_day(day, tone)],
        "shapes": [_rule(day, tone)],
        "margin": {"r": 132},
    }
    return theme.finish(
        [
            *(trace for curve in curves for trace in _traces(curve, _colour(curve, tone))),
            *(_dot(curve, day, _colour(curve, tone)) for curve in curves),
        ],
        layout,
        alt=leaving_alt(found),
        is_dark=is_dark,
        height=height,
        legend=(
            f"Share of customers still there; figures and dots: {_months(day)}. Band: 95 % "
            "interval. Cut where a group has fewer than ten left."
        ),
        responses=sum(curve.people for curve in found.curves),
    )


def compared_at(found: Survival) -> float:
    """Return the day that all groups are compared at: twelve months, or the last all reach."""
    return min(YEAR, *(curve.days[-1] for curve in found.curves))


def _months(day: float) -> str:
    """Write a day in months.

    >>> _months(365.0), _months(243.0)
    ('after 12 months', 'after 8.0 months')
    """
    return "after 12 months" if day == YEAR else f"after {12 * day / YEAR:.1f} months"


def share_at(curve: Curve, day: float) -> float:
    """Return the share still there on a day of a curve that reaches it, in per cent."""
    return 100 * next(
        share for at, share in zip(curve.days[::-1], curve.share[::-1], strict=True) if at <= day
    )


def _until(curve: Curve, day: float) -> Curve:
    """Cut a curve at a day."""
    kept = sum(at <= day for at in curve.days)
    share, low, high = (
        (*values[:kept], values[kept - 1]) for values in (curve.share, curve.low, curve.high)
    )
    return replace(curve, days=(*curve.days[:kept], day), share=share, low=low, high=high)


def _rule(day: float, tone: Colours) -> dict[str, Any]:
    line = {"color": tone.muted, "width": 1, "dash": "dot"}
    place = {"x0": day, "x1": day, "y0": 0, "y1": 1}
    return {"type": "line", "xref": "x", "yref": "paper", **place, "line": line}


def _named_day(day: float, tone: Colours) -> dict[str, Any]:
    where: dict[str, Any] = {"xref": "paper", "yref": "paper", "xanchor": "left", "xshift": 6}
    return label(_months(day), 1, 1, tone.muted, yanchor="top", **where)


def _dot(curve: Curve, day: float, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [day],
        "y": [share_at(curve, day)],
        "marker": {"size": 8, "color": colour},
        "customdata": [[curve.name, _hover(curve, day)]],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _hover(curve: Curve, day: float) -> str:
    share = f"{share_at(curve, day):.0f} % still there {_months(day)}"
    return f"{plain(_named(curve))}: {curve.people:,} customers<br>{share}"


def _named(curve: Curve) -> str:
    return f"{curve.name[:1].upper()}{curve.name[1:]}"


def _colour(curve: Curve, tone: Colours) -> str:
    return str(getattr(tone, MEANINGS.get(curve.name.lower(), "focus")))


def _ticks(curves: Sequence[Curve]) -> dict[str, Any]:
    """Months, every six of them, or every twelve where that would be many."""
    last = max(curve.days[-1] for curve in curves)
    step = QUARTER if last < YEAR else HALF_A_YEAR if last / HALF_A_YEAR < MOST_TICKS / 2 else YEAR
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


def _lowest(curves: Sequence[Curve]) -> float:
    return max(0.0, 100 * min(min(curve.low) for curve in curves) - 5)


def _ends(
    curves: Sequence[Curve], day: float, lowest: float, tone: Colours
) -> list[dict[str, Any]]:
    """Names at the right of the curves, in their order and never upon each other.

    Beside each the share on the day that all are compared at.
    """
    ordered = sorted(curves, key=lambda curve: curve.share[-1])
    places = spread([100 * curve.share[-1] for curve in ordered], APART * (101 - lowest))
    return [
        label(
            f"{plain(_named(curve))} {share_at(curve, day):.0f} %",
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
