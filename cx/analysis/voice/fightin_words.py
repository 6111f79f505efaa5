"""Words that set two groups of people apart: log-odds with an informative prior."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.compare import false_discovery
from cx.analysis.ladder import Refusal
from cx.analysis.voice.words import Table
from cx.words import counted

Array = NDArray[np.float64]
PRIOR, LEAST_Z, LEVEL, LEAST_PEOPLE = 500.0, 2.0, 0.05, 30


@dataclass(frozen=True, slots=True)
class Telling:
    """A word and how much more one group uses it.

    Attributes
    ----------
    share_first, share_second : float
        Of the people of each group who use it.
    log_odds : float
        Above 0: the first group uses it more; shrunk towards what everybody uses.
    z : float
    """

    word: str
    share_first: float
    share_second: float
    people: int
    log_odds: float
    z: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """What the first group says and the second does not, and the other way round.

    Attributes
    ----------
    first, second : tuple of Telling
        Clear words, most telling first.
    family : int
        Words that were compared.
    """

    first: tuple[Telling, ...]
    second: tuple[Telling, ...]
    people_first: int
    people_second: int
    family: int
    refusal: Refusal | None = None


def log_odds(first: Array, second: Array, prior: Array) -> tuple[Array, Array]:
    """Return log-odds ratios with an informative Dirichlet prior, and their z values.

    Parameters
    ----------
    first, second : array, shape (words,)
        Counts of each word, of the whole vocabulary.
    prior : array, shape (words,)
        Pseudo-counts.

    Notes
    -----
    Source: Monroe, Colaresi and Quinn 2008, Political Analysis 16:372, equations 16, 20 and 22.

    Examples
    --------
    >>> counts = [np.array(each, dtype=float) for each in ([30, 5, 965], [10, 40, 1950])]
    >>> delta, z = log_odds(*counts, counts[0] + counts[1])
    >>> z.round(3).tolist()
    [3.063, -1.751, -5.038]
    """
    whole = prior.sum()
    odds = [
        np.log(each + prior) - np.log(each.sum() + whole - each - prior) for each in (first, second)
    ]
    delta = odds[0] - odds[1]
    error = np.sqrt(1 / (first + prior) + 1 / (second + prior))
    return delta, delta / error


def set_apart(table: Table, is_first: NDArray[np.bool_], prior: float = PRIOR) -> Contrast:
    """Find the words that set the first group of people apart from the second.

    Parameters
    ----------
    table : Table
        Who used which word.
    is_first : array of bool, shape (people,)
        Who is of the first group.
    prior : float
        Weight of what everybody uses, in words.

    Notes
    -----
    A word is listed when |z| is above 2 and it stays clear among all words (q = .05). Refused
    below 30 people in a group.
    """
    counts = (int(is_first.sum()), int((~is_first).sum()))
    refusal = _too_few(*counts)
    if refusal or not table.words:
        return Contrast((), (), *counts, 0, refusal or _no_words())
    first = np.asarray(table.used[is_first].sum(axis=0), dtype=float).ravel()
    second = np.asarray(table.used[~is_first].sum(axis=0), dtype=float).ravel()
    both = first + second
    delta, z = log_odds(first, second, prior * both / both.sum())
    p_values = [float(p) for p in 2 * stats.norm.sf(np.abs(z))]
    is_clear = np.asarray(false_discovery(p_values, LEVEL).is_clear) & (np.abs(z) > LEAST_Z)
    found = [
        Telling(
            table.words[at],
            float(first[at] / counts[0]),
            float(second[at] / counts[1]),
            int(both[at]),
            float(delta[at]),
            float(z[at]),
        )
        for at in np.flatnonzero(is_clear)
    ]
    ordered = sorted(found, key=lambda each: -abs(each.z))
    return Contrast(
        tuple(each for each in ordered if each.z > 0),
        tuple(each for each in ordered if each.z < 0),
        *counts,
        len(table.words),
    )


def _too_few(first: int, second: int) -> Refusal | None:
    least = min(first, second)
    if least >= LEAST_PEOPLE:
        return None
    return Refusal(
        "comments_lt_30_per_side",
        f"Only {counted(least, 'person')} on one side wrote a comment; {LEAST_PEOPLE} are needed.",
        f"needs comments of {counted(LEAST_PEOPLE - least, 'more person')}",
    )


def _no_words() -> Refusal:
    return Refusal(
        "no_common_words",
        "No word was used by five people or more.",
        "needs more comments, or longer ones",
    )
