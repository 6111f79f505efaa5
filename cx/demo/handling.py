"""How contacts were handled: team, waiting, duration and cost."""

import numpy as np

from cx.demo.axis import Block, day_named
from cx.demo.columns import Array, Columns, where
from cx.demo.company import (
    APP,
    CAMPAIGN,
    COST_PER_CONTACT,
    COST_PER_MINUTE,
    MARKETING_COST,
    MINUTES,
    PHONE,
    SECOND_YEAR_COST,
    SHIPPING,
    STORE,
)
from cx.demo.truths import TRUTHS

_UNRECORDED = 0.06
_SECOND_YEAR = day_named(TRUTHS.price_rise_on)


def handle(block: Block, customers: Columns, contacts: Columns) -> Columns:
    """Put contacts in order of time and add team, agent, wait, duration and cost."""
    contacts = where(contacts, np.argsort(contacts["second"], kind="stable"))
    dice = block.dice("handling")
    count = len(contacts["day"])
    channel = contacts["channel"]
    is_sent = contacts["touchpoint"] == CAMPAIGN
    is_self = (channel <= APP) & ~is_sent
    minutes = MINUTES[channel] * dice.lognormal(-0.08, 0.4, count)
    has_agent = ~is_self & ~is_sent & (contacts["purpose"] != SHIPPING)
    team = customers["region"][contacts["customer"]] * 3 + dice.integers(3, size=count)
    return contacts | {
        "is_self": np.where(is_sent, -1, is_self),
        "team": np.where(has_agent, team, -1),
        "agent": np.where(has_agent, team * 12 + dice.integers(12, size=count), -1),
        "duration": np.where(is_sent, np.nan, np.rint(60 * minutes)),
        "wait": _wait(dice, channel, is_sent),
        "cost": _cost(dice, contacts, minutes, is_sent),
    }


def _wait(dice: np.random.Generator, channel: Array, is_sent: Array) -> Array:
    """Seconds of waiting on the phone and in the store; not known elsewhere."""
    wait = np.rint(dice.lognormal(np.where(channel == PHONE, 4.7, 5.0), 0.9, len(channel)))
    return np.where(np.isin(channel, (PHONE, STORE)) & ~is_sent, wait, np.nan)


def _cost(dice: np.random.Generator, contacts: Columns, minutes: Array, is_sent: Array) -> Array:
    """Cost by the rates of channel_rates; NaN where it was not recorded."""
    channel = contacts["channel"]
    served = COST_PER_CONTACT[channel] + COST_PER_MINUTE[channel] * minutes
    cost = np.where(is_sent, MARKETING_COST[channel], served)
    cost = cost * np.where(contacts["day"] >= _SECOND_YEAR, SECOND_YEAR_COST, 1.0)
    return np.where(dice.random(len(cost)) < _UNRECORDED, np.nan, np.round(cost, 4))
