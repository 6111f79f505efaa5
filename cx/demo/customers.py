"""Who the customers are: segment, region, start, main channel before and after the move."""

import numpy as np

from cx.demo.axis import DAYS, NEVER, Block, day_named
from cx.demo.columns import Array, Columns
from cx.demo.company import (
    APP,
    CONSUMER,
    ENTERPRISE,
    INDUSTRIES,
    MAIN_CHANNEL,
    MID,
    MOVING,
    PHONE,
    REGION_SHARES,
    SEGMENT_SHARES,
    WEB,
    pick,
)
from cx.demo.truths import TRUTHS

_PROSPECTS = 0.12
_NEW = 0.24
_MEMBERS = 0.20


def make_customers(block: Block) -> Columns:
    """Draw the customers of a block; days count from the first of the demo, before it negative."""
    dice = block.dice("customers")
    size = block.size
    segment = dice.choice(4, size, p=SEGMENT_SHARES)
    acquired = _acquired(dice, size)
    customers = {
        "segment": segment,
        "region": dice.choice(5, size, p=REGION_SHARES),
        "acquired": acquired,
        "first_seen": _first_seen(dice, acquired),
        "loyalty": dice.standard_normal(size),
        "language": (dice.random(size) < 0.03).astype(np.int64),
        "industry": _industry(dice, segment),
        "network": np.rint(dice.lognormal(2.6 + 0.5 * (segment > CONSUMER), 0.8)),
        "team": dice.integers(3, size=size),
        **_main_channels(dice, segment, acquired),
    }
    customers["parent"] = _parents(dice, segment)
    return customers


def _acquired(dice: np.random.Generator, size: int) -> Array:
    """Day of becoming a customer: years ago, in the demo's time, or never."""
    kind = dice.random(size)
    old = -dice.integers(30, 2200, size)
    new = dice.integers(5, DAYS - 30, size)
    return np.where(kind < _PROSPECTS, NEVER, np.where(kind < _PROSPECTS + _NEW, new, old))


def _first_seen(dice: np.random.Generator, acquired: Array) -> Array:
    ahead = acquired - np.ceil(dice.exponential(35, len(acquired))).astype(np.int64)
    return np.where(acquired == NEVER, dice.integers(0, DAYS - 20, len(acquired)), ahead)


def _industry(dice: np.random.Generator, segment: Array) -> Array:
    """Industry of a business; unknown for some, and none for people."""
    industry = dice.integers(-1, len(INDUSTRIES), len(segment))
    return np.where(segment == CONSUMER, -1, industry)


def _main_channels(dice: np.random.Generator, segment: Array, acquired: Array) -> Columns:
    """Main channel before and after the move to the App, and the day between the two."""
    before = pick(MAIN_CHANNEL, segment, dice)
    moves = (before >= PHONE) & (dice.random(len(segment)) < MOVING[segment])
    target = np.where(dice.random(len(segment)) < 0.88, APP, WEB)
    first, last = (day_named(text) for text in (TRUTHS.moving_from, TRUTHS.moving_to))
    return {
        "channel_before": before,
        "channel_after": np.where(moves, target, before),
        "moved": np.maximum(dice.integers(first, last + 1, len(segment)), 0),
    }


def _parents(dice: np.random.Generator, segment: Array) -> Array:
    """Account that some businesses belong to: one of the Enterprise customers; -1 for none."""
    heads = np.flatnonzero(segment == ENTERPRISE)
    if len(heads) == 0:
        return np.full(len(segment), -1)
    belongs = (segment > CONSUMER) & (segment <= MID) & (dice.random(len(segment)) < _MEMBERS)
    return np.where(belongs, heads[dice.integers(len(heads), size=len(segment))], -1)


def main_channel(customers: Columns, who: Array, days: Array) -> Array:
    """Main channel of customers on given days."""
    is_before = days < customers["moved"][who]
    before, after = customers["channel_before"][who], customers["channel_after"][who]
    return np.where(is_before, before, after)
