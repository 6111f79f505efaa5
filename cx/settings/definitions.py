"""Each setting once: what people call it, what it may be, what it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cx.metrics import METRICS
from cx.periods import MONTHS
from cx.zones import UTC

Value = str | int | float | None
"""What a setting holds; None and ``""`` stand for "none"."""

LEAST_ANSWERS, LEAST_CUSTOMERS = 10, 5
"""Privacy floors: a company may ask for more, never for less."""

MOST_SAMPLE, MOST_HOURS, MOST_DAYS, LONGEST_NAME = 10_000, 8_760, 365, 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole company; hashable, so that it can be part of the key of a cache.

    Parameters
    ----------
    company : str
        Its name; ``""`` is none.
    currency : str
        Code of the one reporting currency (ISO 4217); ``""`` is none said.
    time_zone : str
        Name of the zone (IANA) by whose clock days are counted and times are shown.
    fiscal_year_start : int
        Month in which the fiscal year begins, 1 to 12.
    accent_colour : str
        Of slides and workbooks, as ``#`` and six hex digits; ``""`` is ours.
    address : str
        Where people open the dashboard, without a slash at its end; ``""`` is not said.
    nps_target, csat_target, ces_target : float or None
        What each score ought to be, in its own unit.
    min_answers_shown, min_customers : int
        With fewer answers, or answers of fewer people, nothing is shown.
    min_answers_value : int
        With fewer independent answers only an interval is shown.
    low_base_below : int
        With fewer independent answers a figure is marked and left out of comparisons.
    session_gap_days : int
        A pause longer than this ends a journey.
    first_contact_target_hours, close_target_hours : float or None
        How soon an unhappy customer is to be contacted, and the case to be closed.
    """

    company: str = ""
    currency: str = ""
    time_zone: str = UTC
    fiscal_year_start: int = 1
    accent_colour: str = ""
    address: str = ""
    nps_target: float | None = None
    csat_target: float | None = None
    ces_target: float | None = None
    min_answers_shown: int = LEAST_ANSWERS
    min_customers: int = LEAST_CUSTOMERS
    min_answers_value: int = 30
    low_base_below: int = 60
    session_gap_days: int = 30
    first_contact_target_hours: float | None = None
    close_target_hours: float | None = None

    @property
    def accent(self) -> str:
        """The company's colour without its sign, as documents write it."""
        return self.accent_colour.removeprefix("#")

    def target_of(self, metric: str) -> float | None:
        """Return the target of a metric, None when there is none.

        >>> Settings(nps_target=40.0).target_of("nps"), Settings().target_of("ces")
        (40.0, None)
        """
        return {
            "nps": self.nps_target,
            "csat": self.csat_target,
            "ces": self.ces_target,
        }[metric]


@dataclass(frozen=True, slots=True)
class Definition:
    """One setting: what people call it, what it may be, and what it does.

    Parameters
    ----------
    name, label : str
        Name for programs, and for people.
    group : str
        Heading it stands under.
    kind : str
        ``"text"``, ``"currency"``, ``"zone"``, ``"colour"``, ``"address"``, ``"month"``,
        ``"number"`` (may be empty) or ``"count"``.
    help : str
        What it changes.
    unit : str
        Unit of a number.
    low, high : float
        Range of a number, both ends included.
    floor : str
        Why it can't be lower, where that is not plain.
    """

    name: str
    label: str
    group: str
    kind: str
    help: str
    unit: str = ""
    low: float = 0
    high: float = 0
    floor: str = ""

    @property
    def default(self) -> Value:
        """What holds where nobody said anything."""
        return valued(DEFAULTS, self.name)

    @property
    def is_optional(self) -> bool:
        """Whether it may be empty."""
        return self.kind in ("text", "currency", "colour", "address", "number")

    def in_range(self) -> str:
        """Say what the setting may be.

        >>> DEFINITIONS["nps_target"].in_range(), DEFINITIONS["min_customers"].in_range()
        ('-100 to 100 points, or none', '5 to 10,000 customers')
        """
        if self.kind in _RANGES:
            return _RANGES[self.kind]
        # "1 to 7 of 7" would say it twice.
        unit = "" if self.unit.startswith("of ") else self.unit
        span = _with_unit(f"{number(self.low)} to {number(self.high)}", unit)
        return f"{span}, or none" if self.is_optional else span

    def in_words(self, value: Value) -> str:
        """Write a value as people read it.

        >>> DEFINITIONS["fiscal_year_start"].in_words(4), DEFINITIONS["nps_target"].in_words(40.0)
        ('April', '40 points')
        """
        if value is None or value == "":
            return "none"
        if self.kind == "month":
            return MONTHS[int(value) - 1]
        return value if isinstance(value, str) else _with_unit(number(value), self.unit)


_RANGES = {
    "text": f"up to {LONGEST_NAME} characters, or none",
    "currency": "a code of ISO 4217, or none",
    "zone": "the name of a time zone (IANA) such as Europe/Berlin",
    "colour": "six hex digits such as 12466F, dark enough for white text, or none",
    "address": "http:// or https://, a host, and where it has them a port and a path; or none",
    "month": "January to December",
}
DEFAULTS = Settings()

COMPANY, TARGETS, SAMPLES = "Company", "Targets", "Minimum samples"
JOURNEYS, CLOSED_LOOP = "Journeys", "Closed loop"
GROUPS = {
    COMPANY: "Who this dashboard is of, and how it counts money, years and days.",
    TARGETS: "What the scores ought to be. A tile says whether its whole interval is there.",
    SAMPLES: "How many answers a figure takes. More protects people and avoids false alarms.",
    JOURNEYS: "How contacts are put together: see the page Journeys.",
    CLOSED_LOOP: "How soon unhappy customers are to be answered: see the page Closed loop.",
}
"""The headings settings stand under, in the order of the page, and what each is about."""

EXPOSES = "Fewer could expose what single people said."


def _target(key: str) -> Definition:
    metric = METRICS[key]
    return Definition(
        f"{key}_target",
        f"{metric.name} target",
        TARGETS,
        "number",
        f"The {metric.name} the company wants to reach; stands on the tile of the score.",
        metric.unit,
        metric.low,
        metric.high,
    )


def _sample(name: str, label: str, help: str, unit: str = "answers", floor: str = "") -> Definition:
    least = LEAST_CUSTOMERS if name == "min_customers" else LEAST_ANSWERS
    return Definition(name, label, SAMPLES, "count", help, unit, least, MOST_SAMPLE, floor)


def _hours(name: str, label: str, help: str) -> Definition:
    return Definition(name, label, CLOSED_LOOP, "number", help, "hours", 1, MOST_HOURS)


DEFINITIONS: dict[str, Definition] = {
    each.name: each
    for each in (
        Definition(
            "company",
            "Company name",
            COMPANY,
            "text",
            "Stands at the top of the menu, and in exports.",
        ),
        Definition(
            "currency",
            "Reporting currency",
            COMPANY,
            "currency",
            "All amounts are in it. A file that says another currency is refused, not converted.",
        ),
        Definition(
            "time_zone",
            "Time zone",
            COMPANY,
            "zone",
            "Days and months begin at its midnight, and times are shown by its clock. Times of "
            "files that name no zone are read in it; what is on file already is not read again.",
        ),
        Definition(
            "fiscal_year_start",
            "First month of the fiscal year",
            COMPANY,
            "month",
            "Quarters and the year to date follow it.",
        ),
        Definition(
            "accent_colour",
            "Colour of slides",
            COMPANY,
            "colour",
            "Stands on the cover of slides and workbooks, and on what a chart is about.",
        ),
        Definition(
            "address",
            "Address of this dashboard",
            COMPANY,
            "address",
            "Links in slides, workbooks and mails lead there. Without one, those made on a page "
            "lead to where that page was open.",
        ),
        *map(_target, METRICS),
        _sample(
            "min_answers_shown",
            "Answers to show anything",
            "Below it, only the number of answers is shown.",
            floor=EXPOSES,
        ),
        _sample(
            "min_customers",
            "Customers to show anything",
            "Answers of fewer people are not shown, however many they are.",
            "customers",
            EXPOSES,
        ),
        _sample(
            "min_answers_value",
            "Answers to show a value",
            "Below it, only the interval is shown: no single figure, no arrow. "
            "Statistical offices take 30.",
        ),
        _sample(
            "low_base_below",
            "Low base below",
            "Below it, a figure is marked as low base and not compared with others. "
            "Statistical offices take 60.",
        ),
        Definition(
            "session_gap_days",
            "Pause that ends a journey",
            JOURNEYS,
            "count",
            "Contacts further apart belong to two journeys.",
            "days",
            1,
            MOST_DAYS,
        ),
        _hours(
            "first_contact_target_hours",
            "First contact within",
            "From an unhappy answer or a complaint to the first contact.",
        ),
        _hours(
            "close_target_hours",
            "Closed within",
            "From an unhappy answer or a complaint to the end of the case.",
        ),
    )
}
"""Every setting, in the order of the page; the fields of ``Settings`` and no others."""


def valued(settings: Settings, name: str) -> Value:
    """Return what a setting holds, by its name.

    >>> valued(Settings(currency="EUR"), "currency")
    'EUR'
    """
    found: Value = getattr(settings, name)
    return found


def replaced(settings: Settings, values: Mapping[str, Value]) -> Settings:
    """Return settings with other values for some names.

    >>> replaced(Settings(), {"nps_target": 40.0}).nps_target
    40.0
    """
    given: dict[str, Any] = dict(values)
    return replace(settings, **given)


def number(value: float) -> str:
    """Write a number without noise after its point.

    >>> number(8760), number(85.1), number(-0.5)
    ('8,760', '85.1', '-0.5')
    """
    return f"{value:,.12g}"


def _with_unit(text: str, unit: str) -> str:
    noun = unit.removesuffix("s") if text == "1" else unit
    return f"{text} {noun}" if unit else text
