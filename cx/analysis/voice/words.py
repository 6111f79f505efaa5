"""Comments as words: negations kept together, one count per person, boilerplate once."""

import re
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cx.analysis.voice.language import is_small

LEAST_PEOPLE, BOILERPLATE_WORDS = 5, 4
REMEMBERED = 100_000
"""Texts whose words are remembered: other filters show mostly the same comments."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "without",
        "nicht",
        "kein",
        "keine",
        "nie",
        "ohne",
        "pas",
        "jamais",
        "sans",
        "sin",
        "nunca",
        "não",
        "nunca",
        "sem",
        "non",
        "senza",
        "mai",
        "niet",
        "geen",
        "nooit",
        "zonder",
    ]
)


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    """Split a comment into lower-case words; a negation sticks to the word after it.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> words_of("It's NOT working, I didn't get 2 refunds!")
    ("it's", 'not_working', 'i', 'not_get', 'refunds')
    """
    found = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    kept: list[str] = []
    is_negated = False
    for word in found:
        if word in NEGATIONS or word.endswith("n't"):
            is_negated = True
        elif is_negated and not is_small(word):
            kept.append(sys.intern(f"not_{word}"))
            is_negated = False
        else:
            kept.append(sys.intern(word))
    return tuple(kept)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Who used which word.

    Attributes
    ----------
    words : tuple of str
        Used by five people or more, small words left out.
    used : sparse matrix, shape (people, words)
        1 where somebody used a word, however often.
    rows : array of int
        First comment of each person, by its place among those given.
    repeated : int
        Comments left out because others had written the very same before.
    """

    words: tuple[str, ...]
    used: csr_matrix
    rows: NDArray[np.int64]
    repeated: int


def tabulate(texts: Sequence[str], person: Sequence[int]) -> Table:
    """Count words, once for each person.

    Parameters
    ----------
    texts : sequence of str
        Comments.
    person : sequence of int
        Who wrote each.

    Notes
    -----
    The same text of four words or more, written by several people, is taken to be boilerplate and
    counted once. Words of fewer than five people are left out: they tell little, and might tell
    who wrote them.
    """
    split = [words_of(text) for text in texts]
    kept = without_boilerplate(split)
    people: dict[int, int] = {}
    rows: list[int] = []
    pairs: set[tuple[int, str]] = set()
    for at in kept:
        if person[at] not in people:
            people[person[at]] = len(rows)
            rows.append(at)
        pairs.update((people[person[at]], word) for word in split[at] if not is_small(word))
    words, used = _matrix(pairs, len(rows))
    return Table(words, used, np.asarray(rows, dtype=np.int64), len(split) - len(kept))


def without_boilerplate(split: Sequence[Sequence[str]]) -> list[int]:
    """Return the places of comments that nobody wrote word for word before.

    >>> without_boilerplate([("ok",), ("a", "b", "c", "d"), ("ok",), ("a", "b", "c", "d")])
    [0, 1, 2]
    """
    seen: set[tuple[str, ...]] = set()
    kept = []
    for at, words in enumerate(split):
        text = tuple(words)
        if len(text) < BOILERPLATE_WORDS or text not in seen:
            kept.append(at)
        seen.add(text)
    return kept


def _matrix(pairs: Collection[tuple[int, str]], people: int) -> tuple[tuple[str, ...], csr_matrix]:
    sizes = Counter(word for _, word in pairs)
    words = tuple(sorted(word for word, size in sizes.items() if size >= LEAST_PEOPLE))
    place = {word: at for at, word in enumerate(words)}
    kept = [(row, place[word]) for row, word in pairs if word in place]
    rows, columns = np.array(kept, dtype=np.int64).reshape(-1, 2).T
    return words, csr_matrix((np.ones(len(kept)), (rows, columns)), shape=(people, len(words)))
