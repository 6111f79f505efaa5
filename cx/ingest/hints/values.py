"""What the values of a source column look like: whole numbers, days, words, ids."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cx.ingest.hints.amounts import is_number
from cx.ingest.look import Look

_NOTHING = """
n/a, na, n.a., #n/a, null, nil, nan, ?, ??, -, --, ---, ., blank, (blank), empty, missing,
not applicable, not available, no answer, not answered, not asked
"""
_PERHAPS_NOTHING = """
none, unknown, don't know, dont know, do not know, refused, prefer not to say,
prefer not to answer, no opinion, undefined, not_defined
"""
NOTHING = frozenset(each.strip() for each in _NOTHING.split(","))
"""Texts that hardly mean anything but that nothing was answered."""
PERHAPS_NOTHING = frozenset(each.strip() for each in _PERHAPS_NOTHING.split(","))
"""Texts that may mean nothing, or be an answer of their own."""

_WHOLE = re.compile(r"[+-]?\d+(\.0*)?")
_FLAGS = frozenset(["true", "false", "yes", "no", "y", "n", "t", "f", "0", "1"])
_MOST_SHOWN = 3


@dataclass(frozen=True)
class Profile:
    """The values of one source column, as far as a look at the file shows them.

    Attributes
    ----------
    name : str
        The source column.
    cells : tuple of str
        Its cells in the first rows, without blanks around them; empty ones included.
    texts : tuple of str
        Its different values, commonest first; no empty one.
    rows_seen : int
        Rows they were found in.
    """

    name: str
    cells: tuple[str, ...]
    texts: tuple[str, ...]
    rows_seen: int

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """Values that may mean that nothing was answered."""
        return tuple(filter(is_silent, self.texts))

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """Values without those that may mean nothing."""
        silent = set(self.silent)
        return tuple(each for each in self.texts if each not in silent)

    @cached_property
    def wholes(self) -> dict[str, int]:
        """Values that are plain whole numbers, as numbers."""
        return {each: int(float(each)) for each in self.kept if _is_whole(each)}

    @cached_property
    def share_whole(self) -> float:
        """Share of the values that are plain whole numbers."""
        return _share(len(self.wholes), self.kept)

    @cached_property
    def share_number(self) -> float:
        """Share of the values that are numbers, also 1.234,56 or $5."""
        return _share(sum(is_number(each) for each in self.kept), self.kept)

    @cached_property
    def share_flag(self) -> float:
        """Share of the values that say yes or no."""
        return _share(sum(each.casefold() in _FLAGS for each in self.kept), self.kept)

    @cached_property
    def words(self) -> float:
        """Words of a value, on average."""
        return _share(sum(len(each.split()) for each in self.kept), self.kept)

    @cached_property
    def is_unique(self) -> bool:
        """Whether every row of the sample has a value of its own."""
        few = len(self.texts) < 30 and self.rows_seen > len(self.texts)
        return bool(self.cells) and all(self.cells) and not self.repeated and not few

    @cached_property
    def repeated(self) -> tuple[str, ...]:
        """Values that stand in several rows of the sample."""
        return tuple(
            dict.fromkeys(each for each in self.cells if each and self.cells.count(each) > 1)
        )

    @property
    def is_constant(self) -> bool:
        """Whether all rows have the same value."""
        return len(self.texts) == 1 and all(self.cells) and self.rows_seen > 1

    @property
    def samples(self) -> tuple[str, ...]:
        """Three different values in the order of the file."""
        first = tuple(dict.fromkeys(each for each in self.cells if each))
        return tuple(dict.fromkeys(first + self.texts))[:_MOST_SHOWN]


def profiles(look: Look) -> tuple[Profile, ...]:
    """Gather the values of each column of a look.

    Examples
    --------
    >>> from cx.ingest.look import ReadOptions
    >>> seen = Look("a.csv", 9, "text", ReadOptions(), (), ("id",), ((" 1 ",), ("2",)), rows_seen=2)
    >>> profiles(seen)[0].wholes
    {'1': 1, '2': 2}
    """
    found = []
    for place, name in enumerate(look.header):
        cells = tuple(row[place].strip() for row in look.sample if place < len(row))
        common = (each.strip() for each in look.distinct.get(name, ()))
        texts = tuple(dict.fromkeys(each for each in (*common, *cells) if each))
        found.append(Profile(name, cells, texts, max(look.rows_seen, len(cells))))
    return tuple(found)


def is_silent(text: str) -> bool:
    """Whether a value may mean that nothing was answered.

    >>> is_silent("N/A"), is_silent("Refused"), is_silent("lost")
    (True, True, False)
    """
    return text.casefold() in NOTHING or text.casefold() in PERHAPS_NOTHING


def _is_whole(text: str) -> bool:
    return len(text) < 19 and _WHOLE.fullmatch(text) is not None and text.isascii()


def _share(count: float, values: Iterable[str]) -> float:
    total = len(tuple(values))
    return count / total if total else 0.0
