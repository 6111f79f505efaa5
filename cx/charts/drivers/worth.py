"""What fixing each problem may be worth, in money a year: rounded, each on its range."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.dissatisfaction.worth import Range, Worth
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain
from cx.words import rounded, signed


def worths(
    found: Sequence[tuple[str, Worth]], currency: str = "", is_dark: bool = False
) -> go.Figure:
    """Draw the money that fixing each problem may be worth.

    Parameters
    ----------
    found : sequence of tuple of str and Worth
        Name of the problem and what fixing it may be worth, in order; those without money are
        left out.
    currency : str
        Code before the amounts; empty where none is said.
    """
    told = [(name, each, each.money) for name, each in found if each.money]
    return draw_rows(
        [_row(name, each, money, currency) for name, each, money in told],
        alt=worths_alt(found, currency),
        is_dark=is_dark,
        head=f"about {currency} a year" if currency else "about, a year",
        axis=f"contribution a year, {currency or 'in the currency of your data'}",
        legend=(
            "Contribution a year, through who stays, if nobody rated it low any more but in the "
            "middle. Bar: from the least to the most that the assumptions allow. It holds only if "
            "fixing moves scores; the data show association."
        ),
    )


def _row(name: str, each: Worth, money: Range, currency: str) -> Row:
    points = each.points
    hover = (
        f"{plain(name, 60)}<br><b>{amounts(money, currency)}</b><br>"
        f"{signed(points.value, 1)} points, 95 % interval {signed(points.low, 1)} to "
        f"{signed(points.high, 1)}"
    )
    mark = Mark(money.value, money.low, money.high, "good", "triangle-up", hover)
    middle, low, high = rounded(money.value, money.low, money.high)
    return Row(name, name, f"{low} to {high}", f"<b>{middle}</b>", (mark,), "good")


def amounts(money: Range, currency: str) -> str:
    """Write an amount as people say it, rounded, with its range.

    >>> amounts(Range(2643.0, 618.4, 9059.0), "EUR"), amounts(Range(2643.0, 618.4, 9059.0), "")
    ('about EUR 2,600 a year, 600 to 9,100', 'about 2,600 a year, 600 to 9,100')
    """
    middle, low, high = rounded(money.value, money.low, money.high)
    said = f"{currency} {middle}".strip()
    return f"about {said} a year, {low} to {high}"


def worths_alt(found: Sequence[tuple[str, Worth]], currency: str = "") -> str:
    """Say what fixing each may be worth, in a sentence."""
    named = "; ".join(
        f"{name} {amounts(each.money, currency)}" for name, each in found if each.money
    )
    return f"What fixing each problem may be worth: {named or 'nothing that can be told'}."
