"""Shows a telling word as the phrase that it nearly always stands in."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cx.analysis.voice.filler import is_telling
from cx.analysis.voice.language import is_small

NEARLY_ALWAYS, LONGEST, MOST_LOOKED_AT = 0.8, 24, 5000
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def phrases_of(words: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """Return each word that may be listed, with the phrase that stands for it.

    Parameters
    ----------
    words : sequence of str
        The most telling first, as ``words_of`` counts them.
    texts : sequence of str
        Comments of the side that says them; the first 5,000 are looked at.

    Notes
    -----
    A word grows by the word before or after it as long as that stands there in eight of ten
    comments with it, up to 24 letters; small words at the ends are cut off again. A word that does
    not grow is left out when it is filler, or when a listed phrase holds it. Of words that nearly
    always come in the same comments (eight of ten of either) the most telling is kept.

    Examples
    --------
    >>> said = ["It used to be better once."] * 8 + ["I expected better."] * 4 + ["Late again."] * 9
    >>> phrases_of(["better", "used", "late", "again"], said)
    {'used': 'used to be better once', 'again': 'late again'}
    """
    comments = [tuple(map(str.casefold, _WORD.findall(each))) for each in texts[:MOST_LOOKED_AT]]
    where = _where(words, comments)
    grown = {word: _grow(word, where[word], comments) for word in words}
    held = {part for word, phrase in grown.items() if phrase != word for part in phrase.split()}
    kept: dict[str, str] = {}
    for word, phrase in grown.items():
        stands_alone = phrase == word
        if stands_alone and (word in held or ("_" not in word and not is_telling(word))):
            continue
        if not any(_come_together(where[word], where[other]) for other in kept):
            kept[word] = phrase.replace("_", " ")
    return kept


def _where(words: Iterable[str], comments: Sequence[Sequence[str]]) -> dict[str, dict[int, int]]:
    """Of each word, in which comments it stands, and at which place."""
    found: dict[str, dict[int, int]] = {word: {} for word in words}
    for number, comment in enumerate(comments):
        for place, word in enumerate(comment):
            if word in found:
                found[word].setdefault(number, place)
    return found


def _grow(word: str, where: dict[int, int], comments: Sequence[Sequence[str]]) -> str:
    if not where:
        return word
    phrase, before, after = [word], -1, 1
    while True:
        ahead, ahead_count = _beside(where, comments, before)
        behind, behind_count = _beside(where, comments, after)
        count = max(ahead_count, behind_count)
        longer = [ahead, *phrase] if ahead_count > behind_count else [*phrase, behind]
        if count < NEARLY_ALWAYS * len(where) or len(" ".join(longer)) > LONGEST:
            break
        phrase = longer
        before, after = (before - 1, after) if ahead_count > behind_count else (before, after + 1)
    return " ".join(_without_small_ends(phrase, word))


def _beside(where: dict[int, int], comments: Sequence[Sequence[str]], step: int) -> tuple[str, int]:
    """Return the commonest word so many steps away, and in how many comments it is."""
    found = Counter(
        comments[number][place + step]
        for number, place in where.items()
        if 0 <= place + step < len(comments[number])
    )
    return min(found.items(), key=lambda each: (-each[1], each[0]), default=("", 0))


def _without_small_ends(phrase: list[str], word: str) -> list[str]:
    first, last = phrase.index(word), phrase.index(word)
    for at, each in enumerate(phrase):
        if not is_small(each):
            first, last = min(first, at), max(last, at)
    return phrase[first : last + 1]


def _come_together(one: dict[int, int], other: dict[int, int]) -> bool:
    both = len(one.keys() & other.keys())
    return bool(both) and both >= NEARLY_ALWAYS * len(one.keys() | other.keys())
