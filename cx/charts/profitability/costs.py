"""What contacts cost by touchpoint and channel: a table, in all or for each contact."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.profitability.heat import AMOUNT, NEUTRAL, WITHHELD, Cell, Names, draw_heat
from cx.charts.theme import plain
from cx.topics.profitability.amounts import short, whole
from cx.topics.profitability.results import CostCell

IN_ALL, EACH, REPEATED = "In all", "Per contact", "Share of repeats"
VIEWS = (IN_ALL, EACH, REPEATED)
MOST_ROWS, MOST_COLUMNS = 12, 8
LEGENDS = {
    IN_ALL: "Cost of all contacts, repeats among them; below, how many. The deeper, the dearer.",
    EACH: "Cost of a contact; below, how many. The deeper, the dearer.",
    REPEATED: "Of 100 contacts, so many come back within 7 days to what was not resolved.",
}
WHY = "No sample: all contacts on record. · no cost is known."


def key_of(cell: CostCell) -> str:
    """Return what a click on a cell stands for."""
    return f"{cell.touchpoint}|{cell.channel}"


def shown(found: Sequence[CostCell]) -> tuple[list[CostCell], Names]:
    """Return the cells of the dearest touchpoints and channels, the dearest first."""
    rows = _dearest([(each.touchpoint, each) for each in found])[:MOST_ROWS]
    columns = _dearest([(each.channel, each) for each in found])[:MOST_COLUMNS]
    held = [each for each in found if each.touchpoint in rows and each.channel in columns]
    return held, Names(rows, columns)


def _dearest(named: Sequence[tuple[str, CostCell]]) -> list[str]:
    total: dict[str, float] = {}
    for name, cell in named:
        total[name] = total.get(name, 0.0) + (cell.cost or 0.0)
    return sorted(total, key=lambda name: (-total[name], name))


def costs(found: Sequence[CostCell], view: str, is_dark: bool = False) -> go.Figure:
    """Draw the table.

    Parameters
    ----------
    view : str
        One of ``VIEWS``.
    """
    held, names = shown(found)
    most = max((_value(each, view) or 0.0 for each in held), default=0.0) or 1.0
    return draw_heat(
        [_cell(each, view, most) for each in held],
        names,
        alt=costs_alt(found),
        legend=f"{LEGENDS[view]} {WHY}",
        count=sum(each.contacts for each in found),
        is_dark=is_dark,
    )


def costs_alt(found: Sequence[CostCell]) -> str:
    """Say in a sentence what costs most."""
    most = max(found, key=lambda each: each.cost or 0.0, default=None)
    if most is None or not most.cost:
        return "No contact has a known cost."
    total = sum(each.cost or 0.0 for each in found)
    return (
        f"The dearest: {most.touchpoint} by {most.channel} with {whole(most.cost)}, "
        f"{100 * most.cost / total:.0f} % of all cost to serve."
    )


def _value(cell: CostCell, view: str) -> float | None:
    if view == REPEATED:
        return 100 * cell.repeats / cell.contacts if cell.contacts else None
    return cell.cost_per_contact if view == EACH else cell.cost


def _cell(cell: CostCell, view: str, most: float) -> Cell:
    value = _value(cell, view)
    is_known = value is not None and not (view != REPEATED and cell.unknown >= cell.contacts)
    return Cell(
        key=key_of(cell),
        row=cell.touchpoint,
        column=cell.channel,
        text=_figure(value or 0.0, view) if is_known else WITHHELD,
        below=(short(cell.contacts),),
        hover=_hover(cell),
        meaning=AMOUNT if is_known else NEUTRAL,
        depth=(value or 0.0) / most,
    )


def _figure(value: float, view: str) -> str:
    return f"{value:.0f} %" if view == REPEATED else short(value)


def _hover(cell: CostCell) -> str:
    each = cell.cost_per_contact
    lines = [
        f"<b>{plain(cell.touchpoint, 40)}</b> by {plain(cell.channel, 40)}",
        f"{cell.contacts:,} contacts of {cell.customers:,} customers",
        f"cost <b>{whole(cell.cost or 0.0)}</b>" + (f", {each:.2f} a contact" if each else ""),
        f"{cell.repeats:,} repeats: {whole(cell.repeat_cost or 0.0)}",
    ]
    if cell.unknown:
        lines.append(f"{cell.unknown:,} without any cost")
    return "<br>".join(lines)
