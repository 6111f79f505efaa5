"""How numbers are written: with which point, which mark between thousands, which currency."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

PLAIN = ""
"""The format of numbers that need none: digits and a point."""
BASES = ("1,234.56", "1.234,56", "1 234,56", "1'234.56")
_CURRENCY = r"[$€£¥₹₩₽₺₴₪฿]|[A-Z]{1,2}\$|[A-Z]{3}|kr|zł"
_SIGNED = re.compile(
    rf"(?P<minus>-?)(?P<before>(?:{_CURRENCY}) ?)?"
    rf"(?P<core>[-+]?\d(?:[\d.,' ]*[\d.,])?)(?P<after> ?(?:{_CURRENCY}))?"
)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Amounts:
    """How the numbers of a column are written.

    Attributes
    ----------
    formats : tuple of str
        Formats that fit as many values as any does and read them differently; ``""`` is plain.
    share : float
        Share of the values that they fit.
    currency : str
        The currency sign beside the numbers, if any.
    proof : str
        A value that settled the format, if one was needed.
    """

    formats: tuple[str, ...]
    share: float
    currency: str = ""
    proof: str = ""


def amounts_of(texts: Sequence[str]) -> Amounts:
    """Find how numbers are written.

    Examples
    --------
    >>> amounts_of(["1.234,56", "7"]).formats, amounts_of(["1.234", "2.500"]).formats
    (('1.234,56',), ('', '1.234,56'))
    >>> amounts_of(["$1,234.50", "$20"])
    Amounts(formats=('$1,234.56',), share=1.0, currency='$', proof='$1,234.50')
    """
    cores, before, after = _without_currency(texts)
    readings = {base: [read_number(each, base) for each in cores] for base in (PLAIN, *BASES)}
    most = max((_count(found) for found in readings.values()), default=0)
    if not most:
        return Amounts((), 0.0)
    best: dict[tuple[float | None, ...], str] = {}
    for base, found in readings.items():
        if _count(found) == most:
            best.setdefault(tuple(found), base)
    bases = tuple(best.values())
    formats = tuple(before + (base or BASES[0]) + after for base in bases)
    is_plain = not before and not after
    return Amounts(
        bases if is_plain else formats,
        most / len(texts),
        (before or after).strip(),
        _proof(texts, cores, bases),
    )


@cache
def is_number(text: str) -> bool:
    """Whether a text is a number in any way of writing, also with a currency sign.

    >>> is_number("-1.234,5 €"), is_number("1.2.2024")
    (True, False)
    """
    found = _SIGNED.fullmatch(text)
    core = found["minus"] + found["core"] if found else text
    return any(read_number(core, base) is not None for base in (PLAIN, *BASES))


def read_number(text: str, base: str) -> float | None:
    """Number that a text stands for when it is written like `base`; None when it is not.

    >>> read_number("1.234", ""), read_number("1.234", "1.234,56"), read_number("1.5", "1.234,56")
    (1.234, 1234.0, None)
    >>> read_number("\u0663", "1,234.56")
    """
    if base == PLAIN:
        return float(text) if _PLAIN.fullmatch(text) and text.isascii() else None
    group, point = base[1], base[5]
    # No thousand starts with a zero, so 0.208 is no 208.
    shape = rf"[+-]?([1-9]\d{{0,2}}(\{group}\d{{3}})+|\d+)(\{point}\d*)?"
    if not re.fullmatch(shape, text, re.ASCII):
        return None
    return float(text.replace(group, "").replace(point, "."))


def _without_currency(texts: Sequence[str]) -> tuple[list[str], str, str]:
    """Numbers without their currency sign, and the commonest sign before and after them."""
    found = [_SIGNED.fullmatch(each) for each in texts]
    before = _commonest([each["before"] or "" for each in found if each])
    after = _commonest([each["after"] or "" for each in found if each])
    cores = [
        each["minus"] + each["core"]
        if each and (each["before"] or "") in ("", before) and (each["after"] or "") in ("", after)
        else text
        for each, text in zip(found, texts, strict=True)
    ]
    return cores, before, after


def _commonest(values: list[str]) -> str:
    return max(sorted(set(values)), key=values.count, default="")


def _count(readings: list[float | None]) -> int:
    return sum(each is not None for each in readings)


def _proof(texts: Sequence[str], cores: list[str], bases: tuple[str, ...]) -> str:
    """The first value that no other way of writing fits."""
    if len(bases) > 1 or bases[0] == PLAIN:
        return ""
    others = [base for base in (PLAIN, *BASES) if base != bases[0]]
    pairs = zip(texts, cores, strict=True)
    settling = (
        text
        for text, core in pairs
        if read_number(core, bases[0]) is not None
        and all(read_number(core, base) is None for base in others)
    )
    return next(settling, texts[0])
