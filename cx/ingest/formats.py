"""Refuses formats of numbers, days and times that could be read in two ways or in none."""

import re

from cx.errors import MappingError
from cx.ingest.check import SINCE, WRITTEN

_MONTHS = ("m", "b", "B")
_SIGNS = set("dmYbBHIMSfp")
_NEEDS = {"I": "p", "p": "I", "M": "HI", "S": "M", "f": "S"}
"""Signs that mean nothing without another."""


def refuse_format(kind: str, name: str, pattern: str) -> None:
    """Check the format of a column of some type.

    Raises
    ------
    MappingError
        Saying what the format lacks, or has twice.

    Examples
    --------
    >>> refuse_format("time", "responded_at", "%d/%m/%Y %H:%M")
    """
    if kind in ("date", "time"):
        _refuse_day_format(f'[formats] {name} = "{pattern}"', pattern)
    elif kind not in ("integer", "number", "money"):
        raise MappingError(f"[formats] {name}: only numbers, days and times have a format.")
    elif not _is_number_format(pattern):
        raise MappingError(
            f'[formats] {name} = "{pattern}": a number is written "1,234.56" or "1.234,56", '
            'with its currency sign if it has one ("$1,234.56").'
        )


def _is_number_format(pattern: str) -> bool:
    found = re.fullmatch(WRITTEN, pattern)
    return found is not None and found["group"] != found["point"]


def _refuse_day_format(where: str, pattern: str) -> None:
    if re.fullmatch(SINCE, pattern):
        return
    signs = [part[:1] for part in pattern.split("%")[1:]]
    if "y" in signs:
        raise MappingError(
            f"{where}: a year of two digits may mean two centuries. Export four digits (%Y)."
        )
    if not {"d", "Y"} <= set(signs) or not set(signs) & set(_MONTHS) or set(signs) - _SIGNS:
        raise MappingError(
            f"{where} is not a format of a day: it needs %d, %m (or %b) and %Y, and may have "
            '%H, %I, %M, %S, %f and %p. A count from a day is written "seconds since 1582-10-14" '
            "(or milliseconds, or days)."
        )
    for sign in signs:
        if signs.count(sign) > 1:
            raise MappingError(f"{where}: %{sign} is there twice. %M are minutes, %m the month.")
    if len(set(signs) & set(_MONTHS)) > 1:
        raise MappingError(f"{where}: only one of %m, %b and %B can tell the month. Delete one.")
    if {"H", "I"} <= set(signs):
        raise MappingError(f"{where}: an hour is either %H or %I (with %p). Delete one.")
    _refuse_loose_signs(where, signs)


def _refuse_loose_signs(where: str, signs: list[str]) -> None:
    for sign, others in _NEEDS.items():
        if sign in signs and not set(signs) & set(others):
            needed = " or ".join(f"%{each}" for each in others)
            raise MappingError(
                f"{where}: %{sign} needs {needed}. Hours of a day of 24 are %H; those of 12 are "
                "%I, with %p for AM or PM."
            )
