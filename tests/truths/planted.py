"""What is true of a demo company: the planted numbers, and what comes of them in the limit.

Some truths are read off the generator as they are: points of a rating, hazards, points of a
complaint. Others come of several of them, and of who lives to tell: the share of detractors among
late deliveries, who has left after a year. These are the figures of 300,000 customers, counted in
the arrays that the generator makes, before any file, query or analysis of the product.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import reduce

import numpy as np

from cx.demo import TRUTHS
from cx.demo.axis import DAYS, Block
from cx.demo.company import DELIVERY
from cx.demo.feedback import Feedback, gather
from cx.demo.make import Made, make_block

BLOCK, BLOCKS, FIRST_SEED = 10_000, 30, 1000
EARLY, YEAR, SEGMENTS = 90, 365, 4

DETRACTORS, PROMOTERS = "Detractors: hazard of 90 days", "Promoters: hazard of 90 days"
LEFT = "Detractors less promoters: left within a year"
LATE = "Late less punctual deliveries: detractors"
RIGHT = "Complaint put right less not put right: points"


def penalty_of(name: str) -> str:
    return f"{name}: penalty"


def reward_of(name: str) -> str:
    return f"{name}: reward"


PLANTED: dict[str, float] = {
    **{penalty_of(name): low for name, low, _ in TRUTHS.attribute_points},
    **{reward_of(name): high for name, _, high in TRUTHS.attribute_points},
    DETRACTORS: TRUTHS.detractor_hazard,
    PROMOTERS: TRUTHS.promoter_hazard,
    RIGHT: TRUTHS.recovered_points - TRUTHS.complaint_points,
}
"""What the generator is told, as it is told."""

CLASSES: dict[str, str] = {
    name: "frustrator"
    if high == 0 > low
    else "delighter"
    if low == 0 < high
    else "hybrid"
    if low
    else "undetermined"
    for name, low, high in TRUTHS.attribute_points
}
"""Class of each attribute by its planted points: only hurts, only delights, both alike, nothing."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of one block, or of several: they add up.

    Attributes
    ----------
    squares : array
        Cross products of one, low, top and missing ratings, and points last.
    left, gone : array, shape (3, days)
        Who left, and who was last seen, so many days after a first answer, by standing.
    early : array, shape (3, 4, 2)
        Who left within 90 days and the days they were there, by standing and segment.
    late : array, shape (2, 2)
        Deliveries on time and late: answers, detractors.
    cases : array, shape (3, 2)
        No complaint, put right, not put right: answers, points.
    """

    squares: np.ndarray
    left: np.ndarray
    gone: np.ndarray
    early: np.ndarray
    late: np.ndarray
    cases: np.ndarray

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def in_the_limit(pool: Executor, blocks: int = BLOCKS) -> dict[str, float]:
    """Return the figures of many customers."""
    sums = reduce(Sums.__add__, pool.map(count_block, range(FIRST_SEED, FIRST_SEED + blocks)))
    stays = [_staying(*each) for each in zip(sums.left, sums.gone, strict=True)]
    shares = sums.late[:, 1] / sums.late[:, 0]
    means = sums.cases[:, 1] / sums.cases[:, 0]
    return {
        **_points(sums.squares),
        DETRACTORS: _rate_ratio(sums.early[0], sums.early[1]),
        PROMOTERS: _rate_ratio(sums.early[2], sums.early[1]),
        LEFT: stays[2] - stays[0],
        LATE: float(shares[1] - shares[0]),
        RIGHT: float(means[1] - means[2]),
    }


def count_block(seed: int) -> Sums:
    """Make a block of customers and count in it."""
    made = make_block(Block(seed, 0, BLOCK))
    said = gather(made)
    left, gone, early = _first_answers(made, said)
    return Sums(_squares(said), left, gone, early, _late(made, said), _cases(made, said))


def _points_of(nps: np.ndarray) -> np.ndarray:
    return 100.0 * ((nps >= 9).astype(int) - (nps <= 6))


def _squares(said: Feedback) -> np.ndarray:
    values = np.full((len(said.responses["nps"]), len(TRUTHS.attribute_points)), np.nan)
    values[said.ratings["response"], said.ratings["attribute"]] = said.ratings["rating"]
    rated = np.isfinite(values).any(axis=1)
    values, points = values[rated], _points_of(said.responses["nps"][rated])
    columns = [np.ones(len(values)), values <= 2, values == 5, np.isnan(values), points]
    table = np.column_stack(columns).astype(float)
    return table.T @ table


def _points(squares: np.ndarray) -> dict[str, float]:
    """Least squares: penalties first, then rewards."""
    slopes = np.linalg.solve(squares[:-1, :-1], squares[:-1, -1])
    names = [name for name, _, _ in TRUTHS.attribute_points]
    ends = [*map(penalty_of, names), *map(reward_of, names)]
    return {end: float(slopes[1 + at]) for at, end in enumerate(ends)}


def _first_answers(made: Made, said: Feedback) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    answers, customers = said.responses, made.customers
    row = np.flatnonzero((answers["pulse"] >= 0) & (answers["respondent"] >= 0))
    who, first = np.unique(answers["customer"][row], return_index=True)
    row = row[first]  # they are in order of time
    day = answers["responded"][row] // 86_400
    until = np.minimum(customers["lost"][who], DAYS - 1)
    kept = until > day
    who, days = who[kept], (until - day)[kept]
    nps, has_left = answers["nps"][row][kept], (customers["lost"][who] < DAYS)
    standing = (nps >= 7).astype(int) + (nps >= 9)
    left, gone = np.zeros((3, DAYS + 1)), np.zeros((3, DAYS + 1))
    np.add.at(left, (standing[has_left], days[has_left]), 1)
    np.add.at(gone, (standing, days), 1)
    early = np.zeros((3, SEGMENTS, 2))
    place = (standing, customers["segment"][who])
    np.add.at(early[..., 0], place, has_left & (days <= EARLY))
    np.add.at(early[..., 1], place, np.minimum(days, EARLY))
    return left, gone, early


def _staying(left: np.ndarray, gone: np.ndarray) -> float:
    """Share that is still there after a year (Kaplan and Meier)."""
    there = gone.sum() - np.concatenate([[0.0], np.cumsum(gone)[:-1]])
    return float(np.prod(1 - left[: YEAR + 1] / there[: YEAR + 1]))


def _rate_ratio(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Ratio of two rates of leaving, segments held equal (Mantel and Haenszel)."""
    whole = ours[:, 1] + theirs[:, 1]
    return float(
        (ours[:, 0] * theirs[:, 1] / whole).sum() / (theirs[:, 0] * ours[:, 1] / whole).sum()
    )


def _late(made: Made, said: Feedback) -> np.ndarray:
    answers = said.responses
    about = answers["touchpoint"] == DELIVERY
    is_late = made.contacts["is_late"][answers["contact"][about]] == 1
    bad = answers["nps"][about] <= 6
    sides = (~is_late, is_late)
    return np.array([[side.sum(), bad[side].sum()] for side in sides], dtype=float)


def _cases(made: Made, said: Feedback) -> np.ndarray:
    answers = said.responses
    known = (answers["pulse"] >= 0) & (answers["respondent"] >= 0)
    case = made.pulses.has_complaint.ravel()[answers["pulse"][known]]
    points = _points_of(answers["nps"][known])
    return np.array([[(case == at).sum(), points[case == at].sum()] for at in range(3)])
