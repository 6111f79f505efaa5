"""Who brought whom, and which deals were on the table."""

import numpy as np

from cx.demo.axis import DAYS, NEVER, Block
from cx.demo.columns import Array, Columns, stack, where
from cx.demo.company import CONSUMER, FIRST_PLAN, PRICES, UNITS
from cx.demo.customers import main_channel
from cx.demo.pulses import Pulses, referral_weight
from cx.demo.purchases import renewals
from cx.demo.truths import TRUTHS

KINDS = ("new", "cross_sell", "up_sell", "renewal")
STAGES = ("Qualified", "Proposal", "Negotiation", "Won", "Lost")
_WON, _LOST = 3, 4
_OLD_REFERRED = 0.12


def make_referrals(block: Block, customers: Columns, pulses: Pulses) -> Array:
    """Customer who brought each customer; -1 for none. Chains end at the planted depth.

    In the demo's time promoters, passives and detractors refer at the planted rates: each week
    the number of new customers who come by referral follows from those rates.
    """
    dice = block.dice("referrals")
    by = np.full(block.size, -1)
    depth = np.zeros(block.size, dtype=np.int64)
    acquired = customers["acquired"]
    for begin in range(-2000, 0, 200):
        new = np.flatnonzero((acquired >= begin) & (acquired < min(begin + 200, 0)))
        new = new[dice.random(len(new)) < _OLD_REFERRED]
        _bring(dice, by, depth, new, (acquired < begin).astype(float))
    for first in range(0, DAYS, 7):
        after = min(first + 7, DAYS)
        new = np.flatnonzero((acquired >= first) & (acquired < after))
        is_here = (acquired < first - 30) & (pulses.lost > first)
        weight = referral_weight(pulses, first) * is_here
        wanted = dice.poisson(weight.sum() * (after - first) / 365)
        chosen = dice.permutation(new)[: min(wanted, len(new))]
        _bring(dice, by, depth, chosen, weight)
    return by


def _bring(dice: np.random.Generator, by: Array, depth: Array, new: Array, weight: Array) -> None:
    """Give new customers somebody who brought them; changes ``by`` and ``depth``."""
    weight = weight * (depth < TRUTHS.referral_depth)
    if len(new) and weight.sum() > 0:
        by[new] = dice.choice(len(weight), len(new), p=weight / weight.sum())
        depth[new] = depth[by[new]] + 1


def make_opportunities(block: Block, customers: Columns, contracts: Columns) -> Columns:
    """Sales opportunities: new customers won, prospects lost or open, further sales, renewals."""
    dice = block.dice("opportunities")
    parts = [_won_new(customers), _prospects(dice, customers), _further(dice, customers)]
    rows = stack([*parts, _renewals(contracts)])
    count = len(rows["customer"])
    product = np.where(rows["product"] < 0, dice.integers(FIRST_PLAN, size=count), rows["product"])
    units = UNITS[customers["segment"][rows["customer"]]]
    rows["product"] = product
    rows["amount"] = np.round(PRICES[product] * units * dice.uniform(0.8, 2.5, count), 2)
    rows["opened"] = np.maximum(rows["opened"], 0)
    rows["channel"] = main_channel(customers, rows["customer"], rows["opened"])
    is_open = rows["closed"] >= DAYS
    rows["won"] = np.where(is_open, -1, rows["won"])
    stage = np.where(rows["won"] == 1, _WON, _LOST)
    rows["stage"] = np.where(is_open, dice.integers(_WON, size=count), stage)
    return where(rows, rows["opened"] < np.minimum(customers["lost"][rows["customer"]], DAYS))


def _rows(who: Array, opened: Array, closed: Array, won: Array | int, kind: int) -> Columns:
    return {
        "customer": who,
        "opened": opened,
        "closed": closed,
        "won": np.broadcast_to(np.asarray(won, dtype=np.int64), len(who)),
        "kind": np.full(len(who), kind),
        "product": np.full(len(who), -1),
    }


def _won_new(customers: Columns) -> Columns:
    who = np.flatnonzero((customers["acquired"] >= 0) & (customers["acquired"] < DAYS))
    return _rows(who, customers["first_seen"][who], customers["acquired"][who], 1, 0)


def _prospects(dice: np.random.Generator, customers: Columns) -> Columns:
    is_prospect = customers["acquired"] == NEVER
    who = np.flatnonzero(is_prospect & (dice.random(len(is_prospect)) < 0.6))
    opened = customers["first_seen"][who] + dice.integers(1, 30, len(who))
    closed = opened + np.where(dice.random(len(who)) < 0.8, dice.integers(20, 120, len(who)), NEVER)
    return _rows(who, opened, closed, 0, 0)


def _further(dice: np.random.Generator, customers: Columns) -> Columns:
    """Cross- and up-selling to customers: businesses more than people."""
    rate = np.where(customers["segment"] == CONSUMER, 0.10, 0.7) * (customers["acquired"] < NEVER)
    who = np.repeat(np.arange(len(rate)), dice.poisson(rate))
    opened = np.maximum(customers["acquired"][who] + 40, dice.integers(0, DAYS, len(who)))
    closed = opened + dice.integers(10, 120, len(who))
    rows = _rows(who, opened, closed, dice.random(len(who)) < 0.35, 1)
    return rows | {"kind": 1 + (dice.random(len(who)) < 0.4)}


def _renewals(contracts: Columns) -> Columns:
    row, day = renewals(contracts)
    is_won = day < contracts["ended"][row]
    rows = _rows(contracts["customer"][row], day - 60, day, is_won, 3)
    return rows | {"product": contracts["product"][row]}
