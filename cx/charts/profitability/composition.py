"""What each class of mixes is made of: the share of each channel in its contacts."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.analysis.profit.results import Archetype, Composition
from cx.charts.profitability.heat import AMOUNT, Cell, Names, draw_heat
from cx.charts.profitability.segments import LAST
from cx.charts.theme import plain

MOST = 8
REST = "Others"
LEGEND = (
    "Of 100 contacts of a customer in the class of a row, so many come by the channel of the "
    "column, on average. All customers count, no sample."
)


def composition(found: Composition, is_dark: bool = False) -> go.Figure:
    """Draw the classes with their channels.

    Parameters
    ----------
    found : Composition
        Those without contacts are left out.
    """
    held = ordered(found)
    columns, shares = gathered(found, held)
    names = Names([_named(each) for each in held], columns, longest_row=22)
    cells = [
        _cell(each, column, share)
        for each, row in zip(held, shares, strict=True)
        for column, share in zip(columns, row, strict=True)
        if share > 0
    ]
    count = sum(each.customers for each in held)
    return draw_heat(
        cells,
        names,
        alt=composition_alt(found),
        legend=LEGEND,
        count=count,
        is_dark=is_dark,
    )


def ordered(found: Composition) -> list[Archetype]:
    """Return the classes that have contacts: channels by size, then those that are gathered."""
    held = [each for each in found.archetypes if any(each.shares)]
    return sorted(held, key=lambda each: (each.name in LAST, -each.customers))


def gathered(found: Composition, held: Sequence[Archetype]) -> tuple[list[str], list[list[float]]]:
    """Return the channels with most contacts and, where there are more, all others as one."""
    volume = {
        name: sum(each.shares[at] * each.customers for each in held)
        for at, name in enumerate(found.channels)
    }
    by_volume = sorted(volume, key=lambda name: (-volume[name], name))
    kept = by_volume if len(by_volume) <= MOST else by_volume[: MOST - 1]
    places = [found.channels.index(name) for name in kept]
    rows = [[each.shares[at] for at in places] for each in held]
    if len(kept) == len(by_volume):
        return kept, rows
    return [*kept, REST], [[*row, max(0.0, 1 - sum(row))] for row in rows]


def composition_alt(found: Composition) -> str:
    """Say in a sentence which class is the commonest, and what it is made of."""
    held = ordered(found)
    if not held:
        return "No customer has contacts here."
    most = max(held, key=lambda each: each.customers)
    share = max(most.shares)
    channel = found.channels[most.shares.index(share)]
    return (
        f"The commonest mix is {most.name}: {100 * most.customer_share:.0f} % of customers, with "
        f"{100 * share:.0f} % of their contacts by {channel}."
    )


def _named(each: Archetype) -> str:
    return f"{each.name} ({each.customers:,})"


def _cell(each: Archetype, column: str, share: float) -> Cell:
    is_seen = share >= 0.005
    hover = (
        f"<b>{plain(each.name, 40)}</b>, {each.customers:,} customers<br>"
        f"{100 * share:.1f} % of their contacts by {plain(column, 40)}<br>"
        f"{each.contacts_per_customer:.1f} contacts a customer"
    )
    text = f"{100 * share:.0f}" if is_seen else "<1"
    return Cell(each.name, _named(each), column, text, (), hover, AMOUNT, share)
