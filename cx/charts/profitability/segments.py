"""What each segment earns with each mix of channels: a table shaded by what is clear."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cx.analysis.estimate import Estimate
from cx.analysis.profit.customers import ALL_MIXES
from cx.analysis.profit.mixes import MIXED, NO_CONTACTS, OTHER
from cx.charts.profitability.heat import (
    AMOUNT,
    BAD,
    GOOD,
    NEUTRAL,
    WITHHELD,
    Cell,
    Names,
    draw_heat,
)
from cx.charts.theme import plain
from cx.metrics import Metric
from cx.topics.profitability.amounts import short, whole
from cx.topics.profitability.results import Cell as Found
from cx.words import unsigned

MARGIN, LOSING, SERVING, SCORE, STAYING, REVENUE = (
    "Margin per customer",
    "Who lose money",
    "Cost to serve",
    "Score",
    "Retention",
    "Revenue per customer",
)
VIEWS = (MARGIN, LOSING, SERVING, SCORE, STAYING)
VIEWS_WITHOUT_COSTS = (REVENUE, SCORE, STAYING)
SUMS = (MARGIN, SERVING, REVENUE)
"""Views of amounts: they have no whole segment to be compared with."""
WHOLE = "All mixes"
MOST = 12
LAST = (OTHER, MIXED, NO_CONTACTS)
WHY = "A range alone: too few customers for a single figure. · withheld: far too few."
LEGENDS = {
    MARGIN: "Contribution per customer; ± is half its 95 % interval, which may lean to one side. "
    f"Green: clearly above 0. Orange: clearly below 0. Grey: may be either. {WHY}",
    LOSING: "Of 100 customers, so many bring in less than they cost; ± is half the 95 % interval. "
    f"▲ clearly more than in the whole segment, ▼ clearly fewer. {WHY}",
    SERVING: "Cost of contacts per customer: all amounts on record, no sample. The deeper, the "
    "dearer in its row. · withheld: too few.",
    SCORE: f"▲ clearly above the score of the whole segment, ▼ clearly below. {WHY}",
    STAYING: "Of 100 customers of the first day, so many were there on the last. ▲ clearly more "
    f"than in the whole segment, ▼ clearly fewer. {WHY}",
    REVENUE: "What came in per customer, no cost being known; ± is half its 95 % interval, which "
    f"may lean to one side. The deeper, the more in its row. {WHY}",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell shows: a figure with its doubt, or why there is none."""

    value: float | None
    low: float | None
    high: float | None
    why: str = ""


def key_of(cell: Found) -> str:
    """Return what a click on a cell stands for."""
    return f"{cell.found.segment}|{cell.found.mix}"


def shown(
    segments: Sequence[Found], cells: Sequence[Found], leading: Sequence[str]
) -> tuple[list[Found], Names]:
    """Return the cells of the largest segments, with rows and columns in order.

    The whole segment comes first, then the mixes, the commonest first and the gathered last.
    """
    largest = sorted(segments, key=lambda each: -each.found.customers)[:MOST]
    rows = [each.found.segment for each in largest]
    present = {each.found.mix for each in cells}
    columns = [name for name in (*leading, *LAST) if name in present]
    held = [each for each in cells if each.found.segment in rows and each.found.mix in columns]
    return [*largest, *held], Names(rows, [WHOLE, *columns])


def segments(
    whole_segments: Sequence[Found],
    cells: Sequence[Found],
    leading: Sequence[str],
    view: str,
    metric: Metric,
    is_dark: bool = False,
) -> go.Figure:
    """Draw the table.

    Parameters
    ----------
    whole_segments, cells : sequence of Cell
        Each segment with all its mixes, and by mix.
    leading : sequence of str
        Channels with a class of their own, the commonest first.
    view : str
        One of ``VIEWS``.
    """
    held, names = shown(whole_segments, cells, leading)
    wholes = {each.found.segment: reading(each, view) for each in whole_segments}
    drawn = [_cell(each, view, metric, wholes[each.found.segment], held) for each in held]
    return draw_heat(
        drawn,
        names,
        alt=segments_alt(whole_segments, cells, view),
        legend=LEGENDS[view],
        count=sum(each.found.customers for each in whole_segments),
        is_dark=is_dark,
    )


def segments_alt(
    whole_segments: Sequence[Found], cells: Sequence[Found], view: str = MARGIN
) -> str:
    """Say in a sentence which segments lose and which cells do."""
    if view == REVENUE:
        return f"Revenue per customer in {len(whole_segments)} segments; no cost is known."
    losing = [each.found.segment for each in whole_segments if _side(reading(each, MARGIN)) == BAD]
    mixes = [
        f"{each.found.segment} with {each.found.mix}"
        for each in cells
        if _side(reading(each, MARGIN)) == BAD
    ]
    first = f"Clearly losing money: {', '.join(losing)}." if losing else "No segment clearly loses."
    return f"{first} By mix: {', '.join(mixes[:4]) or 'none clearly'}."


def reading(cell: Found, view: str) -> Reading:
    """Return what a cell shows in a view."""
    return _READ[view](cell)


def _margin(cell: Found) -> Reading:
    found = cell.found.margin
    is_point = found.refusal is None
    why = found.refusal.message if found.refusal else ""
    return _reading(found.mean, is_point, why)


def _losing(cell: Found) -> Reading:
    found = cell.found.margin
    why = found.refusal.message if found.refusal else ""
    return _reading(_hundred(found.unprofitable), found.refusal is None, why)


def _serving(cell: Found) -> Reading:
    found = cell.found
    if found.cost_to_serve is None or not found.customers:
        return Reading(
            None, None, None, found.margin.refusal.message if found.margin.refusal else ""
        )
    return Reading(found.cost_to_serve / found.customers, None, None)


def _score(cell: Found) -> Reading:
    found = cell.score
    why = found.refusal.message if found.refusal else "No answers."
    return Reading(found.value, found.low, found.high, "" if found.value is not None else why)


def _staying(cell: Found) -> Reading:
    found = cell.found.retention
    why = found.refusal.message if found.refusal else "Nobody was a customer on the first day."
    return _reading(_hundred(found.share), found.refusal is None, why)


def _hundred(share: Estimate | None) -> Estimate | None:
    return share and Estimate(100 * share.value, 100 * share.low, 100 * share.high)


def _reading(found: Estimate | None, is_point: bool, why: str) -> Reading:
    if found is None:
        return Reading(None, None, None, why)
    return Reading(found.value if is_point else None, found.low, found.high, why)


_READ: dict[str, Callable[[Found], Reading]] = {
    MARGIN: _margin,
    LOSING: _losing,
    SERVING: _serving,
    SCORE: _score,
    STAYING: _staying,
    REVENUE: _margin,
}


def _side(found: Reading) -> str:
    """Whether a margin is clearly above or below 0."""
    if found.value is None or found.low is None or found.high is None:
        return NEUTRAL
    return GOOD if found.low > 0 else BAD if found.high < 0 else NEUTRAL


def _against(found: Reading, whole_segment: Reading, is_higher_better: bool) -> str:
    """Whether a figure is clearly better or worse than that of the whole segment."""
    if found.value is None or found.low is None or found.high is None:
        return NEUTRAL
    if whole_segment.value is None:
        return NEUTRAL
    if found.low > whole_segment.value:
        return GOOD if is_higher_better else BAD
    if found.high < whole_segment.value:
        return BAD if is_higher_better else GOOD
    return NEUTRAL


def _cell(
    cell: Found, view: str, metric: Metric, whole_segment: Reading, held: Sequence[Found]
) -> Cell:
    found = reading(cell, view)
    is_whole = cell.found.mix == ALL_MIXES
    meaning = _meaning(found, view, metric, whole_segment)
    sign = "" if view in SUMS or is_whole else _sign(found, meaning, whole_segment)
    text, below = _texts(found, view, cell.found.customers)
    return Cell(
        key=key_of(cell),
        row=cell.found.segment,
        column=WHOLE if is_whole else cell.found.mix,
        text=f"{sign}{text}" if text else "",
        below=below,
        hover=_hover(cell, found, view),
        meaning=NEUTRAL if is_whole and view not in SUMS else meaning,
        depth=_depth(cell, view, held),
    )


def _sign(found: Reading, meaning: str, whole_segment: Reading) -> str:
    if meaning == NEUTRAL or found.value is None or whole_segment.value is None:
        return ""
    return "▲" if found.value > whole_segment.value else "▼"


def _meaning(found: Reading, view: str, metric: Metric, whole_segment: Reading) -> str:
    if view == MARGIN:
        return _side(found)
    if view in (SERVING, REVENUE):
        return NEUTRAL if found.value is None else AMOUNT
    is_higher_better = metric.is_higher_better if view == SCORE else view == STAYING
    return _against(found, whole_segment, is_higher_better)


def _depth(cell: Found, view: str, held: Sequence[Found]) -> float:
    """How deep a shade is: clear ones alike, amounts by the dearest of their row."""
    if view not in (SERVING, REVENUE):
        return 0.7
    row = [reading(each, view).value or 0.0 for each in held if _is_row(each, cell)]
    return (reading(cell, view).value or 0.0) / (max(row) or 1.0)


def _is_row(each: Found, cell: Found) -> bool:
    return each.found.segment == cell.found.segment


def _texts(found: Reading, view: str, customers: int) -> tuple[str, list[str]]:
    """Return the figure, and below it half its interval and the customers behind it."""
    count = f"n {short(customers)}"
    if found.low is None or found.high is None:
        if found.value is None:
            return WITHHELD, ["few", count]
        return _figure(found.value, view), [count]
    if found.value is None:
        return "", [_figure(found.low, view), "to", _figure(found.high, view)]
    half = _figure((found.high - found.low) / 2, view)
    return _figure(found.value, view), [f"±{half}", count]


def _figure(value: float, view: str) -> str:
    if view in SUMS:
        return short(value)
    return unsigned(value)


def _hover(cell: Found, found: Reading, view: str) -> str:
    name = f"<b>{plain(cell.found.segment, 40)}</b>, {plain(cell.found.mix, 40)}"
    lines = [name, f"{cell.found.customers:,} customers"]
    if found.value is not None:
        lines.append(f"{view}: <b>{whole(found.value)}</b>")
    if found.low is not None and found.high is not None:
        lines.append(f"95 %: {whole(found.low)} to {whole(found.high)}")
    if found.value is None:
        lines.append(plain(found.why, 80))
    return "<br>".join(lines)
