"""What happened before detractor answers, or their like: how many more of them follow."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.causes import Cause
from cx.analysis.held_equal import Estimate
from cx.charts.marks import Mark, Row, draw_rows
from cx.charts.theme import plain
from cx.words import listed, signed

LONGEST = 32
BAD = "detractor answers"


def causes(found: Sequence[Cause], bad: str = BAD, is_dark: bool = False) -> go.Figure:
    """Draw how many more bad answers are linked to each cause: adjusted where that was fitted.

    Parameters
    ----------
    found : sequence of Cause
        In any order: clear ones are drawn first, the largest at the top.
    bad : str
        What a bad answer is called.
    """
    held = sorted({name for each in found for name in each.held_equal if each.adjusted})
    return draw_rows(
        [_row(each, bad) for each in ordered(found)],
        alt=causes_alt(found, bad),
        is_dark=is_dark,
        suffix=" pts",
        longest=LONGEST,
        head=f"more {bad}, pts",
        legend=f"{_meaning(held, bad)} Bar: 95 % interval. Open: not clear.",
    )


def _meaning(held: Sequence[str], bad: str) -> str:
    said = f"share of {bad} after it, less that without it, in points"
    if not held:
        return f"● {said}: as it is, with nothing held equal."
    return f"◆ and figure: {said}, with {listed(held)} held equal. Thin tick: as it is."


def ordered(found: Sequence[Cause]) -> list[Cause]:
    """Sort causes: clear ones first, then the others, those that are refused last."""

    def place(each: Cause) -> tuple[bool, bool, float]:
        shown = _shown(each)
        return shown is None, not is_clear(each), -(shown.value or 0.0) if shown else 0.0

    return sorted(found, key=place)


def _shown(each: Cause) -> Estimate | None:
    """Return the estimate that is drawn large and printed."""
    found = each.adjusted or each.difference
    return found if found and found.value is not None else None


def is_clear(each: Cause) -> bool:
    """Whether what is drawn is clear: what is gone once other things are equal is not."""
    shown = _shown(each)
    if shown is None:
        return False
    return each.is_clear and not (shown.low or 0.0) <= 0.0 <= (shown.high or 0.0)


def _row(each: Cause, bad: str) -> Row:
    shown = _shown(each)
    if shown is None:
        said = each.refusal.remedy if each.refusal else "no answers"
        return Row(each.name, each.name, "", plain(said, 40), (), "muted")
    value = shown.value or 0.0
    is_bad = is_clear(each) and value > 0
    return Row(
        each.name,
        each.name,
        f"n = {each.exposed:,}",
        f"<b>{signed(100 * value)}</b>",
        tuple(_marks(each, bad)),
        "bad" if is_bad else "muted",
    )


def _marks(each: Cause, bad: str) -> list[Mark]:
    """Return the printed mark, and before it the plain difference as a thin tick."""
    shown = _shown(each)
    if shown is None:
        return []
    symbol = "diamond" if each.adjusted else "circle"
    meaning = "bad" if is_clear(each) and (shown.value or 0.0) > 0 else "muted"
    shape = symbol if is_clear(each) else f"{symbol}-open"
    how = "other things equal" if each.adjusted else "as it is"
    main = _mark(each, shown, how, bad, meaning, shape)
    if not each.adjusted or not each.difference or each.difference.value is None:
        return [main]
    tick = _mark(each, each.difference, "as it is", bad, "passive", "line-ns-open")
    return [Mark(tick.value, None, None, tick.meaning, tick.symbol, tick.hover), main]


def _mark(each: Cause, found: Estimate, how: str, bad: str, meaning: str, symbol: str) -> Mark:
    ends = [100 * (end or 0.0) for end in (found.value, found.low, found.high)]
    hover = (
        f"{plain(each.name, 60)}, {how}<br><b>{signed(ends[0], 1)} points</b>, 95 % interval "
        f"{signed(ends[1], 1)} to {signed(ends[2], 1)}<br>{bad}: {each.risk or 0:.0%} after it "
        f"({each.bad or 0:,} of {each.exposed:,}), {each.risk_without or 0:.0%} without"
    )
    return Mark(ends[0], ends[1], ends[2], meaning, symbol, hover)


def causes_alt(found: Sequence[Cause], bad: str = BAD) -> str:
    """Say which causes are linked to more bad answers, in a sentence."""
    named = ", ".join(
        f"{each.name} {signed(100 * (estimate.value or 0.0))} points"
        for each in ordered(found)
        if is_clear(each) and (estimate := _shown(each))
    )
    return f"What is linked to more {bad}: {named or f'none of {len(found)} is clear'}."
