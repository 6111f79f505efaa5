"""On which scale people answered: numbers, numbers with words, or words only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

USUAL = {
    (1, 5): 0.15,
    (1, 7): 0.1,
    (0, 10): 0.1,
    (1, 10): 0.05,
    (1, 4): 0.0,
    (0, 5): -0.1,
    (1, 6): -0.1,
}
"""Ends of the scales in use, and how much commoner than others each is."""
_SETTLED = ((1, 5), (1, 7), (0, 10), (1, 10))
"""Scales that are taken for granted when every point of them was seen and nothing beside it."""
CODES = frozenset((77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 9998, 9999, -1, -2, -8, -9, -99))
"""Numbers that questionnaires write for "no answer"."""

_LEADING = re.compile(r"\(?(\d{1,2})\)?\s*(?:[-–:=.)]|\s)\s*\D.*")
_TRAILING = re.compile(r"\D.*[\s(\-–:=](\d{1,2})\)?")
_MODIFIERS = {
    "somewhat": 1,
    "slightly": 1,
    "fairly": 1,
    "rather": 1,
    "a little": 1,
    "mostly": 2,
    "quite": 2,
    "moderately": 2,
    "very": 3,
    "strongly": 3,
    "extremely": 3,
    "completely": 3,
    "totally": 3,
    "highly": 3,
}
_GOOD = ("satisfied", "happy", "easy", "agree", "likely", "pleased", "important")
_BAD = (
    *("dissatisfied", "unsatisfied", "unhappy", "difficult", "hard", "disagree", "unlikely"),
    *("displeased", "unimportant"),
)
_MIDDLE = re.compile(r"neither\b.*|neutral|undecided|neutral .*|so so|unsure")
_LADDERS = (
    (-3, -1, 0, 1, 3),
    (-3, -2, 0, 2, 3),
    (-2, -1, 0, 1, 2),
    (-3, -2, 2, 3),
    (-3, -2, -1, 0, 1, 2, 3),
)
_RANKS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("poor",), ("fair",), ("good",), ("very good",), ("excellent",)),
    (("very poor",), ("poor",), ("average", "fair", "ok"), ("good",), ("excellent", "very good")),
    (("very bad",), ("bad",), ("average", "neutral", "ok"), ("good",), ("very good",)),
    (("never",), ("rarely",), ("sometimes",), ("often",), ("always",)),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of a column's answers.

    Attributes
    ----------
    low, high : int
        Its ends.
    odd : tuple of str
        Values beside the scale, as written: they may mean "no answer".
    values : dict of str to str
        Words as written to numbers as written; empty where values are plain numbers.
    others : tuple of (int, int)
        Other scales that fit too, so that the file alone does not settle it.
    share : float
        Share of the points of the scale that were seen.
    """

    low: int
    high: int
    odd: tuple[str, ...]
    values: dict[str, str]
    others: tuple[tuple[int, int], ...]
    share: float

    @property
    def said(self) -> str:
        """Return the ends in words.

        >>> Scale(0, 10, (), {}, (), 1.0).said
        '0 to 10'
        """
        return f"{self.low} to {self.high}"


def numbers_of(texts: Sequence[str]) -> dict[str, int] | None:
    """Number that each answer stands for; None when one of them stands for none.

    Examples
    --------
    >>> numbers_of(["0 Not at all likely", "7", "10 Extremely likely"])
    {'0 Not at all likely': 0, '7': 7, '10 Extremely likely': 10}
    >>> numbers_of(["Very satisfied", "Somewhat dissatisfied", "Neutral"])
    {'Very satisfied': 5, 'Somewhat dissatisfied': 2, 'Neutral': 3}
    >>> numbers_of(["Red", "Green"])
    """
    direct = {each: number for each in texts if (number := _number(each)) is not None}
    if len(direct) == len(texts):
        return direct
    return None if direct else _ranked(texts) or _laddered(texts)


def scale_of(texts: Sequence[str], silent: Sequence[str] = ()) -> Scale | None:
    """Find the scale that answers fit best, or None when they are no answers on one.

    Parameters
    ----------
    texts : sequence of str
        Different answers.
    silent : sequence of str
        Texts beside them that look like no answer.

    Examples
    --------
    >>> found = scale_of(["0", "1", "2", "3", "4", "5", "6"], ["BLANK"])
    >>> found.said, found.odd, found.others
    ('1 to 5', ('0', '6', 'BLANK'), ((1, 7), (0, 5), (1, 6)))
    """
    numbers = numbers_of(texts)
    fits = _fits(set(numbers.values())) if numbers else []
    if not numbers or not fits:
        return None
    low, high = fits[0]
    inside = {each for each in numbers.values() if low <= each <= high}
    share = len(inside) / (high - low + 1)
    codes = {number for number in numbers.values() if number in CODES}
    is_settled = share == 1.0 and fits[0] in _SETTLED and set(numbers.values()) - codes == inside
    odd = tuple(each for each, number in numbers.items() if not low <= number <= high)
    values = {
        each: str(number)
        for each, number in numbers.items()
        if each not in odd and each != str(number)
    }
    others = () if is_settled else tuple(fits[1:])
    return Scale(low, high, (*odd, *silent), values, others, share)


def _fits(numbers: set[int]) -> list[tuple[int, int]]:
    """Usual scales that the numbers fit, best first, without those that fit far worse."""
    found = {ends: fit for ends in USUAL if (fit := _fit(numbers, *ends)) is not None}
    best = max(found.values(), default=0.0)
    return sorted((each for each in found if found[each] > best - 0.2), key=lambda x: -found[x])


def _fit(numbers: set[int], low: int, high: int) -> float | None:
    """Share of the scale that was seen, less for numbers beside it; None where they rule it out."""
    inside = {each for each in numbers if low <= each <= high}
    beside = numbers - inside
    near = {each for each in beside if each not in CODES}
    if not inside or near - {low - 1, high + 1, high + 2} or -1 in near:
        return None
    return len(inside) / (high - low + 1) - 0.1 * len(near) + USUAL[low, high]


def _number(text: str) -> int | None:
    if re.fullmatch(r"-?\d{1,4}(\.0*)?", text):
        return int(float(text))
    found = _LEADING.fullmatch(text) or _TRAILING.fullmatch(text)
    return int(found[1]) if found and len(text) < 60 else None


def _laddered(texts: Sequence[str]) -> dict[str, int] | None:
    """Words such as "very satisfied" by how far they go from the middle."""
    levels = {each: _level(each) for each in texts}
    if any(level is None for level in levels.values()) or set(levels.values()) <= {0}:
        return None
    seen = set(levels.values())
    ladder = next((each for each in _LADDERS if seen <= set(each)), None)
    if ladder is None:
        return None
    return {each: ladder.index(level) + 1 for each, level in levels.items() if level is not None}


def _level(text: str) -> int | None:
    said = " ".join(text.casefold().split())
    if _MIDDLE.fullmatch(said):
        return 0
    *before, last = said.split()
    if last in ("not", "all") or last not in _GOOD + _BAD:
        return None
    strength = 2 if not before else _MODIFIERS.get(" ".join(before))
    if strength is None:
        return None
    return strength if last in _GOOD else -strength


def _ranked(texts: Sequence[str]) -> dict[str, int] | None:
    """Words of a usual row, such as poor to excellent."""
    for ranks in _RANKS:
        places = {word: place for place, words in enumerate(ranks, 1) for word in words}
        found = {each: places.get(" ".join(each.casefold().split())) for each in texts}
        if len(texts) > 2 and None not in found.values():
            return {each: place for each, place in found.items() if place is not None}
    return None
