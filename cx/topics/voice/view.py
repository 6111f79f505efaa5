"""Whose comments a view shows: those with answers to one metric, of one kind of survey."""

from dataclasses import dataclass, replace
from datetime import date

from cx.analysis.ladder import Ladder
from cx.filters import Filters
from cx.metrics import METRICS, Metric
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.nps.groups import rows_by
from cx.topics.nps.readings import choose_kind
from cx.topics.thresholds import ladder_of


@dataclass(frozen=True, slots=True)
class View:
    """Whose comments are shown.

    Attributes
    ----------
    filters : Filters
        With the kind of survey settled; kinds are never pooled.
    answers : int
        Answers to the metric, with a comment or without.
    other_kinds : tuple of str
        Kinds of survey that were answered, too.
    settings : Settings
        What holds for the company: how many answers a figure takes.
    """

    filters: Filters
    answers: int
    other_kinds: tuple[str, ...]
    settings: Settings = DEFAULTS

    @property
    def metric(self) -> Metric:
        """The chosen metric."""
        return METRICS[self.filters.metric]

    @property
    def ladder(self) -> Ladder:
        """From how many answers on a figure may be shown."""
        return ladder_of(self.settings)


@dataclass(frozen=True, slots=True)
class Language:
    """The comments of one language; `recorded` counts those whose file said it, not the vote."""

    code: str
    comments: int
    people: int
    recorded: int
    share: float


@dataclass(frozen=True, slots=True)
class Mix:
    """How many wrote something, and in which language.

    Attributes
    ----------
    comments, people : int
        That were read, and who wrote them.
    total : int
        Comments there are; more than were read where these are a sample.
    languages : tuple of Language
        The commonest first; ``"undetermined"`` last.
    """

    comments: int
    people: int
    total: int
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, masked, with nothing that tells who; standing is 1, 0 or -1."""

    text: str
    on: date
    standing: int
    touchpoint: str
    channel: str


def settle(ask: Ask, filters: Filters, settings: Settings = DEFAULTS) -> View:
    """Settle the kind of survey as the page of the score does, so that both show the same answers.

    Kinds are never pooled: their comments answer different questions.
    """
    kinds = rows_by(ask("nps/kinds", filters), "metric").get(filters.metric, [])
    kind = filters.survey_kind or choose_kind(kinds)
    counts = {row.name: int(row.answers) for row in kinds if row.answers}
    others = tuple(name for name in counts if name != kind)
    return View(replace(filters, survey_kind=kind), counts.get(kind or "", 0), others, settings)
