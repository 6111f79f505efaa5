"""Builds companies and looks whether the intervals of the page hold what was planted."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cx.filters import Filters
from cx.topics.drivers.attitudes import load_dissatisfaction, read_ratings
from cx.topics.drivers.causes import load_causes
from cx.topics.drivers.defection import load_defection, load_recovery
from cx.topics.drivers.results import Dissatisfaction
from tests.truths.companies import Company, build
from tests.truths.planted import (
    DETRACTORS,
    LATE,
    LEFT,
    PROMOTERS,
    RIGHT,
    penalty_of,
    reward_of,
)

CUSTOMERS = 4000
DELIVERIES = Filters(survey_kind="transactional", touchpoint=("Delivery",))

Span = tuple[float, float, float]
"""A figure and its 95 % interval."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows of one company.

    Attributes
    ----------
    spans : dict of str to tuple of float
        By the names of ``planted``; without those that were refused.
    classes : dict of str to str
    claims : dict of str to bool
        What it claims, by the claim.
    """

    seed: int
    spans: dict[str, Span]
    classes: dict[str, str]
    claims: dict[str, bool]


def look(seed: int) -> Found:
    """Build a company and read the parts of the page that tell of what was planted."""
    with TemporaryDirectory(prefix="truths-") as folder:
        house = build(Path(folder), CUSTOMERS, seed)
        try:
            return _look(Company(house), seed)
        finally:
            house.close()


def _look(company: Company, seed: int) -> Found:
    cost = company.read(lambda ask, view: load_dissatisfaction(view, read_ratings(ask, view)))
    left = company.read(load_defection)
    recovery = company.read(load_recovery)
    causes = company.read(load_causes, DELIVERIES)[0]
    hazards = {each.term: each for each in left.early.hazards}
    late = next(each for each in causes.found if each.name == "late_by_day")
    right, without, wrong = recovery.contrasts
    gap = left.extremes.risk_difference if left.extremes else None
    spans = {
        **_ends(cost),
        DETRACTORS: _ratio(hazards["Detractors"]),
        PROMOTERS: _ratio(hazards["Promoters"]),
        LATE: _span(late.difference),
        RIGHT: _span(right.adjusted),
        **({LEFT: _span(gap)} if gap else {}),
    }
    claims = {
        "Detractors leave sooner than promoters (curves)": bool(
            left.extremes and left.extremes.is_clear and gap and gap.low > 0
        ),
        "Detractors leave faster than passives (first 90 days)": hazards["Detractors"].is_clear,
        "Promoters leave slower than passives (first 90 days)": hazards["Promoters"].is_clear,
        "A late delivery goes with more detractors": "late_by_day"
        in {each.name for each in causes.standing},
        "A complaint put right scores above one that was not": right.is_clear,
        "A complaint not put right scores below none": wrong.is_clear and wrong.adjusted.high < 0,
        "A complaint put right scores other than none": without.is_clear,
        "A complaint put right makes customers stay longer than none": recovery.is_paradox,
    }
    contrasts = cost.asymmetry.contrasts
    return Found(seed, spans, {each.name: each.standing for each in contrasts}, claims)


def _ends(cost: Dissatisfaction) -> dict[str, Span]:
    found = {}
    for each in cost.asymmetry.contrasts:
        found[penalty_of(each.name)] = (each.penalty, each.penalty_low, each.penalty_high)
        found[reward_of(each.name)] = (each.reward, each.reward_low, each.reward_high)
    return found


def _span(estimate) -> Span:
    return estimate.value, estimate.low, estimate.high


def _ratio(hazard) -> Span:
    return hazard.ratio, hazard.low, hazard.high
