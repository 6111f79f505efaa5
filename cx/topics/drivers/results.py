"""What the Drivers page shows, as frozen values: no frames, no connections, no widgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cx.analysis.causes import Cause
from cx.analysis.defection.cox import Hazards
from cx.analysis.defection.recovery import Recovery
from cx.analysis.defection.survival import Pair, Survival
from cx.analysis.dissatisfaction.asymmetry import Asymmetry
from cx.analysis.dissatisfaction.bridge import Bridge
from cx.analysis.dissatisfaction.reach_noise import ReachNoise
from cx.analysis.dissatisfaction.worth import Worth
from cx.analysis.drivers.attributes import Attribute
from cx.analysis.drivers.importance import Driver, Importance
from cx.analysis.drivers.logistic import LogitShares
from cx.analysis.drivers.quadrants import Gap, Grid
from cx.analysis.ladder import Refusal
from cx.filters import Filters
from cx.metrics import METRICS, Metric
from cx.settings import DEFAULTS, Settings
from cx.topics.drivers import words
from cx.topics.drivers.view import View

STANDINGS = {
    "nps": ("Detractors", "Passives", "Promoters"),
    "csat": ("Dissatisfied", "Neutral", "Satisfied"),
    "ces": ("Found it hard", "Middling", "Found it easy"),
}
"""What people are called by their answer, the bad ones first."""


@dataclass(frozen=True, slots=True)
class Attitudes:
    """What people rate, and what their score is linked to.

    Attributes
    ----------
    answers, rated, people : int
        Answers to the metric, those of them that rate anything, and who gave these.
    attributes : tuple of Attribute
        Each by itself, in the order of their names.
    importance : Importance
        Of the score; `weighted` is the same with the survey's own weights, where they differ.
    grid, stated : Grid or None
        Importance against performance, and against what people call important. Attributes that
        are no more than noise lie ``between``.
    gaps : tuple of Gap
        Rating less stated importance.
    low : mapping of tuple of str to int
        Answers that rate any of these attributes low, by each attribute and each driver.
    """

    answers: int
    rated: int
    people: int
    attributes: tuple[Attribute, ...]
    importance: Importance
    weighted: Importance | None
    grid: Grid | None
    stated: Grid | None
    gaps: tuple[Gap, ...]
    low: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def real(self) -> tuple[Driver, ...]:
        """Attributes that are more than noise, most important first."""
        return tuple(each for each in self.importance.drivers if each.standing != "none")


@dataclass(frozen=True, slots=True)
class Dissatisfaction:
    """What failings cost, which of them detractors report more often, basics and delighters."""

    bridge: Bridge
    dissatisfiers: ReachNoise
    asymmetry: Asymmetry


@dataclass(frozen=True, slots=True)
class GroupCause:
    """A cause within one group of a breakdown; `cause.is_clear` allows for all of them."""

    dimension: str
    group: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Causes:
    """What happened before the answers of one kind of survey.

    Attributes
    ----------
    found : tuple of Cause
        By key (``windows.CAUSES``), largest difference first; refused ones last.
    unknown : tuple of Refusal
        One for each cause of which nothing is on file; the code ends in its key.
    by_group : tuple of GroupCause
        Those that can be told, within each segment, channel and touchpoint.
    """

    survey_kind: str
    answers: int
    bad: int
    found: tuple[Cause, ...]
    unknown: tuple[Refusal, ...]
    by_group: tuple[GroupCause, ...]

    @property
    def standing(self) -> tuple[Cause, ...]:
        """Causes that go with more bad answers, also when other things are equal."""
        return tuple(each for each in self.found if words.is_worse(each))


@dataclass(frozen=True, slots=True)
class Defection:
    """Who leaves after which answer.

    Attributes
    ----------
    customers : int
        Who were customers on the day of their first answer, until the end of the period.
    left, undated : int
        Those who left afterwards, and those of whom nobody wrote down when.
    known_until : date or None
        Day after which nothing is known.
    survival : Survival
        By the first answer.
    early, hazards : Hazards
        Against those in the middle: within 90 days of the answer, and over the whole time.
    bad_contacts : Hazards
        Of a matter not resolved at first contact, by touchpoint, for 180 days after it.
    responding : Survival
        Of those who answered an invitation, and those who did not.
    warnings : tuple of Refusal
        Such as a score that all but tells who left.
    """

    customers: int
    left: int
    undated: int
    known_until: date | None
    survival: Survival
    early: Hazards
    hazards: Hazards
    bad_contacts: Hazards
    responding: Survival
    warnings: tuple[Refusal, ...]
    refusal: Refusal | None = None

    @property
    def extremes(self) -> Pair | None:
        """The unhappy compared with the happy."""
        bad, good = ({names[at] for names in STANDINGS.values()} for at in (0, -1))
        pairs = (p for p in self.survival.pairs if p.first in bad and p.second in good)
        return next(pairs, None)


@dataclass(frozen=True, slots=True)
class Fix:
    """What fixing one problem may be worth."""

    name: str
    worth: Worth


@dataclass(frozen=True, slots=True)
class Worths:
    """What fixing each clear failing may be worth, costliest first."""

    fixes: tuple[Fix, ...]
    customers: int
    margin_per_year: float | None
    from_on: date | None
    to_on: date | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Opinions:
    """What people rated, and what that is linked to."""

    view: View
    attitudes: Attitudes
    dissatisfaction: Dissatisfaction
    settings: Settings = DEFAULTS

    @property
    def metric(self) -> Metric:
        """The chosen metric."""
        return METRICS[self.view.filters.metric]

    @property
    def headline(self) -> str:
        """The answer that the ratings give, in a sentence or two."""
        return words.attitudes_in_words(self.metric, self.attitudes, self.dissatisfaction)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who left after which answer, and after a complaint put right or not."""

    defection: Defection
    recovery: Recovery


@dataclass(frozen=True, slots=True)
class Drivers:
    """Everything the page shows; `causes` holds the kind shown first, then the others."""

    view: View
    attitudes: Attitudes
    dissatisfaction: Dissatisfaction
    yes_or_no: LogitShares
    causes: tuple[Causes, ...]
    defection: Defection
    recovery: Recovery
    worths: Worths
    settings: Settings = DEFAULTS

    @property
    def filters(self) -> Filters:
        """What is shown, with the kind of survey settled."""
        return self.view.filters

    @property
    def metric(self) -> Metric:
        """The chosen metric."""
        return METRICS[self.view.filters.metric]

    @property
    def survey_kind(self) -> str | None:
        """The kind of survey shown; kinds are never pooled."""
        return self.view.filters.survey_kind

    @property
    def headline(self) -> str:
        """The page's answer in a few sentences."""
        parts = (
            words.attitudes_in_words(self.metric, self.attitudes, self.dissatisfaction),
            words.causes_in_words(self.metric, self.causes),
            words.defection_in_words(self.metric, self.defection),
        )
        return " ".join(part for part in parts if part)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know beside it."""
        return words.notes_of(self.view, self.attitudes, self.defection)
