"""Whether a theme is spreading: its share of the comments month by month."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours, label, plain
from cx.topics.voice.results import Theme, ThemeMonth, ThemesOf

HEIGHT = 260
PEAK, MOST_NAMED = 1.5, 2


def course(found: ThemesOf, number: int, is_dark: bool = False) -> go.Figure:
    """Draw the share of the comments that are about a theme, the other themes behind it.

    Parameters
    ----------
    found : ThemesOf
        Themes of one language.
    number : int
        Of the theme that it is about.
    is_dark : bool
        Appearance of the page.
    """
    tone = theme.colours(is_dark)
    chosen = next(each for each in found.themes if each.number == number)
    others = [each for each in found.themes if each.number != number]
    layout = {
        "xaxis": {
            "type": "date",
            "nticks": 8,
            "tickangle": 0,
            "tickformat": "%b\n%Y",
            "range": _ends(chosen),
        },
        "yaxis": {"ticksuffix": " %", "rangemode": "tozero", "nticks": 5},
        "hovermode": "closest",
        "annotations": [*_last(chosen, tone), *(_named(peak, tone) for peak in peaks(others))],
        "margin": {"r": 42},
    }
    return theme.finish(
        [*(_other(each, tone) for each in others), *_band(chosen, tone), _line(chosen, tone)],
        layout,
        alt=course_alt(chosen),
        is_dark=is_dark,
        height=HEIGHT,
        legend=(
            "Share of the month's comments that are about it. Shaded: 95 % interval."
            + (" In grey: the other themes, named where a month stands out." if others else "")
        ),
        responses=sum(month.comments for month in chosen.months),
    )


def _ends(of: Theme) -> list[str] | None:
    """Return the ends of the axis: the months there are, and no empty one beside them."""
    if not of.months:
        return None
    air = timedelta(days=10)
    first, last = of.months[0].starts_on, of.months[-1].starts_on
    return [(first - air).isoformat(), (last + air).isoformat()]


def peaks(themes: Sequence[Theme]) -> list[tuple[Theme, ThemeMonth]]:
    """Return themes with a month that stands out: its interval lies above the share of all months.

    The most pronounced first, two at most, so that their names have room.
    """
    found = []
    for each in themes:
        comments = sum(month.comments for month in each.months)
        usual = 100 * sum(month.about for month in each.months) / comments if comments else 0.0
        top = max(_shown(each), key=lambda month: month.share.value or 0.0, default=None)
        if top and top.share.low is not None and top.share.low > max(PEAK * usual, usual + 5):
            found.append((top.share.low - usual, each, top))
    ordered = sorted(found, key=lambda each: -each[0])
    return [(each, top) for _, each, top in ordered[:MOST_NAMED]]


def _named(peak: tuple[Theme, ThemeMonth], tone: Colours) -> dict[str, Any]:
    of, month = peak
    text = f"{plain(of.name)} {month.share.value or 0:.0f} %"
    where: dict[str, Any] = {"yanchor": "bottom", "yshift": 3}
    return label(text, month.starts_on.isoformat(), month.share.value or 0.0, tone.muted, **where)


def _shown(of: Theme) -> list[ThemeMonth]:
    return [month for month in of.months if month.share.value is not None]


def _xy(of: Theme) -> tuple[list[str], list[float | None]]:
    months = of.months
    return [month.starts_on.isoformat() for month in months], [
        month.share.value for month in months
    ]


def _other(of: Theme, tone: Colours) -> dict[str, Any]:
    x, y = _xy(of)
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": tone.passive, "width": 1.2},
        "opacity": 0.45,
        "hovertemplate": f"{plain(of.name, 60)}: " + "%{y:.0f} %<extra></extra>",
    }


def _band(of: Theme, tone: Colours) -> list[dict[str, Any]]:
    known = [month for month in of.months if month.share.low is not None]
    days = [month.starts_on.isoformat() for month in known]
    edge = {
        "type": "scatter",
        "x": days,
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {"width": 0},
    }
    return [
        edge | {"y": [month.share.low for month in known]},
        edge
        | {"y": [month.share.high for month in known], "fill": "tonexty", "fillcolor": tone.band},
    ]


def _line(of: Theme, tone: Colours) -> dict[str, Any]:
    x, y = _xy(of)
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines+markers",
        "line": {"color": tone.focus, "width": 2.5},
        "marker": {"size": 7, "color": tone.focus},
        "customdata": [[month.starts_on.isoformat(), _hover(month)] for month in of.months],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }


def _hover(month: ThemeMonth) -> str:
    share = month.share
    ends = ""
    if share.low is not None and share.high is not None:
        ends = f"<br>95 % interval {share.low:.0f} to {share.high:.0f} %"
    value = f"<b>{share.value:.0f} %</b>, " if share.value is not None else ""
    return f"{month.starts_on:%B %Y}<br>{value}{month.about:,} of {month.comments:,} comments{ends}"


def _last(of: Theme, tone: Colours) -> list[dict[str, Any]]:
    known = _shown(of)
    if not known:
        return []
    end = known[-1]
    day, value = end.starts_on.isoformat(), end.share.value or 0.0
    return [label(f"<b>{value:.0f} %</b>", day, value, tone.focus, xanchor="left", xshift=8)]


def course_alt(of: Theme) -> str:
    """Say how the share moved, in a sentence."""
    known = _shown(of)
    if not known:
        return f"Share of comments about {of.name} by month: no month has enough comments."
    first, last = known[0], known[-1]
    return (
        f"Share of comments about {of.name} by month, from {first.share.value:.0f} % in "
        f"{first.starts_on:%B %Y} to {last.share.value:.0f} % in {last.starts_on:%B %Y}."
    )
