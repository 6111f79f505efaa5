"""What the Journeys page shows, as frozen values: no frames, no connections, no widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cx import zones
from cx.analysis.estimate import Estimate
from cx.analysis.journeys.durations import Durations
from cx.analysis.journeys.funnel import Funnel
from cx.analysis.journeys.order import Orders
from cx.analysis.journeys.transitions import Transition
from cx.analysis.ladder import Refusal
from cx.analysis.moments import Moments
from cx.analysis.score import Score
from cx.filters import Filters
from cx.metrics import METRICS, Metric
from cx.settings import DEFAULTS, Settings
from cx.topics.journeys.words import headline_of, notes_of

START, END, UNDER_WAY, GOES_ON, OTHER = "(start)", "(end)", "(under way)", "(goes on)", "(other)"
EXITS = (END, UNDER_WAY, GOES_ON)


@dataclass(frozen=True, slots=True)
class Basis:
    """What journeys are made of, and what is known of them.

    Parameters
    ----------
    by : str
        ``"gap"`` (contacts between pauses), ``"order"``, ``"case"`` or ``"contract"``.
    gap_days : int
        The pause that ends a journey of contacts, and how long after it an answer still belongs
        to it.
    is_kept : bool
        Whether contacts are kept put together by just this pause.
    extract_at : datetime or None
        The latest moment that is known of; None where nothing is on file.
    young_seconds : float or None
        Journeys that may still go on and are younger are left out of paths and transitions.
    survey_kind : str or None
        Whose answers score journeys; kinds are never pooled.
    """

    by: str
    gap_days: int
    is_kept: bool
    extract_at: datetime | None
    young_seconds: float | None = None
    survey_kind: str | None = None

    def params(self) -> dict[str, object]:
        """Return the parameters that every question about journeys takes."""
        return {
            "by_what": self.by,
            "is_kept": self.is_kept,
            "gap_days": self.gap_days,
            "extract_at": self.extract_at,
            "young_seconds": self.young_seconds,
        }


@dataclass(frozen=True, slots=True)
class Node:
    """A step of journeys: in = out + exit.

    Parameters
    ----------
    step : int
        Counted from 1; 0 is the start.
    journeys : int
        That come by here at this step.
    score : Score
        Of what is answered to these journeys.
    """

    step: int
    name: str
    journeys: int
    score: Score


@dataclass(frozen=True, slots=True)
class Link:
    """Journeys that go from a node to one of the next step, or leave by one of ``EXITS``."""

    step: int
    source: str
    target: str
    journeys: int
    score: Score

    @property
    def is_exit(self) -> bool:
        """Whether it leads out of the flow."""
        return self.target in EXITS


@dataclass(frozen=True, slots=True)
class Flow:
    """Journeys step by step.

    Parameters
    ----------
    shown : tuple of str
        Names with a node of their own, the busiest first; all others are ``"(other)"``.
    most_steps : int
        Steps drawn; longer journeys go on.
    """

    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    shown: tuple[str, ...] = ()
    most_steps: int = 0

    @property
    def journeys(self) -> int:
        """How many there are: those that start."""
        return sum(link.journeys for link in self.links if link.step == 0)

    def links_of(self, node: Node) -> tuple[Link, ...]:
        """Return the links out of a node."""
        return tuple(
            each for each in self.links if (each.step, each.source) == (node.step, node.name)
        )


@dataclass(frozen=True, slots=True)
class PathLine:
    """One of the commonest paths.

    Parameters
    ----------
    coverage : float
        Share of all finished journeys, 0 to 1.
    median_seconds : float
        From its first to its last step, elapsed.
    mean_cost : float or None
        Per journey, of the costs on record.
    unresolved : int
        Journeys with a contact that solved nothing.
    """

    steps: tuple[str, ...]
    journeys: int
    customers: int
    coverage: float
    median_seconds: float
    mean_cost: float | None
    unresolved: int
    score: Score


@dataclass(frozen=True, slots=True)
class Move:
    """A transition with the time it takes; the times are None where the move is hidden."""

    transition: Transition
    median_seconds: float | None
    p90_seconds: float | None


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One line of the scorecard.

    Parameters
    ----------
    channel : str or None
        None for all channels.
    cost : float
        Of the contacts whose cost is on record (`costed`).
    median_wait, p90_wait : float or None
        Seconds, of the contacts whose wait is on record (`waited`).
    first_contact, repeats : Estimate or None
        Shares from 0 to 1: solved without another contact there within 7 days, and followed by
        one; None with a refusal.
    scores : mapping of str to Score
        By metric, of what is answered about the touchpoint; only for all channels.
    """

    name: str
    channel: str | None
    contacts: int
    customers: int
    cost: float
    costed: int
    waited: int
    median_wait: float | None
    p90_wait: float | None
    first_contact: Estimate | None
    repeats: Estimate | None
    first_known: int
    repeat_known: int
    first_count: int
    repeat_count: int
    first_refusal: Refusal | None
    repeat_refusal: Refusal | None
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class LeadLine:
    """Prospects of one source on their way to become customers; `days` of those who did."""

    source: str
    leads: int
    won: int
    funnel: Funnel
    seconds: Durations


@dataclass(frozen=True, slots=True)
class Juncture:
    """A moment ahead at which a customer decides anew.

    Parameters
    ----------
    kind : str
        ``"installation"``, ``"project completion"`` or ``"renewal"``.
    window : int
        30, 60 or 90: the first of them that it falls into.
    points : float or None
        What the last answer counts as in the score.
    silent_days : int or None
        Since the last contact or answer, mailings aside; None where there was none.
    concerns : tuple of str
        What speaks for a word with the customer before it.
    """

    kind: str
    due_on: date
    days_ahead: int
    window: int
    customer_id: str
    customer: str
    contract_id: str
    product: str
    monthly_value: float | None
    open_cases: int
    score: int | None
    points: float | None
    answered_on: date | None
    silent_days: int | None
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """Moments of truth with what they rest on.

    Parameters
    ----------
    moments : Moments
        Verdict by touchpoint.
    removal : mapping of str to Estimate
        Removal effect of a bad contact at the touchpoint, where they are told apart, towards an
        unhappy answer.
    orders : Orders or None
        Whether a chain of first order is enough.
    refusal : Refusal, optional
        Why removal effects cannot be computed.
    """

    moments: Moments
    removal: Mapping[str, Estimate]
    orders: Orders | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Journeys:
    """What customers go through, and where it hurts."""

    filters: Filters
    basis: Basis
    journeys: int
    censored: int
    durations: Durations
    flow: Flow
    paths: tuple[PathLine, ...]
    transitions: tuple[Move, ...]
    touchpoints: tuple[Touchpoint, ...]
    by_channel: tuple[Touchpoint, ...]
    funnel: tuple[LeadLine, ...]
    junctures: tuple[Juncture, ...]
    truth: Truth
    settings: Settings = DEFAULTS

    @property
    def latest_on(self) -> date | None:
        """The company's day up to which anything is known."""
        at = self.basis.extract_at
        return None if at is None else zones.day_of(at, self.settings.time_zone)

    @property
    def metric(self) -> Metric:
        """Definition of the metric that scores journeys."""
        return METRICS[self.filters.metric]

    @property
    def headline(self) -> str:
        """The answer in a sentence or two."""
        return headline_of(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader ought to know besides."""
        return notes_of(self)
