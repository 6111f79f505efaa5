"""The company's time zone: moments are kept in UTC, and people read and count by their own clock.

A moment is a `datetime` without a zone, in UTC, as the warehouse has it; a wall clock is one
without a zone, as the company's clock shows it. The same in SQL: ``data/views/00_zone.sql``.
"""

import zoneinfo
from datetime import UTC as _UTC
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache

UTC = "UTC"
"""The zone of a company that named none."""

# The rules that come with this program: a machine's own may be years old.
zoneinfo.reset_tzpath(())

# Of the machine, and of nobody: the engine knows neither.
_NO_PLACE = {"localtime", "Factory"}


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of all zones (IANA), in the order of the alphabet.

    >>> "Europe/Berlin" in names(), "CEST" in names()
    (True, False)
    """
    return tuple(sorted(zoneinfo.available_timezones() - _NO_PLACE))


def is_known(name: str) -> bool:
    """Whether there is a zone of that very name."""
    return name in names()


def spelled(said: str) -> str | None:
    """Return the name of the zone that somebody wrote with other capitals, None for none.

    >>> spelled("europe/berlin"), spelled("new york"), spelled("Berlin")
    ('Europe/Berlin', None, None)
    """
    return _by_small_letters().get(_small(said))


def near(said: str, most: int = 3) -> list[str]:
    """Return the names of zones that somebody may have meant, the likeliest first.

    >>> near("Berlin"), near("america/new york"), near("Europe/Amsterdm", 1)
    (['Europe/Berlin'], ['America/New_York'], ['Europe/Amsterdam'])
    """
    small = _small(said)
    places = _by_small_letters()
    ends = [name for key, name in places.items() if key.endswith(f"/{small.rpartition('/')[2]}")]
    close = [places[key] for key in get_close_matches(small, places, most, cutoff=0.75)]
    return ends[:most] or close


def local(moment: datetime, zone: str) -> datetime:
    """Return the company's wall clock at a moment.

    >>> local(datetime(2026, 6, 30, 23, 30), "Europe/Berlin")
    datetime.datetime(2026, 7, 1, 1, 30)
    """
    if zone == UTC:
        return moment
    return moment.replace(tzinfo=_UTC).astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


def moment_at(wall_clock: datetime, zone: str) -> datetime:
    """Return the moment at which the company's clock shows this.

    A time that comes twice in autumn means the first of them; one that is left out in spring
    goes by the offset before.

    >>> moment_at(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")
    datetime.datetime(2026, 10, 25, 0, 30)
    >>> moment_at(datetime(2026, 3, 29, 2, 30), "Europe/Berlin")
    datetime.datetime(2026, 3, 29, 1, 30)
    """
    if zone == UTC:
        return wall_clock
    there = wall_clock.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0)
    return there.astimezone(_UTC).replace(tzinfo=None)


def day_of(moment: datetime, zone: str) -> date:
    """Return the company's day of a moment.

    >>> day_of(datetime(2026, 12, 31, 23, 0), "Europe/Berlin")
    datetime.date(2027, 1, 1)
    """
    return local(moment, zone).date()


def now() -> datetime:
    """Return this moment."""
    return datetime.now(_UTC).replace(tzinfo=None)


def today(zone: str) -> date:
    """Return the day that it is for the company."""
    return day_of(now(), zone)


def clock_in_words(zone: str) -> str:
    """Say whose clock times are of.

    >>> clock_in_words("UTC"), clock_in_words("Europe/Berlin")
    ('UTC', 'those of Europe/Berlin')
    """
    return UTC if zone == UTC else f"those of {zone}"


def short_name(zone: str, moment: datetime) -> str:
    """Return what people write behind a time of a zone, which depends on the time of year.

    >>> short_name("Europe/Berlin", datetime(2026, 7, 1)), short_name("UTC", datetime(2026, 7, 1))
    ('CEST', 'UTC')
    >>> short_name("America/Sao_Paulo", datetime(2026, 7, 1))
    'UTC-03'
    """
    there = moment.replace(tzinfo=_UTC).astimezone(zoneinfo.ZoneInfo(zone))
    name = there.tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name


@lru_cache(maxsize=1)
def _by_small_letters() -> dict[str, str]:
    return {_small(name): name for name in names()}


def _small(said: str) -> str:
    return "_".join(said.split()).casefold()
