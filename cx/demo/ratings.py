"""Ratings of eight attributes: what each costs or earns, and how important people say it is.

The common attitude behind the ratings touches the score only through the ratings themselves, so a
regression of the score on them finds the planted points.
"""

import math

import numpy as np

from cx.demo.columns import Array
from cx.demo.truths import TRUTHS

ATTRIBUTES = tuple(name for name, _, _ in TRUTHS.attribute_points)
_LOW = np.array([low for _, low, _ in TRUTHS.attribute_points])
_HIGH = np.array([high for _, _, high in TRUTHS.attribute_points])
_STATED = np.array([3.9, 3.7, 2.6, 4.3, 4.5, 3.6, 3.4, 4.4])
_SHIFT = np.array([0.05, 0.20, -0.20, 0.15, -0.10, 0.0, 0.25, 0.10])
_CUTS = np.array([-1.55, -0.95, -0.10, 0.65])
_LATE_SHIFT = -1.2
_HALO_PERSON, _HALO_MOMENT = 0.45, 0.35
_OWN = math.sqrt(1.0 - _HALO_PERSON**2 - _HALO_MOMENT**2)
_MISSING, _UNSTATED = 0.04, 0.06


def _share_below(cut: float) -> Array:
    """Share of ratings below a cut, by attribute."""
    return np.array([0.5 * (1 + math.erf((cut - shift) / math.sqrt(2))) for shift in _SHIFT])


_USUAL = float(_LOW @ _share_below(_CUTS[1]) + _HIGH @ (1 - _share_below(_CUTS[3])))


def rate(dice: np.random.Generator, attitude: Array, is_late: Array) -> Array:
    """Draw ratings from 1 to 5, one column per attribute.

    Parameters
    ----------
    attitude : array
        Lasting attitude of each customer behind the ratings, standard normal.
    is_late : array
        Whether the customer waited for a late delivery lately; they rate delivery lower.
    """
    count = len(attitude)
    halo = _HALO_PERSON * attitude + _HALO_MOMENT * dice.standard_normal(count)
    felt = halo[:, None] + _OWN * dice.standard_normal((count, len(ATTRIBUTES))) + _SHIFT
    felt[:, ATTRIBUTES.index("Delivery on time")] += _LATE_SHIFT * is_late
    return (1 + np.searchsorted(_CUTS, felt)).astype(np.int8)


def points_of(ratings: Array) -> Array:
    """Points that ratings cost or earn, against the usual ones."""
    return (ratings <= 2) @ _LOW + (ratings == 5) @ _HIGH - _USUAL


def as_rows(dice: np.random.Generator, ratings: Array) -> tuple[Array, Array, Array, Array]:
    """Long form of the ratings given: row, attribute, rating and stated importance.

    Some attributes are left out by chance; an importance of -1 was not stated.
    """
    row, attribute = np.nonzero(dice.random(ratings.shape) >= _MISSING)
    stated = np.rint(_STATED[attribute] + 0.7 * dice.standard_normal(len(row)))
    importance = np.clip(stated, 1, 5).astype(np.int64)
    importance[dice.random(len(row)) < _UNSTATED] = -1
    return row, attribute, ratings[row, attribute], importance
