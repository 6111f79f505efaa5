"""Turns what is known of a customer into the one Report that every file format is written from."""

from collections.abc import Iterator
from dataclasses import asdict

from cx import zones
from cx.analysis.voice.masking import mask
from cx.export.report import Figure, Report, Row
from cx.metrics import METRICS
from cx.topics.customer.results import Customer, Event
from cx.topics.customer.slides import slides_of
from cx.words import unsigned


def report(result: Customer, version: int) -> Report:
    """Return figures and tables of the page, in its order; comments are masked.

    Parameters
    ----------
    result : Customer
        What the page shows.
    version : int
        Data version that all of it is of.
    """
    profile = result.profile
    return Report(
        topic="customer",
        filters={"customer_id": profile.customer_id},
        filters_in_words=f"customer {profile.customer_id}",
        data_version=version,
        headline=result.headline,
        figures=[*_figures(result)],
        tables={
            "profile": [_profile(result)],
            "at_risk": [{"reason": reason} for reason in result.at_risk],
            "holdings": [asdict(each) for each in result.holdings],
            "timeline": [event_row(each) for each in result.timeline.events],
            "scores": [_masked(asdict(each)) for each in result.answers],
            "cases": [asdict(each) for each in result.cases],
            "influence": [asdict(each) for each in result.influence.brought],
            "account": [asdict(each) for each in result.account],
        },
        company=result.settings.company,
        title=result.profile.name,
        slides=slides_of(result),
        latest_on=zones.day_of(result.as_of, result.settings.time_zone),
        accent=result.settings.accent,
        time_zone=result.settings.time_zone,
    )


def _profile(result: Customer) -> Row:
    profile = result.profile
    known = {name.lower().replace(" ", "_"): said for name, said in profile.facts.items()}
    return {
        "customer_id": profile.customer_id,
        "name": profile.name,
        "is_on_file": profile.is_on_file,
        "as_of": result.as_of,
        **known,
        "next": result.juncture[0] if result.juncture else None,
        "next_on": result.juncture[1] if result.juncture else None,
    }


def _figures(result: Customer) -> Iterator[Figure]:
    value, money = result.value, result.settings.currency
    rows: tuple[tuple[str, str, str, float | None, int], ...] = (
        ("revenue", "Revenue of 12 months", money, value.revenue, value.lines),
        ("revenue_before", "Revenue of the 12 months before", money, value.revenue_before, 0),
        ("margin", "Margin of 12 months", money, value.margin, value.lines_with_cost),
        ("cost_to_serve", "Cost to serve", money, value.cost_to_serve, value.contacts_with_cost),
        ("share_of_wallet", "Share of wallet", "%", _percent(value.share_of_wallet), 0),
        (
            "influence",
            "Brought in by referrals",
            money,
            _influence(result),
            len(result.influence.brought),
        ),
    )
    for key, label, unit, figure, rests_on in rows:
        shown = "" if figure is None else f"{unsigned(figure)} {unit}".strip()
        yield Figure(key, label, unit, figure, None, None, rests_on, shown=shown)
    pressure = value.pressure
    yield Figure("pressure", "Our contacts, 30 days", "contacts", pressure, None, None, pressure,
                 shown=f"{pressure:,}")  # fmt: skip
    if latest := result.latest:
        yield Figure("latest", f"Last {METRICS[latest.metric].name} answer",
                     f"of {latest.scale}", latest.value, None, None, 1,
                     shown=f"{latest.value} of {latest.scale}")  # fmt: skip


def _influence(result: Customer) -> float | None:
    """What those brought in are worth: 0 where nobody was, None where that is not known."""
    found = result.influence
    return 0.0 if found.is_known and not found.brought else found.worth


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def event_row(each: Event) -> Row:
    """One event, what was said masked."""
    return _masked(asdict(each), "said")


def _masked(row: Row, name: str = "comment") -> Row:
    said = row[name]
    return {**row, name: mask(said) if isinstance(said, str) else None}
