"""How long journeys and waits last, counting those that are not over yet for what is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.estimate import Array, Codes, multiplicities
from cx.analysis.intervals import Z
from cx.analysis.journeys.paths import too_few
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.words import counted

MOST_TIMES, MOST_BUCKETS, LEAST_FINISHED = 2000, 400, 10


@dataclass(frozen=True, slots=True)
class Quantile:
    """Seconds within which a share of all is over.

    Attributes
    ----------
    value : float or None
        None while so many are not over yet.
    low, high : float or None
        95 % interval; None where it has no end yet.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Durations:
    """Median and 90th percentile, in seconds.

    Attributes
    ----------
    finished, unfinished : int
        How many are over, and how many were still open when last seen.
    """

    median: Quantile | None
    p90: Quantile | None
    finished: int
    unfinished: int
    refusal: Refusal | None = None


def elapsed_seconds(started_at: "pd.Series[Any]", ended_at: "pd.Series[Any]") -> Array:
    """Seconds that went by, not the days or months begun; missing stays missing.

    Raises
    ------
    ValueError
        Something ended before it started.

    Examples
    --------
    >>> started = pd.Series(pd.to_datetime(["2025-01-31 23:59:30", "2025-02-01 08:00:00"]))
    >>> ended = pd.Series(pd.to_datetime(["2025-02-01 00:00:30", None]))
    >>> elapsed_seconds(started, ended)
    array([60., nan])
    """
    seconds = (ended_at - started_at).dt.total_seconds().to_numpy(float)
    backwards = int((seconds < 0).sum())
    if backwards:
        raise ValueError(f"{backwards} ended before they started: mend their times.")
    return seconds


def measure_durations(
    seconds: NDArray[Any],
    is_finished: NDArray[Any],
    person: NDArray[Any],
    seed: int = 0,
    samples: int = 500,
    ladder: Ladder = LADDER,
) -> Durations:
    """Estimate how long something takes.

    Parameters
    ----------
    seconds : array, shape (n,)
        Elapsed until the end, or until last seen where it is not over.
    is_finished : array of bool, shape (n,)
    person : array, shape (n,)
        Whose it is; all that is of one person moves together in the samples.
    seed, samples : int
        Of the samples that intervals come from.
    ladder : Ladder
        How many there must be, at least 30, of which ten are over.

    Raises
    ------
    ValueError
        A duration is missing or below 0.

    Notes
    -----
    Kaplan-Meier: the first moment at which at most half, or a tenth, are still open; without open
    ones the plain percentile. Its limits are the moments at which the Wilson limits of the share
    still open pass half or a tenth (Woodruff 1952, J. of the American Statistical Association
    47:635; Brookmeyer and Crowley 1982, Biometrics 38:29), on as many journeys as they are worth
    by the spread over samples of persons. Being open must not depend on how long it will take:
    count from a day on, not up to one. Samples use at most 2,000 moments and 400 buckets of
    persons.

    Examples
    --------
    >>> found = measure_durations(np.arange(1.0, 101.0), np.ones(100, bool), np.arange(100))
    >>> found.median.value, found.p90.value
    (50.0, 90.0)
    """
    if not (np.asarray(seconds, dtype=float) >= 0).all():
        raise ValueError("A duration is missing or below 0: leave it out or mend its times.")
    over = np.asarray(is_finished, dtype=bool)
    finished, unfinished = int(over.sum()), int((~over).sum())
    codes, people = _buckets(person, seed)
    refusal = too_few(len(over), people, "journey", ladder) or _few_finished(finished, ladder)
    if refusal:
        return Durations(None, None, finished, unfinished, refusal)
    exact = _table(np.asarray(seconds, dtype=float), over, np.zeros_like(codes), 1)
    coarse = _table(_coarsened(np.asarray(seconds, dtype=float)), over, codes, people)
    drawn = multiplicities(people, samples, seed)
    limits = _limits(coarse, drawn)
    median, p90 = (_quantile(exact, coarse[0], limits, share) for share in (0.5, 0.1))
    return Durations(median, p90, finished, unfinished)


def _few_finished(finished: int, ladder: Ladder) -> Refusal | None:
    missing = max(LEAST_FINISHED, ladder.answers_to_show) - finished
    if missing <= 0:
        return None
    said = f"Only {counted(finished, 'journey')} came to an end; {finished + missing} are needed."
    return Refusal("finished_lt_10", said, f"needs {counted(missing, 'more finished journey')}")


def _buckets(person: NDArray[Any], seed: int) -> tuple[Codes, int]:
    codes, names = pd.factorize(np.asarray(person))
    if len(names) <= MOST_BUCKETS:
        return codes.astype(np.int64), len(names)
    place = np.random.default_rng(seed).permutation(len(names)) % MOST_BUCKETS
    return place[codes].astype(np.int64), MOST_BUCKETS


def _coarsened(seconds: Array) -> Array:
    """Round up to one of at most 2,000 moments, as many journeys between each."""
    if len(np.unique(seconds)) <= MOST_TIMES:
        return seconds
    grid = np.linspace(0, 1, MOST_TIMES)
    edges = np.unique(np.quantile(seconds, grid, method="inverted_cdf"))
    return np.asarray(edges[np.searchsorted(edges, seconds)])


def _table(
    seconds: Array, over: NDArray[np.bool_], bucket: Codes, buckets: int
) -> tuple[Array, Array, Array]:
    """Moments, and how many ended and were last seen open at each, by bucket."""
    moments, at = np.unique(seconds, return_inverse=True)
    cell = bucket * len(moments) + at
    ended, open_ = (
        np.bincount(cell[held], minlength=buckets * len(moments)).reshape(buckets, -1).astype(float)
        for held in (over, ~over)
    )
    return moments, ended, open_


def _still(ended: Array, open_: Array) -> Array:
    """Share still open after each moment, by row."""
    at_risk = np.cumsum((ended + open_)[:, ::-1], axis=1)[:, ::-1]
    gone = np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0)
    return np.asarray(np.cumprod(1 - gone, axis=1))


def _limits(table: tuple[Array, Array, Array], drawn: Array) -> tuple[Array, Array]:
    """Wilson limits of the share still open, worth what samples of persons say it is worth."""
    _, ended, open_ = table
    share = _still(ended.sum(axis=0)[None], open_.sum(axis=0)[None])[0]
    spread = _still(drawn @ ended, drawn @ open_).std(axis=0, ddof=1)
    is_known = (spread > 1e-9) & (share > 1e-9) & (share < 1 - 1e-9)
    at = np.maximum.accumulate(np.where(is_known, np.arange(len(share)), 0))
    at = np.maximum(at, int(is_known.argmax()))
    worth = share[at] * (1 - share[at]) / np.maximum(spread[at], 1e-9) ** 2
    # All alike: there is no spread to see, and each person counts one.
    worth = np.where(is_known.any(), worth, drawn.shape[1])
    pull = Z * Z / worth
    half = Z * np.sqrt(np.maximum(share * (1 - share), 0) / worth + pull / (4 * worth))
    middle = share + pull / 2
    return (middle - half) / (1 + pull), (middle + half) / (1 + pull)


def _quantile(
    exact: tuple[Array, Array, Array], moments: Array, limits: tuple[Array, Array], share: float
) -> Quantile:
    value = _first(exact[0], _still(*exact[1:])[0], share)
    low, high = (_first(moments, each, share) for each in limits)
    if value is None or low is None:
        return Quantile(value, low, None)
    return Quantile(value, min(low, value), None if high is None else max(high, value))


def _first(moments: Array, still: Array, share: float) -> float | None:
    """Return the first moment at which at most that share is open; dust counts as nothing."""
    is_reached = still <= share + 1e-9
    return float(moments[is_reached.argmax()]) if is_reached.any() else None
