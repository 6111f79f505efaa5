"""Who answers a survey, and what comes of following up on unhappy answers."""

import numpy as np

from cx.demo.care import NO_ACTION, NOT_RECOVERED, RECOVERED, UNREACHABLE
from cx.demo.columns import Array
from cx.demo.company import ENTERPRISE
from cx.demo.truths import TRUTHS

_RATES = np.array([share for _, share in TRUTHS.response_rates])
FOLLOWED = 0.75
OUTCOME_SHARES = (0.42, 0.28, 0.18, 0.12)


def answers(dice: np.random.Generator, segment: Array, felt: Array) -> Array:
    """Who answers: by segment; in Enterprise the unhappy answer less."""
    odds = _RATES[segment] / (1 - _RATES[segment])
    silence = TRUTHS.enterprise_silence * (segment == ENTERPRISE)
    odds = odds * np.exp(silence * (np.clip(felt, 0, 10) - 6.5))
    return dice.random(len(felt)) < odds / (1 + odds)


def follow_up(dice: np.random.Generator, is_unhappy: Array) -> Array:
    """Outcome of following up on unhappy answers; -1 where nobody did."""
    outcomes = [RECOVERED, NOT_RECOVERED, UNREACHABLE, NO_ACTION]
    drawn = dice.choice(outcomes, len(is_unhappy), p=OUTCOME_SHARES)
    return np.where(is_unhappy & (dice.random(len(is_unhappy)) < FOLLOWED), drawn, -1)
