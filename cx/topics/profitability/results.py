"""What the Profitability page tells: frozen, money in the company's currency, costs as said."""

from dataclasses import dataclass, field
from datetime import date

from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.profit.basis import Basis
from cx.analysis.profit.move_results import BestMix, Peers, WhatIf, WouldBe
from cx.analysis.profit.results import (
    Capacity,
    Composition,
    Margin,
    MixCell,
    MixDifference,
    Persistence,
    Whale,
)
from cx.analysis.score import Score
from cx.filters import Filters
from cx.metrics import METRICS, Metric
from cx.settings import DEFAULTS, Settings
from cx.topics.profitability import words
from cx.topics.profitability.assumed import Assumed

SIDES = ("all", "sales", "service", "marketing")
"""Whose contacts make a customer's mix: all but mailings, or those of one side."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is on file, whatever the filters.

    Attributes
    ----------
    basis : str or None
        What revenue is read from: ``"orders"``, ``"invoices"`` or ``"contracts"``.
    first_on, last_on : date or None
        Of the first and the last amount.
    contacts_without_cost, contacts_priced : int
        Contacts with neither a cost nor a rate, and those that only a rate prices.
    sales_contacts, service_contacts, marketing_contacts : int
        Contacts of each side; mailings are those of marketing.
    channel_orders, preferring : int
        Order lines with a sales channel, customers with a preferred channel.
    rates : int
        Rows of channel_rates.
    leavers, contracts, cancelled_orders : int
        Customers known to have left, contracts, order lines that were cancelled.
    """

    basis: str | None
    first_on: date | None
    last_on: date | None
    customers: int
    orders: int
    contacts: int
    contacts_without_cost: int
    contacts_priced: int
    sales_contacts: int
    service_contacts: int
    marketing_contacts: int
    channel_orders: int
    preferring: int
    rates: int
    leavers: int
    contracts: int
    cancelled_orders: int

    def contacts_on(self, side: str) -> int:
        """Count the contacts of a side."""
        each = {
            "all": self.contacts - self.marketing_contacts,
            "sales": self.sales_contacts,
            "service": self.service_contacts,
            "marketing": self.marketing_contacts,
        }
        return each[side]

    @property
    def stays_refusal(self) -> Refusal | None:
        """Why retention cannot be told: where nobody could have been seen to leave."""
        if self.leavers or self.contracts:
            return None
        return Refusal(
            "nobody_left",
            "Nobody is known to have left, and there are no contracts, so retention cannot be "
            "told.",
            "needs lost_on in the extract customers, or the extract contracts",
        )


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, settled.

    Attributes
    ----------
    filters : Filters
        With the kind of survey that scores mixes.
    side : str
        One of ``SIDES``.
    mix_basis : str or None
        What mixes are made of: ``"contacts"``, ``"orders"`` (their sales channel) or
        ``"preferred"`` (the customers' preferred channel); None where there is none of them.
    channels : tuple of str
        All channels of that side on file, by name.
    leading : tuple of str
        Those with a class of their own, the commonest first.
    start_on, end_on : date
        First and last day that money is told of in the period.
    today : date
        Nothing later is taken for known.
    seed : int
        Made from the filters: the same view draws the same samples.
    """

    filters: Filters
    side: str
    mix_basis: str | None
    channels: tuple[str, ...]
    leading: tuple[str, ...]
    extent: Extent
    start_on: date
    end_on: date
    today: date
    seed: int
    ladder: Ladder = LADDER


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the contribution.

    Attributes
    ----------
    name : str
        As in ``rollup.money``.
    amount : float
        What it adds: costs are below 0.
    amounts, unknown, priced : int
        Amounts on file, those that are not known, and those that a rate stands for.
    customers : int
        Whose amounts they are.
    """

    name: str
    amount: float
    amounts: int
    unknown: int
    priced: int
    customers: int = 0


@dataclass(frozen=True, slots=True)
class Unused:
    """What one channel can take, and what of it nobody used.

    Attributes
    ----------
    contacts : int
        That came in the period, of the whole company.
    unknown : int
        Contacts of them without a cost.
    capacity : Capacity
        In contacts instead of minutes.
    """

    channel: str
    contacts: int
    unknown: int
    capacity: Capacity

    @property
    def size(self) -> float:
        """Contacts that the channel can take in the period."""
        return self.capacity.used_minutes + self.capacity.unused_minutes


@dataclass(frozen=True, slots=True)
class Contribution:
    """The contribution, line by line, and what stands beside it.

    Attributes
    ----------
    lines : tuple of Line
        From revenue down; together the contribution.
    acquisition : Line
        Contacts before customers were customers, and of prospects.
    campaigns, campaigns_apart : float
        Cost of campaigns that started in the period, and what of it no contact carries; of the
        whole company.
    unused : tuple of Unused
        By channel with a capacity; of the whole company, and never spread over customers.
    """

    lines: tuple[Line, ...]
    acquisition: Line
    campaigns: float
    campaigns_apart: float
    unused: tuple[Unused, ...]

    def of(self, *names: str) -> float:
        """Add up lines by name."""
        return sum(line.amount for line in self.lines if line.name in names)

    @property
    def revenue(self) -> float:
        """What came in."""
        return self.of("revenue")

    @property
    def cost_to_serve(self) -> float:
        """Cost of contacts with customers, those that repeat others among them; above 0."""
        return -self.of("serve", "repeat")

    @property
    def margin(self) -> float:
        """The contribution."""
        return sum(line.amount for line in self.lines)

    @property
    def has_costs(self) -> bool:
        """Whether any cost but discounts is known."""
        return any(
            line.amounts > line.unknown
            for line in self.lines
            if line.name not in ("revenue", "discount")
        )

    @property
    def unknown(self) -> int:
        """Amounts that ought to be there and are not known."""
        return sum(line.unknown for line in self.lines)


@dataclass(frozen=True, slots=True)
class Cell:
    """Customers of one segment with one mix, and what they answer."""

    found: MixCell
    score: Score


@dataclass(frozen=True, slots=True)
class CostCell:
    """Contacts at one touchpoint by one channel.

    Attributes
    ----------
    cost : float
        Above 0, repeats among it.
    repeats, repeat_cost
        Contacts that repeat one that solved nothing.
    unknown, priced : int
        Contacts without a cost, and those that a rate prices.
    """

    touchpoint: str
    channel: str
    contacts: int
    customers: int
    cost: float
    repeats: int
    repeat_cost: float
    unknown: int
    priced: int

    @property
    def cost_per_contact(self) -> float | None:
        """Of the contacts whose cost is known."""
        known = self.contacts - self.unknown
        return self.cost / known if known else None


@dataclass(frozen=True, slots=True)
class Named:
    """An unprofitable customer who would earn on the mix of profitable peers, by name."""

    customer_id: str
    customer: str
    found: WouldBe


@dataclass(frozen=True, slots=True)
class Profitability:
    """Which segments earn money through which channels, and what another mix would do.

    Attributes
    ----------
    customers : int
    losing : int
        Customers with a contribution below 0.
    segments : tuple of Cell
        Each segment with all its mixes.
    cells : tuple of Cell
        By segment and mix.
    composition : Composition or None
        None where nothing makes a mix.
    basis : Basis or None
        What moves of contacts are worked out from.
    best : BestMix or None
    peers : Peers or None
    would_be : tuple of Named
        Those that `peers` lists.
    refusal : Refusal or None
        Why `basis`, and so the best mix and the peers, are None.
    buyers : int or None
        Customers with revenue; None where not counted.
    average : Margin or None
        What a customer contributes, and the share of those who lose money.
    assumed : Assumed
        What the best mix was asked to rest on.
    tried : WhatIf or None
        What somebody tries out beside it.
    """

    view: View
    contribution: Contribution
    customers: int
    losing: int
    segments: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    composition: Composition | None
    whale: Whale
    persistence: Persistence
    differences: tuple[MixDifference, ...]
    costs: tuple[CostCell, ...]
    basis: Basis | None
    best: BestMix | None
    peers: Peers | None
    would_be: tuple[Named, ...]
    refusal: Refusal | None = None
    settings: Settings = field(default_factory=lambda: DEFAULTS)
    buyers: int | None = None
    average: Margin | None = None
    assumed: Assumed = field(default_factory=Assumed)
    tried: WhatIf | None = None

    @property
    def costs_refusal(self) -> Refusal | None:
        """Why it cannot be told who loses money: where no cost of any kind is known."""
        if self.contribution.has_costs:
            return None
        return Refusal(
            "no_costs_known",
            "No cost is on file, neither of goods nor of contacts: what is shown is revenue, and "
            "who loses money cannot be told.",
            "needs cost_of_goods in the extract orders, costs in the extract interactions, or the "
            "extract channel_rates",
        )

    @property
    def filters(self) -> Filters:
        """What is shown."""
        return self.view.filters

    @property
    def metric(self) -> Metric:
        """Definition of the metric that scores mixes."""
        return METRICS[self.filters.metric]

    @property
    def recommended(self) -> WhatIf | None:
        """All recommended moves together."""
        return self.best.recommended if self.best else None

    @property
    def headline(self) -> str:
        """The answer in a sentence or two."""
        return words.headline(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know."""
        return words.notes(self)
