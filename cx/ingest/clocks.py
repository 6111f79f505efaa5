"""Sentences about times that name no zone: which one they were read in, and which were in doubt."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cx.ingest.check import EARLIEST, LATEST
from cx.ingest.plan import Field
from cx.ingest.sift import Sifting
from cx.zones import UTC as NO_SHIFTS

# SQL below is composed of the catalogue's names and of c<i>; every value is bound.
# ruff: noqa: S608


def about_clocks(sifting: Sifting) -> Iterator[str]:
    """Say how wall clocks were read that a change of the clocks left out, or showed twice.

    Parameters
    ----------
    sifting : Sifting
        An upload whose engine knows the wall clock of its zone. Nothing is said of UTC.
    """
    if sifting.zone == NO_SHIFTS:
        return
    for each in sifting.plan.fields:
        if each.is_in_file and sifting.plan.extract.column(each.name).type == "time":
            walls, skipped, repeated = _count(sifting, each)
            name = f'Column "{each.label}"'
            if walls:
                yield f"{name}: times without an offset read as {sifting.zone}: {walls:,}."
            if skipped:
                yield (
                    f"{name}: times that the clocks there skip in spring: {skipped:,}; taken by "
                    "the clock of before, so an hour later than written."
                )
            if repeated:
                yield (
                    f"{name}: times that the clocks there show twice in autumn: {repeated:,}; "
                    "taken as the first of the two."
                )


def _count(sifting: Sifting, each: Field) -> tuple[int, int, int]:
    """How many times name no zone, and how many of these are skipped or shown twice."""
    name, shifts = each.name, list(_days_of_shifts(sifting.zone))
    is_near = "list_contains(cast($shifts as date[]), cast(wall as date))"
    counts = sifting.run(
        f"""
        select
            count(wall),
            count(*) filter (where {is_near} and local(moment_at(wall)) <> wall),
            count(*) filter (where {is_near} and moment_at(wall) <> last_moment_at(wall))
        from (
            select {each.verdict.wall} as wall
            from (
                select {each.text} as t_{name}
                from (select {each.written} as w_{name} from {sifting.source.relation} as source)
            )
        )
        """,
        shifts=shifts,
    )
    return counts[0][0], counts[0][1], counts[0][2]


@lru_cache(maxsize=4)
def _days_of_shifts(zone: str) -> tuple[date, ...]:
    """Return the days, by either clock, on which the clocks of a zone were or will be changed."""
    there, found = ZoneInfo(zone), set()
    moment = datetime(EARLIEST.year, 1, 1, tzinfo=UTC)
    before = moment.astimezone(there).utcoffset()
    while moment.year <= LATEST.year:
        moment += timedelta(days=1)
        now = moment.astimezone(there)
        if now.utcoffset() != before:
            before = now.utcoffset()
            found |= {now.date() + timedelta(days=days) for days in (-2, -1, 0, 1)}
    return tuple(sorted(found))
