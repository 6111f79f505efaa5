"""The whale curve: what the most profitable customers earn together, and what the others take."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cx.analysis.profit.results import Whale, WhalePoint
from cx.charts import theme
from cx.charts.theme import Colours, label
from cx.topics.profitability.amounts import short, whole

HEIGHT, TENTHS = 340, 10
LEGEND = (
    "Customers from the most profitable to the least; the curve adds up what they contribute. "
    "After the peak everybody takes from it. Dots end each tenth of customers."
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A tenth of the customers, by rank.

    Attributes
    ----------
    first, last : int
        Ranks, both counted; the most profitable is 1.
    end : WhalePoint
        Of the curve, where it ends.
    """

    first: int
    last: int
    end: WhalePoint

    @property
    def key(self) -> str:
        """What a click on its dot stands for."""
        return f"{self.first}-{self.last}"

    @property
    def customers(self) -> int:
        """How many there are."""
        return self.last - self.first + 1


def stretches(found: Whale) -> list[Stretch]:
    """Return the tenths of the customers, ended at the nearest point that the curve keeps."""
    ends: list[WhalePoint] = []
    for tenth in range(1, TENTHS + 1):
        wanted = found.customers * tenth / TENTHS
        near = min(found.points, key=lambda point: abs(point.customers - wanted), default=None)
        if near is not None and near.customers > (ends[-1].customers if ends else 0):
            ends.append(near)
    begins = [0, *(end.customers for end in ends)]
    return [Stretch(at + 1, end.customers, end) for at, end in zip(begins, ends, strict=False)]


def whale(found: Whale, is_dark: bool = False) -> go.Figure:
    """Draw the curve.

    Parameters
    ----------
    found : Whale
        In money where its total is not above 0, else in shares of the total.
    """
    tone = theme.colours(is_dark)
    if found.refusal or not found.points:
        said = found.refusal.message if found.refusal else "No customers."
        layout = theme.words_only(said, tone)
        return theme.finish([], layout, alt=said, is_dark=is_dark, height=HEIGHT)
    layout = {
        "xaxis": {"range": [-1, 101], "ticksuffix": " %", "title": {"text": "of customers"}},
        "yaxis": _axis(found),
        "hovermode": "closest",
        "shapes": [_level(found, tone), *_fall(found, tone)],
        "annotations": _texts(found, tone),
    }
    return theme.finish(
        [_line(found, tone), _dots(found, tone)],
        layout,
        alt=whale_alt(found),
        is_dark=is_dark,
        height=HEIGHT,
        legend=LEGEND,
        responses=found.customers,
    )


def whale_alt(found: Whale) -> str:
    """Say in a sentence where the curve peaks and what is lost after."""
    if found.peak is None:
        return "There is no curve: too few customers."
    share = found.peak.margin_share
    earned = f"{100 * share:.0f} % of all" if share is not None else whole(found.peak.margin)
    return (
        f"The most profitable {100 * found.peak.customer_share:.0f} % of customers contribute "
        f"{earned}; the {found.losing:,} who lose money take {whole(-found.lost)} of it."
    )


def _height(point: WhalePoint, found: Whale) -> float:
    if found.is_in_currency or point.margin_share is None:
        return point.margin
    return 100 * point.margin_share


def _axis(found: Whale) -> dict[str, Any]:
    suffix = "" if found.is_in_currency else " %"
    title = "contribution so far" if found.is_in_currency else "of the contribution so far"
    return {"ticksuffix": suffix, "rangemode": "tozero", "title": {"text": title}, "nticks": 6}


def _line(found: Whale, tone: Colours) -> dict[str, Any]:
    points = [(0.0, 0.0), *((100 * p.customer_share, _height(p, found)) for p in found.points)]
    return {
        "type": "scatter",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "mode": "lines",
        "line": {"color": tone.promoter, "width": 3},
        "fill": "tozeroy",
        "fillcolor": tone.band,
        "hoverinfo": "skip",
    }


def _dots(found: Whale, tone: Colours) -> dict[str, Any]:
    parts = stretches(found)
    return {
        "type": "scatter",
        "x": [100 * part.end.customer_share for part in parts],
        "y": [_height(part.end, found) for part in parts],
        "mode": "markers",
        "marker": {"size": 10, "color": tone.focus, "line": {"color": tone.paper, "width": 1.5}},
        "customdata": [[part.key, _hover(part, found)] for part in parts],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _hover(part: Stretch, found: Whale) -> str:
    share = part.end.margin_share
    said = f" ({100 * share:.0f} % of all)" if share is not None else ""
    return (
        f"The best {part.last:,} of {found.customers:,} customers<br>"
        f"<b>{whole(part.end.margin)}</b>{said}<br>"
        f"ranks {part.first:,} to {part.last:,}: {part.customers:,} customers"
    )


def _level(found: Whale, tone: Colours) -> dict[str, Any]:
    """Draw the line that all customers together reach."""
    y = found.total if found.is_in_currency else 100
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y,
        "line": {"color": tone.muted, "width": 1, "dash": "dot"}, "layer": "below",
    }  # fmt: skip


def _fall(found: Whale, tone: Colours) -> list[dict[str, Any]]:
    """Shade the customers after the peak."""
    if found.peak is None or not found.losing:
        return []
    x = 100 * (1 - found.losing / found.customers)
    return [
        {
            "type": "rect", "yref": "paper", "x0": x, "x1": 100, "y0": 0, "y1": 1,
            "fillcolor": theme.veil(tone.bad, 0.12), "line": {"width": 0}, "layer": "below",
        }
    ]  # fmt: skip


def _texts(found: Whale, tone: Colours) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = []
    if found.peak is not None:
        x, y = 100 * found.peak.customer_share, _height(found.peak, found)
        said = short(found.peak.margin) if found.is_in_currency else f"{y:.0f} %"
        notes.append(_word(f"peak <b>{said}</b>", min(x, 92), y, tone.ink, "bottom", 6))
    if found.losing:
        x = 100 - 50 * found.losing / found.customers
        said = f"{found.losing:,} lose<br><b>{short(found.lost)}</b>"
        place: dict[str, Any] = {"yref": "paper", "yanchor": "bottom"}
        notes.append(label(said, x, 0.04, tone.ink, **place))
    return notes


def _word(text: str, x: float, y: float, colour: str, anchor: str, shift: int) -> dict[str, Any]:
    return label(text, x, y, colour, yanchor=anchor, yshift=shift)
