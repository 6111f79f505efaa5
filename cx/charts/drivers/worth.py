"""What mending each failing may be worth: points of the score, and money beside them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.dissatisfaction.worth import Range, Worth
from cx.charts.drivers.costs import signed
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain


def worths(
    found: Sequence[tuple[str, Worth]], currency: str = "", is_dark: bool = False
) -> go.Figure:
    """Draw the points that mending each failing may bring back, with the money in words.

    Parameters
    ----------
    found : sequence of tuple of str and Worth
        Name of the failing and what mending it may be worth, in order.
    currency : str
        Code before the amounts; empty where none is said.
    """
    has_money = any(each.money for _, each in found)
    money = " Beside the name: contribution a year, through who stays." if has_money else ""
    return draw_rows(
        [_row(name, each, currency) for name, each in found],
        alt=worths_alt(found),
        is_dark=is_dark,
        legend=(
            "Points of the score if nobody rated it low any more, but in the middle. Bar: 95 % "
            f"interval.{money} Holds only if mending moves scores; the data show association."
        ),
    )


def _row(name: str, each: Worth, currency: str) -> Row:
    points = each.points
    hover = (
        f"{plain(name, 60)}<br><b>{signed(points.value)} points</b>, 95 % interval "
        f"{signed(points.low)} to {signed(points.high)}{_at_best(each.money, currency)}"
    )
    mark = Mark(points.value, points.low, points.high, "good", "triangle-up", hover)
    note = f"{amounts(each.money, currency)} a year" if each.money else ""
    return Row(name, name, note, f"<b>{signed(points.value)}</b>", (mark,), "good")


def _at_best(money: Range | None, currency: str) -> str:
    if money is None:
        return ""
    middle = f"{currency} {money.value:,.0f}".strip()
    return f"<br>{middle} a year, {amounts(money, currency)}"


def amounts(money: Range, currency: str) -> str:
    """Write the ends of an amount.

    >>> amounts(Range(2554.0, 631.4, 8352.0), "EUR")
    'EUR 631 to 8,352'
    """
    return f"{currency} {money.low:,.0f} to {money.high:,.0f}".strip()


def worths_alt(found: Sequence[tuple[str, Worth]]) -> str:
    """Say what mending each may bring, in a sentence."""
    named = ", ".join(f"{name} {signed(each.points.value)} points" for name, each in found)
    return f"What mending each failing may be worth: {named or 'nothing that can be told'}."
