"""What moves of contacts would earn: by how much of the gap survives, by move, by scenario."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cx.analysis.estimate import Estimate
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain
from cx.topics.profitability.amounts import short, whole

LEGEND = (
    "Dot: change of the margin. Line: its 95 % interval. Coloured where all of it is on one side."
)
SMALLEST = 11.5
NOW = ("today", 0.0)


@dataclass(frozen=True, slots=True)
class Gain:
    """A row: a name, and what would change.

    Parameters
    ----------
    key : str
        What a click on it stands for.
    said : str
        What is known beside it, for those who point at it.
    who : str
        Whom a click on it lists, and how many they are.
    is_chosen : bool
        Whether it is the one that is looked at.
    """

    key: str
    name: str
    note: str
    change: Estimate
    said: str = ""
    who: str = ""
    is_chosen: bool = False


def gains(found: Sequence[Gain], count: int, noun: str, is_dark: bool = False) -> go.Figure:
    """Draw changes of the margin below each other, against today.

    Parameters
    ----------
    found : sequence of Gain
        From top to bottom.
    count, noun : int and str
        What is behind all of it, such as contacts.
    """
    return draw_rows(
        [_row(each) for each in found],
        alt=gains_alt(found),
        is_dark=is_dark,
        legend=f"{LEGEND} n = {count:,} {noun}.",
        reference=NOW,
        longest=32,
    )


def gains_alt(found: Sequence[Gain]) -> str:
    """Say in a sentence which change is the largest."""
    most = max(found, key=lambda each: each.change.value, default=None)
    if most is None:
        return "Nothing would change."
    low, high = whole(most.change.low), whole(most.change.high)
    return f"The most: {most.name}, {whole(most.change.value)} (95 %: {low} to {high})."


def meaning_of(change: Estimate) -> str:
    """Say by a colour of the theme whether a change is clear, and clearly for the better.

    >>> meaning_of(Estimate(3.0, 1.0, 5.0)), meaning_of(Estimate(3.0, -1.0, 5.0))
    ('good', 'muted')
    """
    return "good" if change.low > 0 else "bad" if change.high < 0 else "muted"


def _row(each: Gain) -> Row:
    meaning = meaning_of(each.change)
    low, high = short(each.change.low, True), short(each.change.high, True)
    hover = (
        f"<b>{plain(each.name, 60)}</b><br>{plain(each.note, 60)}<br>"
        f"<b>{short(each.change.value, True)}</b> (95 %: {low} to {high})"
    ) + "".join(f"<br>{plain(text, 80)}" for text in (each.said, each.who) if text)
    symbol = "diamond" if each.is_chosen else "circle"
    mark = Mark(each.change.value, each.change.low, each.change.high, meaning, symbol, hover)
    figure = f"<b>{short(each.change.value, True)}</b>"
    note = f"<span style='font-size:{SMALLEST}px'>{plain(each.note, 22)}</span>"
    return Row(each.key, each.name, note, figure, (mark,), meaning)
