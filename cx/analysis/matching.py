"""What became of unhappy customers who were contacted, against like ones who were not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analysis.balance import Balance, covariate_columns, weigh_balance
from cx.analysis.compare import family_wise
from cx.analysis.estimate import Array, Codes, Estimate, least_of, p_of_interval
from cx.analysis.intervals import student_quantile, upper_tail, wilson
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.propensity import contact_chance, weighted_difference
from cx.words import counted

LEAST_PER_SIDE, LEAST_MATCHED, MOST_APART = 30, 0.5, 0.25
CONTACTED, PERSON = "is_contacted", "person"
CAVEAT = (
    "Contacted and not contacted customers are alike in what is listed here. Nobody drew lots who "
    "is contacted: they may differ in what is not on file, such as who could be reached at all. "
    "The differences are associated with contact; only leaving some out by lot would show more."
)


@dataclass(frozen=True, slots=True)
class Effect:
    """One outcome, contacted less not contacted.

    Attributes
    ----------
    contacted, others : int
        Matched persons whose outcome is known.
    mean_contacted, mean_others : float or None
        The others weighted to be like the contacted.
    plain : float or None
        Difference of all, matched or not.
    difference : Estimate or None
        Of the matched.
    by_chance : Estimate or None
        The same by weights from the chance to be contacted: a second opinion.
    p : float or None
        Allowed for all outcomes (Holm).
    is_clear : bool
    has_agreement : bool
        Whether the second opinion's interval holds the difference.
    """

    outcome: str
    contacted: int
    others: int
    mean_contacted: float | None = None
    mean_others: float | None = None
    plain: float | None = None
    difference: Estimate | None = None
    by_chance: Estimate | None = None
    p: float | None = None
    is_clear: bool = False
    has_agreement: bool = False
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """Contacted and like not contacted customers compared.

    Attributes
    ----------
    contacted, others : int
        All of them.
    matched_contacted, matched_others : int
        Those with somebody like them on the other side.
    balance : tuple of Balance
        First the contacted, second the others; empty when refused for too few.
    caveat : str
        What this cannot show; never leave it out.
    """

    effects: tuple[Effect, ...]
    balance: tuple[Balance, ...]
    contacted: int
    others: int
    matched_contacted: int
    matched_others: int
    caveat: str = CAVEAT
    refusal: Refusal | None = None


def match_contacted(
    rows: pd.DataFrame,
    words: Sequence[str],
    numbers: Sequence[str],
    outcomes: Sequence[str],
    classes: int = 4,
    ladder: Ladder = LADDER,
) -> Matching:
    """Compare contacted customers with those not contacted who were like them before.

    Parameters
    ----------
    rows : DataFrame
        One row per person with a bad answer: ``person``, ``is_contacted`` (0 or 1), what was known
        before (words, numbers), and the outcomes (numbers; missing where not known).
    words : sequence of str
        Columns that must be the same; missing is a class.
    numbers : sequence of str
        Columns that must be in the same class.
    outcomes : sequence of str
        Such as change of score, revenue afterwards, and whether still there (0 or 1).
    classes : int
        Classes of as many persons each, for numbers.
    ladder : Ladder
        How many persons a side takes, at least 30.

    Returns
    -------
    Matching
        Refused below 30 matched persons a side, where under half of the contacted have anybody
        like them, or where the matched still are a quarter of a standard deviation apart.

    Raises
    ------
    ValueError
        Somebody has two rows, or nothing is held equal.

    Notes
    -----
    Coarsened exact matching (Iacus, King and Porro 2012, Political Analysis 20:1): the difference
    in every cell, weighted by its contacted; so it is about customers like those contacted.
    """
    if rows[PERSON].duplicated().any():
        raise ValueError("Somebody has two rows: keep the first bad answer of each person.")
    if not words and not numbers:
        raise ValueError("Nothing is held equal: name what was known before.")
    cells, is_contacted = _cells(rows, words, numbers, classes), rows[CONTACTED].to_numpy() == 1
    weight = _weights(cells, is_contacted)
    sizes = _sizes(is_contacted, weight)
    refusal = _no_overlap(sizes, least_of(ladder, LEAST_PER_SIDE))
    if refusal:
        return Matching((), (), *sizes, refusal=refusal)
    columns = covariate_columns(rows, words, numbers)
    balance = weigh_balance(columns, is_contacted, (np.ones(len(rows)), weight))
    worst = max(balance, key=lambda each: abs(each.after))
    if abs(worst.after) > MOST_APART:
        return Matching((), balance, *sizes, refusal=_not_balanced(worst))
    known = [x for _, _, x in columns]
    found = [_effect(rows[name], name, cells, is_contacted, known, ladder) for name in outcomes]
    family = family_wise([each.p for each in found])
    effects = tuple(
        replace(each, p=family.adjusted[at], is_clear=family.is_clear[at])
        for at, each in enumerate(found)
    )
    return Matching(effects, balance, *sizes)


def _cells(rows: pd.DataFrame, words: Sequence[str], numbers: Sequence[str], classes: int) -> Codes:
    """Number the classes of people who are alike; missing is a class."""
    together = np.zeros(len(rows), dtype=np.int64)
    codes = [pd.factorize(rows[name], use_na_sentinel=False)[0] for name in words]
    codes += [_coarse(rows[name].to_numpy(float), classes) for name in numbers]
    for each in codes:
        size = int(each.max(initial=0)) + 1
        _, together = np.unique(together * size + each, return_inverse=True)
    return together


def _coarse(values: Array, classes: int) -> Codes:
    known = values[np.isfinite(values)]
    if not len(known):
        return np.zeros(len(values), dtype=np.int64)
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, classes + 1)[1:-1]))
    found = np.searchsorted(cuts, values, side="right")
    return np.where(np.isfinite(values), found, len(cuts) + 1).astype(np.int64)


def _weights(cells: Codes, is_contacted: NDArray[np.bool_]) -> Array:
    """1 for a contacted person with a match, contacted per other of the cell for the others."""
    size = int(cells.max()) + 1 if len(cells) else 0
    contacted = np.bincount(cells[is_contacted], minlength=size).astype(float)
    others = np.bincount(cells[~is_contacted], minlength=size).astype(float)
    ratio = np.divide(contacted, others, out=np.zeros(size), where=others > 0)
    return np.where(is_contacted, others[cells] > 0, ratio[cells]).astype(float)


def _sizes(is_contacted: NDArray[np.bool_], weight: Array) -> tuple[int, int, int, int]:
    sides = (is_contacted, ~is_contacted)
    whole = [int(side.sum()) for side in sides]
    matched = [int((weight[side] > 0).sum()) for side in sides]
    return whole[0], whole[1], matched[0], matched[1]


def _no_overlap(sizes: tuple[int, int, int, int], least: int) -> Refusal | None:
    contacted, others, *matched = sizes
    for size, name in ((contacted, "contacted"), (others, "not contacted")):
        if size < least:
            said = f"Only {counted(size, f'{name} customer')}; {least} are needed on each side."
            remedy = f"needs {counted(least - size, f'more {name} customer')}"
            return Refusal("arm_lt_30", said, remedy)
    if matched[0] >= LEAST_MATCHED * contacted and min(matched) >= least:
        return None
    wanted = max(least, int(-(-LEAST_MATCHED * contacted // 1)))
    return Refusal(
        "no_overlap",
        f"Only {matched[0]:,} of {counted(contacted, 'contacted customer')} have anybody like them "
        f"among {matched[1]:,} of those not contacted: the two groups hardly overlap.",
        f"needs not contacted customers like {max(1, wanted - matched[0]):,} more of the "
        "contacted, or fewer things held equal",
    )


def _not_balanced(worst: Balance) -> Refusal:
    what = f"{worst.covariate} {worst.level}".strip()
    return Refusal(
        "not_balanced",
        f"The matched still differ in {what} by {abs(worst.after):.2f} standard deviations; "
        f"at most {MOST_APART} is like enough.",
        f"needs finer classes of {worst.covariate}, or more customers",
    )


def _effect(
    outcome: "pd.Series[Any]",
    name: str,
    cells: Codes,
    is_contacted: NDArray[np.bool_],
    columns: Sequence[Array],
    ladder: Ladder,
) -> Effect:
    values = outcome.to_numpy(float)
    known = np.isfinite(values)
    y, held = values[known], is_contacted[known]
    weight = _weights(cells[known], held)
    sizes = _sizes(held, weight)
    refusal = _no_overlap(sizes, least_of(ladder, LEAST_PER_SIDE))
    if refusal:
        return Effect(name, *sizes[2:], refusal=refusal)
    means = [float(np.average(y[side], weights=weight[side])) for side in (held, ~held)]
    difference, p = _difference(y, held, weight, cells[known])
    second = weighted_difference(y, held, contact_chance([x[known] for x in columns], held))
    return Effect(
        outcome=name,
        contacted=sizes[2],
        others=sizes[3],
        mean_contacted=means[0],
        mean_others=means[1],
        plain=float(y[held].mean() - y[~held].mean()),
        difference=difference,
        by_chance=second,
        p=p,
        has_agreement=second.low <= difference.value <= second.high,
    )


def _difference(
    y: Array, held: NDArray[np.bool_], weight: Array, cells: Codes
) -> tuple[Estimate, float]:
    others = weight[~held]
    worth = float(others.sum() ** 2 / (others @ others))
    if set(np.unique(y)) <= {0.0, 1.0}:
        risks = [float(np.average(y[side], weights=weight[side])) for side in (held, ~held)]
        return _newcombe((risks[0], risks[1]), (float((weight[held] > 0).sum()), worth))
    return _mean_difference(y, held, weight, cells, worth)


def _newcombe(risks: tuple[float, float], worth: tuple[float, float]) -> tuple[Estimate, float]:
    """Newcombe's hybrid interval of two shares, each worth so many independent persons."""
    (low1, high1), (low2, high2) = (wilson(*each) for each in zip(risks, worth, strict=True))
    value = risks[0] - risks[1]
    low = value - float(np.hypot(risks[0] - low1, high2 - risks[1]))
    high = value + float(np.hypot(high1 - risks[0], risks[1] - low2))
    pooled = (risks[0] * worth[0] + risks[1] * worth[1]) / sum(worth)
    error = float(np.sqrt(pooled * (1 - pooled) * (1 / worth[0] + 1 / worth[1])))
    return Estimate(value, low, high), 2 * upper_tail(abs(value) / error) if error > 0 else 1.0


def _mean_difference(
    y: Array, held: NDArray[np.bool_], weight: Array, cells: Codes, worth: float
) -> tuple[Estimate, float]:
    """Difference of means with its linearised interval, the cells' own means being estimated."""
    used = weight > 0
    y, held, weight, cells = y[used], held[used], weight[used] / weight[held].sum(), cells[used]
    size = int(cells.max()) + 1
    others = np.bincount(cells[~held], minlength=size)
    means = np.bincount(cells[~held], y[~held], minlength=size) / np.maximum(others, 1)
    gap = y - means[cells]
    value = float(weight[held] @ gap[held])
    others, contacted = others[cells[~held]], np.bincount(cells[held], minlength=size)
    squares = gap[~held] ** 2 * others / np.maximum(others - 1, 1)
    # One alone in its cell shows no spread: it is taken to have that of the others.
    is_alone = others == 1
    usual = squares[~is_alone].mean() if not is_alone.all() else y[~held].var(ddof=1)
    squares[is_alone] = usual
    # Each contacted one's distance holds the doubt of the others' mean once; the contacted of a
    # cell share that doubt, so the rest of it is added. A pair adds nothing: a paired t test.
    squares *= 1 - 1 / contacted[cells[~held]]
    own = weight[held] ** 2 @ (gap[held] - value) ** 2 * held.sum() / (held.sum() - 1)
    variance = float(own + weight[~held] ** 2 @ squares)
    freedom = max(1.0, min(float(held.sum()), worth) - 1)
    half = student_quantile(freedom) * float(np.sqrt(variance))
    found = Estimate(value, value - half, value + half)
    return found, p_of_interval(found)
