"""How near the name of a source column is to one of ours, and why."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from cx.extracts import EXTRACTS, Column, Extract
from cx.ingest.hints.usual import NAMES, NOUNS

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_SHORT = {
    "dt": "date",
    "num": "number",
    "no": "number",
    "nr": "number",
    "nbr": "number",
    "cust": "customer",
    "client": "customer",
    "resp": "response",
    "respondent": "response",
    "review": "response",
    "prod": "product",
    "cat": "category",
    "inv": "invoice",
    "amt": "amount",
    "desc": "description",
    "ref": "reference",
    "uuid": "id",
    "guid": "id",
    "key": "id",
    "identifier": "id",
    "datetime": "date",
    "timestamp": "date",
    "ts": "date",
    "satisfied": "satisfaction",
    "csat": "csat",
}
_ID_ENDINGS = ("id", "number", "reference", "code")
_OWNERS = {each.key[0]: each.name for each in reversed(EXTRACTS.values()) if len(each.key) == 1}
_OWNERS["order_id"] = "orders"
_NEARLY = 0.84
"""Ratio of two names that differ in a letter or two."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near two names are, 0 to 1, and why in words."""

    score: float
    why: str


FAR = Nearness(0.0, "")


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a column's name: its words, and the share of full confidence it gives."""

    words: tuple[str, ...]
    compact: str
    share: float
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """All ways to write a column's name, ready to be looked up, since a wide file asks often."""

    aliases: tuple[Alias, ...]
    by_compact: dict[str, Alias]
    by_words: dict[tuple[str, ...], Alias]
    long: tuple[Alias, ...]


@cache
def words_of(name: str) -> tuple[str, ...]:
    """Words of a column's name, in lower case, short forms written out, no question number.

    >>> words_of("Dt_Customer"), words_of("CustomerID"), words_of("Q7ALL")
    (('date', 'customer'), ('customer', 'id'), ('all',))
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = tuple(_SHORT.get(each.lower(), each.lower()) for each in _PARTS.findall(plain))
    if len(words) > 2 and words[0] == "q" and words[1].isdigit():
        return words[2:]
    return words


@cache
def known_names(extract: str, column: str) -> Known:
    """Ways to write a column of ours, best first.

    >>> [each.compact for each in known_names("orders", "order_id").aliases][:3]
    ['orderid', 'ordernumber', 'orderreference']
    """
    found = tuple(
        Alias(words, "".join(words), share, why) for words, share, why in _said(extract, column)
    )
    return Known(
        found,
        {each.compact: each for each in reversed(found)},
        {each.words: each for each in reversed(found) if len(each.compact) > 2},
        tuple(each for each in found if len(each.compact) > 4),
    )


def _said(extract: str, column: str) -> Iterator[tuple[tuple[str, ...], float, str]]:
    """Words of each way to write a column, its share of confidence, and why."""
    entry = EXTRACTS[extract].column(column)
    ours = words_of(column)
    known = NAMES.get(f"{extract}.{column}", ()) + NAMES.get(column, ())
    yield ours, 1.0, "the name is the same"
    for each in _endings(entry, ours):
        yield each, 0.95, "the name says so"
    for place, name in enumerate(known):
        share = 0.93 - min(place, 10) * 0.005
        for words in _dated(entry, words_of(name)):
            yield words, share, "a usual name for it"
    if entry.name == EXTRACTS[extract].key[0] and entry.type == "id":
        yield ("id",), 0.8, "it is called the id"
    for noun in _nouns(extract, column):
        for end in _ID_ENDINGS:
            yield (*words_of(noun), end), 0.85, "a usual name for it"


def _nouns(extract: str, column: str) -> tuple[str, ...]:
    """What the thing that an id points to is called; a lead or seller only where it is the row."""
    nouns = NOUNS.get(_OWNERS.get(column, ""), ())
    return nouns if _OWNERS.get(column) == extract else nouns[:6]


def _endings(column: Column, ours: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The same name as others end it: customer_no, started_at, start date."""
    if column.type == "id" and ours[-1] == "id":
        yield from ((*ours[:-1], end) for end in _ID_ENDINGS[1:])
    elif column.type in ("date", "time") and ours[-1] in ("on", "at"):
        yield from ((*ours[:-1], end) for end in ("date", "at", "on", "time"))
    elif column.type == "flag" and ours[0] == "is":
        yield ours[1:]


def _dated(column: Column, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A usual name, and for days and times the same name with the word date."""
    yield words
    if column.type in ("date", "time") and "date" not in words:
        yield (*words, "date")
        yield ("date", *words)


def nearness(extract: Extract, column: str, name: str) -> Nearness:
    """How near a source column's name is to a column of ours.

    Parameters
    ----------
    extract : Extract
        Whose column; its own noun before a name is left out (``order_status``).
    column : str
        Our column.
    name : str
        The source column, as in the file.

    Examples
    --------
    >>> nearness(EXTRACTS["responses"], "nps", "NETPRO  ")
    Nearness(score=0.93, why='a usual name for it')
    >>> nearness(EXTRACTS["customers"], "customer_id", "customr_id").why
    'the name is nearly the same'
    """
    words = words_of(name)
    if not words:
        return FAR
    known = known_names(extract.name, column)
    found = _exact(known, words)
    if found.score < 0.9:
        found = _better(found, _bare(extract, known, words))
    if found.score < 0.8:
        found = _better(found, _within(known, words))
    if found.score < 0.6:
        found = _better(found, _nearly(known, words))
    return found


def _better(one: Nearness, other: Nearness) -> Nearness:
    return other if other.score > one.score else one


def _exact(known: Known, words: tuple[str, ...]) -> Nearness:
    found = known.by_compact.get("".join(words))
    return Nearness(found.share, found.why) if found else FAR


def _bare(extract: Extract, known: Known, words: tuple[str, ...]) -> Nearness:
    """The name without what a row is: ``order_status`` of an order is its status."""
    if len(words) < 2 or words[0] not in _row_nouns(extract.name):
        return FAR
    found = _exact(known, words[1:])
    return Nearness(0.97 * found.score, found.why)


@cache
def _row_nouns(extract: str) -> frozenset[str]:
    found = map(words_of, NOUNS[extract])
    return frozenset(words[0] for words in found if len(words) == 1)


def _within(known: Known, words: tuple[str, ...]) -> Nearness:
    """A usual name as part of a longer one; the last words of a name say what it is."""
    best = FAR
    length = sum(map(len, words))
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            found = known.by_words.get(words[start:end])
            if found is None or end - start == len(words):
                continue
            # Survey tools name a column by the whole question, of which two words tell enough.
            base = 0.6 if end - start > 1 else 0.5 if end == len(words) else 0.4
            share = base + 0.35 * len(found.compact) / length
            said = f'the name has "{" ".join(found.words)}" in it'
            best = _better(best, Nearness(round(found.share * share, 3), said))
    return best


def _nearly(known: Known, words: tuple[str, ...]) -> Nearness:
    """A name with a slip in it; one slip leaves its beginning or its end as it is."""
    best, compact = FAR, "".join(words)
    if len(compact) < 5:
        return best
    for each in known.long:
        other = each.compact
        if abs(len(other) - len(compact)) > 3:
            continue
        if other[:2] != compact[:2] and other[-2:] != compact[-2:]:
            continue
        ratio = _ratio(compact, other)
        if ratio >= _NEARLY and _ratio(*_differing(words, each.words)) >= _NEARLY:
            score = round(ratio * each.share * 0.9, 3)
            best = _better(best, Nearness(score, "the name is nearly the same"))
    return best


def _differing(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str]:
    """What is left of two names without the words that both begin with.

    Customer status is near to customer state only because of the customer.
    """
    while len(one) > 1 and len(other) > 1 and one[0] == other[0]:
        one, other = one[1:], other[1:]
    return "".join(one), "".join(other)


@cache
def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() >= _NEARLY else 0.0
