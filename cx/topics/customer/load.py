"""Asks all there is to know of one customer: one frozen result."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cx import zones
from cx.errors import BadFilter
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import EVERYTHING, Ask
from cx.topics.customer.influence import load_influence
from cx.topics.customer.results import (
    Answer,
    Case,
    Customer,
    Event,
    Holding,
    Influence,
    Member,
    Profile,
    Value,
)
from cx.topics.customer.risk import at_risk
from cx.topics.customer.timeline import PAGE, load_axis, load_timeline
from cx.topics.customer.words import facts_of, headline, junctures
from cx.topics.rows import day, moment, plain_rows, whole

OWN_FILTERS = ("customer_id",)
"""What ``--filter`` takes for this topic, and nothing else."""
NOBODY = Influence((), None, False, False)
MOST_MEMBERS, MOST_EXPORTED = 200, 100_000


def load(
    ask: Ask,
    filters: Filters,
    customer_id: str = "",
    revision: int | None = None,
    most: int = MOST_EXPORTED,
    settings: Settings = DEFAULTS,
) -> Customer:
    """Find out all there is to know of a customer.

    Parameters
    ----------
    filters : Filters
        None: all is told, whenever it was.
    customer_id : str
        Whose page it is.
    revision : int, optional
        Number of the newest step logged in the dashboard that counts; by default all.
    most : int
        Events of the timeline, the newest first.

    Raises
    ------
    BadFilter
        When nobody has this id, or when there is none.
    """
    if filters != replace(EVERYTHING, fiscal_year_start=filters.fiscal_year_start):
        raise BadFilter("customer tells all of one customer: give --filter customer_id=ID alone.")
    found = find(ask, filters, customer_id, revision, most, settings)
    if found is None:
        said = f'There is no customer "{customer_id}".' if customer_id else "Which customer?"
        raise BadFilter(f"{said} Give an id that is on file: --filter customer_id=ID.")
    return found


def find(
    ask: Ask,
    filters: Filters,
    customer_id: str = "",
    revision: int | None = None,
    most: int = PAGE,
    settings: Settings = DEFAULTS,
) -> Customer | None:
    """Return a customer, None where nobody has this id; filters do not matter."""
    whose = {"customer_id": customer_id}
    rows = plain_rows(ask("customer/profile", EVERYTHING, **whose))
    if not rows:
        return None
    zone = settings.time_zone
    today = zones.today(zone)
    (extent,) = plain_rows(ask("customer/extent", EVERYTHING, latest_possible_on=today))
    as_of = _as_of(extent["as_of"], today, zone)
    profile = _profile(rows[0])
    known = {**whose, "as_of": as_of}
    value = _value(plain_rows(ask("customer/value", EVERYTHING, **known))[0], profile)
    holdings = tuple(map(_holding, plain_rows(ask("customer/contracts", EVERYTHING, **whose))))
    answers = tuple(
        map(_answer, plain_rows(ask("customer/scores", EVERYTHING, revision=revision, **whose)))
    )
    cases = tuple(map(_case, plain_rows(ask("customer/cases", EVERYTHING, **known))))
    members = plain_rows(ask("customer/account", EVERYTHING, most=MOST_MEMBERS, **known))
    marks, is_by_month = load_axis(ask, EVERYTHING, customer_id, revision)
    timeline = load_timeline(ask, EVERYTHING, customer_id, most=most, revision=revision)
    risks = at_risk(profile, value, answers, cases, holdings, as_of, zones.day_of(as_of, zone))
    return Customer(
        profile=profile,
        as_of=as_of,
        value=value,
        holdings=holdings,
        answers=answers,
        cases=cases,
        influence=load_influence(ask, customer_id, as_of) if extent["referred"] else NOBODY,
        account=tuple(map(_member, members)) if len(members) > 1 else (),
        account_total=int(members[0]["total"]) if members else 0,
        timeline=timeline,
        axis=marks,
        is_by_month=is_by_month,
        juncture=_juncture(timeline.events, holdings, as_of, zone),
        at_risk=risks,
        headline=headline(profile, value, answers, risks, settings.currency),
        settings=settings,
    )


def _as_of(told: Any, today: date, zone: str) -> datetime:
    if told is not None:
        return moment(told)
    return zones.moment_at(datetime.combine(today, datetime.min.time()), zone)


def _profile(row: dict[str, Any]) -> Profile:
    return Profile(
        customer_id=row["customer_id"],
        name=row["name"] or row["customer_id"],
        is_on_file=bool(row["is_on_file"]),
        facts=facts_of(row),
        parent_customer_id=row["parent_customer_id"],
        parent_name=row["parent_name"],
        status=row["status"],
        lost_on=day(row["lost_on"]),
        annual_category_spend=row["annual_category_spend"],
    )


def _value(row: dict[str, Any], profile: Profile) -> Value:
    spend, revenue = profile.annual_category_spend, row["revenue"]
    known = int(row["lines_with_cost"] or 0)
    return Value(
        revenue=revenue,
        revenue_before=row["revenue_before"],
        margin=row["margin"] if known else None,
        lines=int(row["lines"] or 0),
        lines_with_cost=known,
        orders=int(row["orders"] or 0),
        cost_to_serve=row["cost_to_serve"],
        contacts=int(row["contacts"] or 0),
        contacts_with_cost=int(row["contacts_with_cost"] or 0),
        share_of_wallet=(revenue or 0.0) / spend if spend else None,
        pressure=int(row["pressure"] or 0),
        marketing_pressure=int(row["marketing_pressure"] or 0),
        last_order_at=_time(row["last_order_at"]),
        last_sign_at=_time(row["last_sign_at"]),
    )


def _holding(row: dict[str, Any]) -> Holding:
    days = {name: day(row[name]) for name in ("started_on", "renews_on", "ended_on", "latest_on")}
    return Holding(**{**row, **days, "orders": whole(row["orders"])})


def _answer(row: dict[str, Any]) -> Answer:
    counts = {name: int(row[name]) for name in ("value", "scale", "standing")}
    times = {"responded_at": moment(row["responded_at"])}
    followed = {name: _time(row[name]) for name in ("taken_up_at", "contacted_at")}
    return Answer(**{**row, **counts, **times, **followed})


def _case(row: dict[str, Any]) -> Case:
    row = {key: value for key, value in row.items() if key != "touchpoint"}
    times = ("opened_at", "first_response_at", "resolved_at", "reopened_at")
    return Case(**{**row, **{name: _time(row[name]) for name in times}})


def _member(row: dict[str, Any]) -> Member:
    row = {key: value for key, value in row.items() if key != "total"}
    own = {
        "name": row["name"] or row["customer_id"],
        "last_nps": whole(row["last_nps"]),
        "last_answered_at": _time(row["last_answered_at"]),
        "open_cases": int(row["open_cases"]),
    }
    return Member(**{**row, **own})


def _juncture(
    events: tuple[Event, ...], holdings: tuple[Holding, ...], as_of: datetime, zone: str
) -> tuple[str, date] | None:
    """Return what comes next: an order that is due, or a contract that renews."""
    ahead = [
        *(
            (each.kind, zones.day_of(each.happened_at, zone))
            for each in events
            if each.happened_at > as_of
        ),
        *((name, on) for name, on in junctures(holdings) if on > zones.day_of(as_of, zone)),
    ]
    told = [each for each in ahead if each[0] in ("order promised", "contract renewal")]
    return min(told, key=lambda each: each[1]) if told else None


def _time(value: Any) -> datetime | None:
    return None if value is None else moment(value)
