"""What the Overview tells: frozen, every figure with its doubt or the reason why it has none."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cx.analysis.change import DOWN, UP
from cx.analysis.ladder import Refusal
from cx.analysis.score import Change, Score
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.nps import NpsTrends
from cx.topics.nps.results import Event
from cx.topics.overview import words

SAFE, AT_RISK, UNKNOWN = "safe", "at risk", "unknown"
CLASSES = (SAFE, AT_RISK, UNKNOWN)
MONEY, SHARE, POINTS = "money", "%", "points"


@dataclass(frozen=True, slots=True)
class Stretches:
    """Which days figures are of, cut where the data ends, and which they are compared with.

    Attributes
    ----------
    now_from, now_to : date
    then_from, then_to : date or None
        As long as now, so that a month that has only begun is not compared with a whole one; None
        where nothing is compared.
    is_cut : bool
        Whether the data ends within the period.
    months_from : date
        First month of the course that is drawn.
    is_outside : bool
        Whether nothing is on file of the period.
    """

    now_from: date
    now_to: date
    then_from: date | None
    then_to: date | None
    is_cut: bool
    months_from: date
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure.

    Attributes
    ----------
    key, label : str
    unit : str
        ``"points"``, ``"%"``, ``"of 7"``, or ``"money"`` in the currency of the company.
    value, low, high : float or None
        A figure that is counted, not estimated, has no interval.
    rests_on : str
        What was counted, in words.
    change : Change or None
        Against the comparison, by its own test; None where nothing is compared.
    before : float or None
        The figure compared with.
    is_higher_better : bool or None
        None where neither is good by itself.
    is_clear : bool
        Whether the change stays clear after allowing for all that the page looked at.
    course : tuple of float or None
        Month by month, the latest last.
    refusal : Refusal or None
        Why there is no figure.
    note : str
        What else there is to know about it.
    count : int
        Answers, invitations, complaints or customers behind it.
    """

    key: str
    label: str
    unit: str
    value: float | None
    low: float | None = None
    high: float | None = None
    rests_on: str = ""
    change: Change | None = None
    before: float | None = None
    is_higher_better: bool | None = True
    is_clear: bool = False
    course: tuple[float | None, ...] = ()
    refusal: Refusal | None = None
    note: str = ""
    count: int = 0

    @property
    def is_better(self) -> bool | None:
        """Whether the change is good news; None where it has no direction."""
        verdict = self.change.verdict if self.change else ""
        if self.is_higher_better is None or verdict not in (UP, DOWN):
            return None
        return (verdict == UP) == self.is_higher_better


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that moved, or that stands out, beyond noise.

    Attributes
    ----------
    kind : str
        What it is about, such as ``"score"``; one of a kind is shown.
    sentence : str
    page : str
        Key of the page that tells more.
    filters : Filters
        What the page is to show.
    is_change : bool
        Whether something moved; else it stands out from the rest.
    is_good : bool or None
    p : float
        By its own test.
    money : float or None
        Revenue of twelve months of the customers concerned, or the amount itself.
    own : tuple of str
        A parameter of the page and its value, where the view takes one.
    """

    kind: str
    sentence: str
    page: str
    filters: Filters
    is_change: bool
    is_good: bool | None
    p: float
    money: float | None = None
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """What one month holds from both sides; None where nothing is told of it."""

    starts_on: date
    label: str
    score: Score | None
    revenue: float | None
    retention: float | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """Customers of one class: safe, at risk or unknown."""

    name: str
    customers: int
    revenue: float
    unhappy: int = 0
    complaining: int = 0
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Unhappy answers and complaints that wait, and the revenue of their customers."""

    items: int
    revenue: float | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All the page tells.

    Attributes
    ----------
    filters : Filters
        Survey kind settled.
    asked : Filters
        As the reader chose them: accounts look at the answers to every kind of survey.
    nps : NpsTrends
        What the page NPS trends shows under the same filters.
    as_of : datetime or None
        The latest moment on file; None without any data.
    findings : tuple of Finding
        At most four, by money.
    passed, family : int
        Findings that passed, and comparisons that were looked at.
    has_costs : bool
        Whether any cost is on file.
    """

    filters: Filters
    asked: Filters
    nps: NpsTrends
    stretches: Stretches
    as_of: datetime | None
    tiles: tuple[Tile, ...]
    findings: tuple[Finding, ...]
    passed: int
    family: int
    course: tuple[Month, ...]
    events: tuple[Event, ...]
    accounts: tuple[Accounts, ...]
    waiting: Waiting
    has_costs: bool
    settings: Settings = field(default=DEFAULTS)

    @property
    def headline(self) -> str:
        """The page's answer in a sentence or two."""
        return words.headline(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know beside it."""
        return words.notes(self)

    @property
    def has_nothing(self) -> bool:
        """Whether nothing at all is on file, whatever the filters."""
        return self.as_of is None

    @property
    def is_empty(self) -> bool:
        """Whether the view holds neither an answer nor, in its days, a customer."""
        return not self.nps.answers and (self.stretches.is_outside or not self.accounts)

    def tile(self, key: str) -> Tile:
        """Return a tile by its key."""
        return next(tile for tile in self.tiles if tile.key == key)
