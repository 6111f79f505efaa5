"""Comments: the theme follows what happened to the customer, the words are drawn from words.py."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.demo import words
from cx.demo.answers import group_of
from cx.demo.columns import Array, labels
from cx.demo.company import (
    ADVICE,
    COMPLAINT,
    DELIVERY,
    FIRST_USE,
    INSTALLATION,
    INVOICE,
    ORDER,
    SERVICE,
    TOUCHPOINTS,
)
from cx.demo.truths import TRUTHS

_NAMES = list(words.THEMES)
_SHARES = np.array([0.42, 0.17, 0.27])
"""Share of detractors, passives and promoters who write something."""

_OF_ATTRIBUTE = {
    "Delivery on time": "delivery",
    "Correct invoices": "invoice",
    "Proactive advice": "advice",
    "Product quality": "quality",
    "Value for money": "price",
    "Easy to reach": "waiting",
    "Friendly staff": "staff",
    "Opening hours": "waiting",
}
_OF_TOUCHPOINT = {
    ADVICE: "advice",
    ORDER: "portal",
    DELIVERY: "delivery",
    INSTALLATION: "installation",
    FIRST_USE: "quality",
    INVOICE: "invoice",
    SERVICE: "service",
    COMPLAINT: "complaint",
}


def theme(name: str) -> int:
    """Code of a theme."""
    return _NAMES.index(name)


def _codes(names: Sequence[str]) -> Array:
    return np.array([theme(name) for name in names])


def themes_of_ratings(dice: np.random.Generator, ratings: Array, is_happy: Array) -> Array:
    """Theme of each relationship answer: the attribute that moved it most, or any."""
    low = np.array([-low for _, low, _ in TRUTHS.attribute_points])
    high = np.array([high for _, _, high in TRUTHS.attribute_points])
    weight = np.where(is_happy[:, None], (ratings == 5) * high, (ratings <= 2) * low)
    chosen = np.argmax(weight + 14.0 * dice.random(ratings.shape), axis=1)
    return _codes(list(_OF_ATTRIBUTE.values()))[chosen]


def themes_of_touchpoints(dice: np.random.Generator, touchpoint: Array) -> Array:
    """Theme of each answer about a contact: the touchpoint's, for one in five another."""
    usual = _codes([_OF_TOUCHPOINT.get(code, "staff") for code in range(len(TOUCHPOINTS))])
    other = dice.integers(len(_NAMES), size=len(touchpoint))
    return np.where(dice.random(len(touchpoint)) < 0.2, other, usual[touchpoint])


def is_happy(dice: np.random.Generator, nps: Array) -> Array:
    """Tone of each answer: detractors are unhappy, promoters happy, passives either."""
    group = group_of(nps)
    return (group == 2) | ((group == 1) & (dice.random(len(nps)) < 0.6))


def write_comments(
    dice: np.random.Generator, themes: Array, happy: Array, nps: Array, language: Array
) -> pa.Array:
    """Write comments; empty where the customer wrote nothing."""
    count = len(themes)
    writes = dice.random(count) < _SHARES[group_of(nps)]
    english = pc.binary_join_element_wise(
        _phrases(dice, themes, happy, 0), _phrases(dice, themes, happy, 1), " "
    )
    end = _drawn(dice, words.HAPPY_ENDS, words.UNHAPPY_ENDS, happy)
    contact = np.where(dice.random(count) < 0.01, dice.integers(4, size=count), -1)
    known = labels(words.CONTACT_ENDS, contact).fill_null("")
    text = pc.binary_join_element_wise(english, pc.binary_join_element_wise(end, known, " "), ". ")
    german = _drawn(dice, words.GERMAN_HAPPY, words.GERMAN_UNHAPPY, happy)
    text = pc.if_else(pa.array(language == 1), german, pc.utf8_trim_whitespace(text))
    return pc.if_else(pa.array(writes), text, pa.scalar(None, pa.string()))


def _phrases(dice: np.random.Generator, themes: Array, happy: Array, part: int) -> pa.Array:
    """Openings (part 0) or details (part 1) of each comment's theme and tone."""
    lists = [words.THEMES[name][2 * tone + part] for name in _NAMES for tone in (0, 1)]
    sizes = np.array([len(phrases) for phrases in lists])
    starts = np.cumsum(sizes) - sizes
    code = 2 * themes + happy
    chosen = starts[code] + (dice.random(len(code)) * sizes[code]).astype(np.int64)
    return labels([phrase for phrases in lists for phrase in phrases], chosen)


def _drawn(
    dice: np.random.Generator, happy: Sequence[str], unhappy: Sequence[str], is_happy: Array
) -> pa.Array:
    size = np.where(is_happy, len(happy), len(unhappy))
    chosen = (dice.random(len(is_happy)) * size).astype(np.int64)
    return labels([*happy, *unhappy], np.where(is_happy, chosen, len(happy) + chosen))
