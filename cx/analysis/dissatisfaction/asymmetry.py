"""Basics against delighters: what low ratings cost beside what top ratings earn (PRCA)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cx.analysis.compare import false_discovery
from cx.analysis.dissatisfaction.levels import Levels, fit_levels
from cx.analysis.drivers.ratings import Array, Ratings
from cx.analysis.ladder import Refusal
from cx.words import counted

LEAST_ANSWERS, LEAST_LEVEL, LEAST_SHARE, LEAST_MIDDLE = 200, 30, 0.05, 0.20
SURE, LEVEL = 0.80, 0.05
HYBRID_UP_TO, ONE_SIDED_FROM = 0.2, 0.6
MOST_WRONG = 0.2

DELIGHTER, SATISFIER, HYBRID, DISSATISFIER, FRUSTRATOR = (
    "delighter",
    "satisfier",
    "hybrid",
    "dissatisfier",
    "frustrator",
)
CLASSES = (FRUSTRATOR, DISSATISFIER, HYBRID, SATISFIER, DELIGHTER)
UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Penalty and reward of one attribute.

    Attributes
    ----------
    penalty, reward : float or None
        Points that go with a low, and with a top rating, against one in the middle; each with its
        95 % interval. None where refused. A penalty is usually below 0.
    riocs : float or None
        Reach of the two together: max(0, -penalty) + max(0, reward).
    sgp, dgp : float or None
        Parts of it that satisfy and that dissatisfy.
    ia : float or None
        Asymmetry: sgp - dgp, from -1 (only hurts) to 1 (only delights).
    standing : str
        A class, or ``undetermined``.
    chances : dict of str to float
        How many of the samples fall into each class.
    p_symmetry : float or None
        Of penalty and reward being of equal size, allowed for the number of attributes.
    flips : bool
        Whether other limits of low and high (one step either way) name another class.
    reason : str
        Why the class is undetermined; empty when it is not.
    """

    name: str
    penalty: float | None
    penalty_low: float | None
    penalty_high: float | None
    reward: float | None
    reward_low: float | None
    reward_high: float | None
    riocs: float | None
    sgp: float | None
    dgp: float | None
    ia: float | None
    standing: str
    chances: dict[str, float]
    p_symmetry: float | None
    flips: bool
    reason: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """All attributes, in the order given; or why nothing can be told."""

    contrasts: tuple[Contrast, ...]
    r2: float | None
    answers: int
    refusal: Refusal | None = None


def contrast(
    ratings: Ratings,
    lo: float = 2,
    hi: float = 5,
    step: float = 1,
    seed: int = 0,
    samples: int = 500,
    fit: Levels | None = None,
) -> Asymmetry:
    """Tell attributes that hurt when bad from those that delight when good.

    Parameters
    ----------
    ratings : Ratings
        `outcome` is a score or its points.
    lo, hi : float
        Ratings of at most `lo` are low, of at least `hi` top.
    step : float
        By how much the limits are moved to see whether a class holds.
    fit : Levels, optional
        The same ratings fitted with `lo` and `hi`, where that was done before.

    Notes
    -----
    Penalty-reward contrast analysis (Brandt 1987; Matzler and Sauerwein 2002); indices of Mikulić
    and Prebežac 2008. A class is named only if at least 80 in 100 samples of people agree on it,
    if penalty and reward together are more than noise (Wald, Benjamini-Hochberg at q = .05 over
    the attributes), if the lower end of their reach is above 0, and if neither has the wrong sign
    by more than a fifth of the other.
    """
    refusal = _refuse(ratings)
    if refusal:
        return Asymmetry((), None, len(ratings.outcome), refusal)
    fit = fit or fit_levels(ratings, lo, hi, seed, samples)
    others = [
        fit_levels(ratings, *limits, seed, 1)
        for limits in ((lo - step, hi), (lo + step, hi), (lo, hi - step))
        if limits[0] + step < limits[1] and limits[0] > np.nanmin(ratings.values) - step
    ]
    refused = [_not_estimable(ratings, at, lo, hi) for at in range(len(ratings.names))]
    joint = [None if refused[at] else _p_joint(fit, at) for at in range(len(refused))]
    symmetry = [None if refused[at] else _p_symmetry(fit, at) for at in range(len(refused))]
    is_real = false_discovery(joint, LEVEL).is_clear
    adjusted = false_discovery(symmetry, LEVEL).adjusted
    return Asymmetry(
        tuple(
            _refused(name, why)
            if (why := refused[at])
            else _contrast(name, at, fit, is_real[at], adjusted[at], others)
            for at, name in enumerate(ratings.names)
        ),
        fit.r2,
        len(ratings.outcome),
    )


def _refuse(ratings: Ratings) -> Refusal | None:
    answers = len(ratings.outcome)
    if answers < LEAST_ANSWERS:
        return Refusal(
            "n_lt_200",
            f"{counted(answers, 'answer')}; basics and delighters need {LEAST_ANSWERS}.",
            f"needs {counted(LEAST_ANSWERS - answers, 'more answer')}",
        )
    if np.ptp(ratings.outcome) == 0:
        return Refusal(
            "outcome_zero_variance", "Everybody gave the same score.", "needs scores that differ"
        )
    return None


def _not_estimable(ratings: Ratings, at: int, lo: float, hi: float) -> Refusal | None:
    """Say which level of an attribute is too rare to have an effect of its own."""
    name = ratings.names[at]
    held = ratings.values[:, at][np.isfinite(ratings.values[:, at])]
    if len(np.unique(held)) < 3:
        return Refusal(
            f"fewer_than_3_levels:{name}",
            f"{name} was rated in fewer than three steps.",
            "needs a scale of three steps or more",
        )
    counts = {
        "penalty": int((held <= lo).sum()),
        "reward": int((held >= hi).sum()),
        "middle": int(((held > lo) & (held < hi)).sum()),
    }
    for level, words in (("penalty", "low"), ("reward", "top")):
        least = max(LEAST_LEVEL, int(np.ceil(LEAST_SHARE * len(held))))
        if counts[level] < least:
            return Refusal(
                f"{level}_not_estimable:{name}",
                f"Only {counted(counts[level], f'{words} rating')} of {name}; what they cost or "
                f"earn needs {least}.",
                f"needs {counted(least - counts[level], f'more {words} rating')}",
            )
    if counts["middle"] < LEAST_MIDDLE * len(held):
        return Refusal(
            f"middle_lt_20_percent:{name}",
            f"Hardly anybody rates {name} in the middle, so there is nothing to compare with.",
            "needs one rating in five between low and top",
        )
    return None


def _refused(name: str, why: Refusal) -> Contrast:
    nothing = (None,) * 10
    return Contrast(name, *nothing, UNDETERMINED, {}, None, False, why.message, why)


def _p_joint(fit: Levels, at: int) -> float:
    """P of penalty and reward both being 0 (Wald, two degrees of freedom)."""
    both = np.column_stack([fit.low[:, at], fit.high[:, at]])
    spread = fit.widening**2 * np.cov(both[1:].T)
    wald = both[0] @ np.linalg.pinv(spread) @ both[0]
    return float(stats.chi2.sf(wald, 2))


def _p_symmetry(fit: Levels, at: int) -> float:
    total = fit.low[:, at] + fit.high[:, at]
    spread = fit.widening * total[1:].std(ddof=1)
    return float(2 * stats.norm.sf(abs(total[0]) / max(spread, 1e-12)))


def indices(low: Array, high: Array) -> tuple[Array, Array, Array, Array]:
    """Return reach (RIOCS), satisfying part, dissatisfying part and asymmetry.

    Parameters
    ----------
    low, high : array
        Coefficients of low and of top ratings.

    Examples
    --------
    >>> [each.round(2).tolist() for each in indices(np.array([-3.0]), np.array([1.0]))]
    [[4.0], [0.25], [0.75], [-0.5]]
    """
    penalty, reward = np.maximum(0.0, -low), np.maximum(0.0, high)
    reach = penalty + reward
    whole = np.where(reach > 0, reach, 1.0)
    sgp, dgp = reward / whole, penalty / whole
    return reach, sgp, dgp, sgp - dgp


def _classes(ia: Array) -> NDArray[np.intp]:
    """Number of the class, 0 (frustrator) to 4 (delighter)."""
    limits = [-ONE_SIDED_FROM, -HYBRID_UP_TO, HYBRID_UP_TO, ONE_SIDED_FROM]
    return np.searchsorted(np.asarray(limits), ia)


def _contrast(
    name: str, at: int, fit: Levels, is_real: bool, p: float | None, others: list[Levels]
) -> Contrast:
    low, high = fit.low[:, at], fit.high[:, at]
    reach, sgp, dgp, ia = indices(low, high)
    classes = _classes(ia[1:])
    chances = {each: float((classes == number).mean()) for number, each in enumerate(CLASSES)}
    named = CLASSES[int(_classes(ia[:1])[0])]
    reason = _doubt(chances[named], reach, is_real) or _wrong_sign(low, high)
    elsewhere = {
        CLASSES[int(_classes(indices(each.low[:1, at], each.high[:1, at])[3])[0])]
        for each in others
        if each.low[0, at] and each.high[0, at]
    }
    penalty, reward = np.quantile(low[1:], (0.025, 0.975)), np.quantile(high[1:], (0.025, 0.975))
    return Contrast(
        name=name,
        penalty=float(low[0]),
        penalty_low=float(penalty[0]),
        penalty_high=float(penalty[1]),
        reward=float(high[0]),
        reward_low=float(reward[0]),
        reward_high=float(reward[1]),
        riocs=float(reach[0]),
        sgp=float(sgp[0]),
        dgp=float(dgp[0]),
        ia=float(ia[0]),
        standing=UNDETERMINED if reason else named,
        chances=chances,
        p_symmetry=p,
        flips=bool(elsewhere - {named}),
        reason=reason,
    )


def _doubt(chance: float, reach: Array, is_real: bool) -> str:
    """Why a class must not be named; empty when it may be."""
    if not is_real:
        return "Low and top ratings make no more difference than chance would."
    if np.quantile(reach[1:], 0.025) <= 0:
        return "Penalty and reward may both be nothing."
    if chance < SURE:
        return f"Only {chance:.0%} of the samples agree on a class; {SURE:.0%} are needed."
    return ""


def _wrong_sign(low: Array, high: Array) -> str:
    """Say that a coefficient has the sign that no class means.

    The one of a pure basic or delighter is 0, and so of the wrong sign half of the time; it may
    be when it is unclear and next to nothing beside the other.
    """
    penalty, reward = -low, high
    for wrong, other, said in (
        (penalty, reward, "Low ratings go with better scores"),
        (reward, penalty, "Top ratings go with worse scores"),
    ):
        is_clear = np.quantile(wrong[1:], 0.975) < 0
        if wrong[0] < 0 and (is_clear or -wrong[0] > MOST_WRONG * other[0]):
            return f"{said}, which no class means."
    return ""
