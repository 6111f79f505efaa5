"""Whether a ranking of drivers can be told from these answers, and what has to be left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.analysis.drivers.ratings import Array, PairSums, Ratings, pair_sums
from cx.analysis.ladder import Refusal
from cx.words import counted

MOST_EXACT, MOST_AT_ALL = 12, 20
"""Drivers up to which LMG is worked out, and above which nothing is ranked."""

LEAST_ANSWERS, ANSWERS_PER_DRIVER = 100, 10
LEAST_TOGETHER = 30
"""Answers that must rate both of two attributes, or their correlation is a guess."""

LEAST_COMPLETE = 0.70
MOST_ALIKE, MOST_INFLATED, MOST_CONDITION = 0.90, 10.0, 30.0
HALO, HARDLY_ANYTHING = 0.60, 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What is left to be ranked.

    Attributes
    ----------
    ratings : Ratings
        Without the attributes that were dropped; complete answers only where pairs do not fit.
    sums : PairSums
        Of these, by bucket.
    correlation : array, shape (p + 1, p + 1)
    groups : tuple of tuple of int
        Players: attributes that cannot be told apart stand together.
    dropped : tuple of Refusal
        One for each attribute left out, or group made; the code ends in their names.
    warnings : tuple of Refusal
    refusal : Refusal or None
        Why nothing can be ranked.
    """

    ratings: Ratings
    sums: PairSums
    correlation: Array
    groups: tuple[tuple[int, ...], ...]
    dropped: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    refusal: Refusal | None


def check(ratings: Ratings) -> Checked:
    """Leave out what cannot be ranked, group what cannot be told apart, or refuse.

    Notes
    -----
    Rules: no variance drops an attribute, or refuses an outcome; fewer than 100 answers, or ten
    per attribute, refuse; pairs of attributes that hardly meet drop the rarer one; correlations
    over pairs that no data could have (not positive semi-definite) fall back to complete answers,
    if seven in ten are; |r| > .9, variance inflation > 10 or a condition index > 30 make a group.
    """
    kept, dropped = _varying(ratings)
    sums = pair_sums(kept) if kept.names and len(kept.outcome) else None
    refusal = _refuse(kept)
    if refusal or sums is None:
        nothing = np.empty((0, 0))
        groups, alike = _groups_of(kept, sums) if sums is not None else ((), ())
        empty = sums or PairSums(nothing, nothing, nothing, nothing)
        return Checked(kept, empty, nothing, groups, (*dropped, *alike), (), refusal)
    kept, sums, rare = _meeting(kept, sums)
    kept, sums, refusal, fallback = _possible(kept, sums)
    correlation = whole(sums)
    groups, alike = _groups_of(kept, sums)
    warnings = (*fallback, *_halo(correlation))
    return Checked(kept, sums, correlation, groups, (*dropped, *rare, *alike), warnings, refusal)


def whole(sums: PairSums) -> Array:
    """Return the correlations of all answers together."""
    return np.asarray(sums.drawn(np.ones((1, len(sums.weight)))).correlation()[0])


def _varying(ratings: Ratings) -> tuple[Ratings, tuple[Refusal, ...]]:
    """Leave out attributes that everybody rated alike, or nobody at all."""
    held = [column[np.isfinite(column)] for column in ratings.values.T]
    flat = [place for place, each in enumerate(held) if not len(each) or np.ptp(each) == 0]
    dropped = tuple(
        Refusal(
            f"drop_driver_zero_variance:{ratings.names[place]}",
            f"Everybody rated {ratings.names[place]} alike, so it is left out.",
            "needs ratings that differ",
        )
        for place in flat
    )
    return ratings.only([at for at in range(len(held)) if at not in flat]), dropped


def _refuse(ratings: Ratings) -> Refusal | None:
    drivers, answers = len(ratings.names), int(np.isfinite(ratings.values).any(axis=1).sum())
    if not len(ratings.outcome) or np.ptp(ratings.outcome) == 0:
        return Refusal(
            "outcome_zero_variance",
            "Everybody gave the same score, so nothing can be said to go with it.",
            "needs scores that differ",
        )
    if not drivers:
        return Refusal("no_drivers", "No attribute was rated.", "needs ratings beside the score")
    if drivers > MOST_AT_ALL:
        return Refusal(
            "more_than_20_drivers",
            f"{drivers} attributes are more than can be told apart; {MOST_AT_ALL} are the most.",
            f"needs {counted(drivers - MOST_AT_ALL, 'attribute')} fewer",
        )
    least = max(LEAST_ANSWERS, ANSWERS_PER_DRIVER * drivers)
    if answers < least:
        return Refusal(
            "n_below_max(100,10p)",
            f"{counted(answers, 'rated answer')} for {counted(drivers, 'attribute')}; "
            f"a ranking needs {least}.",
            f"needs {counted(least - answers, 'more rated answer')}",
        )
    return None


def _meeting(ratings: Ratings, sums: PairSums) -> tuple[Ratings, PairSums, tuple[Refusal, ...]]:
    """Leave out, rarest first, attributes that are hardly ever rated beside another."""
    held = np.isfinite(ratings.values).astype(float)
    together = held.T @ held
    left = list(range(len(ratings.names)))
    dropped: list[Refusal] = []
    while len(left) > 1 and together[np.ix_(left, left)].min() < LEAST_TOGETHER:
        poor = (together[np.ix_(left, left)] < LEAST_TOGETHER).sum(axis=1)
        rarest = max(left, key=lambda at: (poor[left.index(at)], -together[at, at]))
        least = int(together[rarest, left].min())
        dropped.append(
            Refusal(
                f"rated_too_rarely:{ratings.names[rarest]}",
                f"{ratings.names[rarest]} stands beside another attribute in only "
                f"{counted(least, 'answer')}; {LEAST_TOGETHER} are needed, so it is left out.",
                f"needs {counted(LEAST_TOGETHER - least, 'more answer')} that rate both",
            )
        )
        left.remove(rarest)
    if not dropped:
        return ratings, sums, ()
    fewer = ratings.only(left)
    return fewer, pair_sums(fewer), tuple(dropped)


def _possible(
    ratings: Ratings, sums: PairSums
) -> tuple[Ratings, PairSums, Refusal | None, tuple[Refusal, ...]]:
    """Fall back to complete answers where correlations over pairs contradict each other."""
    if np.linalg.eigvalsh(whole(sums)).min() > -1e-8:
        return ratings, sums, None, ()
    complete = ratings.complete()
    share = len(complete.outcome) / len(ratings.outcome)
    if share < LEAST_COMPLETE:
        return ratings, sums, _contradiction(share), ()
    said = Refusal(
        "complete_cases_only",
        f"Only answers that rate everything are used: {share:.0%} of them.",
        "needs fewer blanks",
    )
    return complete, pair_sums(complete), None, (said,)


def _contradiction(share: float) -> Refusal:
    return Refusal(
        "pairwise_matrix_not_psd",
        "So many ratings are missing that the correlations contradict each other, and only "
        f"{share:.0%} of the answers rate everything.",
        f"needs {LEAST_COMPLETE:.0%} of the answers to rate all attributes, or fewer attributes",
    )


def _groups_of(
    ratings: Ratings, sums: PairSums
) -> tuple[tuple[tuple[int, ...], ...], tuple[Refusal, ...]]:
    drivers = whole(sums)[:-1, :-1]
    groups = alike(drivers)
    said = tuple(_collinear([ratings.names[at] for at in group]) for group in groups if group[1:])
    return groups, said


def alike(drivers: Array) -> tuple[tuple[int, ...], ...]:
    """Group drivers that cannot be told apart.

    Parameters
    ----------
    drivers : array, shape (p, p)
        Their correlations.

    Returns
    -------
    tuple of tuple of int
        Every driver once; most stand alone.

    Examples
    --------
    >>> alike(np.array([[1, 0.95, 0.1], [0.95, 1, 0.2], [0.1, 0.2, 1]]))
    ((0, 1), (2,))
    """
    links = np.abs(np.nan_to_num(drivers)) > MOST_ALIKE
    off = np.abs(drivers - np.eye(len(drivers)))
    for at in _inflated(drivers):
        links[at, int(np.nanargmax(off[at]))] = True
    return _joined(links | links.T)


def _inflated(drivers: Array) -> list[int]:
    """Drivers that the others nearly add up to."""
    if len(drivers) < 2 or not np.isfinite(drivers).all():
        return []
    values = np.linalg.eigvalsh(drivers)
    if values.min() <= 1e-10:
        return []
    inflation = np.diag(np.linalg.inv(drivers))
    is_ill = np.sqrt(values.max() / values.min()) > MOST_CONDITION
    found = np.flatnonzero(inflation > MOST_INFLATED)
    return [int(at) for at in found] or ([int(inflation.argmax())] if is_ill else [])


def _joined(links: NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
    groups: list[list[int]] = []
    for at in range(len(links)):
        touched = [group for group in groups if any(links[at, other] for other in group)]
        merged = sorted([at, *(other for group in touched for other in group)])
        groups = [group for group in groups if group not in touched] + [merged]
    return tuple(tuple(group) for group in sorted(groups))


def _collinear(names: Sequence[str]) -> Refusal:
    return Refusal(
        f"collinear_group:{','.join(names)}",
        f"{', '.join(names[:-1])} and {names[-1]} are rated so alike that they count as one.",
        "needs answers that rate them differently",
    )


def _halo(correlation: Array) -> tuple[Refusal, ...]:
    """Warn when one attitude stands behind most ratings."""
    drivers = correlation[:-1, :-1]
    if len(drivers) < 3:
        return ()
    share = float(np.linalg.eigvalsh(drivers).max() / len(drivers))
    if share <= HALO:
        return ()
    said = (
        f"One common attitude stands behind {share:.0%} of the differences in ratings; they "
        "measure it more than their attributes."
    )
    return (Refusal("halo", said, "needs questions that people answer one by one"),)
