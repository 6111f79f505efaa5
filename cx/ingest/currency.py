"""Amounts are never converted: a file in another currency than the reporting one is refused."""

import re
from collections.abc import Iterator, Sequence

from cx.ingest.mapping import Mapping
from cx.ingest.sift import Sifting
from cx.warehouse import Cursor
from cx.warehouse import settings as house_settings
from cx.words import listed

MOST = 20
"""Different currencies of one file that are looked at."""
SIGNS = {
    "$": "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BSD BBD BZD BMD JMD TTD FJD NAD",
    "€": "EUR",
    "£": "GBP EGP LBP SYP GIP FKP SHP",
    "¥": "JPY CNY",
    "KR": "SEK NOK DKK ISK",
}
"""Signs that stand for currencies, some for several."""


def stated(sifting: Sifting, mapping: Mapping) -> tuple[str, ...]:
    """Currencies that a file, or the mapping for it, says its amounts are in, commonest first.

    Parameters
    ----------
    sifting : Sifting
        The upload in the engine that checks it.

    Returns
    -------
    tuple of str
        Codes or signs, in capitals; empty where nothing says so.
    """
    amounts = _amounts(sifting)
    if mapping.currency:
        return (mapping.currency,)
    if sifting.plan.currency is None or not amounts:
        written = (_sign(mapping.formats.get(name, "")) for name in amounts)
        return tuple(dict.fromkeys(sign for sign in written if sign))
    column = f"upper(bare(c{sifting.plan.currency:d}))"
    found = sifting.run(
        f"select {column} as said from {sifting.source.relation} where said != '' "  # noqa: S608
        f"group by said order by count(*) desc, said limit {MOST}"
    )
    return tuple(said for (said,) in found)


def _amounts(sifting: Sifting) -> list[str]:
    """Our columns of money that the file fills."""
    kinds = {each.name: each.type for each in sifting.plan.extract.columns}
    return [
        each.name for each in sifting.plan.fields if each.is_in_file and kinds[each.name] == "money"
    ]


def _sign(example: str) -> str:
    """The currency that a way of writing numbers shows.

    >>> _sign("$1,234.56"), _sign("CHF 1'234.56"), _sign("1.234,56")
    ('$', 'CHF', '')
    """
    return re.sub(r"[\d\s.,'’+-]", "", example).upper()


def refusal(cursor: Cursor, currencies: Sequence[str]) -> str | None:
    """Say why a file's amounts cannot be added to those that are there, if so."""
    reporting = house_settings.read(cursor).currency
    foreign = [each for each in currencies if not _is(each, reporting)]
    if reporting and foreign:
        return (
            f"The file has amounts in {_named(foreign)}, and the reporting currency is "
            f"{reporting}. Amounts are never converted here: convert them in the file and upload "
            "it again, or change the currency in the settings if that is what is wrong."
        )
    if len(foreign) > 1:
        return (
            f"The file has amounts in {_named(foreign)}. Amounts are never converted here, and "
            "they cannot be added up: convert them to one currency and upload the file again."
        )
    return None


def _is(said: str, reporting: str) -> bool:
    """Whether a code or sign can mean a currency.

    >>> _is("USD", "USD"), _is("$", "CAD"), _is("$", "EUR")
    (True, True, False)
    """
    return said == reporting or reporting in SIGNS.get(said, "").split()


def remarks(cursor: Cursor, currencies: Sequence[str]) -> Iterator[str]:
    """Say which currency a file brings while the settings do not name one."""
    if currencies and not house_settings.read(cursor).currency:
        yield (
            f"Amounts are in {_named(currencies)}. No reporting currency is set, so "
            "whether that is the one of the other files is not known: name it in the settings."
        )


def _named(names: Sequence[str]) -> str:
    """Names in a sentence, the first ten.

    >>> _named(["EUR"]), _named(list("abcdefghijkl"))
    ('EUR', 'a, b, c, d, e, f, g, h, i, j and others')
    """
    return listed([*names[:10], *(["others"] if len(names) > 10 else [])])
