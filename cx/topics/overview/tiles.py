"""Makes the headline figures: each with its doubt, its course, and whether it moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cx.analysis.ladder import Refusal
from cx.analysis.score import Score
from cx.metrics import Metric
from cx.topics.nps import NpsTrends
from cx.topics.overview import company
from cx.topics.overview.company import Compared, Complaints, Money, Retention
from cx.topics.overview.results import AT_RISK, MONEY, SHARE, Accounts, Tile
from cx.words import counted

COURSE = 12
"""Months of the small picture in a tile."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Who answered, now against before, and month by month."""

    now: Score | None
    compared: Compared
    months: Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Sides:
    """What tiles are made of, from both sides."""

    nps: NpsTrends
    scores: Mapping[date, Score]
    rate: Rate
    retention: Retention
    money: Money
    complaints: Complaints
    accounts: tuple[Accounts, ...]
    months: tuple[date, ...]
    target_hours: float | None


def tiles(sides: Sides) -> tuple[Tile, ...]:
    """Return the tiles in the order of the page."""
    return (
        _score(sides),
        _rate(sides),
        _retention(sides),
        _revenue(sides),
        _margin(sides),
        _serve(sides),
        _complaints(sides),
        _at_risk(sides),
    )


def _score(sides: Sides) -> Tile:
    found = sides.nps
    metric: Metric = found.metric
    before = found.before.value if found.before else None
    return Tile(
        key="score",
        label=metric.name,
        unit=metric.unit,
        value=found.score.value,
        low=found.score.low,
        high=found.score.high,
        rests_on=counted(found.answers, "answer"),
        change=found.change,
        before=before,
        is_higher_better=metric.is_higher_better,
        course=_course(sides, {day: score.value for day, score in sides.scores.items()}),
        refusal=found.score.refusal,
        count=found.answers,
    )


def _rate(sides: Sides) -> Tile:
    rate = sides.rate
    return _share(
        ("response_rate", "Response rate"),
        (rate.now, rate.compared),
        _course(sides, rate.months),
        "invitation",
        company.NO_INVITATIONS,
    )


def _retention(sides: Sides) -> Tile:
    found = sides.retention
    return _share(
        ("retention", "Retention"),
        (_counted(found.now), found.compared),
        _course(sides, found.months),
        "customer",
        company.NO_LEAVING,
        "Of those who were customers on the first day, the share still there on the last. The "
        "small picture is by month.",
    )


def _counted(found: Score | None) -> Score | None:
    """Everybody who was there is counted: a share of all has no interval."""
    return None if found is None else replace(found, low=None, high=None)


def _complaints(sides: Sides) -> Tile:
    found, hours = sides.complaints, sides.target_hours
    why = company.NO_COMPLAINTS if hours else company.NO_TARGET
    within = f"Answered: a first contact within {hours:g} hours. " if hours else ""
    return _share(
        ("complaints_in_target", "Answered in time"),
        (found.now, found.compared),
        _course(sides, found.months),
        "complaint",
        why,
        f"{within}Of the complaints that are old enough to be judged, answered or not.",
    )


def _share(
    named: tuple[str, str],
    found: tuple[Score | None, Compared],
    course: tuple[float | None, ...],
    noun: str,
    nothing: Refusal,
    note: str = "",
) -> Tile:
    now, compared = found
    if now is None:
        return Tile(*named, SHARE, None, refusal=nothing, note=note)
    return Tile(
        *named,
        SHARE,
        now.value,
        now.low,
        now.high,
        counted(now.responses, noun),
        compared.change,
        compared.before,
        course=course,
        refusal=now.refusal,
        note=note,
        count=now.responses,
    )


def _revenue(sides: Sides) -> Tile:
    months = {day: row["revenue"] for day, row in sides.money.months.items()}
    return _amount(
        ("revenue", "Revenue"), sides.money.revenue, _course(sides, months), company.NO_REVENUE
    )


def _margin(sides: Sides) -> Tile:
    months = {day: row["margin"] for day, row in sides.money.months.items()}
    return _amount(
        ("margin", "Margin"),
        sides.money.margin,
        _course(sides, months),
        company.NO_COSTS,
        note="Revenue less discounts, goods, contacts and compensation, as far as they are known.",
    )


def _serve(sides: Sides) -> Tile:
    months = {
        day: row["cost_to_serve"] / row["served"]
        for day, row in sides.money.months.items()
        if row["served"]
    }
    return _amount(
        ("cost_to_serve", "Cost to serve"),
        sides.money.serve,
        _course(sides, months),
        company.NO_COSTS,
        is_higher_better=False,
        note="What contacts cost, per customer with a contact whose cost is known.",
        each="per customer served",
    )


def _amount(
    named: tuple[str, str],
    found: Compared,
    course: tuple[float | None, ...],
    nothing: Refusal,
    is_higher_better: bool = True,
    note: str = "",
    each: str = "",
) -> Tile:
    if found.value is None or not any(course):
        return Tile(*named, MONEY, None, refusal=nothing, note=note)
    return Tile(
        *named,
        MONEY,
        found.value,
        rests_on=each or counted(found.count, "customer"),
        change=found.change,
        before=found.before,
        is_higher_better=is_higher_better,
        course=course,
        note=note,
        count=found.count,
    )


def _at_risk(sides: Sides) -> Tile:
    named = ("revenue_at_risk", "Revenue at risk")
    note = (
        "Revenue of twelve months of customers whose latest answer was an unhappy one, who have "
        "an open complaint, or who stopped buying."
    )
    if not sides.accounts:
        return Tile(*named, MONEY, None, refusal=company.NO_REVENUE, note=note)
    at_risk = next((each for each in sides.accounts if each.name == AT_RISK), None)
    total = sum(each.revenue for each in sides.accounts)
    revenue, customers = (at_risk.revenue, at_risk.customers) if at_risk else (0.0, 0)
    part = f"{100 * revenue / total:.0f} % of it, " if total else ""
    return Tile(
        *named,
        MONEY,
        revenue,
        rests_on=f"{part}{counted(customers, 'customer')}",
        is_higher_better=False,
        note=note,
        count=customers,
    )


def _course(sides: Sides, values: Mapping[date, float | None]) -> tuple[float | None, ...]:
    return tuple(values.get(start) for start in _latest(sides.months))


def _latest(months: Iterable[date]) -> list[date]:
    return sorted(months)[-COURSE:]
