"""The next 90 days, week by week: who comes to a juncture, and for whom a word is due before."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from cx.charts import theme
from cx.charts.theme import Colours, label
from cx.topics.journeys.results import Juncture

HEIGHT, DAYS, WEEK = 300, 90, 7
DUE, FINE = "due", "fine"
NAMES = {DUE: "something speaks for a word before", FINE: "nothing on file against it"}
LEGEND = (
    "Striped: an open case, an unhappy last answer, no answer yet, or 90 days of silence. Plain: "
    "nothing of the kind on file. Counts of all who are due, no sample."
)


def week_of(found: Juncture) -> int:
    """Return the week a juncture falls into, counted from 0.

    >>> from dataclasses import replace
    >>> week_of(Juncture("renewal", date(2026, 7, 9), 8, 30, "", "", "", "", None, 0, None, None,
    ...     None, None, ()))
    1
    """
    return max(0, found.days_ahead - 1) // WEEK


def starts_on(found: Sequence[Juncture], week: int) -> date:
    """Return the first day of a week."""
    first = found[0].due_on - timedelta(days=found[0].days_ahead - 1)
    return first + timedelta(days=WEEK * week)


def key_of(week: int, part: str) -> str:
    """Return what a click on a part of a week stands for."""
    return f"{week}|{part}"


def part_of(found: Juncture) -> str:
    """Return which part of its week a juncture belongs to."""
    return DUE if found.concerns else FINE


def calendar(found: Sequence[Juncture], is_dark: bool = False) -> go.Figure:
    """Draw how many come to a juncture in each week ahead."""
    tone = theme.colours(is_dark)
    weeks = range(-(-DAYS // WEEK))
    counts = {
        part: [sum(week_of(j) == week and part_of(j) == part for j in found) for week in weeks]
        for part in (DUE, FINE)
    }
    days = [starts_on(found, week) for week in weeks] if found else []
    names = [f"{day.day} {day:%b}" for day in days]
    totals = [due + fine for due, fine in zip(counts[DUE], counts[FINE], strict=True)]
    layout = {
        "barmode": "stack",
        "bargap": 0.25,
        "xaxis": {"tickvals": list(weeks)[::2], "ticktext": names[::2]},
        "yaxis": {"visible": False, "range": [0, 1.15 * max(totals, default=1)]},
        "hovermode": "closest",
        "annotations": [
            label(f"{total}", week, total, tone.ink, yanchor="bottom")
            for week, total in enumerate(totals)
            if total and names
        ],
    }
    traces = [_bars(part, counts[part], names, tone) for part in (DUE, FINE)]
    alt = calendar_alt(found)
    return theme.finish(traces, layout, alt=alt, is_dark=is_dark, height=HEIGHT, legend=LEGEND)


def calendar_alt(found: Sequence[Juncture]) -> str:
    """Say in a sentence what the calendar shows."""
    due = sum(part_of(each) == DUE for each in found)
    return (
        f"{len(found):,} junctures in the next 90 days; for {due:,} of them a word is due before."
    )


def _bars(part: str, counts: Sequence[int], names: Sequence[str], tone: Colours) -> dict[str, Any]:
    is_due = part == DUE
    colour = tone.bad if is_due else tone.passive
    return {
        "type": "bar",
        "x": list(range(len(counts))),
        "y": list(counts),
        "marker": {
            "color": theme.veil(colour, 0.5),
            "line": {"color": colour, "width": 1},
            "pattern": {"shape": "/" if is_due else "", "fgcolor": colour, "size": 6},
        },
        "customdata": [
            [key_of(week, part), f"week of {name}: {count:,}<br>{NAMES[part]}"]
            for week, (name, count) in enumerate(zip(names, counts, strict=False))
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 0.45}},
    }
