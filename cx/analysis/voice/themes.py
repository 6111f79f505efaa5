"""What comments are about: themes that come out the same however they are looked for."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score

from cx.analysis.ladder import Refusal, counted
from cx.analysis.voice.language import is_small
from cx.analysis.voice.words import LEAST_PEOPLE, words_of

LEAST_COMMENTS, LEAST_WORDS, MOST_COMMON = 300, 4, 0.5
STARTS, STABLE, MOST_LEARNT, MOST_TRIED = 5, 0.60, 10_000, 1_500
FEWEST, MOST = 3, 10
NAMING_WORDS = 4
NO_THEME = -1


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """Themes of comments.

    Attributes
    ----------
    names : tuple of str
        Of each theme, its weightiest words.
    words : tuple of tuple of str
        Of each theme, up to ten.
    theme : array of int, shape (comments,)
        Of each comment; -1 where it has none, or fewer than four words.
    stability : float or None
        Mean agreement (adjusted Rand index) of five random starts.
    sampled : int
        Comments that the themes were learnt from.
    """

    names: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    theme: NDArray[np.int64]
    stability: float | None
    sampled: int
    refusal: Refusal | None = None


def find_themes(texts: Sequence[str], seed: int = 0) -> Themes:
    """Find themes in comments of one language.

    Parameters
    ----------
    texts : sequence of str
    seed : int
        Of the random starts, and of the sample above 10,000 comments.

    Notes
    -----
    TF-IDF (sublinear, words of more than half of the comments left out) and non-negative matrix
    factorisation. The number of themes is the one, from three to ten, on whose assignment five
    random starts agree best; below an agreement of .60 there are no themes. Refused below 300
    comments of four words.
    """
    split = [[word for word in words_of(text) if not is_small(word)] for text in texts]
    long_enough = np.flatnonzero([len(words_of(text)) >= LEAST_WORDS for text in texts])
    if len(long_enough) < LEAST_COMMENTS:
        return _refused(len(texts), None, 0, _too_few(len(long_enough)))
    dice = np.random.default_rng(seed)
    learnt = _sample(dice, long_enough, MOST_LEARNT)
    vocabulary = _vocabulary([split[at] for at in learnt])
    if len(vocabulary) <= FEWEST:
        return _refused(len(texts), None, len(learnt), _unstable(0.0))
    counts = _counts(split, vocabulary)
    weights = TfidfTransformer(sublinear_tf=True).fit(counts[learnt]).transform(counts)
    tried = weights[_sample(dice, learnt, MOST_TRIED)]
    tried = tried[np.asarray(tried.sum(axis=1)).ravel() > 0]
    scores = {k: _agreement(tried, k, seed) for k in range(FEWEST, min(MOST, len(vocabulary)) + 1)}
    best = max(scores, key=lambda k: (round(scores[k], 2), k))
    if scores[best] < STABLE:
        return _refused(len(texts), scores[best], len(learnt), _unstable(scores[best]))
    return _learn(weights, learnt, long_enough, best, list(vocabulary), scores[best])


def _sample(dice: np.random.Generator, rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    return rows if len(rows) <= most else np.sort(dice.choice(rows, most, replace=False))


def _vocabulary(split: Sequence[Sequence[str]]) -> dict[str, int]:
    """Words of five comments or more, but not of more than half of them."""
    used: dict[str, int] = {}
    for words in split:
        for word in set(words):
            used[word] = used.get(word, 0) + 1
    most = MOST_COMMON * len(split)
    kept = sorted(word for word, count in used.items() if LEAST_PEOPLE <= count <= most)
    return {word: at for at, word in enumerate(kept)}


def _counts(split: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> csr_matrix:
    rows = [row for row, words in enumerate(split) for word in words if word in vocabulary]
    columns = [vocabulary[word] for words in split for word in words if word in vocabulary]
    shape = (len(split), len(vocabulary))
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _agreement(weights: csr_matrix, themes: int, seed: int) -> float:
    """Mean adjusted Rand index between assignments from random starts."""
    found = []
    for start in range(STARTS):
        model = NMF(themes, init="random", random_state=seed + start, max_iter=100, tol=1e-3)
        with warnings.catch_warnings():
            # A start that is not done after a hundred rounds shows in the agreement.
            warnings.simplefilter("ignore", ConvergenceWarning)
            found.append(model.fit_transform(weights).argmax(axis=1))
    return float(np.mean([adjusted_rand_score(one, two) for one, two in combinations(found, 2)]))


def _learn(
    weights: csr_matrix,
    learnt: NDArray[np.int64],
    long_enough: NDArray[np.int64],
    themes: int,
    vocabulary: Sequence[str],
    stability: float,
) -> Themes:
    model = NMF(themes, init="nndsvda", max_iter=1000, tol=1e-3)
    model.fit(weights[learnt])
    parts = model.transform(weights[long_enough])
    theme = np.full(weights.shape[0], NO_THEME, dtype=np.int64)
    has_any = parts.max(axis=1) > 0
    theme[long_enough[has_any]] = parts[has_any].argmax(axis=1)
    order = np.argsort(-model.components_, axis=1)
    words = tuple(tuple(vocabulary[at] for at in row[:10]) for row in order)
    names = tuple(", ".join(each[:NAMING_WORDS]) for each in words)
    return Themes(names, words, theme, stability, len(learnt))


def _refused(comments: int, stability: float | None, sampled: int, why: Refusal) -> Themes:
    return Themes((), (), np.full(comments, NO_THEME), stability, sampled, why)


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
