"""What comments are about: themes that come out the same however they are looked for."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score

from cx.analysis.ladder import Refusal
from cx.analysis.voice.theme_model import (
    NO_THEME,
    Array,
    ThemeModel,
    assign,
    count_words,
    rounded,
    split_words,
    weigh_words,
)
from cx.analysis.voice.theme_names import name_themes
from cx.analysis.voice.words import LEAST_PEOPLE
from cx.words import counted

LEAST_COMMENTS, MOST_COMMON = 300, 0.5
STARTS, STABLE, NEARLY, MOST_LEARNT, MOST_TRIED = 5, 0.60, 0.15, 10_000, 3_000
FEWEST, MOST = 3, 10


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """Themes of comments.

    Attributes
    ----------
    names : tuple of str
        Of each theme, two words that tell it; see ``name_themes``.
    words : tuple of tuple of str
        Of each theme, up to ten.
    theme : array of int, shape (comments,)
        Of each comment; -1 where it has none, or fewer than four words.
    stability : float or None
        Mean agreement (adjusted Rand index) of five random starts.
    sampled : int
        Comments that the themes were learnt from.
    agreement : dict of int to float
        The same for each number of themes that was tried.
    model : ThemeModel or None
        Tells the theme of other comments.
    none_share, unknown_share : float or None
        Share of the comments of four words or more without a theme; of their words, share that
        the model does not know.
    """

    names: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    theme: NDArray[np.int64]
    stability: float | None
    sampled: int
    agreement: Mapping[int, float]
    model: ThemeModel | None = None
    none_share: float | None = None
    unknown_share: float | None = None
    refusal: Refusal | None = None


def find_themes(
    texts: Sequence[str],
    seed: int = 0,
    number: int | None = None,
    moved: Callable[[float], None] = lambda part: None,
) -> Themes:
    """Find themes in comments of one language.

    Parameters
    ----------
    texts : sequence of str
    seed : int
        Of the random starts, and of the sample above 10,000 comments.
    number : int, optional
        How many themes are wanted, from three to ten; by default what the comments bear.
    moved : callable, optional
        Told how much of the work is done, 0 to 1.

    Notes
    -----
    TF-IDF (sublinear, words of more than half of the comments left out) and non-negative matrix
    factorisation. The assignments of five random starts are compared for each number of themes
    from three to ten. Below an agreement of .60 there are no themes; of the numbers that agree
    about as well as the best (.15 less at most) the largest is taken, since finer themes say
    more. Refused below 300 comments of four words.
    """
    split, is_long = split_words(texts)
    long = np.flatnonzero(is_long)
    if len(long) < LEAST_COMMENTS:
        return _refused(len(texts), {}, 0, _too_few(len(long)))
    dice = np.random.default_rng(seed)
    learnt = [split[at] for at in _sample(dice, long, MOST_LEARNT)]
    vocabulary = _vocabulary(learnt)
    if len(vocabulary) <= FEWEST:
        return _refused(len(texts), {}, len(learnt), _unstable(0.0))
    counts = count_words(learnt, vocabulary)
    rarity = _rarity(counts)
    weights = weigh_words(counts, rarity)
    agreement = _agreements(dice, weights, seed, moved)
    number = number or _choose(agreement)
    if agreement.get(number, 0.0) < STABLE:
        why = _unstable(agreement.get(number, 0.0))
        return _refused(len(texts), agreement, len(learnt), why)
    model = ThemeModel(vocabulary, rarity, _parts(weights, number, seed))
    assigned = assign(model, texts)
    return Themes(
        names=name_themes(split, assigned.theme, model.words),
        words=model.words,
        theme=assigned.theme,
        stability=agreement[number],
        sampled=len(learnt),
        agreement=agreement,
        model=model,
        none_share=assigned.none_share,
        unknown_share=assigned.unknown_share,
    )


def _choose(agreement: Mapping[int, float]) -> int:
    """Take the most themes that come out about as alike as any number of them does.

    >>> _choose({3: 0.9, 4: 0.8, 5: 0.7}), _choose({3: 0.65, 4: 0.61, 5: 0.59})
    (4, 4)
    """
    best = max(agreement, key=lambda number: agreement[number])
    least = max(STABLE, agreement[best] - NEARLY)
    return max((number for number, found in agreement.items() if found >= least), default=best)


def _rarity(counts: csr_matrix) -> Array:
    """Inverse document frequency, smoothed as if one more comment held every word."""
    comments = counts.shape[0]
    holding = np.asarray((counts > 0).sum(axis=0)).ravel()
    return rounded(np.log((1 + comments) / (1 + holding)) + 1)


def _agreements(
    dice: np.random.Generator,
    weights: csr_matrix,
    seed: int,
    moved: Callable[[float], None],
) -> dict[int, float]:
    rows = np.flatnonzero(np.asarray(weights.sum(axis=1)).ravel() > 0)
    tried = weights[_sample(dice, rows, MOST_TRIED)]
    most = min(MOST, weights.shape[1])
    found = {}
    for number in range(FEWEST, most + 1):
        moved((number - FEWEST) / (most + 1 - FEWEST))
        found[number] = _agreement(tried, number, seed)
    return found


def _sample(dice: np.random.Generator, rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    return rows if len(rows) <= most else np.sort(dice.choice(rows, most, replace=False))


def _vocabulary(split: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Words of five comments or more, but not of more than half of them."""
    used: dict[str, int] = {}
    for words in split:
        for word in set(words):
            used[word] = used.get(word, 0) + 1
    most = MOST_COMMON * len(split)
    return tuple(sorted(word for word, count in used.items() if LEAST_PEOPLE <= count <= most))


def _agreement(weights: csr_matrix, themes: int, seed: int) -> float:
    """Mean adjusted Rand index between assignments from random starts."""
    found = []
    for start in range(STARTS):
        model = NMF(themes, init="random", random_state=seed + start, max_iter=100, tol=1e-3)
        with warnings.catch_warnings():
            # A start that is not done after a hundred rounds shows in the agreement.
            warnings.simplefilter("ignore", ConvergenceWarning)
            strength = model.fit_transform(weights)
        found.append((strength * np.sqrt((model.components_**2).sum(axis=1))).argmax(axis=1))
    return float(np.mean([adjusted_rand_score(one, two) for one, two in combinations(found, 2)]))


def _parts(weights: csr_matrix, themes: int, seed: int) -> Array:
    model = NMF(themes, init="nndsvda", random_state=seed, max_iter=1000, tol=1e-3)
    return rounded(model.fit(weights).components_)


def _refused(comments: int, agreement: Mapping[int, float], sampled: int, why: Refusal) -> Themes:
    nothing = np.full(comments, NO_THEME, dtype=np.int64)
    stability = max(agreement.values(), default=None)
    return Themes((), (), nothing, stability, sampled, agreement, refusal=why)


def _too_few(comments: int) -> Refusal:
    return Refusal(
        "comments_lt_300",
        f"Only {counted(comments, 'comment')} of four words or more; themes need {LEAST_COMMENTS}.",
        f"needs {counted(LEAST_COMMENTS - comments, 'more comment')}",
    )


def _unstable(agreement: float) -> Refusal:
    return Refusal(
        "themes_not_stable",
        f"Looked for five times, the themes come out differently (agreement {agreement:.2f}; "
        f"{STABLE:.2f} is needed).",
        "needs more comments, or comments about clearer things",
    )
