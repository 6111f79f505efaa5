"""Whether a complaint put right makes good what it broke: in scores, and in who stays."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from cx.analysis.compare import family_wise
from cx.analysis.defection.lifetimes import Lifetimes
from cx.analysis.defection.survival import Estimate, Survival, follow
from cx.analysis.held_equal import Array, Z, as_classes
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.analysis.people import tally_people
from cx.analysis.score import Score, score
from cx.words import counted

NO_FAILURE, RECOVERED, NOT_RECOVERED = "no complaint", "put right", "not put right"
GROUPS = (NO_FAILURE, RECOVERED, NOT_RECOVERED)
PAIRS = ((RECOVERED, NOT_RECOVERED), (RECOVERED, NO_FAILURE), (NOT_RECOVERED, NO_FAILURE))
LEAST_ANSWERS, YEAR = 30, 365.0


@dataclass(frozen=True, slots=True)
class Group:
    """Answers after one kind of experience, and the people who gave them."""

    name: str
    score: Score
    people: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """How much higher the first group scores than the second.

    Attributes
    ----------
    plain, adjusted : Estimate or None
        As they are; and with the answer before, segment and years as a customer held equal.
        None where a group is too small.
    p : float or None
        Of the adjusted difference, allowed for the three comparisons (Holm).
    """

    first: str
    second: str
    plain: Estimate | None
    adjusted: Estimate | None
    p: float | None
    is_clear: bool
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of complaints: scores afterwards, and who stayed.

    Attributes
    ----------
    is_paradox : bool
        Whether those whose complaint was put right stay clearly longer than those who never had
        one: only what people do counts, not what they score.
    """

    groups: tuple[Group, ...]
    contrasts: tuple[Contrast, ...]
    staying: Survival
    is_paradox: bool


def compare_recovery(rows: pd.DataFrame, metric: str, ladder: Ladder = LADDER) -> Recovery:
    """Compare answers without a complaint, after one put right, and after one that was not.

    Parameters
    ----------
    rows : DataFrame
        One row per answer: ``person``, ``outcome`` (0 no complaint, 1 put right, 2 not),
        ``points``, ``before`` (1, 0, -1: standing before it all; missing is a class),
        ``segment``, ``tenure_days`` (may be missing), ``turn`` (of this person with this
        outcome), ``days`` and ``has_left`` afterwards (missing: cannot be followed).
    metric : str
        Key of the metric.
    ladder : Ladder
        How many answers each group takes, at least 30 where groups are compared.

    Notes
    -----
    Scores: regression of the points on group, answer before, segment and years as a customer,
    robust to people who answer again. Staying: first answer of each person in each group. Making
    good is known to mend scores, not purchases (de Matos, Henrique and Rossi 2007, J. Service
    Research 10:60), so only staying can prove the paradox.
    """
    by_group = [rows[rows["outcome"] == at] for at in range(len(GROUPS))]
    sizes = {name: len(each) for name, each in zip(GROUPS, by_group, strict=True)}
    fits = [_fit(rows, with_equal) for with_equal in (False, True)]
    least = ladder.at_least(LEAST_ANSWERS)
    found = [_contrast(pair, sizes, fits, least) for pair in PAIRS]
    family = family_wise([each.p for each in found])
    named = [*zip(GROUPS, by_group, strict=True)]
    staying = follow([_lifetimes(*each) for each in named], ladder=ladder)
    return Recovery(
        tuple(_group(name, each, metric, ladder) for name, each in named),
        tuple(
            Contrast(
                each.first,
                each.second,
                each.plain,
                each.adjusted,
                family.adjusted[at],
                family.is_clear[at],
                each.refusal,
            )
            for at, each in enumerate(found)
        ),
        staying,
        _is_paradox(staying),
    )


def _group(name: str, rows: pd.DataFrame, metric: str, ladder: Ladder) -> Group:
    tally = tally_people(rows["points"].to_numpy(float), rows["person"].to_numpy())
    return Group(name, score(metric, tally, ladder), tally.customers)


def _contrast(
    pair: tuple[str, str], sizes: dict[str, int], fits: list[tuple[Array, Array]], least: int
) -> Contrast:
    fewer = min(pair, key=lambda name: sizes[name])
    if sizes[fewer] < least:
        return Contrast(*pair, None, None, None, False, _too_few(fewer, sizes[fewer], least))
    plain, adjusted = (_difference(pair, *fit) for fit in fits)
    error = (adjusted.high - adjusted.low) / (2 * Z)
    p = float(2 * stats.norm.sf(abs(adjusted.value) / error)) if error > 0 else 1.0
    return Contrast(*pair, plain, adjusted, p, False)


def _too_few(name: str, answers: int, least: int) -> Refusal:
    words = "without a complaint" if name == NO_FAILURE else f"after a complaint {name}"
    return Refusal(
        "recovery_arm_lt_30",
        f"Only {counted(answers, 'answer')} {words}; {least} are needed.",
        f"needs {counted(least - answers, 'more answer')} {words}",
    )


def _fit(rows: pd.DataFrame, has_equal: bool) -> tuple[Array, Array]:
    """Coefficients of the groups and their covariance, robust to people who repeat themselves."""
    outcome = rows["outcome"].to_numpy()
    columns = [np.ones(len(rows)), outcome == 1, outcome == 2]
    columns += _held_equal(rows) if has_equal else []
    x = np.column_stack(columns).astype(float)
    bread = np.linalg.pinv(x.T @ x)
    points = rows["points"].to_numpy(float)
    slopes = bread @ (x.T @ points)
    _, person = np.unique(rows["person"].to_numpy(), return_inverse=True)
    pull = (points - x @ slopes)[:, None] * (x @ bread)[:, :3]
    sums = np.column_stack([np.bincount(person, each) for each in pull.T])
    people = len(sums)
    return slopes[:3], sums.T @ sums * people / max(people - 1, 1)


def _held_equal(rows: pd.DataFrame) -> list[Array]:
    years = rows["tenure_days"].to_numpy(float) / YEAR
    is_known = np.isfinite(years)
    found = [~is_known, np.where(is_known, years, 0.0)]
    for name in ("before", "segment"):
        classes = as_classes(rows[name])
        found += [classes.codes == code for code in range(1, len(classes.categories))]
    return [np.asarray(each, dtype=float) for each in found]


def _difference(pair: tuple[str, str], slopes: Array, covariance: Array) -> Estimate:
    contrast = np.zeros(3)
    for name, sign in zip(pair, (1.0, -1.0), strict=True):
        # The group without a complaint is the one that the others are compared with.
        contrast[GROUPS.index(name)] += sign if name != NO_FAILURE else 0.0
    value = float(contrast @ slopes)
    error = float(np.sqrt(contrast @ covariance @ contrast))
    return Estimate(value, value - Z * error, value + Z * error)


def _lifetimes(name: str, rows: pd.DataFrame) -> Lifetimes:
    followed = rows[(rows["turn"] == 1) & (rows["days"] > 0)]
    return Lifetimes.of_people(
        name, followed["days"].to_numpy(float), followed["has_left"].to_numpy() == 1
    )


def _is_paradox(staying: Survival) -> bool:
    """Pairs stand in the order of the groups: no complaint first, so put right stays below it."""
    return any(
        pair.is_clear and pair.stay_difference is not None and pair.stay_difference.high < 0
        for pair in staying.pairs
        if (pair.first, pair.second) == (NO_FAILURE, RECOVERED)
    )
