"""How every chart looks: colours by meaning, a light and a dark template, one finish."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'
SIZE, SMALL = 14, 12.5
"""Text in pixels: the second for what only accompanies."""

MOST_CATEGORIES = 6
"""More are gathered in "other" or left to the table."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours by meaning; blue against orange stays apart for colour-blind eyes.

    Text colours keep 4.5 to 1 against the page, marks 3 to 1 (WCAG 2.2 AA).

    Parameters
    ----------
    ink, muted, grid, paper, strip : str
        Text, what accompanies, lines in the background, the page itself, and the ground of a
        row's name.
    promoter, passive, detractor : str
        The three meanings of an answer, and their like for satisfaction and ease.
    focus, band, other_band : str
        What the chart is about, its interval, and the ordinary range of a process.
    good, bad : str
        Clearly better and clearly worse, always beside a shape or a sign.

    Notes
    -----
    Source: hues after Okabe and Ito 2008, "Color universal design", shifted for contrast.
    """

    ink: str
    muted: str
    grid: str
    paper: str
    strip: str
    promoter: str
    passive: str
    detractor: str
    focus: str
    band: str
    other_band: str
    good: str
    bad: str


LIGHT = Colours(
    ink="#0C1622",
    muted="#5B6775",
    grid="#E5E9EE",
    paper="#FFFFFF",
    strip="#F3F5F8",
    promoter="#0A6AA8",
    passive="#86929F",
    detractor="#C8500A",
    focus="#12466F",
    band="rgba(10, 106, 168, 0.16)",
    other_band="rgba(91, 103, 117, 0.08)",
    good="#00705A",
    bad="#A8410A",
)
DARK = Colours(
    ink="#E7ECF1",
    muted="#9CA9B6",
    grid="#25303B",
    paper="#0F161D",
    strip="#1A232D",
    promoter="#52AEEA",
    passive="#73808D",
    detractor="#F08C4A",
    focus="#86C8F5",
    band="rgba(82, 174, 234, 0.20)",
    other_band="rgba(156, 169, 182, 0.09)",
    good="#3CC79C",
    bad="#F5965A",
)

CLEAR = "rgba(0, 0, 0, 0)"
"""No colour: what is there and not seen, such as the part below a floating bar."""

STANDINGS = {1: "promoter", 0: "passive", -1: "detractor"}
"""Which colour a standing has, by the number that queries give it."""


def colours(is_dark: bool) -> Colours:
    """Return the colours of one appearance.

    >>> colours(is_dark=True).paper == colours(is_dark=False).paper
    False
    """
    return DARK if is_dark else LIGHT


def veil(colour: str, part: float = 0.14) -> str:
    """Return a colour that lets the page through, for bands.

    >>> veil("#0A6AA8", 0.5)
    'rgba(10, 106, 168, 0.5)'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {part})"


def _template(tone: Colours) -> go.layout.Template:
    axis = {
        "gridcolor": tone.grid,
        "linecolor": tone.grid,
        "zerolinecolor": tone.passive,
        "zerolinewidth": 1,
        "tickfont": {"color": tone.muted, "size": SMALL},
        "title": {"font": {"color": tone.muted, "size": SMALL}},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": SIZE, "color": tone.ink},
            "title": {"font": {"size": 16, "color": tone.ink}, "x": 0, "xanchor": "left"},
            "paper_bgcolor": "rgba(0, 0, 0, 0)",
            "plot_bgcolor": "rgba(0, 0, 0, 0)",
            "colorway": [tone.promoter, tone.detractor, tone.good, tone.passive, tone.focus],
            "xaxis": axis | {"showgrid": False},
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": tone.paper,
                "bordercolor": tone.grid,
                "font": {"family": FONT, "size": SIZE, "color": tone.ink},
                "align": "left",
            },
            "annotationdefaults": {"font": {"family": FONT, "size": SMALL, "color": tone.ink}},
            "showlegend": False,
            "dragmode": False,
        }
    )


TEMPLATES = {False: _template(LIGHT), True: _template(DARK)}
"""Set on every figure by name of appearance: Streamlit replaces Plotly's own default."""


def finish(
    traces: Sequence[dict[str, Any]],
    layout: dict[str, Any],
    *,
    alt: str,
    is_dark: bool,
    height: int,
    legend: str = "",
    responses: int | None = None,
    title: str | None = None,
) -> go.Figure:
    """Make the figure: our template, a transparent page, margins, hover, the sample size on it.

    Parameters
    ----------
    traces : sequence of dict
        What to draw, as Plotly has it; lists, no frames.
    layout : dict
        What is particular to this chart: axes, shapes, annotations.
    alt : str
        What the chart says, in a sentence, for those who hear it. Kept in ``layout.meta``.
    is_dark : bool
        Appearance of the page it stands on.
    height : int
        Pixels; the width is that of the page.
    legend : str
        What the marks mean, in a line to print below. Kept in ``layout.meta``.
    responses : int, optional
        Answers behind it, written in the corner.
    title : str, optional
        Inside the picture, for slides; pages print their own above it.

    Examples
    --------
    >>> figure = finish([], {}, alt="Nothing yet.", is_dark=False, height=100, responses=1234)
    >>> figure.layout.meta["alt"], figure.layout.annotations[0].text
    ('Nothing yet.', 'n = 1,234')
    """
    notes = [*layout.pop("annotations", ())]
    if responses is not None:
        notes.append(_sample_size(responses, colours(is_dark)))
    top = (44 if title else 8) + (18 if responses is not None else 0)
    margin = {"l": 4, "r": 8, "t": top, "b": 8, "pad": 4} | layout.pop("margin", {})
    whole = {
        "template": TEMPLATES[is_dark],
        "height": height,
        "margin": margin,
        "annotations": notes,
        "meta": {"alt": alt, "legend": legend},
        **({"title": {"text": title}} if title else {}),
        **layout,
    }
    return go.Figure(data=list(traces), layout=whole)


def _sample_size(responses: int, tone: Colours) -> dict[str, Any]:
    return {
        "text": f"n = {responses:,}",
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 1,
        "xanchor": "right",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"size": SMALL, "color": tone.muted},
    }


def alt_of(figure: go.Figure) -> str:
    """Return what a figure says, for those who hear it.

    >>> alt_of(finish([], {}, alt="NPS by month.", is_dark=True, height=100))
    'NPS by month.'
    """
    return str(figure.layout.meta["alt"])


def words_only(sentence: str, tone: Colours) -> dict[str, Any]:
    """Return the layout of a picture that has nothing to draw, and says so.

    >>> words_only("Too few answers.", LIGHT)["annotations"][0]["text"]
    'Too few answers.'
    """
    hidden = {"visible": False}
    where: dict[str, Any] = {"xref": "paper", "yref": "paper"}
    return {
        "xaxis": hidden,
        "yaxis": hidden,
        "annotations": [label(sentence, 0.5, 0.5, tone.muted, size=SIZE, **where)],
    }


def plain(text: str, longest: int = 34) -> str:
    """Return data text as a chart may show it: no markup of its own, cut to a length that fits.

    >>> plain("R&D <b>"), plain("A very long name of something", longest=12)
    ('R&amp;D &lt;b&gt;', 'A very long…')
    """
    short = text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def label(
    text: str, x: float | str, y: float, colour: str, *, size: float = SMALL, **where: Any
) -> dict[str, Any]:
    """Return a direct label: text without an arrow.

    >>> label("now 34", 1, 2, LIGHT.ink, xref="paper")["xref"]
    'paper'
    """
    font = {"color": colour, "size": size}
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": font, **where}
