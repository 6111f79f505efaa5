"""Tells the engine the company's time zone: SQL counts days and months by its wall clock.

Times are stored in UTC. ``data/views/00_zone.sql`` defines what a day is for a company in UTC, as
cheap as a cast; here the same names are defined anew for another zone, where each row takes a
look into its rules. So who is in UTC pays nothing (docs/decisions/0027-zones-as-macros.md).
"""

from cx import zones
from cx.errors import SettingRefused
from cx.settings import DEFAULTS, parse
from cx.warehouse.engine import Cursor

_STORED = "select value from app.settings where name = 'time_zone'"

_UTC = (
    "macro {place}local(moment) as cast(moment as timestamp)",
    "macro {place}moment_at(wall_clock) as cast(wall_clock as timestamp)",
)
# The engine takes the second of two equal wall clocks; the offset of the day before gives the
# first. Where the clock it gives reads otherwise, there was but one.
_OTHER = (
    "macro {place}local(moment) as timezone('{zone}', timezone('UTC', cast(moment as timestamp)))",
    "macro {place}last_moment_at(wall_clock) as "
    "timezone('UTC', timezone('{zone}', cast(wall_clock as timestamp)))",
    "macro {place}offset_before(moment) as "
    "{place}local(moment - interval 24 hours) - (moment - interval 24 hours)",
    "macro {place}earlier_of(wall_clock, first, last) as "
    "case when {place}local(first) = wall_clock then first else last end",
    "macro {place}moment_at(wall_clock) as {place}earlier_of(cast(wall_clock as timestamp), "
    "cast(wall_clock as timestamp) - {place}offset_before({place}last_moment_at(wall_clock)), "
    "{place}last_moment_at(wall_clock))",
)


def wall_clock(zone: str, place: str = "") -> tuple[str, ...]:
    """Return the macros ``local(moment)`` and ``moment_at(wall_clock)`` of a zone, to be created.

    Parameters
    ----------
    place : str
        What comes before their names, such as ``app.``.

    Raises
    ------
    ValueError
        When there is no such zone: names of others never come into SQL.
    """
    if not zones.is_known(zone):
        raise ValueError(f'"{zone}" is no time zone.')
    macros = _UTC if zone == zones.UTC else _OTHER
    return tuple(macro.format(zone=zone, place=place) for macro in macros)


def define(cursor: Cursor, zone: str | None = None) -> None:
    """Define the wall clock of a zone for all views, in the transaction of the cursor.

    What is kept of days and months has to be built anew afterwards.

    Parameters
    ----------
    zone : str, optional
        Name of the zone; by default that of the settings.
    """
    for macro in wall_clock(stored(cursor) if zone is None else zone, "app."):
        cursor.execute(f"create or replace {macro}")


def stored(cursor: Cursor) -> str:
    """Return the zone that the settings name, UTC where they name none that can be."""
    found = cursor.execute(_STORED).fetchone()
    try:
        zone = parse("time_zone", found[0]) if found else DEFAULTS.time_zone
    except SettingRefused:
        return DEFAULTS.time_zone
    return str(zone)


def engine_names(cursor: Cursor) -> frozenset[str]:
    """Return the names of zones that the engine knows."""
    return frozenset(
        row[0] for row in cursor.execute("select name from pg_timezone_names()").fetchall()
    )
