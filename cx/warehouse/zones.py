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
    "create or replace macro app.local(moment) as cast(moment as timestamp)",
    "create or replace macro app.moment_at(wall_clock) as cast(wall_clock as timestamp)",
)
# The engine takes the second of two equal wall clocks; the offset of the day before gives the
# first. Where the clock it gives reads otherwise, there was but one.
_OTHER = (
    "create or replace macro app.local(moment) as "
    "timezone('{zone}', timezone('UTC', cast(moment as timestamp)))",
    "create or replace macro app.last_moment_at(wall_clock) as "
    "timezone('UTC', timezone('{zone}', cast(wall_clock as timestamp)))",
    "create or replace macro app.offset_before(moment) as "
    "app.local(moment - interval 24 hours) - (moment - interval 24 hours)",
    "create or replace macro app.earlier_of(wall_clock, first, last) as "
    "case when app.local(first) = wall_clock then first else last end",
    "create or replace macro app.moment_at(wall_clock) as app.earlier_of("
    "cast(wall_clock as timestamp), "
    "cast(wall_clock as timestamp) - app.offset_before(app.last_moment_at(wall_clock)), "
    "app.last_moment_at(wall_clock))",
)


def define(cursor: Cursor, zone: str | None = None) -> None:
    """Define the wall clock of a zone for all views, in the transaction of the cursor.

    What is kept of days and months has to be built anew afterwards.

    Parameters
    ----------
    zone : str, optional
        Name of the zone; by default that of the settings.
    """
    name = stored(cursor) if zone is None else zone
    if not zones.is_known(name):
        raise ValueError(f'"{name}" is no time zone.')
    for statement in _UTC if name == zones.UTC else _OTHER:
        cursor.execute(statement.format(zone=name))


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
