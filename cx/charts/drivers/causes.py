"""What happened before bad answers: by how much each cause goes with more of them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.causes import Cause
from cx.analysis.held_equal import Estimate
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain
from cx.words import listed

LONGEST = 32


def causes(found: Sequence[Cause], is_dark: bool = False) -> go.Figure:
    """Draw the difference in bad answers that goes with each cause, adjusted where it is.

    Parameters
    ----------
    found : sequence of Cause
        As the analysis orders them.
    """
    held = sorted({name for each in found for name in each.held_equal if each.adjusted})
    adjusted = f" ◆ and at the right: the same with {listed(held)} held equal." if held else ""
    return draw_rows(
        [_row(each) for each in found],
        alt=causes_alt(found),
        is_dark=is_dark,
        suffix=" pts",
        longest=LONGEST,
        legend=(
            "● share of bad answers after it, less that without it, in points."
            f"{adjusted} Bar: 95 % interval. Open: may be nothing."
        ),
    )


def _row(each: Cause) -> Row:
    if each.difference is None or each.difference.value is None:
        said = each.refusal.remedy if each.refusal else "no answers"
        return Row(each.name, each.name, "", plain(said, 40), (), "muted")
    shown = each.adjusted or each.difference
    value = shown.value if shown.value is not None else each.difference.value
    is_bad = _is_clear(each, shown) and value > 0
    return Row(
        each.name,
        each.name,
        f"n = {each.exposed:,}",
        f"<b>{round(100 * value) or 0:+d}</b>".replace("-", "−").replace("+0", "0"),
        tuple(_marks(each)),
        "bad" if is_bad else "muted",
    )


def _is_clear(each: Cause, estimate: Estimate) -> bool:
    """Whether an estimate is clear: what is gone once other things are equal may be nothing."""
    low, high = estimate.low or 0.0, estimate.high or 0.0
    return each.is_clear and not low <= 0.0 <= high


def _marks(each: Cause) -> list[Mark]:
    found = []
    for estimate, shape, words in (
        (each.difference, "circle", "as it is"),
        (each.adjusted, "diamond", "adjusted"),
    ):
        if estimate is None or estimate.value is None:
            continue
        ends = [100 * (end or 0.0) for end in (estimate.value, estimate.low, estimate.high)]
        is_clear = _is_clear(each, estimate)
        symbol = shape if is_clear else f"{shape}-open"
        meaning = "bad" if is_clear and ends[0] > 0 else "muted"
        hover = (
            f"{plain(each.name, 60)}, {words}<br><b>{ends[0]:+.1f} points</b>, 95 % interval "
            f"{ends[1]:+.1f} to {ends[2]:+.1f}<br>bad answers: {each.risk or 0:.0%} after it, "
            f"{each.risk_without or 0:.0%} without"
        )
        found.append(Mark(ends[0], ends[1], ends[2], meaning, symbol, hover))
    return found


def causes_alt(found: Sequence[Cause]) -> str:
    """Say which causes go with more bad answers, in a sentence."""
    shown = [(each, each.adjusted or each.difference) for each in found]
    named = ", ".join(
        f"{each.name} {100 * (estimate.value or 0.0):+.0f} points"
        for each, estimate in shown
        if estimate and _is_clear(each, estimate)
    )
    return f"Causes of bad answers: {named or f'none of {len(found)} is clear'}."
