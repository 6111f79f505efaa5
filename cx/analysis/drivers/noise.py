"""What noise gets: the yardstick by which a driver is more than that."""

from functools import partial

import numpy as np

from cx.analysis.drivers.checks import Checked
from cx.analysis.drivers.measure import importance_of
from cx.analysis.drivers.ratings import Array, Ratings

NOISE_DRIVERS, NOISE_AT_ONCE = 999, 111
NEARLY_ALL = 0.9
"""From this share of answers on that rate two attributes, ratings count as complete."""


def draw_noise(checked: Checked, seed: int) -> Array:
    """What columns of pure noise get beside the real drivers, shape (999,).

    The correlations of such a column with all others need no column: over n people they are
    normal with variance 1/n, and as correlated with each other as the columns are.
    """
    held = np.isfinite(np.column_stack([checked.ratings.values, checked.ratings.outcome]))
    people = held.T.astype(float) @ held * _worth_of_an_answer(checked.ratings)
    each = np.diag(people)
    spread = checked.correlation * people / np.outer(each, each)
    dice = np.random.default_rng(seed + 1)
    drawn = dice.multivariate_normal(
        np.zeros(len(each)), spread, size=NOISE_DRIVERS, method="eigh", check_valid="ignore"
    )
    groups = [*checked.groups, (len(checked.correlation) - 1,)]
    chunks = np.split(drawn, NOISE_DRIVERS // NOISE_AT_ONCE)
    beside = partial(_beside, checked.correlation)
    return np.concatenate([importance_of(beside(each), groups)[:, -1] for each in chunks])


def in_place_of(checked: Checked, noise: Array) -> list[Array]:
    """What noise gets in the place of each driver, shape (999,) each.

    A column that fewer people rated goes with the score more by chance: as much more as there are
    fewer answers. And of a group each member adds its own noise.
    """
    ratings = checked.ratings
    weight = np.ones(len(ratings.outcome)) if ratings.weight is None else ratings.weight
    held = np.column_stack([np.isfinite(ratings.values), np.ones(len(weight))]).astype(float)
    answers = (weight @ held) ** 2 / (weight**2 @ held)
    rarer = answers[-1] / answers
    turns = len(noise) // max(map(len, checked.groups))
    return [
        np.sum([rarer[each] * np.roll(noise, at * turns) for at, each in enumerate(group)], axis=0)
        for group in checked.groups
    ]


def draw_by_chance(checked: Checked, seed: int) -> Array | None:
    """What each driver gets where nothing goes with the score, shape (999, groups).

    Attributes that different people rated differ by chance more than their own correlation allows,
    and those that are alike share it out among them. None where nearly all rated nearly all.
    """
    ratings = checked.ratings
    weight = np.ones(len(ratings.outcome)) if ratings.weight is None else ratings.weight
    held = np.isfinite(ratings.values).astype(float)
    both = held.T @ (held * weight[:, None] ** 2)
    if both.min() > NEARLY_ALL * (weight**2).sum() and len(checked.groups) == held.shape[1]:
        return None
    repeats = len(weight) / ratings.people
    each = weight @ held
    spread = repeats * checked.correlation[:-1, :-1] * both / np.outer(each, each)
    drawn = np.random.default_rng(seed + 2).multivariate_normal(
        np.zeros(len(each)), spread, size=NOISE_DRIVERS, method="eigh", check_valid="ignore"
    )
    found = np.repeat(checked.correlation[None], NOISE_DRIVERS, axis=0)
    found[:, :-1, -1] = found[:, -1, :-1] = drawn
    chunks = np.split(found, NOISE_DRIVERS // NOISE_AT_ONCE)
    return np.concatenate([importance_of(each, checked.groups) for each in chunks])


def _worth_of_an_answer(ratings: Ratings) -> float:
    """Independent answers per answer: people repeat themselves, and weights are uneven (Kish)."""
    kish = 1.0
    if ratings.weight is not None:
        kish = float(ratings.weight.mean() ** 2 / (ratings.weight**2).mean())
    return kish * ratings.people / len(ratings.outcome)


def _beside(correlation: Array, noise: Array) -> Array:
    """Put a column of noise, by its correlations, between the drivers and the outcome."""
    size = len(correlation)
    found = np.empty((len(noise), size + 1, size + 1))
    real = [*range(size - 1), size]
    found[:, np.ix_(real, real)[0], np.ix_(real, real)[1]] = correlation
    found[:, size - 1, real] = noise
    found[:, real, size - 1] = noise
    found[:, size - 1, size - 1] = 1.0
    return found


def p_above(noise: Array, lmg: float) -> float:
    """Return how often noise gets as much."""
    return (1 + int((noise >= lmg).sum())) / (1 + len(noise))
