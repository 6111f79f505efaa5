"""Reads the company's side: money, who stayed, and how soon complaints were answered."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from cx import zones
from cx.analysis.change import change
from cx.analysis.ladder import Ladder, Refusal
from cx.analysis.moved import mean_below, mean_moved, sum_moved
from cx.analysis.score import Change, Score, Tally, score
from cx.filters import Filters
from cx.settings import Settings
from cx.topics.ask import Ask
from cx.topics.nps.groups import tally_row
from cx.topics.overview.results import Stretches
from cx.topics.rows import day, plain_rows


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure now and before; `change` by its own test, None where nothing is compared."""

    value: float | None
    before: float | None
    change: Change | None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """What one segment leaves over; `p` is that of earning nothing."""

    name: str
    customers: int
    revenue: float
    margin: float
    p: float | None


@dataclass(frozen=True, slots=True)
class Money:
    """Revenue, margin and cost to serve, and what each was month by month."""

    revenue: Compared
    margin: Compared
    serve: Compared
    segments: tuple[Segment, ...]
    months: dict[date, dict[str, float]]
    has_costs: bool


@dataclass(frozen=True, slots=True)
class Retention:
    """Share in % of those there at the start who were there at the end, and month by month."""

    now: Score | None
    compared: Compared
    months: dict[date, float]
    has_days: bool


@dataclass(frozen=True, slots=True)
class Complaints:
    """Share in % of complaints with a first contact within the target; None without a target."""

    now: Score | None
    compared: Compared
    months: dict[date, float]


NOTHING = Compared(None, None, None)


def read_months(ask: Ask, filters: Filters, today: date) -> list[dict[str, Any]]:
    """Read the money of each month of these customers, whatever the period."""
    return plain_rows(ask("overview/money", filters, latest_possible_on=today))


def days_of(stretches: Stretches) -> dict[str, date | None]:
    """Return the stretches as parameters of queries."""
    return {
        "now_from_on": stretches.now_from,
        "now_to_on": stretches.now_to,
        "then_from_on": stretches.then_from,
        "then_to_on": stretches.then_to,
    }


def read_money(
    ask: Ask,
    filters: Filters,
    stretches: Stretches,
    months: list[dict[str, Any]],
    ladder: Ladder,
) -> Money:
    """Read what came in, what was left, and what serving cost, now against before.

    Parameters
    ----------
    months : list of dict
        Of `read_months`.
    """
    rows = plain_rows(ask("overview/money_moved", filters, **days_of(stretches)))
    whole = SimpleNamespace(**rows[0]) if rows else None
    has_costs = any(row["costs"] for row in months)
    by_month = {
        start: {name: float(row[name]) for name in ("revenue", "margin", "cost_to_serve", "served")}
        for row in months
        if (start := day(row["month_on"])) is not None
    }
    if whole is None or not whole.customers:
        return Money(NOTHING, NOTHING, NOTHING, (), by_month, has_costs)
    has_before = stretches.then_from is not None
    return Money(
        revenue=_sum(whole, "revenue", has_before, ladder),
        margin=_sum(whole, "margin", has_before, ladder) if has_costs else NOTHING,
        serve=_serve(whole, has_before, ladder) if has_costs else NOTHING,
        segments=tuple(_segment(row, ladder) for row in rows[1:]) if has_costs else (),
        months=by_month,
        has_costs=has_costs,
    )


def _sum(whole: Any, name: str, has_before: bool, ladder: Ladder) -> Compared:
    now, before = getattr(whole, name), getattr(whole, f"{name}_before")
    squared = getattr(whole, f"{name}_moved")
    if not has_before:
        return Compared(now, None, None, whole.customers_now)
    moved = sum_moved(now, before, squared, whole.customers, ladder)
    return Compared(now, before, moved, whole.customers_now)


def _serve(whole: Any, has_before: bool, ladder: Ladder) -> Compared:
    now, before, both = tally_row(whole)
    if not now.answers:
        return NOTHING
    if not has_before or not before.answers:
        return Compared(now.mean, None, None, now.customers)
    return Compared(now.mean, before.mean, mean_moved(now, before, both, ladder), now.customers)


def _segment(row: dict[str, Any], ladder: Ladder) -> Segment:
    customers = int(row["customers_now"])
    is_enough = customers >= ladder.at_least(30)
    p = mean_below(row["margin"], row["margin_squared"], customers) if is_enough else None
    return Segment(str(row["segment"]), customers, row["revenue"], row["margin"], p)


def read_retention(
    ask: Ask, filters: Filters, stretches: Stretches, settings: Settings, ladder: Ladder
) -> Retention:
    """Read who stayed, of those who were there at the start."""
    rows = plain_rows(
        ask(
            "overview/retention",
            filters,
            **days_of(stretches),
            months_from_on=stretches.months_from,
            latest_possible_on=zones.today(settings.time_zone),
        )
    )
    has_days = bool(rows and rows[0]["has_days"])
    months = {
        start: 100.0 * row["stayed"] / row["customers"]
        for row in rows
        if row["stretch"] == "month" and (start := day(row["starts_on"])) is not None
    }
    tallies = {row["stretch"]: _stayed(row) for row in rows if row["stretch"] != "month"}
    if not has_days or "now" not in tallies or stretches.is_outside:
        return Retention(None, NOTHING, months if has_days else {}, has_days)
    now, before = tallies["now"], tallies.get("before")
    return Retention(score("csat", now, ladder), _shares(now, before, ladder), months, True)


def _stayed(row: dict[str, Any]) -> Tally:
    customers, stayed = int(row["customers"]), int(row["stayed"])
    return Tally(customers, 100.0 * stayed, 10_000.0 * stayed, customers)


def _shares(now: Tally, before: Tally | None, ladder: Ladder) -> Compared:
    if before is None or not before.answers:
        return Compared(now.mean, None, None, now.answers)
    moved = change("csat", now, before, None, ladder)
    return Compared(now.mean, before.mean, moved, now.answers)


def read_complaints(
    ask: Ask,
    filters: Filters,
    stretches: Stretches,
    as_of: datetime,
    revision: int | None,
    settings: Settings,
    ladder: Ladder,
) -> Complaints:
    """Read how many complaints had a first contact within the target of the company."""
    target = settings.first_contact_target_hours
    if not target:
        return Complaints(None, NOTHING, {})
    asked = ask(
        "overview/complaints",
        filters,
        **days_of(stretches),
        months_from_on=stretches.months_from,
        revision=revision,
        as_of=as_of,
        target_hours=target,
    )
    rows = [SimpleNamespace(**row) for row in plain_rows(asked)]
    months = {day(row.month_on): row.points / row.answers for row in rows if row.month_on}
    moved = next((row for row in rows if row.stretch == "moved"), None)
    if moved is None or not moved.answers:
        return Complaints(None, NOTHING, _dated(months))
    now, before, both = tally_row(moved)
    found = Compared(now.mean, None, None, now.answers)
    if before.answers:
        tested = change("csat", now, before, both, ladder)
        found = Compared(now.mean, before.mean, tested, now.answers)
    return Complaints(score("csat", now, ladder), found, _dated(months))


def _dated(months: dict[date | None, float]) -> dict[date, float]:
    return {start: value for start, value in months.items() if start is not None}


def read_rate(
    ask: Ask, filters: Filters, stretches: Stretches, rate: Score | None, ladder: Ladder
) -> tuple[Compared, dict[date, float]]:
    """Read the response rate before, and month by month; `rate` is that of NPS trends."""
    if rate is None:
        return NOTHING, {}
    asked = plain_rows(ask("overview/asked", filters, months_from_on=stretches.months_from))
    rows = [SimpleNamespace(**row) for row in asked]
    months = {day(row.month_on): row.points / row.answers for row in rows if row.month_on}
    moved = next(row for row in rows if row.stretch == "moved")
    now, before, both = tally_row(moved)
    if not before.answers:
        return Compared(rate.value, None, None, rate.responses), _dated(months)
    tested = change("csat", now, before, both, ladder)
    return Compared(rate.value, before.mean, tested, rate.responses), _dated(months)


NO_COSTS = Refusal(
    "no_costs",
    "No cost is on file: revenue only.",
    "needs orders with cost_of_goods or interactions with cost",
)
NO_REVENUE = Refusal(
    "no_revenue", "No revenue is on file.", "needs orders, invoices or contracts with amounts"
)
NO_LEAVING = Refusal(
    "no_days_of_leaving",
    "Nobody is known to have left on a day.",
    "needs customers with lost_on, or contracts with ended_on",
)
NO_TARGET = Refusal(
    "no_target",
    "No target hours for the first contact are set.",
    "needs a target on the page Settings",
)
NO_COMPLAINTS = Refusal("no_complaints", "No complaints in this period.", "needs cases")
NO_INVITATIONS = Refusal(
    "no_invitations", "No invitations are on file for this period.", "needs invitations"
)
