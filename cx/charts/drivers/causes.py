"""What happened before bad answers: by how much each cause goes with more of them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.causes import Cause
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain


def causes(found: Sequence[Cause], is_dark: bool = False) -> go.Figure:
    """Draw the difference in bad answers that goes with each cause, adjusted where it is.

    Parameters
    ----------
    found : sequence of Cause
        As the analysis orders them.
    """
    held = sorted({name for each in found for name in each.held_equal if each.adjusted})
    adjusted = f" ◆ the same with {' and '.join(held)} held equal." if held else ""
    return draw_rows(
        [_row(each) for each in found],
        alt=causes_alt(found),
        is_dark=is_dark,
        suffix=" pts",
        legend=(
            "● share of bad answers after it, less that without it, in points."
            f"{adjusted} Bar: 95 % interval. Open: may be nothing."
        ),
    )


def _row(each: Cause) -> Row:
    if each.difference is None or each.difference.value is None:
        said = each.refusal.remedy if each.refusal else "no answers"
        return Row(each.name, each.name, "", plain(said, 40), (), "muted")
    value = 100 * each.difference.value
    is_bad = each.is_clear and value > 0
    return Row(
        each.name,
        each.name,
        f"{each.exposed:,} answers",
        f"<b>{value:+.0f}</b>".replace("-", "−"),
        tuple(_marks(each)),
        "bad" if is_bad else "muted",
    )


def _marks(each: Cause) -> list[Mark]:
    found = []
    for estimate, shape, words in (
        (each.difference, "circle", "as it is"),
        (each.adjusted, "diamond", "adjusted"),
    ):
        if estimate is None or estimate.value is None:
            continue
        ends = [100 * (end or 0.0) for end in (estimate.value, estimate.low, estimate.high)]
        symbol = shape if each.is_clear else f"{shape}-open"
        meaning = "bad" if each.is_clear and ends[0] > 0 else "muted"
        hover = (
            f"{plain(each.name, 60)}, {words}<br><b>{ends[0]:+.1f} points</b>, 95 % interval "
            f"{ends[1]:+.1f} to {ends[2]:+.1f}<br>bad answers: {each.risk or 0:.0%} after it, "
            f"{each.risk_without or 0:.0%} without"
        )
        found.append(Mark(ends[0], ends[1], ends[2], meaning, symbol, hover))
    return found


def causes_alt(found: Sequence[Cause]) -> str:
    """Say which causes go with more bad answers, in a sentence."""
    clear = [each for each in found if each.is_clear and each.difference]
    named = ", ".join(
        f"{each.name} {100 * (each.difference.value or 0.0):+.0f} points"
        for each in clear
        if each.difference
    )
    return f"Causes of bad answers: {named or f'none of {len(found)} is clear'}."
