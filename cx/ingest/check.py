"""Judges every cell: SQL that gives a column its typed value, or a sentence about what is wrong.

Texts are matched against a pattern before they are cast: the engine itself would take 0x1F for 31,
1_000 for 1000, round 12.345 and drop the offset of 10:00+02.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from cx.extracts import Column
from cx.ingest.source import quote
from cx.warehouse.zones import wall_clock
from cx.zones import UTC

EARLIEST, LATEST = date(1900, 1, 2), date(2099, 12, 31)
"""Days outside are placeholders or slips; 1900-01-01 is the favourite placeholder."""
LONGEST_ID = 256
LONGEST_TEXT = 100_000

_YES, _NO = ("true", "1", "yes", "y", "t", "1.0"), ("false", "0", "no", "n", "f", "0.0")
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?"
ZONE = r"(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)"
HAS_ZONE = rf"regexp_matches({{}}, ':\d\d(\.\d+)?{ZONE}$')"
"""SQL of whether a time says its offset."""
_EPOCH = "seconds since 1970-01-01"
_ISO = rf"\d{{4}}-\d{{2}}-\d{{2}}([T ]{_CLOCK}{ZONE}?)?"
_INTEGER = r"[+-]?\d+(\.0*)?"
_MONEY = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_NUMBER = rf"{_MONEY}([eE][+-]?\d{{1,3}})?"

WRITTEN = (
    r"(?P<before>[^\s\d.,'%+-]{0,3} ?)1(?P<group>[,. '])234(?P<point>[.,])56"
    r"(?P<after> ?[^\s\d.,'%+-]{0,3})"
)
"""Format of a number by example: ``1.234,56``, and with a currency sign ``$1,234.56``."""

SINCE = r"(milliseconds|seconds|days) since (\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
"""Format of a day or time that is a count from a day, as statistics programs and Excel write it."""
_MICROSECONDS = {"milliseconds": 1_000, "seconds": 1_000_000, "days": 86_400_000_000}

_UNSEEN = r"\x{AD}\x{61C}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}"
INVISIBLE = rf"[\x{{80}}-\x{{9F}}{_UNSEEN}]"
_BLANK = r"\s\pZ\x{85}\x{200B}-\x{200F}\x{2060}\x{FEFF}"
_AROUND = rf"^[{_BLANK}]+|[{_BLANK}]+$"
SOMETHING = f"[^{_BLANK}]"
"""What a cell must hold to be no blank."""

MACROS = (
    # Most cells are ASCII and begin and end with a visible sign, which costs half of a pattern.
    "create temp macro is_tidy(x) as strlen(x) = length(x) and x >= '!' and x[-1] >= '!'",
    f"""create temp macro tidy(x) as
        case
            when is_tidy(x) then x
            when strlen(x) = length(x) then nullif(trim(x, ' \t\r\n'), '')
            else nullif(nfc_normalize(regexp_replace(x, '{_AROUND}', '', 'g')), '')
        end""",
    # Signs that cannot be seen would make two ids of one.
    f"""create temp macro bare(x) as
        case
            when is_tidy(x) then x
            when strlen(x) = length(x) then nullif(trim(x, ' \t\r\n'), '')
            else nullif(nfc_normalize(
                regexp_replace(regexp_replace(x, '{INVISIBLE}', '', 'g'), '{_AROUND}', '', 'g')
            ), '')
        end""",
    # Words of a file and of a mapping are compared by this; a word ends in another small sigma.
    "create temp macro alike(x) as replace(lower(x), '\u03c2', '\u03c3')",
    "create temp macro shown(x) as case when length(x) > 60 then left(x, 60) || '…' else x end",
)


def clock_macros(zone: str) -> Iterator[str]:
    """SQL that creates the wall clock of a zone, and ``moment_of`` a text that may say its own."""
    yield from (f"create temp {macro}" for macro in wall_clock(zone))
    own = "cast(try_cast(x as timestamptz) as timestamp)"
    if zone != UTC:
        own = (
            f"case when {HAS_ZONE.format('x')} then {own} "
            "else moment_at(try_cast(x as timestamp)) end"
        )
    yield f"create temp macro moment_of(x) as {own}"


class Bound:
    """Values that SQL binds, each under a name of its own."""

    def __init__(self, start: dict[str, Any]) -> None:
        self.values = dict(start)

    def add(self, value: Any) -> str:
        """Keep a value and return the parameter to write in its place."""
        name = f"bound_{len(self.values):04d}"
        self.values[name] = value
        return f"${name}"

    def used_in(self, sql: str) -> dict[str, Any]:
        """Return what `sql` binds; the engine takes no more and no less."""
        return {name: value for name, value in self.values.items() if f"${name}" in sql}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What SQL says of a column: its typed value, and what is wrong (NULL where nothing is).

    The complaint looks at the value under the column's own name, so the value comes first.
    """

    value: str
    complaint: str = "null"
    guess: str = "null"
    """What the value looks at first, as ``g_`` and the column's name."""
    wall: str = "null"
    """Of a time that names no zone: its wall clock."""


def judge(column: Column, text: str, pattern: str | None, bound: Bound) -> Verdict:
    """SQL that turns a column of texts into its type, and into sentences where it cannot.

    Parameters
    ----------
    column : Column
        Of the catalogue: type, range, choices, whether it is required.
    text : str
        SQL of the tidied text, NULL where it is missing.
    pattern : str, optional
        Declared format of a number, day or time; without it only the ISO way is understood.
    bound : Bound
        Takes what the SQL binds.

    Examples
    --------
    >>> judge(Column("note", "text", ""), "note", None, Bound({})).value
    'note'
    """
    checks = _CHECKS[column.type](column, text, pattern, bound)
    whens = []
    if column.is_required:
        whens.append(f"when {text} is null then 'empty, but every row needs a value here'")
    if checks.unread:
        # Patterns are looked at again only where there is something to complain about.
        reasons = " ".join(f"when {test} then {said}" for test, said in checks.unread)
        unread = f"{quote(column.name)} is null and {text} is not null"
        whens.append(f"when {unread} then case {reasons} end")
    whens += [f"when {test} then {said}" for test, said in checks.wrong]
    return Verdict(checks.value, f"case {' '.join(whens)} end", checks.guess, checks.wall)


@dataclass(frozen=True, slots=True)
class _Checks:
    value: str
    """NULL where the text cannot be read."""
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Tests in order why a text has no value, each with the SQL of its sentence; one is true."""
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Tests in order, true where a value is wrong, each with the SQL of its sentence."""
    guess: str = "null"
    wall: str = "null"


def _says(text: str, words: str) -> str:
    """SQL of a sentence that starts with the text as written."""
    return f"""'"' || shown({text}) || '" ' || {literal(words)}"""


def literal(words: str) -> str:
    """Quote a text of ours for SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + words.replace("'", "''") + "'"


def _text(column: Column, text: str, _pattern: str | None, _bound: Bound) -> _Checks:
    if column.choices:
        allowed = ", ".join(literal(choice) for choice in column.choices)
        said = _says(text, f"is not one of {', '.join(column.choices)}")
        return _Checks(f"lower({text})", wrong=[(f"{quote(column.name)} not in ({allowed})", said)])
    longest = LONGEST_ID if column.type == "id" else LONGEST_TEXT
    words = f"is longer than {longest:,} characters"
    # Bytes are counted first, which is quick; characters only where there are that many bytes.
    test = f"case when strlen({text}) > {longest} then length({text}) > {longest} end"
    return _Checks(text, wrong=[(test, _says(text, words))])


def _integer(column: Column, text: str, pattern: str | None, _bound: Bound) -> _Checks:
    plain, is_shaped, said = _plain_number(text, pattern, _INTEGER, "is not a whole number")
    # What the pattern lets pass has no decimals but zeros, so nothing is rounded.
    value = f"case when {is_shaped} then try_cast({plain} as integer) end"
    unread = [(f"not {is_shaped}", said), ("true", _says_how_far(text))]
    return _Checks(value, unread, _outside(column, text))


def _number(column: Column, text: str, pattern: str | None, _bound: Bound) -> _Checks:
    plain, is_shaped, said = _plain_number(text, pattern, _NUMBER, "is not a number")
    value = f"case when {is_shaped} then try_cast({plain} as double) end"
    unread = [(f"not {is_shaped}", said), ("true", _says_how_far(text))]
    beyond = (f"not isfinite({quote(column.name)})", _says_how_far(text))
    return _Checks(value, unread, [beyond, *_outside(column, text)])


def _money(column: Column, text: str, pattern: str | None, _bound: Bound) -> _Checks:
    words = "is not an amount: digits and a point only"
    plain, is_shaped, said = _plain_number(text, pattern, _MONEY, words)
    is_fine = rf"regexp_matches({plain}, '\.\d{{4}}\d*[1-9]')"
    amount = f"try_cast({plain} as decimal(18, 4))"
    fine = (is_fine, _says(text, "has more than four decimals and would be rounded"))
    return _Checks(
        f"case when {is_shaped} and not {is_fine} then {amount} end",
        [(f"not {is_shaped}", said), fine, ("true", _says_how_far(text))],
        _outside(column, text),
    )


def _plain_number(text: str, pattern: str | None, ours: str, words: str) -> tuple[str, str, str]:
    """Undo a declared way of writing numbers.

    Returns SQL of the plain text, of whether it is written so, and of the sentence if not.
    """
    if pattern is None:
        return text, f"regexp_full_match({text}, '{ours}')", _says(text, words)
    found = re.fullmatch(WRITTEN, pattern)
    assert found is not None  # the mapping was refused otherwise
    group, point = found["group"], found["point"]
    gap = r"[ \x{00A0}\x{202F}]" if group == " " else rf"\{group}" if group != "'" else "''"
    before = _optional(found["before"], "{}[ \\x{{00A0}}]?")
    after = _optional(found["after"], "[ \\x{{00A0}}]?{}")
    # Beside a currency sign nobody writes powers of ten, and its letters are no part of a number.
    power, letters = ("", "") if before or after else (r"([eE][+-]?\d{1,3})?", "eE")
    # A group never starts with 0: 0,123 is somebody's decimal comma, not 123.
    whole = rf"([1-9]\d{{0,2}}({gap}\d{{3}})+|\d+)"
    digits = rf"({whole}(\{point}\d*)?|\{point}\d+)"
    shape = rf"[+-]?{before}[+-]?{digits}{power}{after}"
    bare = rf"regexp_replace({text}, '[^0-9+\-{letters}\{point}]', '', 'g')"
    plain = f"replace({bare}, '{point}', '.')"
    is_shaped = f"(regexp_full_match({text}, '{shape}') and regexp_full_match({plain}, '{ours}'))"
    return plain, is_shaped, _says(text, f"{words}, written like {pattern}")


def _optional(sign: str, shape: str) -> str:
    """Pattern of a currency sign that may stand beside a number, with a blank or without."""
    return f"({shape.format(re.escape(sign.strip()))})?" if sign.strip() else ""


def _says_how_far(text: str) -> str:
    large, small = _says(text, "is too large"), _says(text, "is too small")
    return f"case when starts_with({text}, '-') then {small} else {large} end"


def _outside(column: Column, text: str) -> list[tuple[str, str]]:
    """Range and choices of a number; the sentence shows it without quotes."""
    value, wrong = quote(column.name), []
    if column.low is not None and column.high is not None:
        test = f"{value} not between {column.low} and {column.high}"
        wrong.append((test, f"is not between {column.low:g} and {column.high:g}"))
    elif column.low is not None:
        wrong.append((f"{value} < {column.low}", f"is less than {column.low:g}"))
    if column.choices:
        allowed = ", ".join(column.choices)
        wrong.append((f"{value} not in ({allowed})", f"is not one of {allowed}"))
    return [(test, f"shown({text}) || {literal(' ' + words)}") for test, words in wrong]


def _flag(_column: Column, text: str, _pattern: str | None, _bound: Bound) -> _Checks:
    yes, no = (", ".join(f"'{word}'" for word in words) for words in (_YES, _NO))
    words = "is neither yes nor no (true, false, 1, 0, yes, no, y, n, t, f)"
    value = (
        f"case when lower({text}) in ({yes}) then true when lower({text}) in ({no}) then false end"
    )
    return _Checks(value, [("true", _says(text, words))])


def _date(column: Column, text: str, pattern: str | None, bound: Bound) -> _Checks:
    """A day; a time counts by its calendar day as written."""
    if pattern:
        value = f"cast({_read_when(text, pattern, bound)} as date)"
        return _when(column, text, value, f"is not a day written {_example(pattern)}")
    value = f"try_cast(left({text}, 10) as date)"
    return _when_iso(column, text, value, "is not a day written like 2024-12-31")


def _time(column: Column, text: str, pattern: str | None, bound: Bound) -> _Checks:
    """A time in UTC; without an offset it is one of the wall clock of `clock_macros`."""
    if pattern:
        wall = _read_when(text, pattern, bound)
        # What counts from the epoch of computers is UTC wherever it is counted.
        is_wall = not re.fullmatch(SINCE, pattern) or not pattern.endswith(_EPOCH)
        value = f"moment_at({wall})" if is_wall else wall
        checks = _when(column, text, value, f"is not a time written {_example(pattern)}")
        return replace(checks, wall=wall if is_wall else "null")
    # Casting to a plain timestamp is quick, but would drop an offset without a word.
    value = f"moment_of({text})"
    checks = _when_iso(column, text, value, "is not a time written like 2024-12-31 15:30:00")
    # What is written as the engine would write it needs no pattern, which takes twice as long.
    guess = f"g_{column.name}"
    is_plain = f"strlen({text}) = 19 and cast({guess} as varchar) = {text}"
    return replace(
        checks,
        value=f"case when {is_plain} then moment_at({guess}) else {checks.value} end",
        guess=f"try_cast({text} as timestamp)",
        wall=f"case when not {HAS_ZONE.format(text)} then try_cast({text} as timestamp) end",
    )


def _when(column: Column, text: str, value: str, words: str) -> _Checks:
    value_of = quote(column.name)
    day = f"cast({value_of if column.type == 'date' else f'local({value_of})'} as date)"
    outside = f"{day} not between date '{EARLIEST}' and date '{LATEST}'"
    said = _says(text, f"is not between {EARLIEST} and {LATEST}")
    return _Checks(value, [("true", _says(text, words))], [(outside, said)])


def _when_iso(column: Column, text: str, value: str, words: str) -> _Checks:
    is_shaped = f"regexp_full_match({text}, '{_ISO}')"
    said = _says(text, f"{words} (name another format in the mapping)")
    checks = _when(column, text, f"case when {is_shaped} then {value} end", words)
    return replace(checks, unread=[(f"not {is_shaped}", said), *checks.unread])


def _read_when(text: str, pattern: str, bound: Bound) -> str:
    """SQL of the timestamp that a text means in a declared format."""
    since = re.fullmatch(SINCE, pattern)
    if not since:
        return f"try_strptime({text}, {bound.add(pattern)})"
    # Eight hundred years at most, as the engine stops at a sum that it cannot hold.
    size = _MICROSECONDS[since[1]]
    count = f"try_cast(case when regexp_full_match({text}, '{_MONEY}') then {text} end as double)"
    return (
        f"case when {count} between 0 and {800 * 366 * _MICROSECONDS['days'] // size} then "
        f"try_cast({bound.add(since[2])} as timestamp) + "
        f"to_microseconds(cast(round({count} * {size / 1000}) as bigint) * 1000) end"
    )


def _example(pattern: str) -> str:
    """How a declared format is told to a person."""
    if re.fullmatch(SINCE, pattern):
        return f"as {pattern}"
    example = datetime(2024, 12, 31, 15, 30).strftime(pattern)  # noqa: DTZ001 - no instant
    return f"like {example}"


_CHECKS = {
    "id": _text,
    "text": _text,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "flag": _flag,
    "date": _date,
    "time": _time,
}
