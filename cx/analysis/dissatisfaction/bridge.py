"""What each failing costs in points of the score, and what each excellence earns: they add up."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from cx.analysis.compare import false_discovery
from cx.analysis.dissatisfaction.levels import Levels, fit_levels
from cx.analysis.drivers.ratings import Array, Ratings
from cx.analysis.ladder import Refusal
from cx.words import counted

LEAST_ANSWERS = 100
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Term:
    """One attribute at one level: effect times prevalence.

    Attributes
    ----------
    points : float
        What it takes from the score (below 0) or adds to it, all answers together.
    low, high : float
        95 % percentile interval from samples of people.
    effect : float
        Points that go with it for one who rates so.
    share : float
        Of all answers that rate so.
    is_clear : bool
        After the allowance for all terms of the bridge (q = .05).
    """

    points: float
    low: float
    high: float
    effect: float
    share: float
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Span:
    """An attribute in the bridge: what low ratings cost and top ratings earn."""

    name: str
    penalty: Term
    reward: Term


@dataclass(frozen=True, slots=True)
class Bridge:
    """From a score in which everything is middling to the score there is.

    Attributes
    ----------
    start : float or None
        Expected score of those who rate everything in the middle.
    spans : tuple of Span
        Costliest failing first.
    unrated : float or None
        What goes with ratings not given, all attributes together.
    score : float or None
        `start` + all penalties and rewards + `unrated`: exactly the mean of the outcome.
    """

    start: float | None
    spans: tuple[Span, ...]
    unrated: float | None
    score: float | None
    r2: float | None
    answers: int
    refusal: Refusal | None = None


def build_bridge(
    ratings: Ratings,
    lo: float = 2,
    hi: float = 5,
    seed: int = 0,
    samples: int = 500,
    fit: Levels | None = None,
) -> Bridge:
    """Split a score into what failings cost and excellences earn.

    Parameters
    ----------
    ratings : Ratings
        `outcome` in points, such as -100, 0 and 100.
    lo, hi : float
        Ratings of at most `lo` fail, of at least `hi` excel.
    fit : Levels, optional
        The same ratings fitted with these limits, where that was done before.

    Notes
    -----
    With b the coefficients of a regression on all low, high and missing ratings at once, the mean
    is b₀ + Σ b_low·share_low + Σ b_high·share_high + Σ b_missing·share_missing, exactly. It says
    what goes together: "associated with", not "caused by".
    """
    attributes = len(ratings.names)
    least = max(LEAST_ANSWERS, 10 * attributes)
    if len(ratings.outcome) < least:
        missing = least - len(ratings.outcome)
        said = f"{counted(len(ratings.outcome), 'answer')}; the split needs {least}."
        refusal = Refusal("n_below_max(100,10p)", said, f"needs {counted(missing, 'more answer')}")
        return Bridge(None, (), None, None, None, len(ratings.outcome), refusal)
    fit = fit or fit_levels(ratings, lo, hi, seed, samples)
    penalties = _terms(fit.low, fit.share_low)
    rewards = _terms(fit.high, fit.share_high)
    clear = _clear([*penalties, *rewards], fit.widening)
    spans = [
        Span(
            name,
            _term(fit.low[0, at], fit.share_low[0, at], penalties[at], clear[at]),
            _term(fit.high[0, at], fit.share_high[0, at], rewards[at], clear[attributes + at]),
        )
        for at, name in enumerate(ratings.names)
    ]
    return Bridge(
        float(fit.intercept[0]),
        tuple(sorted(spans, key=lambda span: span.penalty.points)),
        float((fit.missing[0] * fit.share_missing[0]).sum()),
        float(fit.mean[0]),
        fit.r2,
        len(ratings.outcome),
    )


def _terms(effect: Array, share: Array) -> Array:
    """Points of each attribute over all answers and each sample, shape (p, 1 + samples)."""
    return np.asarray((effect * share).T)


def _clear(terms: list[Array], widening: float) -> tuple[bool, ...]:
    return false_discovery([_p_value(each, widening) for each in terms], LEVEL).is_clear


def _p_value(term: Array, widening: float) -> float | None:
    """None where the level was too rare to have a coefficient."""
    spread = widening * term[1:].std(ddof=1)
    if term[0] == 0 or spread == 0:
        return None
    return float(2 * stats.norm.sf(abs(term[0]) / spread))


def _term(effect: float, share: float, points: Array, is_clear: bool) -> Term:
    low, high = np.quantile(points[1:], (0.025, 0.975))
    return Term(
        float(points[0]), float(low), float(high), float(effect), float(share), bool(is_clear)
    )
