"""What customers earn, by mix: frozen, money in the company's currency, shares 0 to 1."""

from dataclasses import dataclass

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal


@dataclass(frozen=True, slots=True)
class Capacity:
    """One resource: what it can do, what was asked of it, and what nobody used.

    Attributes
    ----------
    rate : float
        Money per minute of practical capacity.
    unit_costs, activity_costs : tuple of float
        Money per piece and in all, of each activity.
    used_minutes, unused_minutes : float
        Unused is below 0 where more was used than there practically is.
    assigned, unused_cost : float
        Together the cost of the resource; unused cost is never spread over customers.
    """

    rate: float
    unit_costs: tuple[float, ...]
    activity_costs: tuple[float, ...]
    used_minutes: float
    unused_minutes: float
    assigned: float
    unused_cost: float

    @property
    def is_over(self) -> bool:
        """Whether more was used than there practically is."""
        return self.unused_minutes < 0


@dataclass(frozen=True, slots=True)
class WhalePoint:
    """The most profitable so many customers, and what they earned together.

    Attributes
    ----------
    customers : int
    customer_share : float
        Of all customers, 0 to 1.
    margin : float
        Cumulative, money.
    margin_share : float or None
        Of the total, may exceed 1; None where the total is not above 0.
    """

    customers: int
    customer_share: float
    margin: float
    margin_share: float | None


@dataclass(frozen=True, slots=True)
class Whale:
    """The whale curve: cumulative margin, the most profitable customer first.

    Attributes
    ----------
    points : tuple of WhalePoint
        At most 200; the first, the peak and the last are always among them.
    peak : WhalePoint or None
        First point of the highest cumulative margin, exact.
    is_in_currency : bool
        Whether the total is not above 0, so that shares of it mean nothing.
    losing : int
        Customers with a margin below 0.
    lost : float
        What they took from the peak: 0 or below.
    """

    points: tuple[WhalePoint, ...]
    customers: int
    total: float
    peak: WhalePoint | None
    is_in_currency: bool
    losing: int
    lost: float
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Persistence:
    """Whether the same customers earn and lose in odd and in even months.

    Attributes
    ----------
    customers : int
        With both odd and even months.
    rank_correlation : Estimate or None
        Spearman's, -1 to 1.
    worst_again : Estimate or None
        Of the worst tenth in odd months, the share that is in the worst tenth of even months.
    by_chance : float
        What that share would be were it all chance: 0.1.
    """

    customers: int
    rank_correlation: Estimate | None = None
    worst_again: Estimate | None = None
    by_chance: float = 0.1
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Archetype:
    """Customers whose contacts are led by the same channel.

    Attributes
    ----------
    name : str
        A channel, ``"Other channels"``, ``"Mixed"`` or ``"(no contacts)"``.
    shares : tuple of float
        Mean share of each channel in the customers' contacts, in the order of the channels.
    contacts_per_customer : float
    """

    name: str
    customers: int
    customer_share: float
    contacts_per_customer: float
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """How the archetypes' contacts are spread over the channels.

    Attributes
    ----------
    channels : tuple of str
        What the shares of each archetype are of, in order.
    archetypes : tuple of Archetype
        Only those that somebody is in.
    """

    channels: tuple[str, ...]
    archetypes: tuple[Archetype, ...]


@dataclass(frozen=True, slots=True)
class MixDifference:
    """How much one channel is used by profitable and by unprofitable customers of a segment.

    Attributes
    ----------
    profitable, unprofitable : float or None
        Mean share of the channel in their contacts, 0 to 1.
    profitable_customers, unprofitable_customers : int
        With contacts.
    difference : Estimate or None
        Unprofitable less profitable.
    p : float or None
        Allowed for all segments and channels (Benjamini and Hochberg).
    is_clear : bool
    """

    segment: str
    channel: str
    profitable_customers: int
    unprofitable_customers: int
    profitable: float | None = None
    unprofitable: float | None = None
    difference: Estimate | None = None
    p: float | None = None
    is_clear: bool = False
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Margin:
    """What customers of one group earn each.

    Attributes
    ----------
    mean : Estimate or None
        Money per customer, bootstrap-t interval; with the code ``interval_only_n_lt_30`` only
        its limits may be shown.
    trimmed : float or None
        Mean without the highest and the lowest twentieth.
    unprofitable : Estimate or None
        Share of customers below 0 (Wilson).
    is_low_base : bool
        Shown with the mark, and left out of rankings.
    """

    customers: int
    mean: Estimate | None = None
    trimmed: float | None = None
    unprofitable: Estimate | None = None
    is_low_base: bool = False
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """The share of those active at the start who were so at the end (Wilson)."""

    active: int
    stayed: int
    share: Estimate | None = None
    is_low_base: bool = False
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class MixCell:
    """Customers of one segment with one mix.

    Attributes
    ----------
    revenue, total, cost_to_serve : float or None
        Money in all; None where the cell is withheld.
    """

    segment: str
    mix: str
    customers: int
    revenue: float | None
    total: float | None
    cost_to_serve: float | None
    margin: Margin
    retention: Retention
