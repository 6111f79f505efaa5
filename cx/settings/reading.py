"""Reads settings as people write them and as they are stored; what is wrong becomes a sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cx import zones
from cx.errors import SettingRefused
from cx.periods import MONTHS
from cx.settings.address import read_address
from cx.settings.definitions import (
    DEFINITIONS,
    LONGEST_NAME,
    Definition,
    Settings,
    Value,
    number,
    replaced,
    valued,
)

# Those in use, and those given up lately, in which older extracts may still be.
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL
"""
CURRENCIES = tuple(_CODES.split())
"""Codes of ISO 4217 that a company may report in."""


def parse(name: str, text: str) -> Value:
    """Read one setting as somebody wrote it, or as it is stored.

    Parameters
    ----------
    name : str
        Key of ``DEFINITIONS``.
    text : str
        What was written; empty is "none", where that may be.

    Raises
    ------
    SettingRefused
        With a sentence that says what is wrong and what may be written.

    Examples
    --------
    >>> parse("fiscal_year_start", "april"), parse("csat_target", " 85.5 "), parse("currency", "")
    (4, 85.5, '')
    >>> parse("nps_target", "120")
    Traceback (most recent call last):
    cx.errors.SettingRefused: NPS target: 120 is not within -100 to 100 points. Give one that is, or
    leave it empty.
    """
    if name not in DEFINITIONS:
        raise SettingRefused(
            f'There is no setting "{name[:LONGEST_NAME]}". There are: {", ".join(DEFINITIONS)}.'
        )
    definition = DEFINITIONS[name]
    said = " ".join(text.split())
    if not said and definition.is_optional:
        return None if definition.kind == "number" else ""
    return _READERS[definition.kind](definition, said)


def write(value: Value) -> str:
    """Write a value so that ``parse`` reads it back.

    >>> write(None), write(40.0), write(12), write(85.25)
    ('', '40', '12', '85.25')
    """
    return "" if value is None else str(value).removesuffix(".0")


def revise(current: Settings, texts: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """Read changes to settings; nothing of them holds unless all do.

    Parameters
    ----------
    current : Settings
        What holds now.
    texts : mapping of str to str
        What is to hold, by name.

    Returns
    -------
    Settings
        As they would be; `current` when anything is wrong.
    dict of str to str
        A sentence for each setting that is wrong, by name.

    Examples
    --------
    >>> revise(Settings(), {"min_answers_value": "20", "low_base_below": "40"})[1]
    {}
    >>> print(revise(Settings(), {"min_answers_shown": "50"})[1]["min_answers_value"])
    Answers to show a value: 30 answers are fewer than those to show anything (50 answers). Give 50
    or more.
    """
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for name, text in texts.items():
        try:
            values[name] = parse(name, text)
        except SettingRefused as refusal:
            wrong[name] = str(refusal)
    revised = current if wrong else replaced(current, values)
    wrong = wrong or contradictions(revised)
    return (current if wrong else revised), wrong


def contradictions(settings: Settings) -> dict[str, str]:
    """Say which settings do not go together, by the name of the one to change.

    >>> contradictions(Settings())
    {}
    """
    return {
        larger: (
            f"{DEFINITIONS[larger].label}: {_said(settings, larger)} are fewer than {noun} "
            f"({_said(settings, smaller)}). Give {number(least)} or more."
        )
        for smaller, larger, noun, least in _upside_down(settings)
    }


def settled(settings: Settings) -> Settings:
    """Raise what is smaller than it may be beside the others: so nothing more is shown than was.

    >>> settled(Settings(min_answers_shown=50)).low_base_below
    60
    >>> settled(Settings(min_answers_shown=80)).low_base_below
    80
    """
    while found := next(_upside_down(settings), None):
        settings = replaced(settings, {found.larger: found.least})
    return settings


class _Pair(NamedTuple):
    smaller: str
    larger: str
    noun: str
    least: float


def _upside_down(settings: Settings) -> Iterator[_Pair]:
    for smaller, larger, noun in _ORDERED:
        least, value = valued(settings, smaller), valued(settings, larger)
        if isinstance(least, int | float) and isinstance(value, int | float) and value < least:
            yield _Pair(smaller, larger, noun, least)


def _said(settings: Settings, name: str) -> str:
    return DEFINITIONS[name].in_words(valued(settings, name))


# Each may not be smaller than the one before it; and what that one is called.
_ORDERED = (
    ("min_answers_shown", "min_answers_value", "those to show anything"),
    ("min_answers_value", "low_base_below", "those to show a value"),
    ("first_contact_target_hours", "close_target_hours", "those to the first contact"),
)


# Signs that some scripts are not written right without.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def _read_text(definition: Definition, said: str) -> Value:
    if len(said) > LONGEST_NAME:
        raise SettingRefused(
            f"{definition.label}: {len(said)} characters are too many. Give at most {LONGEST_NAME}."
        )
    if any(unicodedata.category(sign).startswith("C") and sign not in _JOINERS for sign in said):
        raise SettingRefused(
            f"{definition.label}: it holds characters that cannot be seen. Type it anew."
        )
    return said


def _read_currency(definition: Definition, said: str) -> Value:
    if said.upper() not in CURRENCIES:
        raise SettingRefused(
            f"{definition.label}: {_quoted(said)} is no currency code. Give the three letters of "
            "ISO 4217, such as EUR, or leave it empty."
        )
    return said.upper()


def _read_zone(definition: Definition, said: str) -> Value:
    found = zones.spelled(said)
    if found is None:
        meant = " or ".join(zones.near(said)) if len(said) <= LONGEST_NAME else ""
        raise SettingRefused(
            f"{definition.label}: {_quoted(said)} is no time zone. Give {definition.in_range()}."
            f"{f' Did you mean {meant}?' if meant else ''}"
        )
    return found


LEAST_CONTRAST = 4.5
"""Of white text on the colour (WCAG 2.2 AA)."""


def _read_colour(definition: Definition, said: str) -> Value:
    found = re.fullmatch("#?([0-9a-fA-F]{6})", said)
    if not found:
        raise SettingRefused(
            f"{definition.label}: {_quoted(said)} is no colour. Give six hex digits such as "
            "12466F, or leave it empty."
        )
    against_white = contrast_with_white(found[1])
    if against_white < LEAST_CONTRAST:
        raise SettingRefused(
            f"{definition.label}: white text on #{found[1].upper()} has a contrast of "
            f"{against_white:.1f} to 1, and needs {LEAST_CONTRAST}. Give a darker one."
        )
    return f"#{found[1].upper()}"


def contrast_with_white(digits: str) -> float:
    """Return the contrast of a colour with white, 1 to 21 (WCAG 2.2, relative luminance).

    >>> contrast_with_white("000000"), round(contrast_with_white("12466F"), 1)
    (21.0, 9.9)
    """
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def _read_month(definition: Definition, said: str) -> Value:
    names = {name.lower(): place for place, name in enumerate(MONTHS, 1)}
    month = names.get(said.lower()) or (int(said) if re.fullmatch("[0-9]{1,2}", said) else 0)
    if not 1 <= month <= 12:
        raise SettingRefused(
            f"{definition.label}: {_quoted(said)} is no month. Give its name or a number from "
            "1 to 12."
        )
    return month


def _read_number(definition: Definition, said: str) -> Value:
    if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{1,2})?", said):
        raise SettingRefused(
            f"{definition.label}: {_quoted(said)} is no number. Write it like 35 or 35.5, or leave "
            "it empty."
        )
    return _within(definition, float(said) + 0.0)


def _read_count(definition: Definition, said: str) -> Value:
    # A page hands over 30.0 for 30.
    if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.0)?", said):
        raise SettingRefused(
            f"{definition.label}: {_quoted(said)} is no whole number. Give one within "
            f"{definition.in_range()}."
            if said
            else f"{definition.label}: it cannot be empty. Give {definition.in_range()}."
        )
    return _within(definition, int(said.removesuffix(".0")))


def _within(definition: Definition, value: float) -> Value:
    if definition.low <= value <= definition.high:
        return value
    way_out = "Give one that is, or leave it empty." if definition.is_optional else ""
    reason = definition.floor if value < definition.low else ""
    span = definition.in_range().removesuffix(", or none")
    words = f"{definition.label}: {number(value)} is not within {span}. {reason}"
    raise SettingRefused(f"{words.strip()} {way_out or 'Give one that is.'}")


_READERS: dict[str, Callable[[Definition, str], Value]] = {
    "text": _read_text,
    "currency": _read_currency,
    "zone": _read_zone,
    "colour": _read_colour,
    "address": lambda definition, said: read_address(definition.label, said),
    "month": _read_month,
    "number": _read_number,
    "count": _read_count,
}


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= LONGEST_NAME else f'"{text[:LONGEST_NAME]}…"'
