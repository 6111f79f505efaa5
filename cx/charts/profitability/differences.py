"""How the mixes of unprofitable customers of a segment differ from those of profitable ones."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.profit.results import MixDifference
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain
from cx.words import signed

LEGEND = (
    "Mean share of a channel in the contacts of customers who earn (circle) and of those who lose "
    "money (triangle). Coloured: the difference is clear among all channels and segments."
)


def key_of(each: MixDifference) -> str:
    """Return what a click on a row stands for."""
    return f"{each.segment}|{each.channel}"


def ordered(found: Sequence[MixDifference]) -> list[MixDifference]:
    """Return the channels that can be told of, what the unprofitable use most more of first."""
    told = [each for each in found if each.difference is not None]
    return sorted(told, key=lambda each: -(each.difference.value if each.difference else 0.0))


def differences(found: Sequence[MixDifference], is_dark: bool = False) -> go.Figure:
    """Draw the channels of one segment.

    Parameters
    ----------
    found : sequence of MixDifference
        Of one segment.
    """
    held = ordered(found)
    return draw_rows(
        [_row(each) for each in held],
        alt=differences_alt(found),
        is_dark=is_dark,
        legend=f"{LEGEND} n = {_customers(found):,} customers.",
        suffix=" %",
        head="difference in points (95 %)",
    )


def differences_alt(found: Sequence[MixDifference]) -> str:
    """Say in a sentence what the unprofitable use more, where that is clear."""
    clear = [each for each in ordered(found) if each.is_clear and each.difference]
    if not clear:
        return "No channel is used clearly more by customers who lose money."
    first, last = clear[0], clear[-1]
    said = f"In {first.segment}, customers who lose money use {_compared(first)}"
    return f"{said} and {_compared(last)}." if last != first else f"{said}."


def _compared(each: MixDifference) -> str:
    value = 100 * each.difference.value if each.difference else 0.0
    word = "more" if value > 0 else "less"
    return f"{each.channel} {abs(value):.0f} points {word}"


def _customers(found: Sequence[MixDifference]) -> int:
    return max(
        (each.profitable_customers + each.unprofitable_customers for each in found), default=0
    )


def _row(each: MixDifference) -> Row:
    value, low, high = (100 * end for end in _ends(each))
    meaning = ("bad" if value > 0 else "good") if each.is_clear else "muted"
    earn, lose = 100 * (each.profitable or 0.0), 100 * (each.unprofitable or 0.0)
    said = f"{signed(value)} ({signed(low)} to {signed(high)})"
    hover = (
        f"<b>{plain(each.channel, 40)}</b><br>earn: {earn:.1f} % of contacts, "
        f"{each.profitable_customers:,} customers<br>lose money: {lose:.1f} %, "
        f"{each.unprofitable_customers:,} customers"
    )
    marks = (
        Mark(earn, min(earn, lose), max(earn, lose), "passive", "circle", hover),
        Mark(lose, None, None, meaning, "triangle-up", hover),
    )
    return Row(key_of(each), each.channel, "", said, marks, meaning)


def _ends(each: MixDifference) -> tuple[float, float, float]:
    found = each.difference
    return (found.value, found.low, found.high) if found else (0.0, 0.0, 0.0)
