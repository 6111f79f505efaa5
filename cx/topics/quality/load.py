"""Asks what the Quality page needs: first what is quick to tell, then what must be compared."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from cx import zones
from cx.extracts import EXTRACTS, Extract
from cx.filters import Filters, from_pairs
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import EVERYTHING, Ask, refuse_filters
from cx.topics.quality.results import (
    Coverage,
    Filled,
    Held,
    Impossible,
    Links,
    Orphans,
    Part,
    Quality,
    Speakers,
    Twins,
)
from cx.topics.quality.rules import TWINS
from cx.topics.rows import day, moment, plain_rows

ROW_COUNT = "import_id"
"""A column that every row has, so that its count is that of the rows."""

SOURCES = ("orders", "invoices")
"""Where revenue is read from: the first that has any."""


def load(
    ask: Ask,
    filters: Filters = EVERYTHING,
    settings: Settings = DEFAULTS,
    today: date | None = None,
) -> Quality:
    """Find out how far the data can be trusted.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        There is nothing to filter: quality is of all of the data.
    settings : Settings
        Go along with the result.
    today : date, optional
        What ages are counted to; by default the day it is for the company.

    Raises
    ------
    BadFilter
        When something is filtered all the same.
    """
    return replace(look(ask, filters, settings, today), links=follow(ask, filters, settings))


def look(
    ask: Ask,
    filters: Filters = EVERYTHING,
    settings: Settings = DEFAULTS,
    today: date | None = None,
) -> Quality:
    """Find out what each table tells by itself: quick also where there are millions of rows."""
    refuse_filters("quality", filters)
    on = today or zones.today(settings.time_zone)
    held = _held(ask, on)
    return Quality(
        today=on,
        held=held,
        impossible=tuple(
            Impossible(row["extract"], row["rule"], int(row["wrong_rows"]))
            for row in plain_rows(ask("quality/impossible", EVERYTHING))
        ),
        coverage=_coverage(ask, held),
        speakers=_speakers(ask),
        settings=settings,
    )


def follow(ask: Ask, filters: Filters = EVERYTHING, settings: Settings = DEFAULTS) -> Links:
    """Follow every reference and look for rows alike: seconds where there are millions of rows."""
    return merge(follow_one(ask, filters, settings, each) for each in EXTRACTS)


def follow_one(
    ask: Ask, filters: Filters = EVERYTHING, settings: Settings = DEFAULTS, extract: str = ""
) -> Links:
    """Follow the references of one extract, and look for its rows alike.

    One at a time, so that no question takes long and whoever waits can see how far it is.
    """
    refuse_filters("quality", filters)
    lost = ask("quality/orphans", EVERYTHING, extract=extract) if _points(extract) else None
    alike = ask("quality/duplicates", EVERYTHING, extract=extract) if extract in TWINS else None
    return Links(
        () if lost is None else tuple(map(_orphans, plain_rows(lost))),
        () if alike is None else tuple(map(_twins, plain_rows(alike))),
    )


def merge(found: Iterable[Links]) -> Links:
    """Put together what was found in several extracts, the most rows first."""
    parts = list(found)
    orphans = sorted((each for part in parts for each in part.orphans), key=lambda o: -o.rows)
    twins = sorted((each for part in parts for each in part.twins), key=lambda t: -t.rows)
    return Links(tuple(orphans), tuple(twins))


def orphan_rows(ask: Ask, extract: str, column: str, most: int) -> tuple[list[dict[str, Any]], int]:
    """List rows whose id in a column is of nobody, and count all of them."""
    return _listed(ask, "orphan_rows", most, extract=extract, column_name=column)


def impossible_rows(
    ask: Ask, extract: str, rule: str, most: int
) -> tuple[list[dict[str, Any]], int]:
    """List rows that break a rule, and count all of them."""
    return _listed(ask, "impossible_rows", most, extract=extract, rule=rule)


def twin_rows(ask: Ask, extract: str, most: int) -> tuple[list[dict[str, Any]], int]:
    """List rows that look like another one, and count all of them."""
    return _listed(ask, "duplicate_rows", most, extract=extract)


def _points(extract: str) -> bool:
    return bool(EXTRACTS[extract].references)


def _orphans(row: dict[str, Any]) -> Orphans:
    return Orphans(
        row["extract"],
        row["column_name"],
        row["points_to"],
        int(row["lost_rows"]),
        int(row["lost_ids"]),
    )


def _twins(row: dict[str, Any]) -> Twins:
    return Twins(row["extract"], int(row["twin_rows"]), int(row["originals"]))


def _listed(ask: Ask, question: str, most: int, **which: str) -> tuple[list[dict[str, Any]], int]:
    rows = plain_rows(ask(f"quality/{question}", EVERYTHING, most=most, **which))
    total = int(rows[0]["total"]) if rows else 0
    return [{key: row[key] for key in row if key != "total"} for row in rows], total


def _held(ask: Ask, today: date) -> tuple[Held, ...]:
    filled = plain_rows(ask("quality/filled", EVERYTHING))
    counts = {(row["extract"], row["column_name"]): int(row["filled_rows"]) for row in filled}
    fresh = {
        row["extract"]: row for row in plain_rows(ask("quality/freshness", EVERYTHING, today=today))
    }
    return tuple(_extract(each, counts, fresh.get(each.name)) for each in EXTRACTS.values())


def _extract(
    extract: Extract, counts: dict[tuple[str, str], int], fresh: dict[str, Any] | None
) -> Held:
    rows = counts[extract.name, ROW_COUNT]
    found = fresh or {}
    came = found.get("imported_at")
    return Held(
        extract=extract,
        rows=rows,
        first_on=day(found.get("first_on")),
        latest_on=day(found.get("latest_on")),
        later_rows=int(found.get("later_rows") or 0),
        live_imports=int(found.get("live_imports") or 0),
        imported_at=moment(came) if came is not None else None,
        columns=tuple(
            Filled(extract.name, column, counts[extract.name, column.name], rows)
            for column in extract.columns
        ),
    )


def _coverage(ask: Ask, held: tuple[Held, ...]) -> Coverage | None:
    """Take orders as revenue, else invoices; None where neither has any in its last year."""
    for source in SOURCES:
        latest_on = next(each.latest_on for each in held if each.name == source)
        if latest_on is None:
            continue
        year = from_pairs({"period": ["last_12_months"]}, latest_on)[0]
        rows = plain_rows(ask("quality/coverage", year))
        parts = tuple(_part(row) for row in rows if row["source"] == source)
        if parts and year.from_on and year.to_on:
            return Coverage(source, year.from_on, year.to_on, parts)
    return None


def _part(row: dict[str, Any]) -> Part:
    return Part(
        row["segment"],
        int(row["customers"]),
        int(row["heard_customers"]),
        row["revenue"],
        row["heard_revenue"],
    )


def _speakers(ask: Ask) -> Speakers:
    row = plain_rows(ask("quality/speakers", EVERYTHING))[0]
    return Speakers(int(row["answers"]), int(row["anonymous_answers"]), int(row["unknown_answers"]))
