"""Themes kept: told once from comments, they tell of any comment later which one it is about."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from cx.analysis.voice.language import is_small
from cx.analysis.voice.words import words_of

Array = NDArray[np.float64]
NO_THEME, LEAST_WORDS = -1, 4
ROUNDS, DIGITS, PIECE = 50, 6, 4096
NAMING_WORDS, LISTED_WORDS = 4, 10
LIKENESS = 0.70


@dataclass(frozen=True, slots=True, eq=False)
class ThemeModel:
    """What tells the theme of a comment.

    Attributes
    ----------
    vocabulary : tuple of str
        The words it knows.
    rarity : array, shape (words,)
        Of each word, its inverse document frequency when the themes were learnt.
    parts : array, shape (themes, words)
        How much each word belongs to each theme; 0 or more.
    """

    vocabulary: tuple[str, ...]
    rarity: Array
    parts: Array

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Of each theme, its ten weightiest words; the first four name it."""
        return tuple(tuple(self.vocabulary[at] for at in row) for row in _weightiest(self.parts))


@dataclass(frozen=True, slots=True, eq=False)
class Assigned:
    """Which theme each comment is about.

    Attributes
    ----------
    theme : array of int, shape (comments,)
        -1 where it has none, or fewer than four words.
    is_long : array of bool, shape (comments,)
        Four words or more.
    unknown_share : float or None
        Share of the words (small ones left out) of long comments that the model does not know;
        None without such words. When it grows, people have begun to write about other things.
    """

    theme: NDArray[np.int64]
    is_long: NDArray[np.bool_]
    unknown_share: float | None

    @property
    def none_share(self) -> float | None:
        """Share of the long comments without a theme; None where there are none."""
        if not self.is_long.any():
            return None
        return float((self.theme[self.is_long] == NO_THEME).mean())


def split_words(texts: Sequence[str]) -> tuple[list[list[str]], NDArray[np.bool_]]:
    """Return the telling words of each comment, and whether it has four words of any kind."""
    words = [words_of(text) for text in texts]
    is_long = np.array([len(each) >= LEAST_WORDS for each in words], dtype=bool)
    return [[word for word in each if not is_small(word)] for each in words], is_long


def count_words(split: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> csr_matrix:
    """Count the words of a vocabulary in each comment."""
    place = {word: at for at, word in enumerate(vocabulary)}
    found = [[place[word] for word in words if word in place] for words in split]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.array([at for each in found for at in each], dtype=np.int64)
    counts = csr_matrix((np.ones(len(columns)), columns, ends), (len(split), len(vocabulary)))
    counts.sum_duplicates()
    return counts


def weigh_words(counts: csr_matrix, rarity: Array) -> csr_matrix:
    """TF-IDF with sublinear counts, each comment of length 1; one without known words stays 0."""
    weights = counts.copy()
    weights.data = 1 + np.log(weights.data)
    weights = weights @ diags(rarity)
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return (diags(1 / np.where(length > 0, length, 1)) @ weights).tocsr()


def assign(model: ThemeModel, texts: Sequence[str]) -> Assigned:
    """Tell of each comment which theme it is about.

    Parameters
    ----------
    model : ThemeModel
    texts : sequence of str
        Comments of the language of the model.

    Notes
    -----
    Non-negative least squares of the comment on the themes, by fifty rounds of coordinate
    descent. Of the themes of which it holds one of the four words that name it, or two of the ten
    that are listed, the one that contributes most is the comment's. Each comment is judged by
    itself, so that its theme does not depend on what else is looked at.

    Examples
    --------
    >>> model = ThemeModel(("bill", "late"), np.ones(2), np.eye(2))
    >>> found = assign(model, ["it came very late", "late", "my bill was wrong", "it is so nice"])
    >>> found.theme.tolist(), round(found.none_share, 2), found.unknown_share
    ([1, -1, 0, -1], 0.33, 0.6)
    """
    split, is_long = split_words(texts)
    long = [words for words, is_one in zip(split, is_long, strict=True) if is_one]
    counts = count_words(long, model.vocabulary)
    strength = _strength(weigh_words(counts, model.rarity), model.parts)
    strength = np.where(_is_said(counts, model.parts), strength, 0.0)
    theme = np.full(len(split), NO_THEME, dtype=np.int64)
    if len(long):
        best = strength.argmax(axis=1)
        theme[is_long] = np.where(strength.max(axis=1) > 0, best, NO_THEME)
    said = sum(map(len, long))
    unknown = 1 - counts.sum() / said if said else None
    return Assigned(theme, is_long, None if unknown is None else float(unknown))


def _is_said(counts: csr_matrix, parts: Array) -> NDArray[np.bool_]:
    """Whether each comment holds enough words of each theme, shape (comments, themes)."""
    held = (counts > 0).astype(float)
    return (_held(held, parts, NAMING_WORDS) >= 1) | (_held(held, parts, LISTED_WORDS) >= 2)


def _held(held: csr_matrix, parts: Array, most: int) -> Array:
    """How many of the weightiest words of each theme each comment holds."""
    among = np.zeros_like(parts)
    for row, columns in zip(among, _weightiest(parts), strict=True):
        row[columns[:most]] = 1.0
    among[parts <= 0] = 0.0
    return np.asarray(held @ among.T)


def _weightiest(parts: Array) -> NDArray[np.int64]:
    return np.argsort(-parts, axis=1, kind="stable")[:, :LISTED_WORDS]


def _strength(weights: csr_matrix, parts: Array) -> Array:
    """How much each theme contributes to each comment, shape (comments, themes)."""
    toward = np.asarray(weights @ parts.T)
    shared = parts @ parts.T
    sizes = np.maximum(np.diag(shared), 1e-12)
    # In pieces that fit the processor's cache.
    pieces = [
        _descend(np.ascontiguousarray(toward[start : start + PIECE].T), shared, sizes).T
        for start in range(0, len(toward), PIECE)
    ]
    return np.concatenate([np.zeros((0, len(parts))), *pieces]) * np.sqrt(sizes)


def _descend(toward: Array, shared: Array, sizes: Array) -> Array:
    """Non-negative least squares of each column by coordinate descent."""
    found = np.zeros_like(toward)
    for _ in range(ROUNDS):
        for theme, size in enumerate(sizes):
            step = (toward[theme] - shared[theme] @ found) / size
            found[theme] = np.maximum(0.0, found[theme] + step)
    return found


def write_model(model: ThemeModel) -> str:
    """Write a model as JSON; ``read_model`` gives back one that judges every comment alike."""
    themes = [{int(at): float(row[at]) for at in np.flatnonzero(row)} for row in model.parts]
    rarity = model.rarity.tolist()
    return json.dumps({"words": list(model.vocabulary), "rarity": rarity, "themes": themes})


def read_model(text: str) -> ThemeModel:
    """Read what ``write_model`` wrote.

    >>> model = ThemeModel(("late", "bill"), np.ones(2), np.array([[0.25, 0.0]]))
    >>> read_model(write_model(model)).parts.tolist()
    [[0.25, 0.0]]
    """
    kept = json.loads(text)
    parts = np.zeros((len(kept["themes"]), len(kept["words"])))
    for row, weights in zip(parts, kept["themes"], strict=True):
        row[[int(at) for at in weights]] = list(weights.values())
    return ThemeModel(tuple(kept["words"]), np.array(kept["rarity"], dtype=float), parts)


def rounded(values: Array) -> Array:
    """Six digits of each value: what is kept is then exactly what was first shown.

    >>> rounded(np.array([0.12345678, 1234567.8, 0.0])).tolist()
    [0.123457, 1234570.0, 0.0]
    """
    return np.array([float(f"{value:.{DIGITS}g}") for value in values.ravel()]).reshape(
        values.shape
    )


def same_themes(before: ThemeModel, now: ThemeModel) -> dict[int, int]:
    """Find themes that were learnt anew and are the ones they were: number before by number now.

    Parameters
    ----------
    before, now : ThemeModel

    Notes
    -----
    The cosine of their words is .70 or more, and neither is more like another.

    Examples
    --------
    >>> before = ThemeModel(("late", "bill"), np.ones(2), np.eye(2))
    >>> now = ThemeModel(("bill", "rude"), np.ones(2), np.array([[0.0, 1.0], [1.0, 0.1]]))
    >>> same_themes(before, now)
    {1: 1}
    """
    place = {word: at for at, word in enumerate(now.vocabulary)}
    shared = [(at, place[word]) for at, word in enumerate(before.vocabulary) if word in place]
    if not shared:
        return {}
    old, new = zip(*shared, strict=True)
    alike = _unit(now.parts)[:, list(new)] @ _unit(before.parts)[:, list(old)].T
    closest = alike.argmax(axis=1)
    return {
        theme: int(at)
        for theme, at in enumerate(closest)
        if alike[theme, at] >= LIKENESS and alike[:, at].argmax() == theme
    }


def _unit(parts: Array) -> Array:
    return parts / np.maximum(np.sqrt((parts**2).sum(axis=1, keepdims=True)), 1e-12)
