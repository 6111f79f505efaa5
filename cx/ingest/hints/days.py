"""How days and times are written: which formats fit all values, and which value settles it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

_CLOCK = (
    r"(?:(?P<gap>[ T]+)(?P<clock>\d{1,2}:\d{2}(?P<seconds>:\d{2})?(?P<fraction>\.\d+)?)"
    r"(?P<half> ?[AaPp][Mm])?)?"
)
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<sep>[-/. ])(?P<b>\d{{1,2}})(?P=sep)(?P<c>\d{{4}}|\d{{1,2}}){_CLOCK}"
)
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})(?P<s1>[-/. ]{1,2})(?P<m1>[A-Za-z]{3,9})|(?P<m2>[A-Za-z]{3,9})(?P<s2> )"
    rf"(?P<d2>\d{{1,2}}))(?P<s3>,? |[-/.])(?P<y>\d{{4}}|\d{{2}}){_CLOCK}"
)
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{0,2})?)?"
)
_PACKED = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

ISO = ""
"""The format of days that need none."""
EARLIEST, LATEST = 1900, 2099
COUNTS = (
    ("days since 1899-12-30", 20_000, 65_000, "Excel's count of days"),
    ("seconds since 1970-01-01", 600_000_000, 2_200_000_000, "seconds of Unix"),
    ("milliseconds since 1970-01-01", 600_000_000_000, 2_200_000_000_000, "milliseconds of Unix"),
    ("seconds since 1582-10-14", 12_600_000_000, 14_500_000_000, "seconds of SPSS"),
)
"""Counts that stand for a time: how a format says so, the range of our years, who writes them."""


@dataclass(frozen=True, slots=True)
class Days:
    """How the days of a column are written.

    Attributes
    ----------
    formats : tuple of str
        Those that fit as many values as any does; ``""`` is the ISO way. Several: not settled.
    share : float
        Share of the values that they fit.
    proof : str
        The value that settled day before month or month before day, if one did.
    is_short : bool
        Whether years have two digits.
    """

    formats: tuple[str, ...] = ()
    share: float = 0.0
    proof: str = ""
    is_short: bool = False


def days_of(texts: Sequence[str]) -> Days:
    """Find the formats that fit these values.

    Examples
    --------
    >>> days_of(["01/02/2024", "03/04/2024"]).formats
    ('%d/%m/%Y', '%m/%d/%Y')
    >>> days_of(["01/02/2024", "25/02/2024"])
    Days(formats=('%d/%m/%Y',), share=1.0, proof='25/02/2024', is_short=False)
    """
    fits: dict[str, list[str]] = {}
    for text in texts:
        for pattern in _formats(text):
            fits.setdefault(pattern, []).append(text)
    if not fits:
        return Days()
    most = max(map(len, fits.values()))
    best = tuple(sorted(each for each in fits if len(fits[each]) == most))
    # Nobody writes the year first and the month last, so that order needs a proof.
    best = tuple(
        each
        for each in best
        if re.sub(r"(%Y\W)%d(\W)%m", r"\1%m\2%d", each) == each or len(best) == 1
    )
    return Days(best, most / len(texts), _proof(texts, best), "%y" in best[0])


def counts_of(numbers: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Formats by which whole numbers may be times of our days, each with who writes them so.

    >>> counts_of([13783224961])
    (('seconds since 1582-10-14', 'seconds of SPSS'),)
    """
    if not numbers:
        return ()
    low, high = min(numbers), max(numbers)
    return tuple((name, who) for name, least, most, who in COUNTS if least <= low and high <= most)


def read_count(number: int, pattern: str) -> datetime:
    """Time that a count stands for.

    >>> str(read_count(45292, "days since 1899-12-30"))
    '2024-01-01 00:00:00'
    """
    unit, _, start = pattern.partition(" since ")
    first = datetime.fromisoformat(start).replace(tzinfo=UTC)
    return (first + timedelta(**{unit: number})).replace(tzinfo=None)


@cache
def _formats(text: str) -> tuple[str, ...]:
    if _ISO.fullmatch(text):
        return (ISO,) if EARLIEST <= int(text[:4]) <= LATEST else ()
    if _PACKED.fullmatch(text):
        return ("%Y%m%d",)
    found = _NUMERIC.fullmatch(text)
    if found:
        return tuple(_numeric(found))
    named = _NAMED.fullmatch(text)
    return _named(named) if named else ()


def _numeric(found: re.Match[str]) -> Iterator[str]:
    """Every order of day, month and year that gives a day."""
    first, second, third = found["a"], found["b"], found["c"]
    sep, clock = found["sep"], _clock(found)
    if len(first) == 4:
        orders = (("Y", "m", "d"), ("Y", "d", "m"))
    elif len(third) == 4 and len(first) < 3:
        orders = (("d", "m", "Y"), ("m", "d", "Y"))
    elif len(third) == 2 and len(first) < 3:
        orders = (("d", "m", "y"), ("m", "d", "y"))
    else:
        return
    for order in orders:
        parts = dict(zip(order, (int(first), int(second), int(third)), strict=True))
        year = parts.get("Y", parts.get("y", 0) + 2000)
        if _is_day(year, parts["m"], parts["d"]):
            yield sep.join(f"%{sign}" for sign in order) + clock


def _named(found: re.Match[str]) -> tuple[str, ...]:
    month = (found["m1"] or found["m2"]).lower()
    signs = [sign for sign, known in (("%b", _MONTHS), ("%B", _LONG_MONTHS)) if month in known]
    year = "%Y" if len(found["y"]) == 4 else "%y"
    day = int(found["d1"] or found["d2"])
    if not 1 <= day <= 31 or (year == "%Y" and not EARLIEST < int(found["y"]) <= LATEST):
        return ()
    rest = f"{found['s3']}{year}{_clock(found)}"
    if found["d1"]:
        return tuple(f"%d{found['s1']}{sign}{rest}" for sign in signs)
    return tuple(f"{sign} %d{rest}" for sign in signs)


def _clock(found: re.Match[str]) -> str:
    if not found["clock"]:
        return ""
    half = found["half"] or ""
    hour = "%I" if half else "%H"
    seconds = ":%S" if found["seconds"] else ""
    fraction = ".%f" if found["fraction"] else ""
    blank = " " if half[:1] == " " else ""
    return f"{found['gap']}{hour}:%M{seconds}{fraction}{blank + '%p' if half else ''}"


def _is_day(year: int, month: int, day: int) -> bool:
    if not EARLIEST <= year <= LATEST:
        return False
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return False
    return True


def _proof(texts: Sequence[str], best: tuple[str, ...]) -> str:
    """The first value that can be read in one order only."""
    if len(best) > 1 or not re.search(r"%[dm]\W%[dm]", best[0]):
        return ""
    return next((text for text in texts if _formats(text) == best and _could_swap(text)), "")


def _could_swap(text: str) -> bool:
    return _NUMERIC.fullmatch(text) is not None
