"""Who stays after a good and after a bad answer: curves with their intervals."""

from typing import Any

import plotly.graph_objects as go

from cx.analysis.defection.survival import Curve, Survival
from cx.charts import theme
from cx.charts.theme import Colours, label, plain

MEANINGS = {"promoters": "promoter", "passives": "passive", "detractors": "detractor"}
DASHES = {"promoters": "solid", "passives": "dot", "detractors": "dash"}
OTHERS = ("focus", "muted", "bad", "good")


def leaving(found: Survival, is_dark: bool = False) -> go.Figure:
    """Draw the share still there by days since the answer.

    Parameters
    ----------
    found : Survival
        Curves that were not refused.
    """
    tone = theme.colours(is_dark)
    colours = [getattr(tone, MEANINGS.get(c.name, OTHERS[at % 4])) for at, c in _placed(found)]
    traces = [
        trace
        for (_, curve), colour in zip(_placed(found), colours, strict=True)
        for trace in _traces(curve, colour)
    ]
    layout = {
        "xaxis": {"title": {"text": "days since the answer"}, "rangemode": "tozero"},
        "yaxis": {"ticksuffix": " %", "range": [_lowest(found), 101]},
        "annotations": _ends(found, colours, tone),
    }
    return theme.finish(
        traces,
        layout,
        alt=leaving_alt(found),
        is_dark=is_dark,
        height=320,
        legend="Share of customers still there. Band: 95 % interval. Cut where fewer than ten are.",
        responses=sum(curve.people for curve in found.curves),
    )


def _placed(found: Survival) -> list[tuple[int, Curve]]:
    return list(enumerate(found.curves))


def _traces(curve: Curve, colour: str) -> list[dict[str, Any]]:
    line = {"shape": "hv", "width": 2, "color": colour, "dash": DASHES.get(curve.name, "solid")}
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
            "line": line,
            "hovertemplate": f"{plain(curve.name)}<br>day %{{x}}: %{{y:.0f}} %<extra></extra>",
        },
    ]


def _lowest(found: Survival) -> float:
    return max(0.0, 100 * min(min(curve.low) for curve in found.curves) - 5)


def _ends(found: Survival, colours: list[str], tone: Colours) -> list[dict[str, Any]]:
    return [
        label(
            f"{plain(curve.name)} {100 * curve.share[-1]:.0f} %",
            curve.days[-1],
            100 * curve.share[-1],
            colour,
            xanchor="right",
            yanchor="bottom",
            yshift=6,
            bgcolor=theme.veil(tone.paper, 0.8),
        )
        for (_, curve), colour in zip(_placed(found), colours, strict=True)
    ]


def leaving_alt(found: Survival) -> str:
    """Say how many of each group are still there after a year, in a sentence."""
    parts = []
    for curve in found.curves:
        last = max(curve.at, default=None)
        if last is not None:
            parts.append(f"{curve.name} {curve.at[last].value:.0%} after {last:.0f} days")
    return f"Still customers: {', '.join(parts) or 'too early to tell'}."
