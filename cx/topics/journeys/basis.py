"""Settles what journeys are made of: contacts between pauses, or orders, cases or contracts."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from cx import zones
from cx.analysis.journeys.durations import Durations, measure_durations
from cx.analysis.ladder import Ladder
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask, demand_one_of
from cx.topics.journeys.results import Basis
from cx.topics.rows import moment, plain_rows

BASES = ("gap", "order", "case", "contract")
MADE_OF = {
    "gap": "Contacts between pauses",
    "order": "One order each",
    "case": "One case each",
    "contract": "One contract each",
}
"""What people read for a basis."""

_EXTRACTS = {"gap": "contacts", "order": "orders", "case": "cases", "contract": "contracts"}
SAMPLES = 200


def settle(
    ask: Ask, filters: Filters, settings: Settings, by: str | None, today: date | None
) -> Basis:
    """Find what there is to make journeys of, and up to when.

    Parameters
    ----------
    by : str, optional
        One of ``BASES``; by default the first that has any rows.
    today : date, optional
        Nothing later is taken for known; by default the day it is for the company.

    Raises
    ------
    BadFilter
        When `by` is none of them.
    """
    demand_one_of("basis of journeys", by, BASES)
    found = _extent(ask, filters, today or zones.today(settings.time_zone), settings.time_zone)
    there = _bases_of(found)
    return Basis(
        by=by or (there[0] if there else "gap"),
        gap_days=settings.session_gap_days,
        is_kept=found["kept_gap_days"] == settings.session_gap_days,
        extract_at=None if found["extract_at"] is None else moment(found["extract_at"]),
    )


def present(ask: Ask, filters: Filters, settings: Settings = DEFAULTS) -> tuple[str, ...]:
    """Return what journeys can be made of here, by ``BASES``; empty where nothing is on file."""
    return _bases_of(_extent(ask, filters, zones.today(settings.time_zone), settings.time_zone))


def _extent(ask: Ask, filters: Filters, today: date, zone: str) -> dict[str, Any]:
    latest = zones.moment_at(datetime.combine(today, time.max), zone)
    return plain_rows(ask("journeys/extent", filters, latest_possible=latest))[0]


def _bases_of(extent: dict[str, Any]) -> tuple[str, ...]:
    return tuple(by for by in BASES if extent[_EXTRACTS[by]])


def time_journeys(
    ask: Ask, filters: Filters, basis: Basis, ladder: Ladder
) -> tuple[Basis, Durations, int]:
    """Measure how long journeys take, and so which are too young to count as unfinished.

    Returns
    -------
    Basis
        With `young_seconds`: nine in ten journeys are over by then.
    Durations
        In seconds.
    int
        How many journeys there are.
    """
    frame = ask("journeys/durations", filters, **basis.params())
    often = frame["journeys"]
    seconds, is_over, bucket = (
        frame[name].repeat(often).to_numpy() for name in ("seconds", "is_over", "bucket")
    )
    found = measure_durations(seconds, is_over.astype(bool), bucket, samples=SAMPLES, ladder=ladder)
    p90 = found.p90.value if found.p90 else None
    # Where it cannot be told how long they take, all that may go on are left out.
    young = p90 if p90 is not None else float("inf")
    return replace(basis, young_seconds=young), found, int(often.sum())


def choose_kind(ask: Ask, filters: Filters, basis: Basis, ladder: Ladder) -> Basis:
    """Take the relationship survey where it can be shown, else the kind with most answers."""
    if filters.survey_kind is not None:
        return replace(basis, survey_kind=filters.survey_kind)
    rows = plain_rows(ask("journeys/kinds", filters, **basis.params(), metric=filters.metric))
    enough = [
        row["survey_kind"]
        for row in rows
        if row["answers"] >= ladder.answers_to_show and row["customers"] >= ladder.customers_to_show
    ]
    most = rows[0]["survey_kind"] if rows else None
    return replace(basis, survey_kind="relationship" if "relationship" in enough else most)
