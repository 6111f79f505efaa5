"""Sentences about rows that are in order, but worth a look."""

from collections.abc import Iterator
from datetime import date

from cx import zones
from cx.ingest.check import HAS_ZONE, INVISIBLE, SOMETHING
from cx.ingest.clocks import about_clocks
from cx.ingest.plan import Field
from cx.ingest.sift import Sifting
from cx.ingest.source import quote

_AHEAD = {"promised_on", "renews_on", "due_on", "ended_on", "started_on", "valid_from", "event_on"}
"""Days that may well lie in the future."""
_FINAL = "read_parquet($table, hive_partitioning = false)"

# SQL below is composed of the catalogue's names and of c<i>; every value is bound.
# ruff: noqa: S608


def about_rows(sifting: Sifting, rows: int) -> Iterator[str]:
    """Say what was tidied up in the rows, and what in them looks like a slip.

    Parameters
    ----------
    sifting : Sifting
        An upload whose final files are written.
    rows : int
        Rows of the file that are not empty.
    """
    if sifting.plan.has_row_key:
        yield _about_key(sifting)
    if empty := sifting.source.rows - rows:
        yield f"Empty rows left out: {empty:,}."
    yield from _about_ids(sifting)
    for label, zoned, times in _count_zoned(sifting):
        rest = (
            "" if zoned == times or sifting.zone != zones.UTC else "; the others were taken as UTC"
        )
        yield f'Column "{label}": times converted to UTC: {zoned:,}{rest}.'
    yield from about_clocks(sifting)
    for label, later, latest in _future(sifting):
        if later:
            yield f'Column "{label}": rows in the future: {later:,}, the latest {latest}.'
    if sifting.plan.extract.name == "ratings" and (beyond := _beyond_scale(sifting)):
        yield f"Ratings outside 1 to their scale_max: {beyond:,}."


def _about_key(sifting: Sifting) -> str:
    key, alike = sifting.plan.extract.key[0], _count_alike(sifting)
    kept = f" Rows that equal another are all kept ({alike:,})." if alike else ""
    return (
        f"The file has no {key}, so it is made of the file's hash and the row number.{kept} The "
        "same file again gives the same keys; a changed file gives new ones, so undo this import "
        "before you import a changed file."
    )


def _count_alike(sifting: Sifting) -> int:
    """Rows that equal an earlier one in every cell, which only a made key tells apart."""
    cells = ", ".join(f"c{i}" for i in sifting.theirs)
    return sifting.number(
        f"select count(*) - count(distinct ({cells})) from {sifting.source.relation} "
        f"where regexp_matches(concat({cells}), '{SOMETHING}')"
    )


def _typed(sifting: Sifting, *types: str) -> list[Field]:
    return [
        each for each in sifting.plan.fields if sifting.plan.extract.column(each.name).type in types
    ]


def _about_ids(sifting: Sifting) -> Iterator[str]:
    ids = [each for each in _typed(sifting, "id") if each.is_in_file]
    if not ids:
        return
    # The cheap test goes first: most ids have as many bytes as characters.
    unseen = " + ".join(
        f"count(case when strlen({each.raw}) > length({each.raw}) "
        f"then nullif(regexp_matches({each.raw}, '{INVISIBLE}'), false) end)"
        for each in ids
    )
    if hidden := sifting.number(f"select {unseen} from {sifting.source.relation} as source"):
        yield f"Signs that cannot be seen were taken out of ids: {hidden:,} cells."
    for each in ids:
        if _is_pointed(sifting, each):
            yield (
                f'Column "{each.label}": every id ends in ".0", as if it had been a number on the '
                "way. Other files may have it without."
            )


def _is_pointed(sifting: Sifting, each: Field) -> bool:
    """Whether there are ids and all have that end; the first that has not settles it."""
    name = quote(each.name)
    other = f"select 1 from {_FINAL} where not ends_with({name}, '.0') limit 1"
    if sifting.run(other, table=str(sifting.table)):
        return False
    return sifting.number(f"select count({name}) from {_FINAL}", table=str(sifting.table)) > 0


def _count_zoned(sifting: Sifting) -> Iterator[tuple[str, int, int]]:
    """For each time of the file with an offset: its label, how many have one, and of how many."""
    for each in (each for each in sifting.plan.fields if each.is_clock):
        # The cheap test goes first: most times are written like this, or have no offset at all.
        zoned = sifting.number(
            f"select count(*) from {sifting.source.relation} as source "
            f"where not ({each.raw} like '____-__-__ __:__:__') "
            f"and {HAS_ZONE.format(each.written)}"
        )
        if zoned:
            times = f"select count({each.written}) from {sifting.source.relation} as source"
            yield each.label, zoned, sifting.number(times)


def _future(sifting: Sifting) -> list[tuple[str, int, date]]:
    """For each day that cannot well lie in the future: how many do, and the latest."""
    dated = [each for each in _typed(sifting, "date", "time") if each.name not in _AHEAD]
    if not dated:
        return []
    tomorrow = "cast($today as date) + 1"
    counts = ", ".join(
        f"count(*) filter (where {quote(each.name)} >= moment_at({tomorrow})), "
        f"cast(local(max({quote(each.name)})) as date)"
        if sifting.plan.extract.column(each.name).type == "time"
        else f"count(*) filter (where {quote(each.name)} > $today), max({quote(each.name)})"
        for each in dated
    )
    today = zones.today(sifting.zone)
    found = sifting.run(f"select {counts} from {_FINAL}", today=today, table=str(sifting.table))[0]
    return [(each.label, *found[2 * i : 2 * i + 2]) for i, each in enumerate(dated)]


def _beyond_scale(sifting: Sifting) -> int:
    sql = f"select count(*) from {_FINAL} where rating not between 1 and scale_max"
    return sifting.number(sql, table=str(sifting.table))
