"""Says in words what the Profitability page has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.topics.profitability.words_moves import assumed_in_words
from cx.words import counted, listed, minus, unsigned

if TYPE_CHECKING:
    from cx.analysis.estimate import Estimate
    from cx.analysis.profit.move_results import Move, Peers, WhatIf
    from cx.analysis.profit.results import Persistence
    from cx.topics.profitability.results import Cell, Profitability

LINES = {
    "revenue": "Revenue",
    "discount": "Discounts",
    "goods": "Cost of goods",
    "serve": "Cost to serve",
    "repeat": "Repeat contacts",
    "returned": "Returned goods",
    "compensation": "Compensation",
    "acquisition": "Acquisition",
}
SIDE_NAMES = {
    "all": "All contacts",
    "sales": "Sales",
    "service": "Service",
    "marketing": "Marketing",
}
SIDE_WORDS = {
    "all": "all contacts but mailings",
    "sales": "sales channels",
    "service": "service channels",
    "marketing": "mailings",
}
BASIS_WORDS = {
    "orders": "order lines that were not cancelled",
    "invoices": "invoices, as no order carries any",
    "contracts": "the monthly values of contracts, as no order or invoice carries any",
}
MIX_WORDS = {
    "orders": "There are no contacts on this side: mixes are the sales channels of orders.",
    "preferred": "There are neither contacts nor sales channels: a customer's mix is the channel "
    "that it is said to prefer.",
    None: "Nothing tells by which channels customers come on this side, so there are no mixes.",
}
MOST_NAMED = 2
FEW_BUYERS = 0.05


def money(amount: float, currency: str = "", has_sign: bool = False) -> str:
    """Write an amount as people do.

    >>> money(5_808_407.2, "EUR"), money(-189.6), money(12.4, has_sign=True)
    ('5.81 million EUR', '−190', '+12')
    """
    sign = "+" if has_sign else ""
    for size, noun in ((1e9, " billion"), (1e6, " million")):
        if abs(amount) >= size:
            text = f"{amount / size:{sign}.2f}{noun}"
            break
    else:
        text = f"{round(amount) + 0.0:{sign},.0f}"
    return minus(f"{text} {currency}".strip())


def between(found: Estimate) -> str:
    """Write the ends of an interval of an amount."""
    return f"{money(found.low)} to {money(found.high)}"


def headline(found: Profitability) -> str:
    """Say what remains, who loses money, and what would mend it."""
    if not found.customers:
        return "No customer with any money here."
    if found.costs_refusal:
        revenue = money(found.contribution.revenue, found.settings.currency)
        return f"Revenue is {revenue}. {found.costs_refusal.message}"
    said = [_whole(found), *_losing_segments(found), best_in_words(found)]
    return " ".join(each for each in said if each)


def _whole(found: Profitability) -> str:
    total, currency = found.contribution, found.settings.currency
    part = unsigned(100 * total.margin / total.revenue) if total.revenue > 0 else ""
    share = f", {part} % of revenue" if part else ""
    return (
        f"The contribution is {money(total.margin, currency)}{share}; "
        f"{100 * found.losing / found.customers:.0f} % of {counted(found.customers, 'customer')} "
        "bring in less than they cost."
    )


def _losing_segments(found: Profitability) -> list[str]:
    """Segments that clearly lose money in all, with the mixes that do and that do not."""
    return [_losing(found, each) for each in found.segments if _is_below(each)][:MOST_NAMED]


def _losing(found: Profitability, segment: Cell) -> str:
    name = segment.found.segment
    cells = [each for each in found.cells if each.found.segment == name]
    mean = segment.found.margin.mean
    text = (
        f"{name} loses {money(-mean.value, found.settings.currency)} a customer" if mean else name
    )
    losing = [each.found.mix for each in cells if _is_below(each)]
    earning = [each.found.mix for each in cells if _is_above(each)]
    if losing and earning:
        text += f": it loses with the mixes {listed(losing)} and earns with {listed(earning)}"
    return f"{text}."


def _is_below(cell: Cell) -> bool:
    margin = cell.found.margin
    return margin.refusal is None and margin.mean is not None and margin.mean.high < 0


def _is_above(cell: Cell) -> bool:
    margin = cell.found.margin
    return margin.refusal is None and margin.mean is not None and margin.mean.low > 0


def best_in_words(found: Profitability) -> str:
    """Say which moves of contacts are associated with more margin, or why none is told."""
    if found.best is None:
        return found.refusal.message if found.refusal else ""
    if found.best.refusal:
        return _one_channel(found) or found.best.refusal.message
    held = [each for each in found.best.moves if each.is_recommended]
    if not held:
        return "No move of contacts to another channel holds up."
    gain = found.best.recommended
    change = gain.margin.change if gain else None
    worth = f" ({money(change.value, found.settings.currency, True)})" if change else ""
    subject = f"{counted(len(held), 'move')} {'is' if len(held) == 1 else 'are'}"
    names = [move_in_words(each.move) for each in held[:MOST_NAMED]]
    rest = f"; and {len(held) - MOST_NAMED:,} more" if len(held) > MOST_NAMED else ""
    return f"{subject} associated with more margin{worth}: {'; '.join(names)}{rest}."


def again_in_words(found: Persistence) -> str:
    """Say whether the same customers lose again, or why that cannot be told."""
    if found.refusal:
        return f"Whether the same ones lose again cannot be told: {found.refusal.message}"
    again, chance = found.worst_again, 100 * found.by_chance
    if again is None:
        return ""
    verdict = "It is more than chance." if again.low > found.by_chance else "It may be chance."
    return (
        f"Of the tenth that contributes least in odd months, {100 * again.value:.0f} % are in that "
        f"of even months too (95 %: {100 * again.low:.0f} to {100 * again.high:.0f} %; by chance "
        f"{chance:.0f} %). {verdict}"
    )


def peers_in_words(peers: Peers, currency: str = "") -> str:
    """Say of how many of those who lose money another mix is associated with a margin above 0."""
    if not peers.unprofitable:
        return "Nobody loses money here."
    gain = money(peers.gain, currency, has_sign=True)
    return (
        f"Of {counted(peers.unprofitable, 'customer')} who lose money, {peers.yes:,} would be "
        "above 0 on the mix of their profitable peers even if only a quarter of the gap survived, "
        f"and {peers.perhaps:,} more perhaps: together {gain} at half of it."
    )


def move_in_words(move: Move) -> str:
    """Say what is moved.

    >>> from cx.analysis.profit.move_results import Move
    >>> move_in_words(Move("Small business", "service: Repair", "Field service", "App", 0.2))
    '20 % of the Repair contacts of Small business from Field service to App'
    """
    purpose = f"{move.purpose.split(': ')[-1]} contacts" if move.purpose else "contacts"
    return (
        f"{100 * move.share:.0f} % of the {purpose} of {move.segment} "
        f"from {move.origin} to {move.target}"
    )


def tried_in_words(found: WhatIf, currency: str) -> str:
    """Say in a sentence what a move that is tried out is associated with."""
    return f"{move_in_words(found.moves[0])}: {_worth(found, currency)}."


def _worth(found: WhatIf, currency: str) -> str:
    change = found.margin.change
    if change is None:
        return "what it is associated with cannot be told"
    sum_of = money(change.value, currency, has_sign=True)
    is_clear = change.low > 0 or change.high < 0
    return f"{sum_of} over the period" if is_clear else f"{sum_of}, which may be chance"


def notes(found: Profitability) -> tuple[str, ...]:
    """What a careful reader must know beside the headline."""
    said = [
        *_about_money(found),
        *_about_contacts(found),
        *_about_mixes(found),
        *_about_moves(found),
    ]
    return tuple(each for each in said if each)


def _about_money(found: Profitability) -> list[str]:
    extent, total = found.view.extent, found.contribution
    goods = next(line for line in total.lines if line.name == "goods")
    others = found.filters
    chosen = (
        others.segment or others.region or others.channel or others.touchpoint or others.product
    )
    return [
        "Contribution is revenue less discounts, cost of goods, cost to serve and cost of failure "
        "(repeat contacts, returned goods, compensation). Acquisition and unused capacity stand "
        "beside it and are never spread.",
        f"Revenue is read from {BASIS_WORDS[extent.basis]}."
        if extent.basis
        else "There is no revenue: it needs revenue in the extract orders, or the extracts "
        "invoices or contracts.",
        f"{counted(goods.unknown, 'order line')} with revenue "
        f"{'has' if goods.unknown == 1 else 'have'} no cost of goods, so the contribution is too "
        "high by it."
        if goods.unknown
        else "",
        "The period chooses amounts. The other filters choose customers, and all their amounts of "
        "the period count; with a channel, touchpoint or product those who had a contact or order "
        "there."
        if chosen
        else "",
        "Unused capacity and campaigns are of the whole company, whatever the filters."
        if total.unused or total.campaigns
        else "",
        *_about_extent(found),
    ]


def _about_extent(found: Profitability) -> list[str]:
    """What there is too little of to tell all that the page could."""
    extent, buyers = found.view.extent, found.buyers
    are_few = buyers is not None and 0 < buyers < FEW_BUYERS * found.customers
    return [
        f"Of {counted(found.customers, 'customer')} {buyers:,} "
        f"{'has' if buyers == 1 else 'have'} revenue; a mean per customer rests on few."
        if are_few
        else "",
        "All amounts have one day, so months, trends and whether the same customers lose again "
        "cannot be told."
        if extent.first_on is not None and extent.first_on == extent.last_on
        else "",
        "Contacts of cancelled orders cost, while their revenue does not count."
        if extent.cancelled_orders and extent.contacts
        else "",
    ]


def _about_contacts(found: Profitability) -> list[str]:
    extent = found.view.extent
    if not extent.contacts:
        return ["There are no contacts: cost to serve needs the extract interactions."]
    lines = [line for line in found.contribution.lines if line.name in ("serve", "repeat")]
    amounts, unknown, priced = (
        sum(getattr(line, name) for line in lines) for name in ("amounts", "unknown", "priced")
    )
    return [
        f"{priced:,} of {counted(amounts, 'contact')} have no cost on record and are priced by "
        "the rate of their channel."
        if priced
        else "",
        f"{unknown:,} of {counted(amounts, 'contact')} have neither a cost nor a rate: they are "
        "missing in cost to serve, so the contribution is too high by them. It needs costs in the "
        "extract interactions, or the extract channel_rates."
        if unknown
        else "",
        f"There are no {found.metric.name} answers of these customers, so mixes have no score."
        if not any(cell.score.responses for cell in found.segments)
        else "",
    ]


def _about_mixes(found: Profitability) -> list[str]:
    view = found.view
    rule = (
        f"Mixes are of {SIDE_WORDS[view.side]} in the period. A customer's mix is the channel with "
        "most of its contacts where that has 40 % of them or more, else Mixed; channels that are "
        "rarely first are put together as Other channels, whatever the filters."
    )
    return [
        rule if view.mix_basis in ("contacts", "orders") else "",
        "" if view.mix_basis == "contacts" else MIX_WORDS[view.mix_basis],
        _one_channel(found),
        view.extent.stays_refusal.message
        if view.extent.stays_refusal
        else "Retention is of those who were customers on the first day of the period.",
    ]


def _one_channel(found: Profitability) -> str:
    """Say that nothing is to be compared."""
    if len(found.view.channels) != 1:
        return ""
    return (
        f"There is one channel, {found.view.channels[0]}: mixes cannot be compared and nothing can "
        "be moved."
    )


def _about_moves(found: Profitability) -> list[str]:
    if found.basis is None or found.best is None:
        return []
    return [
        "What a channel costs and scores is associated with it: nobody drew lots over who uses "
        f"which. {assumed_in_words(found.best, found.metric.name)}"
    ]
