"""How much faster people leave after a bad experience: hazard ratios, other things held equal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from cx.analysis.compare import false_discovery
from cx.analysis.defection.partial import Array, Spells, fit
from cx.analysis.defection.ph_check import Proportion, cox_zph
from cx.analysis.ladder import Refusal
from cx.words import counted

Z = float(stats.norm.ppf(0.975))
EXITS_PER_TERM, MOST_PEOPLE = 10, 50_000
LEVEL, LEAKING = 0.05, 0.95
DAYS, LEFT, PERSON, START, STOP = "days", "left", "person", "start", "stop"


@dataclass(frozen=True, slots=True)
class Hazard:
    """One term of the model.

    Attributes
    ----------
    ratio, low, high : float
        By how much it multiplies the rate of leaving, with its 95 % interval.
    is_clear : bool
        After the allowance for all terms of the model (Benjamini-Hochberg, q = .05).
    p_constant : float or None
        Of the ratio being the same early and late; small where it is not.
    """

    term: str
    ratio: float
    low: float
    high: float
    p: float
    is_clear: bool
    p_constant: float | None


@dataclass(frozen=True, slots=True)
class Hazards:
    """A fitted model, or why there is none.

    Attributes
    ----------
    held_equal : tuple of str
        Columns whose classes have each their own baseline (strata).
    is_proportional : bool or None
        Whether no term changes over time more than chance would (global test at 5 %).
    warnings : tuple of Refusal
        Such as a column that tells who left without a mistake.
    """

    hazards: tuple[Hazard, ...]
    people: int
    exits: int
    held_equal: tuple[str, ...]
    is_proportional: bool | None
    warnings: tuple[Refusal, ...] = ()
    refusal: Refusal | None = None

    def of(self, term: str) -> Hazard:
        """Return a term by its name."""
        return next(each for each in self.hazards if each.term == term)


def fit_hazards(
    people: pd.DataFrame, terms: Sequence[str], strata: Sequence[str] = (), seed: int = 0
) -> Hazards:
    """Fit a proportional-hazards model (Cox, ties after Efron).

    Parameters
    ----------
    people : DataFrame
        One row per person: ``days``, ``left`` (0 or 1), the terms as numbers, and the strata.
    terms : sequence of str
        Columns whose hazard ratios are wanted.
    strata : sequence of str
        Columns that are held equal by strata.
    seed : int
        Of the sample that is taken above 50,000 people.

    Notes
    -----
    Refused below ten exits per term, and where a term all but decides who left.
    """
    kept = people.sample(MOST_PEOPLE, random_state=seed) if len(people) > MOST_PEOPLE else people
    usable = [term for term in terms if kept[term].nunique() > 1]
    leaks = tuple(leak for term in usable if (leak := leakage(kept[term], kept[LEFT])))
    group = kept.groupby(list(strata)).ngroup().to_numpy() if strata else np.zeros(len(kept))
    spells = Spells(
        np.full(len(kept), -1.0),
        kept[DAYS].to_numpy(float),
        kept[LEFT].to_numpy(bool),
        kept[usable].to_numpy(float),
        group.astype(np.int64),
    )
    decided = next((leak for leak in leaks if leak.code == "separation"), None)
    found = _fit(spells, usable, len(kept), decided)
    return replace(found, held_equal=tuple(strata), warnings=leaks)


def fit_after_events(spells: pd.DataFrame, terms: Sequence[str]) -> Hazards:
    """Fit a model whose terms change over time: a bad experience counts only once it happened.

    Parameters
    ----------
    spells : DataFrame
        One row per person and stretch of days (`start`, `stop`] in which the terms stay the same:
        ``person``, ``start``, ``stop``, ``left`` (at `stop`) and the terms.

    Notes
    -----
    So nobody has to survive until a bad experience to be counted under it (immortal time).
    """
    usable = [term for term in terms if spells[term].nunique() > 1]
    return _fit(
        Spells(
            spells[START].to_numpy(float),
            spells[STOP].to_numpy(float),
            spells[LEFT].to_numpy(bool),
            spells[usable].to_numpy(float),
            np.zeros(len(spells), dtype=np.int64),
        ),
        usable,
        int(spells[PERSON].nunique()),
        None,
    )


def _fit(spells: Spells, terms: Sequence[str], people: int, decided: Refusal | None) -> Hazards:
    exits = int(spells.left.sum())
    refusal = _too_few(exits, len(terms)) or decided
    fitted = None if refusal else fit(spells)
    if fitted is None:
        return Hazards((), people, exits, (), None, (), refusal or _separated())
    slopes, covariance, _ = fitted
    constant = cox_zph(spells, terms, slopes)
    return Hazards(
        _hazards(terms, slopes, np.sqrt(np.diag(covariance)), constant),
        people,
        exits,
        (),
        constant[-1].p >= LEVEL,
    )


def leakage(term: "pd.Series[float]", left: "pd.Series[int]") -> Refusal | None:
    """Say that a column all but tells who left, which causes do not: it was made from the exit.

    Parameters
    ----------
    term, left : Series
        A column and 0 or 1.

    Examples
    --------
    >>> made = leakage(pd.Series([9, 8, 2, 1] * 30), pd.Series([0, 0, 1, 1] * 30))
    >>> made.code
    'separation'
    """
    yes = term[left == 1].to_numpy(float)
    no = term[left == 0].to_numpy(float)
    if not len(yes) or not len(no):
        return None
    ranks = pd.Series(np.concatenate([yes, no])).rank().to_numpy()
    area = (ranks[: len(yes)].sum() - len(yes) * (len(yes) + 1) / 2) / (len(yes) * len(no))
    area = max(area, 1 - area)
    if area < LEAKING and not _decides(term, left):
        return None
    code = "separation" if area == 1 else "leakage_suspected"
    return Refusal(
        code,
        f"{term.name or 'The score'} all but decides who left ({area:.0%} of the pairs are told "
        "apart, or one of its values always or never leaves). Causes do not do that: most likely "
        "it was made from the exit, or afterwards.",
        "needs a score that was given before the exit and apart from it",
    )


LEAST_CERTAIN = 30


def _decides(term: "pd.Series[float]", left: "pd.Series[int]") -> bool:
    """Whether some value of the column always, and another never, leaves, with people enough."""
    table = left.groupby(term.to_numpy()).agg(["mean", "size"])
    table = table[table["size"] >= LEAST_CERTAIN]
    return bool((table["mean"] == 1).any() and (table["mean"] == 0).any())


def _too_few(exits: int, terms: int) -> Refusal | None:
    least = EXITS_PER_TERM * max(terms, 1)
    if exits >= least:
        return None
    return Refusal(
        "events_per_parameter_lt_10",
        f"Only {counted(exits, 'exit')} for {counted(terms, 'term')}; {least} are needed.",
        f"needs {counted(least - exits, 'more exit')}, or fewer terms",
    )


def _separated() -> Refusal:
    return Refusal(
        "separation",
        "Some group has no exits at all, or nothing but exits, so the ratio has no finite size.",
        "needs exits in every group",
    )


def _hazards(
    terms: Sequence[str], slopes: Array, errors: Array, constant: Sequence[Proportion]
) -> tuple[Hazard, ...]:
    p_values = [float(p) for p in 2 * stats.norm.sf(np.abs(slopes / errors))]
    is_clear = false_discovery(p_values, LEVEL).is_clear
    low, high = np.exp(slopes - Z * errors), np.exp(slopes + Z * errors)
    return tuple(
        Hazard(
            term,
            float(np.exp(slopes[at])),
            float(low[at]),
            float(high[at]),
            p_values[at],
            is_clear[at],
            constant[at].p,
        )
        for at, term in enumerate(terms)
    )
