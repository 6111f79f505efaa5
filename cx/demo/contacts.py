"""Contacts along the journey, from advice to renewal, where the customer's main channel leads."""

from typing import Any

import numpy as np

from cx.demo.axis import DAYS, NEVER, Block
from cx.demo.columns import Array, Columns, stack
from cx.demo.company import (
    ADVICE,
    BILLING,
    CARE,
    CONTACT_CHANNEL,
    DELIVERY,
    DISCOVER,
    EMAIL,
    FIRST_USE,
    INSTALL_CHANNEL,
    INSTALLATION,
    INVOICE,
    ONBOARDING,
    ORDER,
    PHONE,
    RENEWAL,
    RENEWING,
    REQUESTS_A_YEAR,
    SALES,
    SERVICE,
    SERVICE_CHANNEL,
    SHIPPING,
    pick,
)
from cx.demo.customers import main_channel
from cx.demo.purchases import renewals
from cx.demo.truths import TRUTHS

DEFAULTS: dict[str, float] = {
    "campaign": -1,
    "order": -1,
    "contract": -1,
    "product": -1,
    "case": -1,
    "inbound": 1,
    "resolved": -1,
    "converted": -1,
    "is_bad": 0,
    "is_late": 0,
}

_BAD_INSTALLATION, _BAD_SERVICE, _BAD_INVOICE = 0.22, 0.16, 0.12


def contact(
    dice: np.random.Generator,
    who: Array,
    day: Array,
    touchpoint: int,
    channel: Array,
    purpose: int,
    **more: Any,
) -> Columns:
    """Contacts of one kind, spread over the day; those before or after the demo's time are gone."""
    count = len(who)
    rows = {
        "customer": who,
        "day": day,
        "second": day * 86_400 + dice.integers(8 * 3600, 20 * 3600, count),
        "touchpoint": np.full(count, touchpoint),
        "channel": channel,
        "purpose": np.full(count, purpose),
        **{name: np.broadcast_to(np.asarray(value), count) for name, value in more.items()},
    }
    keep = (day >= 0) & (day < DAYS)
    return {name: values[keep] for name, values in rows.items()}


def make_contacts(block: Block, customers: Columns, orders: Columns, contracts: Columns) -> Columns:
    """All contacts but marketing and complaints, in no order yet."""
    parts = [
        *_before_the_order(block, customers, orders),
        *_after_the_order(block, customers, orders),
        *_service(block, customers),
        _renewal(block, customers, contracts),
        *_prospects(block, customers),
    ]
    return stack(parts, **DEFAULTS)


def _chosen(dice: np.random.Generator, orders: Columns, share: Array | float) -> Array:
    return np.flatnonzero(dice.random(len(orders["day"])) < share)


def _before_the_order(block: Block, customers: Columns, orders: Columns) -> list[Columns]:
    """Looking round, advice and the order itself; new customers look round more."""
    dice = block.dice("before")
    is_first = orders["day"] == customers["acquired"][orders["customer"]]
    parts = []
    for touchpoint, share, ahead in ((DISCOVER, 0.10, 25), (ADVICE, 0.30, 7)):
        row = _chosen(dice, orders, np.where(is_first, 0.75, share))
        who = orders["customer"][row]
        day = orders["day"][row] - dice.integers(1, ahead, len(row))
        channel = pick(CONTACT_CHANNEL, main_channel(customers, who, day), dice)
        parts.append(contact(dice, who, day, touchpoint, channel, SALES, converted=0))
    order = contact(
        dice,
        orders["customer"],
        orders["day"],
        ORDER,
        orders["channel"],
        SALES,
        order=np.arange(len(orders["day"])),
        product=orders["product"],
        converted=1,
        resolved=1,
    )
    return [*parts, order | {"second": orders["second"]}]


def _after_the_order(block: Block, customers: Columns, orders: Columns) -> list[Columns]:
    """Delivery, installation, first use and the question about the invoice."""
    dice = block.dice("after")
    sent = np.flatnonzero(orders["delivered"] < NEVER)
    installed = np.flatnonzero(orders["is_installed"])
    used, asked = _chosen(dice, orders, 0.22), _chosen(dice, orders, 0.22)

    def after(row: Array, wait: tuple[int, int], touchpoint: int, **more: Any) -> Columns:
        who, day = orders["customer"][row], orders["delivered"][row]
        day = day + dice.integers(*wait, len(row))
        if "channel" not in more:
            more["channel"] = pick(CONTACT_CHANNEL, main_channel(customers, who, day), dice)
        more |= {"order": row, "product": orders["product"][row]}
        return contact(dice, who, day, touchpoint, **more)

    bad_work = dice.random(len(installed)) < _BAD_INSTALLATION
    bad_bill = dice.random(len(asked)) < _BAD_INVOICE
    return [
        after(
            sent,
            (0, 1),
            DELIVERY,
            channel=orders["delivery_channel"][sent],
            purpose=SHIPPING,
            inbound=0,
            is_late=orders["is_late"][sent],
            resolved=1,
        ),
        after(
            installed,
            (1, 8),
            INSTALLATION,
            channel=pick(INSTALL_CHANNEL, np.zeros(len(installed), dtype=np.int64), dice),
            purpose=ONBOARDING,
            inbound=0,
            is_bad=bad_work,
            resolved=1 - bad_work,
        ),
        after(used, (2, 12), FIRST_USE, purpose=ONBOARDING, resolved=1),
        after(asked, (10, 35), INVOICE, purpose=BILLING, is_bad=bad_bill, resolved=1 - bad_bill),
    ]


def _service(block: Block, customers: Columns) -> list[Columns]:
    """Requests for service, and the second contact within days that too many phone calls need."""
    dice = block.dice("service")
    begin = np.clip(customers["acquired"], 0, DAYS)
    rate = REQUESTS_A_YEAR[customers["segment"]] * np.exp(-0.10 * customers["loyalty"])
    who = np.repeat(np.arange(block.size), dice.poisson(rate * (DAYS - begin) / 365))
    day = begin[who] + (dice.random(len(who)) * (DAYS - begin[who])).astype(np.int64)
    channel = pick(SERVICE_CHANNEL, main_channel(customers, who, day), dice)
    rate = np.where(channel == PHONE, TRUTHS.repeat_rate, TRUTHS.repeat_rate_elsewhere)
    is_repeated = dice.random(len(who)) < rate
    is_bad = dice.random(len(who)) < _BAD_SERVICE
    # Two requests in five become a case; a case's number is made from the row until cases exist.
    case = np.where(dice.random(len(who)) < 0.40, np.arange(len(who)), -1)
    resolved = ~is_bad & ~is_repeated
    first = contact(
        dice, who, day, SERVICE, channel, CARE, is_bad=is_bad, resolved=resolved, case=case
    )
    row = np.flatnonzero(is_repeated)
    again = contact(
        dice,
        who[row],
        day[row] + dice.integers(1, 7, len(row)),
        SERVICE,
        channel[row],
        CARE,
        resolved=dice.random(len(row)) < 0.85,
        case=case[row],
    )
    return [first, again]


def _renewal(block: Block, customers: Columns, contracts: Columns) -> Columns:
    """The word before a contract renews: a call for businesses, an e-mail for the others."""
    dice = block.dice("renewal")
    row, day = renewals(contracts)
    who = contracts["customer"][row]
    channel = np.where(customers["segment"][who] > 1, PHONE, EMAIL)
    day = day - dice.integers(10, 40, len(row))
    return contact(
        dice,
        who,
        day,
        RENEWAL,
        channel,
        RENEWING,
        inbound=0,
        contract=row,
        product=contracts["product"][row],
        converted=dice.random(len(row)) < 0.9,
    )


def _prospects(block: Block, customers: Columns) -> list[Columns]:
    """What prospects do before they decide, or do not."""
    dice = block.dice("prospects")
    prospects = np.flatnonzero(customers["acquired"] == NEVER)
    parts = []
    for touchpoint, visits, wait in ((DISCOVER, 1.6, 30), (ADVICE, 0.8, 90)):
        who = np.repeat(prospects, dice.poisson(visits, len(prospects)))
        day = customers["first_seen"][who] + dice.integers(0, wait, len(who))
        channel = pick(CONTACT_CHANNEL, main_channel(customers, who, day), dice)
        parts.append(contact(dice, who, day, touchpoint, channel, SALES, converted=0))
    return parts
