"""Names themes by two words that people write together, until somebody gives another name."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cx.analysis.voice.filler import is_telling

LEAST_TOGETHER = 0.05


def name_themes(
    split: Sequence[Sequence[str]],
    theme: NDArray[np.int64],
    words: Sequence[Sequence[str]],
) -> tuple[str, ...]:
    """Name each theme by its most telling pair of words.

    Parameters
    ----------
    split : sequence of sequence of str
        Words of each comment, in their order.
    theme : array of int
        Of each comment.
    words : sequence of sequence of str
        Of each theme, the weightiest first.

    Notes
    -----
    Of the listed words of a theme that are neither filler, mood nor negated, the pair is taken
    that the largest share of its comments hold, weighed by the places of both (1, 1/2, 1/3 …).
    A pair counts from one comment in twenty on. The words stand as people mostly order them. A
    theme without such a pair has its weightiest telling word, and two themes never have one name.
    The same comments give the same names.

    Examples
    --------
    >>> said = [["late", "delivery"], ["late", "delivery", "better"], ["nice", "staff"]]
    >>> name_themes(said, np.array([0, 0, 1]), [("better", "delivery", "late"), ("staff", "nice")])
    ('late delivery', 'staff')
    """
    found: list[str] = []
    for number, listed in enumerate(words):
        about = [split[int(at)] for at in np.flatnonzero(theme == number)]
        ranked = [*_pairs(about, listed), *(each for each in listed if _may_name(each)), *listed]
        fresh = (each for each in ranked if each not in found)
        found.append(next(fresh, f"theme {number + 1}"))
    return tuple(found)


def _pairs(about: Sequence[Sequence[str]], listed: Sequence[str]) -> list[str]:
    """Return the pairs that may name a theme, the best first, each in the order of the people."""
    weight = {word: 1 / place for place, word in enumerate(listed, 1) if _may_name(word)}
    together: Counter[tuple[str, str]] = Counter()
    ahead: Counter[tuple[str, str]] = Counter()
    for comment in about:
        held = list(dict.fromkeys(word for word in comment if word in weight))
        for pair in combinations(held, 2):
            ahead[pair] += 1
            together[min(pair), max(pair)] += 1
    least = LEAST_TOGETHER * len(about)
    ranked = sorted(
        (pair for pair, count in together.items() if count >= least),
        key=lambda pair: (-together[pair] * (weight[pair[0]] + weight[pair[1]]), pair),
    )
    return [_ordered(pair, ahead) for pair in ranked]


def _may_name(word: str) -> bool:
    """Whether a word may be in a name: a negated one would say the opposite without its verb."""
    return is_telling(word) and "_" not in word


def _ordered(pair: tuple[str, str], ahead: Counter[tuple[str, str]]) -> str:
    one, other = pair
    return f"{one} {other}" if ahead[one, other] >= ahead[other, one] else f"{other} {one}"
