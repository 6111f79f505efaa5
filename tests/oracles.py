"""Reference vectors and small tallies that several tests of the statistics need."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binom

from cx.analysis.score import Overlap, Tally

VECTORS = Path(__file__).resolve().parent / "vectors"


def vector(name: str) -> dict:
    """A reference vector, such as ``"mix/dasgupta_5_1"``."""
    return json.loads((VECTORS / f"{name}.json").read_text())


def survey() -> pd.DataFrame:
    """The 400 synthetic respondents, with the points of their NPS answer."""
    answers = pd.read_csv(VECTORS / "fixtures" / "cx_survey.csv")
    return answers.assign(points=np.select([answers.nps >= 9, answers.nps <= 6], [100.0, -100.0]))


def most_by_chance(runs: int, once_in: int, rate: float = 0.05) -> int:
    """How many of `runs` may go wrong at a stated rate: more come less than once in so many tests.

    The binomial tail decides, so that fewer runs are asked no more and no less of.

    >>> most_by_chance(200, 50), most_by_chance(60, 50)
    (17, 7)
    """
    return int(binom.isf(1 / once_in, runs, rate))


def nps_tally(detractors: int, passives: int, promoters: int) -> Tally:
    """A tally of NPS answers of as many people.

    >>> nps_tally(1, 2, 3)
    Tally(answers=6, points=200.0, points_squared=40000.0, customers=6, clustered=None)
    """
    answers = detractors + passives + promoters
    points, squares = 100.0 * (promoters - detractors), 1e4 * (promoters + detractors)
    return Tally(answers, points, squares, answers)


def tally_of(points: np.ndarray) -> Tally:
    """A tally of one answer per person."""
    return Tally(len(points), float(points.sum()), float((points**2).sum()), len(points))


def csat_tally(satisfied: int, answers: int) -> Tally:
    """A tally of CSAT answers of as many people."""
    return Tally(answers, 100.0 * satisfied, 1e4 * satisfied, answers)


def repeated_tally(customers: np.ndarray, points: np.ndarray) -> Tally:
    """A tally of answers with the customer who gave each (whole numbers)."""
    counts, sums = per_customer(customers, points)
    clustered = ((counts**2).sum(), (counts * sums).sum(), (sums**2).sum())
    return Tally(
        len(points),
        float(points.sum()),
        float((points**2).sum()),
        int((counts > 0).sum()),
        tuple(float(total) for total in clustered),
    )


def overlap_of(
    now: tuple[np.ndarray, np.ndarray], before: tuple[np.ndarray, np.ndarray]
) -> Overlap:
    """Cross sums of two sets of (customers, points)."""
    people = int(max(now[0].max(), before[0].max())) + 1
    (n1, s1), (n0, s0) = (per_customer(*part, people) for part in (now, before))
    both = int(((n1 > 0) & (n0 > 0)).sum())
    return Overlap(both, *(float(x @ y) for x, y in ((n1, n0), (n1, s0), (s1, n0), (s1, s0))))


def per_customer(
    customers: np.ndarray, points: np.ndarray, people: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Answers and points of each customer."""
    counts = np.bincount(customers, minlength=people).astype(float)
    return counts, np.bincount(customers, points, minlength=people)
