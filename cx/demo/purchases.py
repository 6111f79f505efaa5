"""What customers buy: contracts, orders of goods with their delivery, and bills of plans."""

import numpy as np

from cx.demo.axis import DAYS, MONTH_STARTS, NEVER, Block, calendar_month
from cx.demo.columns import Array, Columns, stack
from cx.demo.company import (
    COSTS,
    DELIVERY_CHANNEL,
    FIRST_PLAN,
    GOODS_WEIGHTS,
    IS_INSTALLED,
    ORDERS_A_YEAR,
    PLAN_SHARE,
    PLAN_UNITS,
    PRICES,
    SMALL,
    UNITS,
    pick,
)
from cx.demo.customers import main_channel
from cx.demo.truths import TRUTHS

DELIVERED, OPEN, CANCELLED, OUT_OF_STOCK, RETURNED = range(5)
STATUSES = ("delivered", "open", "cancelled", "out_of_stock", "returned")

_MONTH_WEIGHTS = np.tile([0.9, 0.9, 1.0, 1.0, 1.15, 1.3, 0.9, 0.9, 1.0, 1.0, 1.0, 0.95], 2)
_MONTH_TOTALS = np.append(0.0, np.cumsum(_MONTH_WEIGHTS))


def make_contracts(block: Block, customers: Columns) -> Columns:
    """Plans that customers hold; most start within weeks of becoming a customer."""
    dice = block.dice("contracts")
    segment, acquired = customers["segment"], customers["acquired"]
    holds = (acquired < NEVER) & (dice.random(block.size) < PLAN_SHARE[segment])
    count = holds * (1 + np.where(segment > SMALL, dice.poisson(0.5, block.size), 0))
    who = np.repeat(np.arange(block.size), count)
    started = acquired[who] + dice.integers(0, 45, len(who))
    who, started = who[started < DAYS], started[started < DAYS]
    product = FIRST_PLAN + np.where(segment[who] == 0, dice.random(len(who)) < 0.35, 2)
    units = PLAN_UNITS[segment[who]] * np.where(segment[who] > SMALL, 0.6, 1.0)
    return {
        "customer": who,
        "product": product.astype(np.int64),
        "started": started,
        "installed": started + dice.integers(2, 20, len(who)),
        "completed": np.where(
            segment[who] > SMALL, started + dice.integers(20, 90, len(who)), NEVER
        ),
        "monthly": np.round(PRICES[product.astype(np.int64)] * units, 2),
        "units": units,
        "ended": _given_up(dice, started),
    }


def _given_up(dice: np.random.Generator, started: Array) -> Array:
    """Day on which a contract is not renewed although the customer stays; rare."""
    renewal = started + 365 * np.maximum(1, np.ceil((1 - started) / 365)).astype(np.int64)
    return np.where(dice.random(len(started)) < 0.05, renewal, NEVER)


def renewals(contracts: Columns) -> tuple[Array, Array]:
    """Contract and day of each renewal that falls into the demo's time."""
    first = np.maximum(1, np.ceil(-contracts["started"] / 365)).astype(np.int64)
    days = contracts["started"][:, None] + 365 * (first[:, None] + np.arange(2))
    row, turn = np.nonzero((days >= 0) & (days < DAYS) & (days <= contracts["ended"][:, None]))
    return row, days[row, turn]


def make_orders(block: Block, customers: Columns) -> Columns:
    """Orders of goods, one row each, with what was promised and what became of it."""
    dice = block.dice("orders")
    who, day = _order_days(dice, customers)
    segment = customers["segment"][who]
    channel = main_channel(customers, who, day)
    lead = 3 + dice.integers(0, 6, len(who))
    delay = _delay(dice, customers["region"][who], day)
    delivered = day + np.maximum(1, lead + delay)
    status = dice.choice(5, len(who), p=[0.95, 0.0, 0.028, 0.0, 0.022])
    status = np.where((status == DELIVERED) & (delivered >= DAYS), OPEN, status)
    is_sent = np.isin(status, (DELIVERED, RETURNED)) & (delivered < DAYS)
    product = pick(GOODS_WEIGHTS, segment, dice)
    return {
        "customer": who,
        "day": day,
        "second": day * 86_400 + dice.integers(7 * 3600, 22 * 3600, len(who)),
        "channel": channel,
        "product": product,
        "lines": 1 + dice.poisson(0.25, len(who)),
        "promised": day + lead,
        "delivered": np.where(is_sent, delivered, NEVER),
        "shipped": np.where(is_sent, day + np.maximum(0, lead + delay - 2), NEVER),
        "is_late": is_sent & (delay > 0),
        "is_installed": is_sent & IS_INSTALLED[product],
        "status": np.where((status == RETURNED) & ~is_sent, OPEN, status),
        "carrier": dice.integers(3, size=len(who)),
        "delivery_channel": pick(DELIVERY_CHANNEL, channel, dice),
    }


def _order_days(dice: np.random.Generator, customers: Columns) -> tuple[Array, Array]:
    """Who orders when: more before Christmas, loyal customers a little more; new ones at once."""
    begin = np.clip(customers["acquired"], 0, DAYS)
    rate = ORDERS_A_YEAR[customers["segment"]] * np.exp(0.10 * customers["loyalty"])
    count = dice.poisson(rate * (DAYS - begin) / 365)
    who = np.repeat(np.arange(len(begin)), count)
    low = np.interp(begin[who], MONTH_STARTS, _MONTH_TOTALS)
    weight = low + (_MONTH_TOTALS[-1] - low) * dice.random(len(who))
    day = np.interp(weight, _MONTH_TOTALS, MONTH_STARTS).astype(np.int64)
    new = np.flatnonzero((customers["acquired"] >= 0) & (customers["acquired"] < DAYS))
    who, day = np.append(who, new), np.append(day, customers["acquired"][new])
    order = np.lexsort((who, day))
    return who[order], np.minimum(day[order], DAYS - 1)


def _delay(dice: np.random.Generator, region: Array, day: Array) -> Array:
    """Days after the promise (negative: before it); worse in the season and in the West."""
    is_season = np.isin(calendar_month(day), TRUTHS.seasonal_months)
    chance = 0.11 + 0.10 * is_season + 0.07 * (region == 3)
    late = 1 + dice.geometric(0.30, len(day))
    return np.where(dice.random(len(day)) < chance, late, -dice.integers(0, 3, len(day)))


def make_lines(block: Block, customers: Columns, orders: Columns) -> Columns:
    """Lines of the orders: the first holds the main product, further ones what goes with it."""
    dice = block.dice("lines")
    row = np.repeat(np.arange(len(orders["day"])), orders["lines"])
    first = np.cumsum(orders["lines"]) - orders["lines"]
    line = np.arange(len(row)) - first[row]
    segment = customers["segment"][orders["customer"][row]]
    product = np.where(line == 0, orders["product"][row], dice.integers(0, 4, len(row)))
    status = orders["status"][row]
    is_missing = (line > 0) & (status == DELIVERED) & (dice.random(len(row)) < 0.06)
    missing = np.zeros(len(orders["day"]), dtype=bool)
    missing[row[is_missing]] = True
    status = np.where(is_missing, OUT_OF_STOCK, status)
    units = UNITS[segment] * (1 + dice.poisson(0.2, len(row)))
    return {
        "order": row,
        "line": line + 1,
        "product": product,
        "status": status,
        "is_complete": np.where(orders["delivered"][row] < NEVER, ~missing[row], -1),
        **_amounts(dice, product, status, units),
    }


def _amounts(dice: np.random.Generator, product: Array, status: Array, units: Array) -> Columns:
    """Revenue, goods and discount: none for what was never sent, a third of goods if returned."""
    is_paid = np.isin(status, (DELIVERED, OPEN))
    revenue = PRICES[product] * units * is_paid
    goods = COSTS[product] * units * np.where(status == RETURNED, 0.33, is_paid)
    has_discount = is_paid & (dice.random(len(product)) < 0.15)
    return {"revenue": revenue, "goods": goods, "discount": revenue * 0.10 * has_discount}


def make_bills(block: Block, customers: Columns, contracts: Columns) -> Columns:
    """Half-yearly bills of the plans: order lines too, so that all revenue is in orders."""
    dice = block.dice("bills")
    first = np.maximum(0, np.ceil(-contracts["started"] / 182)).astype(np.int64)
    days = contracts["started"][:, None] + 182 * (first[:, None] + np.arange(5))
    row, turn = np.nonzero((days >= 0) & (days < np.minimum(contracts["ended"], DAYS)[:, None]))
    day, product = days[row, turn], contracts["product"][row]
    who = contracts["customer"][row]
    return {
        "customer": who,
        "day": day,
        "second": day * 86_400 + dice.integers(0, 3600, len(row)),
        "channel": main_channel(customers, who, day),
        "product": product,
        "revenue": contracts["monthly"][row] * 6,
        "goods": COSTS[product] * contracts["units"][row] * 6,
        "contract": row,
    }


def make_invoices(block: Block, orders: Columns, lines: Columns, bills: Columns) -> Columns:
    """One invoice for each order that was sent and for each bill of a plan."""
    dice = block.dice("invoices")
    net = np.bincount(
        lines["order"], lines["revenue"] - lines["discount"], minlength=len(orders["day"])
    )
    sent = np.flatnonzero((orders["delivered"] < NEVER) & (net > 0))
    goods = {
        "customer": orders["customer"][sent],
        "order": sent,
        "issued": orders["delivered"][sent],
        "amount": net[sent],
    }
    plans = {
        "customer": bills["customer"],
        "order": len(orders["day"]) + np.arange(len(bills["day"])),
        "issued": bills["day"],
        "amount": bills["revenue"],
    }
    invoices = stack([goods, plans])
    count = len(invoices["issued"])
    paid = invoices["issued"] + np.ceil(dice.gamma(4.0, 6.0, count)).astype(np.int64)
    disputed = dice.random(count) < 0.035
    invoices["is_disputed"] = disputed
    invoices["paid"] = np.where(disputed, paid + 30, paid)
    return invoices
