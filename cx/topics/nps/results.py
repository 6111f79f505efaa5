"""What the NPS trends page shows, as frozen values: no frames, no connections, no widgets."""

from dataclasses import dataclass
from datetime import date

from cx.analysis.control import ControlChart
from cx.analysis.mix import MixRate
from cx.analysis.score import Change, Score
from cx.filters import Filters
from cx.metrics import Metric
from cx.settings import DEFAULTS, Settings
from cx.topics.nps.words import headline_of, notes_of

DIMENSIONS = ("channel", "segment", "region", "touchpoint", "product")
"""What a score is broken down by, in the order pages offer it."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A second way to read the same answers, such as the mean beside the share of satisfied."""

    key: str
    label: str
    unit: str
    score: Score


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric now, before, and whether it moved."""

    metric: Metric
    survey_kind: str | None
    score: Score
    before: Score | None
    change: Change | None
    weighted: Score | None = None
    companion: Companion | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One week, month or quarter; the counts are None where the score is withheld."""

    starts_on: date
    label: str
    score: Score
    promoters: int | None
    passives: int | None
    detractors: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a breakdown; `against_rest` and `change` allow for the number of lines.

    `apart` is the single test against the rest that no allowance was made for yet.
    """

    name: str
    score: Score
    before: Score | None
    change: Change | None
    against_rest: str
    share: float
    apart: Change | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All groups of one dimension; `compared` says how many were tested against the rest."""

    dimension: str
    groups: tuple[Group, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class Bar:
    """How often one value was answered; `standing` is 1, 0 or -1 (promoter, passive, detractor)."""

    value: int
    scale: int
    answers: int
    standing: int


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """How many of a segment were asked, and which share answered (in %)."""

    segment: str
    invited: int
    answered: int
    rate: Score


@dataclass(frozen=True, slots=True)
class NonResponse:
    """The answers of those asked in the period: as given, and weighted to everybody asked."""

    raw: Score
    weighted: Score


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the business, or that somebody noted; `kind` tells which.

    `until_on` is the last day of a span, None for a single day.
    """

    on: date
    title: str
    kind: str
    until_on: date | None = None
    text: str = ""

    @property
    def is_note(self) -> bool:
        """Whether it is what somebody noted, and no event."""
        return self.kind == "note"


@dataclass(frozen=True, slots=True)
class NpsTrends:
    """Everything the page shows.

    `reading` is the chosen metric and `readings` are all three; `outside_scale` counts answers
    that lie outside the scale of their survey; `latest_on` is None when the warehouse has no
    answers to the metric at all; `settings` are those that it was worked out with.
    """

    filters: Filters
    grain: str
    reading: Reading
    readings: dict[str, Reading]
    non_response: NonResponse | None
    trend: tuple[TrendPoint, ...]
    limits: ControlChart
    events: tuple[Event, ...]
    distribution: tuple[Bar, ...]
    breakdowns: dict[str, Breakdown]
    kinds: tuple[Group, ...]
    mix: dict[str, MixRate]
    response_rates: tuple[ResponseRate, ...]
    response_rate: Score | None
    outside_scale: int
    first_on: date | None
    latest_on: date | None
    settings: Settings = DEFAULTS

    @property
    def headline(self) -> str:
        """The page's answer in a sentence or two."""
        return headline_of(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know beside it."""
        return notes_of(self)

    @property
    def adjusted(self) -> Score | None:
        """The answers of those asked, weighted to everybody asked."""
        return self.non_response.weighted if self.non_response else None

    @property
    def metric(self) -> Metric:
        """The chosen metric."""
        return self.reading.metric

    @property
    def survey_kind(self) -> str | None:
        """The kind of survey shown; kinds are never pooled."""
        return self.reading.survey_kind

    @property
    def score(self) -> Score:
        """The headline figure."""
        return self.reading.score

    @property
    def answers(self) -> int:
        """Answers behind it; 0 when nothing matches the filters."""
        return self.reading.score.responses

    @property
    def before(self) -> Score | None:
        """The figure of the period compared with."""
        return self.reading.before

    @property
    def change(self) -> Change | None:
        """The change since then."""
        return self.reading.change

    @property
    def weighted(self) -> Score | None:
        """The figure with the survey's own weights."""
        return self.reading.weighted

    @property
    def companion(self) -> Companion | None:
        """The same answers read a second way."""
        return self.reading.companion
