"""Importance for a yes or no, such as being a detractor: Shapley over McFadden's R²."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.alike import kinds_of
from cx.analysis.drivers.checks import LEAST_COMPLETE
from cx.analysis.drivers.ratings import Array, Ratings
from cx.analysis.drivers.shapley import shapley
from cx.analysis.ladder import Refusal
from cx.words import counted

MOST_DRIVERS, MOST_ANSWERS = 10, 20_000
EVENTS_PER_DRIVER = 10
MOST_STEPS, SETTLED, SEPARATED = 30, 1e-10, 15.0


@dataclass(frozen=True, slots=True)
class LogitShares:
    """What goes with a yes or no: McFadden's R², shared out.

    Attributes
    ----------
    names : tuple of str
    shares : tuple of float
        Parts of `r2`, in the order of `names`; empty when refused.
    coefficients : tuple of float
        Log odds per step of each rating, beside the others.
    r2 : float or None
        1 less the log-likelihood of all over that of none.
    answers : int
        Complete answers used, at most 20,000.
    """

    names: tuple[str, ...]
    shares: tuple[float, ...]
    coefficients: tuple[float, ...]
    r2: float | None
    answers: int
    refusal: Refusal | None = None


class _Separated(Exception):
    """The drivers tell yes from no without a mistake, so there is no finite fit."""


def rank_yes_or_no(ratings: Ratings, seed: int = 0) -> LogitShares:
    """Share out McFadden's R² of a logistic regression among the attributes.

    Parameters
    ----------
    ratings : Ratings
        `outcome` is 1 for yes and 0 for no.
    seed : int
        Of the sample that is taken above 20,000 answers.

    Notes
    -----
    Source: Azen and Traxel 2009, J. Educational and Behavioral Statistics 34:319. Only answers
    that rate everything are used. There is no interval: it stands beside the linear ranking.
    """
    whole = ratings.complete()
    refusal = _refuse(ratings, whole)
    if refusal:
        return _refused(ratings, whole, refusal)
    drivers, outcome = _sample(whole, seed)
    try:
        likelihoods, slopes = _fits(drivers, outcome)
    except _Separated:
        return _refused(ratings, whole, _separation())
    worth = 1 - likelihoods / likelihoods[0]
    return LogitShares(
        tuple(ratings.names),
        tuple(map(float, shapley(worth))),
        tuple(map(float, slopes)),
        float(worth[-1]),
        len(outcome),
    )


def _refuse(ratings: Ratings, whole: Ratings) -> Refusal | None:
    drivers = len(ratings.names)
    if drivers > MOST_DRIVERS:
        return Refusal(
            "more_than_10_drivers",
            f"{drivers} attributes make too many regressions; {MOST_DRIVERS} are the most.",
            f"needs {counted(drivers - MOST_DRIVERS, 'attribute')} fewer",
        )
    share = len(whole.outcome) / max(1, len(ratings.outcome))
    if share < LEAST_COMPLETE:
        return Refusal(
            "too_few_complete_answers",
            f"Only {share:.0%} of the answers rate everything; {LEAST_COMPLETE:.0%} are needed.",
            "needs fewer blanks, or fewer attributes",
        )
    return _refuse_separation(whole) or _refuse_events(whole)


def _refuse_separation(whole: Ratings) -> Refusal | None:
    """One attribute that tells yes from no by itself is found without any regression."""
    yes, no = whole.values[whole.outcome == 1], whole.values[whole.outcome == 0]
    if not len(yes) or not len(no):
        return None
    is_above = yes.min(axis=0) > no.max(axis=0)
    is_below = yes.max(axis=0) < no.min(axis=0)
    return _separation() if (is_above | is_below).any() else None


def _refuse_events(whole: Ratings) -> Refusal | None:
    least = EVENTS_PER_DRIVER * len(whole.names)
    yes = int(whole.outcome.sum())
    rarer = min(yes, len(whole.outcome) - yes)
    if rarer >= least:
        return None
    return Refusal(
        "events_per_driver_lt_10",
        f"Only {counted(rarer, 'answer')} on the rarer side; {least} are needed, ten for each "
        "attribute.",
        f"needs {counted(least - rarer, 'more answer')} of the rarer kind",
    )


def _separation() -> Refusal:
    return Refusal(
        "separation",
        "The ratings tell yes from no without a mistake, so the odds have no finite size. Often "
        "one of them was made from the answer itself.",
        "needs ratings that were given apart from the answer",
    )


def _refused(ratings: Ratings, whole: Ratings, refusal: Refusal) -> LogitShares:
    return LogitShares(tuple(ratings.names), (), (), None, len(whole.outcome), refusal)


def _sample(whole: Ratings, seed: int) -> tuple[Array, Array]:
    answers = len(whole.outcome)
    if answers <= MOST_ANSWERS:
        return whole.values, whole.outcome
    dice = np.random.default_rng(seed)
    chosen = np.sort(dice.choice(answers, MOST_ANSWERS, replace=False))
    return whole.values[chosen], whole.outcome[chosen]


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Answers that rate alike, counted together.

    Attributes
    ----------
    columns : array, shape (g, 1 + k)
        The one and the ratings, less their means.
    size, yes : array, shape (g,)
        How many answers, and how many of them say yes.
    """

    columns: Array
    size: Array
    yes: Array

    def without(self, driver: int) -> "_Alike":
        """Forget one driver, and count those together that differ in nothing else."""
        columns = np.delete(self.columns, 1 + driver, axis=1)
        return _together(columns, self.size, self.yes)


def _together(columns: Array, size: Array, yes: Array) -> _Alike:
    first, kind = kinds_of(columns)
    return _Alike(columns[first], _sums(kind, size), _sums(kind, yes))


def _sums(kind: NDArray[np.int64], counts: Array) -> Array:
    return np.bincount(kind, counts).astype(float)


def _fits(drivers: Array, outcome: Array) -> tuple[Array, Array]:
    """Fit every set of drivers; return log-likelihoods by set, and the slopes of the last.

    All drivers come first. A set begins where the one with one driver more ended, and its answers
    are counted from that one's: the fewer drivers, the more answers are alike.
    """
    columns = np.column_stack([np.ones(len(outcome)), drivers - drivers.mean(axis=0)])
    whole = _together(columns, np.ones(len(outcome)), outcome)
    everything = (1 << drivers.shape[1]) - 1
    likelihoods = np.empty(everything + 1)
    likelihoods[-1], slopes = fit(whole.columns, whole.yes, size=whole.size)
    waiting = [(everything, [*range(drivers.shape[1])], whole, slopes)]
    while waiting:
        held, names, alike, start = waiting.pop()
        for at, driver in enumerate(names):
            # Each set is come to once: drivers leave in the order of their numbers.
            if held >> driver == everything >> driver:
                fewer, less = held ^ 1 << driver, alike.without(at)
                likelihoods[fewer], beta = fit(
                    less.columns, less.yes, np.delete(start, 1 + at), less.size
                )
                waiting.append((fewer, [*names[:at], *names[at + 1 :]], less, beta))
    return likelihoods, slopes[1:]


def fit(
    columns: Array,
    outcome: NDArray[np.float64],
    start: Array | None = None,
    size: Array | None = None,
) -> tuple[float, Array]:
    """Fit a logistic regression by Newton's method.

    Parameters
    ----------
    columns : array, shape (n, k)
        With the column of ones.
    outcome : array, shape (n,)
        0 or 1; how many say yes, where rows are counts.
    start : array, shape (k,), optional
        Coefficients to begin with.
    size : array, shape (n,), optional
        How many answers each row stands for; by default each is one.

    Returns
    -------
    tuple of float and array
        Log-likelihood and coefficients.
    """
    beta = np.zeros(columns.shape[1]) if start is None else start
    many = np.ones(len(columns)) if size is None else size
    likelihood = -np.inf
    for _ in range(MOST_STEPS):
        line = columns @ beta
        chance = 1 / (1 + np.exp(-line))
        former, likelihood = likelihood, float(outcome @ line - many @ np.logaddexp(0, line))
        if abs(likelihood - former) < SETTLED * abs(likelihood):
            return likelihood, beta
        hessian = (columns * (many * chance * (1 - chance))[:, None]).T @ columns
        try:
            beta = beta + np.linalg.solve(hessian, columns.T @ (outcome - many * chance))
        except np.linalg.LinAlgError as error:
            raise _Separated from error
        if np.abs(beta).max() > SEPARATED:
            raise _Separated
    raise _Separated
