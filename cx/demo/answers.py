"""From an expected score to answers: effects add up in NPS points, answers follow a normal curve.

An answer of 0 to 10 is the rounded value of a normal variable; its centre is chosen so that the
expected NPS is exactly the sum of the planted effects. Two fifths of the spread belong to the
customer (loyalty) and stay with them; the rest is of the moment.
"""

import math

import numpy as np

from cx.demo.columns import Array

_SPREAD = 2.3
_PERSONAL = 1.45
_MOMENT = math.sqrt(_SPREAD**2 - _PERSONAL**2)


def _below(limit: float, centres: Array) -> Array:
    """Chance of an answer below a limit."""
    z = (limit - centres) / (_SPREAD * math.sqrt(2.0))
    return np.array([0.5 * (1.0 + math.erf(value)) for value in z])


_CENTRES = np.linspace(-3.0, 17.0, 1201)
_POINTS = 100.0 * (1.0 - _below(8.5, _CENTRES) - _below(6.5, _CENTRES))


def experience(points: Array, loyalty: Array, dice: np.random.Generator) -> Array:
    """Draw what people feel on the scale of 0 to 10, not yet rounded.

    Parameters
    ----------
    points : array
        Expected NPS of each answer; beyond ±99 the curve ends.
    loyalty : array
        Lasting attitude of each customer, standard normal.

    Examples
    --------
    >>> dice = np.random.default_rng(1)
    >>> felt = experience(np.full(200_000, 30.0), dice.standard_normal(200_000), dice)
    >>> bool(abs(nps_of(nps_answer(felt)) - 30) < 0.6)
    True
    """
    centre = np.interp(points, _POINTS, _CENTRES)
    return centre + _PERSONAL * loyalty + _MOMENT * dice.standard_normal(len(centre))


def nps_answer(felt: Array) -> Array:
    """Answer from 0 to 10."""
    return np.clip(np.rint(felt), 0, 10).astype(np.int32)


def nps_of(answers: Array) -> float:
    """Score of some answers, in points."""
    return float(100.0 * ((answers >= 9).mean() - (answers <= 6).mean()))


def group_of(answers: Array) -> Array:
    """0 for a detractor, 1 for a passive, 2 for a promoter.

    >>> group_of(np.array([6, 7, 8, 9]))
    array([0, 1, 1, 2])
    """
    return (answers >= 7).astype(np.int64) + (answers >= 9)


def csat_answer(felt: Array, scale: Array, dice: np.random.Generator) -> Array:
    """Satisfaction from 1 to the scale's highest."""
    noisy = felt + 1.2 * dice.standard_normal(len(felt))
    share = np.clip((noisy + 0.6) / 10.6, 0.0, 0.999)
    return (1 + np.floor(share * scale)).astype(np.int32)


def ease_answer(felt: Array, scale: Array, dice: np.random.Generator) -> Array:
    """Ease from 1 (very hard) to the scale's highest (very easy)."""
    noisy = felt + 1.6 * dice.standard_normal(len(felt))
    share = np.clip((noisy + 0.8) / 11.0, 0.0, 0.999)
    return (1 + np.floor(share * scale)).astype(np.int32)
