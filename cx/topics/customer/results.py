"""What the Customer page tells: frozen, of one customer."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cx.settings import Settings

KINDS = {
    "interactions": "Contacts",
    "orders": "Orders",
    "invoices": "Invoices",
    "cases": "Cases",
    "contracts": "Contracts",
    "invitations": "Invitations",
    "responses": "Answers",
    "follow_ups": "Follow-ups",
}
"""What people call the events of each extract."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who it is; what is not on file is None."""

    customer_id: str
    name: str
    is_on_file: bool
    facts: dict[str, str]
    """What is known of them, by label, in words."""
    parent_customer_id: str | None
    parent_name: str | None
    status: str | None
    lost_on: date | None
    annual_category_spend: float | None


@dataclass(frozen=True, slots=True)
class Value:
    """What the customer is worth, of the twelve months up to the latest day.

    Attributes
    ----------
    revenue, revenue_before : float or None
        And of the twelve months before.
    margin : float or None
        Revenue less discount and goods; None where goods of no line have a cost.
    lines, lines_with_cost : int
    cost_to_serve : float or None
        Of contacts with a cost.
    share_of_wallet : float or None
        Revenue over what they spend on such things in a year, as estimated; may exceed 1.
    pressure, marketing_pressure : int
        Contacts that we began in the last 30 days.
    """

    revenue: float | None
    revenue_before: float | None
    margin: float | None
    lines: int
    lines_with_cost: int
    orders: int
    cost_to_serve: float | None
    contacts: int
    contacts_with_cost: int
    share_of_wallet: float | None
    pressure: int
    marketing_pressure: int
    last_order_at: datetime | None
    last_sign_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holding:
    """A contract, or a product that was ordered."""

    what: str
    reference_id: str | None
    product: str | None
    family: str | None
    started_on: date | None
    renews_on: date | None
    ended_on: date | None
    monthly_value: float | None
    orders: int | None
    revenue: float | None
    latest_on: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one metric; the comment is as it was written.

    Attributes
    ----------
    taken_up_at, contacted_at : datetime or None
        When somebody began to follow it up, and when they were in touch or closed it.
    """

    response_id: str
    responded_at: datetime
    metric: str
    value: int
    scale: int
    standing: int
    survey_kind: str
    touchpoint: str
    channel: str
    comment: str | None
    taken_up_at: datetime | None = None
    contacted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case."""

    case_id: str
    opened_at: datetime
    category: str
    severity: str | None
    channel: str | None
    first_response_at: datetime | None
    resolved_at: datetime | None
    reopened_at: datetime | None
    resolution: str | None
    is_open: bool
    age_seconds: float


@dataclass(frozen=True, slots=True)
class Brought:
    """One customer that was brought."""

    depth: int
    customer_id: str
    name: str
    acquired_on: date | None
    revenue: float | None
    margin: float | None


@dataclass(frozen=True, slots=True)
class Influence:
    """Whom the customer brought, and what that brought in; nothing is guessed from answers.

    Attributes
    ----------
    worth : float or None
        Realised margin of those brought, halved with each step away (methods: depth 3 at most);
        of revenue where no goods have a cost.
    is_margin : bool
    is_known : bool
        False where nobody's referrals are on file at all.
    """

    brought: tuple[Brought, ...]
    worth: float | None
    is_margin: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One of the customers of an account."""

    customer_id: str
    name: str
    is_head: bool
    status: str | None
    segment: str | None
    revenue: float | None
    last_nps: int | None
    last_answered_at: datetime | None
    open_cases: int


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the timeline."""

    happened_at: datetime
    is_day_only: bool
    kind: str
    extract: str
    touchpoint: str | None
    channel: str | None
    purpose: str | None
    cost: float | None
    outcome: str | None
    reference_kind: str
    reference_id: str | None
    severity: str | None
    metric: str | None
    score: int | None
    said: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Events of one kind on one day, or in one month."""

    extract: str
    starts_on: date
    kind: str
    events: int
    worst: int | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A part of all events, the newest first.

    Attributes
    ----------
    total : int
        Events of the kinds asked for.
    skipped : int
    """

    events: tuple[Event, ...]
    total: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Customer:
    """All the page tells of one customer."""

    profile: Profile
    as_of: datetime
    value: Value
    holdings: tuple[Holding, ...]
    answers: tuple[Answer, ...]
    cases: tuple[Case, ...]
    influence: Influence
    account: tuple[Member, ...]
    account_total: int
    timeline: Timeline
    axis: tuple[Mark, ...]
    is_by_month: bool
    juncture: tuple[str, date] | None
    at_risk: tuple[str, ...]
    headline: str
    settings: Settings = field(default_factory=Settings)

    @property
    def latest(self) -> Answer | None:
        """The last answer, to NPS where there is one; None where there never was any."""
        to_nps = (each for each in self.answers if each.metric == "nps")
        return next(to_nps, next(iter(self.answers), None))
