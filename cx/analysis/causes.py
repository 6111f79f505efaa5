"""What happened to those who were dissatisfied: risk of a bad answer with and without a cause."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.stats.contingency import odds_ratio
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cx.analysis.arms import WITH, WITHOUT, Arms, code_answers, count_arms
from cx.analysis.compare import false_discovery
from cx.analysis.held_equal import (
    Estimate,
    Z,
    as_classes,
    put_together,
    standardise,
)
from cx.analysis.ladder import LADDER, Ladder, Refusal
from cx.words import counted

LEAST_PER_ARM, LEVEL = 30, 0.05
MOST_EXACT = 5000


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that happened, or did not, before an answer.

    Attributes
    ----------
    exposed, others, unknown : int
        Answers after it, without it, and those of whom nobody knows.
    risk, risk_without : float or None
        Share of bad answers among them.
    difference, ratio : Estimate or None
        Of the two shares. The difference comes first: it says how many.
    adjusted : Estimate or None
        Difference when `held_equal` is the same for all (standardised logistic regression).
    odds : Estimate or None
        Ratio of odds, exact; not the ratio of risks where bad answers are common. None where it
        was not asked for.
    share_behind : float or None
        Share of all bad answers that would be fewer if the risk were that without it.
    p : float or None
    is_clear : bool
        After the allowance for all causes of the view (q = .05).
    """

    name: str
    exposed: int
    others: int
    unknown: int
    risk: float | None
    risk_without: float | None
    difference: Estimate | None
    ratio: Estimate | None
    adjusted: Estimate | None
    odds: Estimate | None
    share_behind: float | None
    p: float | None
    is_clear: bool
    held_equal: tuple[str, ...]
    refusal: Refusal | None = None
    adjusted_refusal: Refusal | None = None

    @property
    def bad(self) -> int | None:
        """Bad answers after it; None where nothing may be told of them."""
        return None if self.risk is None else round(self.risk * self.exposed)


def weigh_causes(
    answers: pd.DataFrame,
    causes: Sequence[str],
    held_equal: Sequence[str] = (),
    has_odds: bool = True,
    ladder: Ladder = LADDER,
) -> tuple[Cause, ...]:
    """Compare bad answers with and without each cause.

    Parameters
    ----------
    answers : DataFrame
        One row per answer: ``is_bad`` (0 or 1), ``person``, a column per cause (1, 0, or missing
        where it is not known) and the columns held equal (words; missing is a class).
    causes : sequence of str
    held_equal : sequence of str
        What is adjusted for. A cause itself is never among them.
    has_odds : bool
        Whether to work out odds too, whose exact limits take longer than all the rest.
    ladder : Ladder
        How many answers and people each side takes, at least 30 answers.

    Returns
    -------
    tuple of Cause
        Largest difference first; refused ones last.

    Notes
    -----
    Risk difference: Newcombe's hybrid interval; ratio: Koopman's score is close to the log
    interval used here; both are widened by the design effect of answers that repeat a person.
    Adjusted: everybody is given the cause and then not, in a logistic regression on cause and
    covariates, and the two mean risks are subtracted; its interval is robust to repeated persons.
    It allows for what is held equal, not for what nobody recorded.
    """
    coded = code_answers(answers, causes)
    equal = {name: tuple(each for each in held_equal if each != name) for name in causes}
    alike = {each: put_together(answers, each) for each in {*equal.values()} if each}
    found = []
    for name in causes:
        (arms,) = count_arms(coded, name)
        cause = _weigh(arms, name, tuple(held_equal), has_odds, ladder)
        if equal[name] and cause.refusal is None:
            adjusted, why = standardise(
                alike[equal[name]], coded.state[name], coded.bad, coded.person
            )
            cause = replace(cause, adjusted=adjusted, adjusted_refusal=why)
        found.append(cause)
    return _in_order(found)


def weigh_within(
    answers: pd.DataFrame, causes: Sequence[str], dimension: str, ladder: Ladder = LADDER
) -> dict[str, tuple[Cause, ...]]:
    """Compare bad answers with and without each cause within each group, nothing held equal.

    Parameters
    ----------
    dimension : str
        Column of the groups; an answer of no group counts for none.

    Returns
    -------
    dict of str to tuple of Cause
        As `weigh_causes` gives them of the answers of each group, without odds. Groups too small
        for two sides are left out.
    """
    groups = as_classes(answers[dimension], has_unknown=False)
    names = [str(each) for each in groups.categories]
    coded = code_answers(answers, causes).within(groups.codes.astype(np.int64), len(names))
    sizes = np.bincount(coded.group, minlength=len(names))
    by_cause = {name: count_arms(coded, name) for name in causes}
    return {
        name: _in_order([_weigh(by_cause[each][at], each, (), False, ladder) for each in causes])
        for at, name in enumerate(names)
        if sizes[at] >= 2 * ladder.at_least(LEAST_PER_ARM)
    }


def _in_order(found: Sequence[Cause]) -> tuple[Cause, ...]:
    """Mark what is clear among all of them; largest difference first, refused ones last."""
    is_clear = false_discovery([each.p for each in found], LEVEL).is_clear
    marked = [replace(each, is_clear=clear) for each, clear in zip(found, is_clear, strict=True)]
    return tuple(sorted(marked, key=lambda each: (each.difference is None, -_size(each))))


def _size(cause: Cause) -> float:
    return cause.difference.value or 0.0 if cause.difference else 0.0


def _weigh(
    arms: Arms, name: str, held_equal: tuple[str, ...], has_odds: bool, ladder: Ladder
) -> Cause:
    without, with_ = arms.table
    counts = (int(with_.sum()), int(without.sum()))
    refusal = _too_few(name, counts, ladder) or _too_few_people(name, arms.people, ladder)
    if refusal:
        return _refused(name, counts, arms.unknown, held_equal, refusal)
    worth = 1 / arms.widening
    risks = (float(with_[1] / counts[0]), float(without[1] / counts[1]))
    difference, p = _difference(risks, counts, worth)
    return Cause(
        name=name,
        exposed=counts[0],
        others=counts[1],
        unknown=arms.unknown,
        risk=risks[0],
        risk_without=risks[1],
        difference=difference,
        ratio=_ratio(risks, counts, worth),
        adjusted=None,
        odds=odds(arms.table[::-1, ::-1]) if has_odds else None,
        share_behind=_share_behind(float(arms.table[:, 1].sum() / sum(counts)), risks[1]),
        p=p,
        is_clear=False,
        held_equal=held_equal,
    )


def _refused(
    name: str, counts: tuple[int, int], unknown: int, held_equal: tuple[str, ...], why: Refusal
) -> Cause:
    return Cause(
        name=name,
        exposed=counts[0],
        others=counts[1],
        unknown=unknown,
        risk=None,
        risk_without=None,
        difference=None,
        ratio=None,
        adjusted=None,
        odds=None,
        share_behind=None,
        p=None,
        is_clear=False,
        held_equal=held_equal,
        refusal=why,
    )


def _too_few(name: str, counts: tuple[int, int], ladder: Ladder) -> Refusal | None:
    least, fewer = ladder.at_least(LEAST_PER_ARM), min(counts)
    if fewer >= least:
        return None
    which = "after" if counts[0] <= counts[1] else "without"
    return Refusal(
        f"arm_lt_30:{name}",
        f"Only {counted(fewer, 'answer')} {which} it; {least} are needed on each side.",
        f"needs {counted(least - fewer, 'more answer')} {which} it",
    )


def _too_few_people(name: str, people: NDArray[np.int64], ladder: Ladder) -> Refusal | None:
    """Say that one side is of so few people that it would expose them."""
    least, fewer = ladder.customers_to_show, int(people.min())
    if fewer >= least:
        return None
    which = "after" if people[WITH] <= people[WITHOUT] else "without"
    return Refusal(
        f"people_of_arm_lt_5:{name}",
        f"The answers {which} it are of only {counted(fewer, 'customer')}; "
        f"{least} are needed, so that none is exposed.",
        f"needs answers {which} it of {counted(least - fewer, 'more customer')}",
    )


def _difference(
    risks: tuple[float, float], counts: tuple[int, int], worth: float
) -> tuple[Estimate, float]:
    effective = [count * worth for count in counts]
    bad = [risk * size for risk, size in zip(risks, effective, strict=True)]
    low, high = confint_proportions_2indep(
        bad[0], effective[0], bad[1], effective[1], method="newcomb", compare="diff"
    )
    pooled = sum(bad) / sum(effective)
    error = np.sqrt(pooled * (1 - pooled) * (1 / effective[0] + 1 / effective[1]))
    value = risks[0] - risks[1]
    p = float(2 * stats.norm.sf(abs(value) / error)) if error > 0 else 1.0
    return Estimate(value, float(low), float(high)), p


def _ratio(risks: tuple[float, float], counts: tuple[int, int], worth: float) -> Estimate:
    if risks[1] == 0:
        return Estimate(None, None, None)
    value = risks[0] / risks[1]
    if risks[0] == 0:
        high = proportion_confint(0, counts[0] * worth, method="wilson")[1] / risks[1]
        return Estimate(0.0, 0.0, float(high))
    parts = [(1 - risk) / (risk * n * worth) for risk, n in zip(risks, counts, strict=True)]
    reach = Z * float(np.sqrt(sum(parts)))
    return Estimate(value, value * float(np.exp(-reach)), value * float(np.exp(reach)))


def odds(table: NDArray[np.int64]) -> Estimate:
    """Return the conditional odds ratio with its exact interval.

    Parameters
    ----------
    table : array of int, shape (2, 2)
        Rows: with and without the cause; columns: bad and other answers.

    Notes
    -----
    Above 5,000 answers the sample ratio with its log interval, which is the same to two digits.
    With an empty cell the estimate is infinite and only the finite limit is given.

    Examples
    --------
    >>> found = odds(np.array([[20, 0], [10, 5]]))
    >>> found.value is None, found.low is not None, found.high is None
    (True, True, True)
    """
    kind = "conditional" if table.sum() <= MOST_EXACT else "sample"
    found = odds_ratio(table, kind=kind)
    limits = found.confidence_interval(0.95)
    ends = (found.statistic, limits.low, limits.high)
    return Estimate(*(float(end) if np.isfinite(end) else None for end in ends))


def _share_behind(risk: float, risk_without: float) -> float | None:
    """Attributable share among all; below 0 where the cause goes with fewer bad answers."""
    return (risk - risk_without) / risk if risk > 0 else None
