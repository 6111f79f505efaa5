"""Derived importance: what a score goes with, how surely, and what is no more than noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from cx.analysis.compare import false_discovery
from cx.analysis.drivers.checks import HARDLY_ANYTHING, Checked, check
from cx.analysis.drivers.measure import LMG, importance_of, method_for, worth_of
from cx.analysis.drivers.noise import draw_by_chance, draw_noise, in_place_of, p_above
from cx.analysis.drivers.ratings import Array, Ratings, draws
from cx.analysis.drivers.shapley import dominance
from cx.analysis.ladder import Refusal

SAMPLES = 500
LEVEL = 0.05
"""How often at most, where nothing goes with the score, a page names any driver at all."""

OWN, SHARED, NONE = "own", "shared", "none"


@dataclass(frozen=True, slots=True)
class Driver:
    """One attribute, or several that cannot be told apart.

    Attributes
    ----------
    name : str
        Of a group, the names joined by " + ".
    lmg : float
        Share of the variance of the outcome that goes with it, 0 to 1 (of R² its part).
    low, high : float
        95 % percentile interval of `lmg`, from 500 samples of people.
    share, share_low, share_high : float
        The same as a share of R².
    sign : int
        Of the plain correlation: 1 better with better, -1 the other way round.
    is_suppressed : bool
        Whether the sign turns when the others are held equal.
    p_top : float
        In how many of the samples it is the largest.
    p_noise, p_own : float
        How often a column of pure noise gets as much; p of its own coefficient beside the others.
    standing : str
        ``own``: goes with the score by itself; ``shared``: only together with the others;
        ``none``: no more than noise. Allowed for the number of attributes.
    by_size : tuple of float
        Mean gain in R² when 0, 1, ... others are in already.
    answers : int
        That rated it.
    """

    name: str
    members: tuple[str, ...]
    lmg: float
    low: float
    high: float
    share: float
    share_low: float
    share_high: float
    correlation: float
    sign: int
    is_suppressed: bool
    p_top: float
    p_noise: float
    p_own: float
    standing: str
    by_size: tuple[float, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Importance:
    """What goes with a score, in order; or why that cannot be told.

    Attributes
    ----------
    drivers : tuple of Driver
        Most important first. Empty when refused.
    beats : tuple of tuple of float
        ``beats[j][k]``: in how many of the samples driver j has more than driver k.
    yardstick : float
        What 95 in 100 columns of noise that everybody rated stay below, on the scale of
        `Driver.lmg`. Of an attribute that fewer rated it is higher, in proportion.
    r2, r2_low, r2_high : float or None
    method : str
        ``lmg``, or ``relative weights (approximate)`` above twelve attributes.
    dropped, warnings : tuple of Refusal
    """

    drivers: tuple[Driver, ...]
    beats: tuple[tuple[float, ...], ...]
    yardstick: float
    r2: float | None
    r2_low: float | None
    r2_high: float | None
    answers: int
    people: int
    method: str
    dropped: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """Importance and coefficients of all answers, and of each sample of them."""

    lmg: Array
    lmgs: Array
    slopes: Array
    slope_errors: Array
    by_size: Array | None


def rank_drivers(
    ratings: Ratings, seed: int = 0, samples: int = SAMPLES, checked: Checked | None = None
) -> Importance:
    """Rank attributes by how much of the score goes with them (LMG), with their doubt.

    Parameters
    ----------
    ratings : Ratings
        `outcome` is a score, points, or 0 and 1 (then it is a linear probability).
    seed : int
        Of the samples, so that the same view gives the same numbers.
    samples : int
        Bootstrap samples of people.
    checked : Checked, optional
        What `check` says of these ratings, where it is known already.

    Notes
    -----
    Correlations are taken over the answers that hold both columns, weighted where there are
    weights. LMG is never below 0, so an interval above 0 says nothing: an attribute counts as real
    when hardly any of 999 columns of noise, rated as rarely and put beside the real attributes,
    gets as much, and its own coefficient beside the others is clear too; both allowed for the
    number of attributes (Benjamini-Hochberg, q = .05). Importance says what goes together, not
    what would happen.

    Examples
    --------
    >>> dice = np.random.default_rng(1)
    >>> rated = dice.integers(1, 6, (400, 2)).astype(float)
    >>> score = rated[:, 0] + dice.normal(size=400)
    >>> found = rank_drivers(Ratings(["speed", "price"], rated, score, np.arange(400)))
    >>> [(each.name, each.standing, round(each.share, 2)) for each in found.drivers]
    [('speed', 'own', 1.0), ('price', 'none', 0.0)]
    """
    checked = checked or check(ratings)
    if checked.refusal:
        return _refused(checked, checked.refusal)
    spread = _spread(checked, seed, samples)
    noise = draw_noise(checked, seed)
    order = np.argsort(-spread.lmg, kind="stable")
    drivers = _drivers(checked, spread, noise, draw_by_chance(checked, seed))
    totals = spread.lmgs.sum(axis=1)
    return Importance(
        drivers=tuple(drivers[at] for at in order),
        beats=_beats(spread.lmgs[:, order]),
        yardstick=float(np.quantile(noise, 1 - LEVEL)),
        r2=float(spread.lmg.sum()),
        r2_low=float(np.quantile(totals, 0.025)),
        r2_high=float(np.quantile(totals, 0.975)),
        answers=int(np.isfinite(checked.ratings.values).any(axis=1).sum()),
        people=checked.ratings.people,
        method=method_for(len(checked.groups)),
        dropped=checked.dropped,
        warnings=(*checked.warnings, *_hardly(float(spread.lmg.sum()))),
    )


def _spread(checked: Checked, seed: int, samples: int) -> _Spread:
    times = draws(len(checked.sums.weight), samples, seed)
    drawn = checked.sums.drawn(times).correlation()
    drawn = drawn[_is_possible(drawn)]
    slopes = _slopes(drawn)
    is_exact = method_for(len(checked.groups)) == LMG
    return _Spread(
        lmg=importance_of(checked.correlation, checked.groups),
        lmgs=importance_of(drawn, checked.groups),
        slopes=_slopes(checked.correlation[None])[0],
        slope_errors=slopes.std(axis=0, ddof=1),
        by_size=dominance(worth_of(checked.correlation, checked.groups)) if is_exact else None,
    )


def _is_possible(drawn: Array) -> NDArray[np.bool_]:
    """Samples whose correlations exist and contradict each other no more than those of all."""
    found = np.zeros(len(drawn), dtype=bool)
    is_there = np.flatnonzero(np.isfinite(drawn).all(axis=(1, 2)))
    found[is_there] = np.linalg.eigvalsh(drawn[is_there])[:, 0] > -1e-8
    return found


def _slopes(correlation: Array) -> Array:
    """Standardised coefficients of each driver beside the others."""
    # A pair that is rated exactly alike has no coefficients of its own; any will do, they go
    # into no sentence, because the pair is one group.
    inverse = np.linalg.pinv(correlation[..., :-1, :-1], hermitian=True)
    return np.asarray((inverse @ correlation[..., :-1, -1:])[..., 0])


def _drivers(
    checked: Checked, spread: _Spread, noise: Array, by_chance: Array | None
) -> list[Driver]:
    p_noise = [
        max(p_above(theirs, each), 0.0 if by_chance is None else p_above(by_chance[:, at], each))
        for at, (theirs, each) in enumerate(
            zip(in_place_of(checked, noise), spread.lmg, strict=True)
        )
    ]
    p_own = [_p_own(spread, group) for group in checked.groups]
    is_real = false_discovery(p_noise, LEVEL).is_clear
    has_own = false_discovery(
        [max(pair) for pair in zip(p_noise, p_own, strict=True)], LEVEL
    ).is_clear
    return [
        _driver(checked, spread, at, (p_noise[at], p_own[at]), _standing(is_real[at], has_own[at]))
        for at in range(len(checked.groups))
    ]


def _standing(is_real: bool, has_own: bool) -> str:
    return OWN if has_own else SHARED if is_real else NONE


def _p_own(spread: _Spread, group: Sequence[int]) -> float:
    """P of a driver's own coefficient; of a group the smallest, allowed for its members."""
    z = np.abs(spread.slopes[list(group)] / spread.slope_errors[list(group)])
    return min(1.0, float(2 * norm.sf(z.max())) * len(group))


def _driver(
    checked: Checked, spread: _Spread, at: int, p: tuple[float, float], standing: str
) -> Driver:
    group = checked.groups[at]
    names = tuple(checked.ratings.names[member] for member in group)
    shares = spread.lmgs[:, at] / spread.lmgs.sum(axis=1)
    low, high = np.quantile(spread.lmgs[:, at], (0.025, 0.975))
    share_low, share_high = np.quantile(shares, (0.025, 0.975))
    plain = checked.correlation[list(group), -1]
    leading = int(np.abs(plain).argmax())
    sign = int(np.sign(plain[leading]))
    return Driver(
        name=" + ".join(names),
        members=names,
        lmg=float(spread.lmg[at]),
        low=float(low),
        high=float(high),
        share=float(spread.lmg[at] / spread.lmg.sum()),
        share_low=float(share_low),
        share_high=float(share_high),
        correlation=float(plain[leading]),
        sign=sign,
        is_suppressed=len(group) == 1 and sign * spread.slopes[group[0]] < 0,
        p_top=float((spread.lmgs.argmax(axis=1) == at).mean()),
        p_noise=p[0],
        p_own=p[1],
        standing=standing,
        by_size=tuple(map(float, spread.by_size[at])) if spread.by_size is not None else (),
        answers=int(np.isfinite(checked.ratings.values[:, list(group)]).any(axis=1).sum()),
    )


def _beats(lmgs: Array) -> tuple[tuple[float, ...], ...]:
    found = (lmgs[:, :, None] > lmgs[:, None, :]).mean(axis=0)
    return tuple(tuple(map(float, row)) for row in found)


def _hardly(r2: float) -> tuple[Refusal, ...]:
    if r2 >= HARDLY_ANYTHING:
        return ()
    said = f"All attributes together go with only {r2:.1%} of the differences in the score."
    return (Refusal("r2_below_05", said, "needs attributes that matter more to people"),)


def _refused(checked: Checked, refusal: Refusal) -> Importance:
    return Importance(
        drivers=(),
        beats=(),
        yardstick=0.0,
        r2=None,
        r2_low=None,
        r2_high=None,
        answers=len(checked.ratings.outcome),
        people=checked.ratings.people,
        method=method_for(len(checked.groups)),
        dropped=checked.dropped,
        warnings=checked.warnings,
        refusal=refusal,
    )
