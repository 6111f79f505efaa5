"""What another mix would do: frozen, money in the company's currency, shares 0 to 1."""

from dataclasses import dataclass

from cx.analysis.estimate import Estimate
from cx.analysis.ladder import Refusal

THETAS = (0.25, 0.5, 1.0)
YES, PERHAPS = "yes", "perhaps"


@dataclass(frozen=True, slots=True)
class Move:
    """A share of a segment's contacts in one channel that would come in another.

    Attributes
    ----------
    segment : str
    purpose : str or None
        None moves those of every purpose.
    origin, target : str
        Channels.
    share : float
        Of the contacts in the origin, 0 to 1.
    """

    segment: str
    purpose: str | None
    origin: str
    target: str
    share: float


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a move changes about one figure.

    Attributes
    ----------
    before : float or None
        The figure as it is; None where it is not known.
    change : Estimate or None
        What it changes by, at the theta in force; None where refused.
    customers : int
        The fewest customers (answers for the score) that one of the means rests on.
    """

    before: float | None
    change: Estimate | None
    customers: int
    refusal: Refusal | None = None

    @property
    def after(self) -> Estimate | None:
        """The figure as it would be."""
        if self.before is None or self.change is None:
            return None
        change = self.change
        return Estimate(*(self.before + each for each in (change.value, change.low, change.high)))


@dataclass(frozen=True, slots=True)
class Breach:
    """A channel that is asked for more than it can do; contacts, or minutes where told so."""

    channel: str
    used: float
    capacity: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What moves would do, with what is assumed.

    Attributes
    ----------
    theta : float
        Share of the observed gap between channels that survives for those who move.
    contacts : float
        Moved.
    customers : int
        Who have such contacts, so may be concerned; one with contacts of several purposes counts
        once for each.
    margin : Consequence
        Money of the concerned segments' contacts over the period; cost is negative.
    score : Consequence
        Points of the metric, of the concerned segments, each contact counting once.
    retention : Consequence
        Share, of the concerned segments.
    earnings : Consequence or None
        Associated difference in earnings before service, apart from the margin; None where the
        basis has none.
    by_theta : tuple of (float, Estimate)
        Change of margin at theta .25, .5 and 1; empty where refused.
    breaches : tuple of Breach
        Channels over capacity after the move.
    were_over : tuple of Breach
        Channels over capacity already before it.
    contacts_left : float
        Asked for, but not moved: of purposes where too little is known of one of the channels.
    """

    moves: tuple[Move, ...]
    theta: float
    contacts: float
    customers: int
    margin: Consequence
    score: Consequence
    retention: Consequence
    earnings: Consequence | None
    by_theta: tuple[tuple[float, Estimate], ...]
    breaches: tuple[Breach, ...]
    were_over: tuple[Breach, ...]
    contacts_left: float = 0.0


@dataclass(frozen=True, slots=True)
class Solution:
    """The best shares of channels by a linear programme.

    Attributes
    ----------
    shares : tuple of tuple of float
        One row per group, one column per channel; empty where infeasible.
    objective, base_objective : float
        Money at the solution and as it is.
    score, base_score : float or None
        Contact-weighted points; None without a score in the programme.
    price_per_point : float
        Money that one more point of the score would cost at the margin: the floor's dual.
    capacity_prices : tuple of float
        Money that one more contact (minute) of capacity would earn, of each channel.
    most_score : float or None
        The highest score the limits allow, where the floor cannot be reached.
    """

    shares: tuple[tuple[float, ...], ...]
    objective: float | None
    base_objective: float
    score: float | None
    base_score: float | None
    price_per_point: float = 0.0
    capacity_prices: tuple[float, ...] = ()
    most_score: float | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move of the best mix.

    Attributes
    ----------
    move : Move
        Its share is of the contacts in the origin.
    contacts : float
        Moved.
    chosen : float
        Share of bootstrap samples whose best mix moves the same way, 0 to 1.
    gain : Estimate
        Money over the period, at the theta in force; the range holds for this move alone.
    out_of_bag : float or None
        The same from customers that were not in the sample that chose it.
    p : float
        Allowed for the moves chosen (Benjamini and Hochberg).
    p_family : float
        Allowed for all moves that could have been chosen (Holm).
    is_recommended : bool
    is_robust : bool
        Whether it is made with the score at its lower limit too.
    why_not : str
        Empty where recommended.
    """

    move: Move
    contacts: float
    chosen: float
    gain: Estimate
    out_of_bag: float | None
    score_change: float | None
    p: float
    p_family: float
    is_recommended: bool
    is_robust: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class HeldCell:
    """Contacts left where they are because too little is known of them."""

    segment: str
    purpose: str
    channel: str
    contacts: float
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class BestMix:
    """The mix that earns most within the limits, and which of its moves hold up.

    Attributes
    ----------
    moves : tuple of PlannedMove
        The whole plan, recommended first, then by gain.
    gain : Estimate or None
        Of the whole plan at theta: value out of bag; limits allow for having chosen the best.
    in_sample : float or None
        What the optimum promises on the data that chose it: too good, never the headline.
    by_theta : tuple of (float, float)
        Out-of-bag gain at theta .25, .5 and 1.
    recommended : WhatIf or None
        All recommended moves together; None where there are none.
    is_floor_kept : bool
        Whether the recommended moves alone keep the score at its floor.
    over_capacity : tuple of Breach
        Channels over capacity as it is: to be said first.
    held : tuple of HeldCell
    price_per_point : float or None
        As of `Solution`; None where there is no floor.
    robust_gain : float or None
        In-sample gain with the score at its one-sided 80 % lower limit.
    draws : int
        Bootstrap samples solved.
    refusal : Refusal or None
        ``infeasible`` (``most_score`` tells what can be reached), ``no_free_cells``,
        ``one_channel``.
    """

    moves: tuple[PlannedMove, ...]
    theta: float
    reach: float
    floor: float | None
    base_score: float | None
    score: float | None
    gain: Estimate | None
    in_sample: float | None
    by_theta: tuple[tuple[float, float], ...]
    price_per_point: float | None
    recommended: WhatIf | None
    is_floor_kept: bool
    over_capacity: tuple[Breach, ...]
    held: tuple[HeldCell, ...]
    robust_gain: float | None
    draws: int
    most_score: float | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class WouldBe:
    """An unprofitable customer who would earn on the mix of profitable peers.

    Attributes
    ----------
    customer : int
        Row of the input.
    now : float
        Contribution as it is, below 0.
    then : Estimate
        At the theta in force; low at theta .25 and the gap's lower limit, high at theta 1 and its
        upper limit.
    contacts : float
    verdict : str
        ``"yes"`` where even the low end is above 0, else ``"perhaps"``.
    """

    customer: int
    segment: str
    now: float
    then: Estimate
    contacts: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Peers:
    """All unprofitable customers held against their profitable peers.

    Attributes
    ----------
    listed : tuple of WouldBe
        The certain first, then by contribution then; at most as many as asked for.
    unprofitable, yes, perhaps : int
        Counts of all, not only of those listed.
    gain : float
        Money, of all that are counted as yes or perhaps, at the theta in force.
    refused : tuple of (str, Refusal)
        Segments without enough profitable peers.
    """

    listed: tuple[WouldBe, ...]
    unprofitable: int
    yes: int
    perhaps: int
    gain: float
    theta: float
    refused: tuple[tuple[str, Refusal], ...] = ()
