"""Each rated attribute by itself: its rating, how important people call it, what it goes with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cx.analysis.drivers.ratings import Array
from cx.analysis.drivers.rows import Rated
from cx.analysis.ladder import LADDER, Ladder
from cx.analysis.people import tally_people
from cx.analysis.score import Score, mean_score

LEAST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute.

    Attributes
    ----------
    rating, stated : Score
        Mean rating, and mean of how important people call it, from 1 to 5.
    correlation : float or None
        Of rating and score, over the answers that have both; None where it cannot be told or
        nothing may be shown.
    outside : int
        Ratings outside their scale, which do not count.
    """

    name: str
    rating: Score
    stated: Score
    correlation: float | None
    outside: int


def describe(rated: Rated, ladder: Ladder = LADDER) -> tuple[Attribute, ...]:
    """Describe each attribute, in the order given.

    Parameters
    ----------
    ladder : Ladder
        How many ratings a mean takes.
    """
    # Attribute by attribute in memory, and people as small numbers: each sum is one pass.
    numbered = replace(
        rated,
        values=np.asfortranarray(rated.values),
        stated=np.asfortranarray(rated.stated),
        person=np.unique(rated.person, return_inverse=True)[1],
    )
    return tuple(_describe(numbered, at, name, ladder) for at, name in enumerate(rated.names))


def count_low(
    rated: Rated, up_to: float, together: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], int]:
    """Count the answers that rate an attribute low, or any of those that make one driver.

    Parameters
    ----------
    up_to : float
        Of ratings, the highest that is low.
    together : sequence of tuple of str
        Names of attributes that count as one, beside each by itself.
    """
    is_low = dict(zip(rated.names, (rated.values <= up_to).T, strict=True))
    wanted = {*((name,) for name in rated.names), *together}
    return {names: int(np.any([is_low[name] for name in names], axis=0).sum()) for names in wanted}


def _describe(rated: Rated, at: int, name: str, ladder: Ladder) -> Attribute:
    rating, stated = (
        mean_score(tally_people(sheet[:, at], rated.person), 1.0, 5.0, ladder)
        for sheet in (rated.values, rated.stated)
    )
    is_shown = rating.refusal is None
    return Attribute(
        name,
        rating,
        stated,
        _correlation(rated.values[:, at], rated.score) if is_shown else None,
        rated.outside.get(name, 0),
    )


def _correlation(values: Array, score: Array) -> float | None:
    held = np.isfinite(values)
    if held.sum() < LEAST_PAIRS or not np.ptp(values[held]) or not np.ptp(score[held]):
        return None
    return float(np.corrcoef(values[held], score[held])[0, 1])
