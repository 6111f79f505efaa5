"""What the Closed loop page tells: frozen, and every figure with its doubt."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cx.analysis.journeys.durations import Durations
from cx.analysis.matching import Matching
from cx.analysis.score import Score
from cx.filters import Filters
from cx.settings import Settings
from cx.topics.closed_loop import words

ANSWERS, COMPLAINTS, BOTH = "answer", "case", "both"
KIND_NAMES = {BOTH: "Both", ANSWERS: "Unhappy answers", COMPLAINTS: "Complaints"}
DIMENSIONS = ("team", "channel", "cause")
NOBODY, NOT_TOLD = "(nobody yet)", "(not told)"
LANDMARK_DAYS = 30


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is on file, whatever the filters.

    Attributes
    ----------
    as_of : datetime or None
        The latest moment that the data tells of (UTC); ages and waits are counted up to it.
    unhappy, anonymous : int
        Unhappy answers to the metric, and those of them that nobody can be called about.
    """

    as_of: datetime | None
    answers: int
    unhappy: int
    anonymous: int
    cases: int
    complaints: int
    follow_ups: int


@dataclass(frozen=True, slots=True)
class Loop:
    """One unhappy answer or complaint, as a list shows it."""

    about_kind: str
    about_id: str
    began_at: datetime
    customer_id: str
    customer: str
    customer_status: str | None
    score: int | None
    category: str | None
    severity: str | None
    segment: str
    channel: str
    touchpoint: str
    team: str
    cause: str
    outcome: str | None
    age_seconds: float
    contacted_at: datetime | None
    closed_at: datetime | None
    reopened_at: datetime | None
    revenue: float | None
    renews_on: date | None
    comment: str | None

    @property
    def standing(self) -> str:
        """How far it has come, in words."""
        if self.closed_at:
            return "closed"
        if self.reopened_at:
            return "opened again"
        return "contacted, not closed" if self.contacted_at else "not contacted"


@dataclass(frozen=True, slots=True)
class Listing:
    """Loops behind a figure, the oldest first.

    Attributes
    ----------
    total : int
        All of them, also beyond those listed.
    revenue : float or None
        Of the twelve months up to the last day, of all their customers.
    """

    loops: tuple[Loop, ...]
    total: int
    revenue: float | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon something comes: the first contact, or the close.

    Attributes
    ----------
    name : str
    target_hours : float or None
        From the settings.
    in_target : Score or None
        Share within the target, of those that are old enough to be judged; None without a target.
    not_due : int
        Younger than the target, left out of the share.
    durations : Durations
        Median and 90th percentile in seconds, those still open counted for what is known.
    open_oldest, open_middle : float or None
        Age in seconds of the oldest that is still open, and of the one in the middle.
    """

    name: str
    target_hours: float | None
    in_target: Score | None
    not_due: int
    durations: Durations
    open_oldest: float | None
    open_middle: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """One team, channel or root cause."""

    name: str
    items: int
    customers: int
    waiting: int
    contact_in_target: Score | None
    close_in_target: Score | None
    contact_hours: Score


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of follow-ups that ended alike, by the next answer of their customers.

    Attributes
    ----------
    better : Score
        Share in % whose next answer was not unhappy.
    next_score : Score
        The metric of the next answers.
    """

    name: str
    items: int
    better: Score
    next_score: Score


@dataclass(frozen=True, slots=True)
class ClosedLoop:
    """All the page tells."""

    filters: Filters
    kind: str | None
    extent: Extent
    items: int
    customers: int
    complaints: int
    reopened: int
    reopened_open: int
    contact: Pace
    close: Pace
    groups: dict[str, tuple[Group, ...]]
    outcomes: tuple[Outcome, ...]
    afterwards: Matching
    waiting: Listing
    waiting_new: int
    other_kinds: int
    settings: Settings = field(default_factory=Settings)

    @property
    def headline(self) -> str:
        """The answer in a sentence."""
        return words.headline(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know."""
        return words.notes(self)
