"""Marketing: campaigns, the contacts they cause, and the customers who have had enough of them."""

import numpy as np

from cx.demo.axis import DAYS, MONTH_STARTS, MONTHS, NEVER, Block, month_of
from cx.demo.columns import Array, Columns, stack
from cx.demo.company import APP, CAMPAIGN, EMAIL, FIRST_PLAN, MARKETING, OPT_OUT, PHONE, WEB
from cx.demo.contacts import DEFAULTS, contact
from cx.demo.truths import TRUTHS

CAMPAIGNS_A_MONTH = 4
MESSAGES = ("Offer", "Newsletter", "Advice", "Event")
_CHANNELS = np.array([EMAIL, APP, EMAIL, PHONE, WEB, EMAIL, APP, EMAIL])
_BURST = 13
_BURST_DAYS = 62


def make_campaigns(customers: int) -> Columns:
    """Four campaigns a month; what they cost beside the contacts grows with the company."""
    number = np.arange(MONTHS * CAMPAIGNS_A_MONTH)
    month = number // CAMPAIGNS_A_MONTH
    return {
        "channel": _CHANNELS[number % len(_CHANNELS)],
        "message": number % len(MESSAGES),
        "product": (number * 5) % (FIRST_PLAN + 3),
        "segment": np.where(number % 3 == 0, number // 3 % 4, -1),
        "started": MONTH_STARTS[month],
        "ended": MONTH_STARTS[month + 1] - 1,
        "cost": 40.0 + customers * (0.05 + 0.02 * (number % 4)),
    }


def make_marketing(block: Block, customers: Columns) -> Columns:
    """Marketing contacts up to the opt-out, and the opt-outs."""
    dice = block.dice("marketing")
    who, day = _sent(dice, block.size)
    row = np.lexsort((day, who))
    who, day = who[row], day[row]
    keep = (day >= customers["first_seen"][who]) & (day < DAYS)
    who, day = who[keep], day[keep]
    recent = contacts_in_30_days(who, day, who, day + 1)
    is_pressed = recent > TRUTHS.pressure_contacts
    rate = np.where(is_pressed, TRUTHS.pressure_opt_out_rate, TRUTHS.opt_out_rate)
    leaves = dice.random(len(who)) < rate
    out = np.full(block.size, NEVER)
    np.minimum.at(out, who[leaves], day[leaves])
    campaign = month_of(day) * CAMPAIGNS_A_MONTH + dice.integers(CAMPAIGNS_A_MONTH, size=len(who))
    converted = dice.random(len(who)) < 0.012 * np.where(is_pressed, 0.3, 1.0 + 0.4 * recent)
    sent = contact(
        dice,
        who,
        day,
        CAMPAIGN,
        _CHANNELS[campaign % len(_CHANNELS)],
        MARKETING,
        inbound=0,
        campaign=campaign,
        converted=converted,
    )
    gone = np.flatnonzero(out < NEVER)
    ends = contact(dice, gone, out[gone], OPT_OUT, np.full(len(gone), WEB), MARKETING, resolved=1)
    ends["second"] = ends["day"] * 86_400 + 86_000
    kept = sent["day"] <= out[sent["customer"]]
    return stack([{name: values[kept] for name, values in sent.items()}, ends], **DEFAULTS)


def _sent(dice: np.random.Generator, size: int) -> tuple[Array, Array]:
    """Who is sent something when: a little to all, and to some customers much for two months."""
    plain = np.repeat(np.arange(size), dice.poisson(1.6, size))
    burst = np.repeat(np.arange(size), dice.poisson(0.58, size))
    begin = dice.integers(0, DAYS - 30, len(burst))
    many = begin[:, None] + dice.integers(0, _BURST_DAYS, (len(burst), _BURST))
    return (
        np.concatenate([plain, np.repeat(burst, _BURST)]),
        np.concatenate([dice.integers(0, DAYS, len(plain)), many.ravel()]),
    )


def contacts_in_30_days(who: Array, day: Array, asked: Array, until: Array) -> Array:
    """Marketing contacts of the customers asked about in the 30 days before a day.

    Parameters
    ----------
    who, day : array
        Contacts, sorted by customer and day.
    asked, until : array
        Customers, and the day before which contacts count.

    Examples
    --------
    >>> who, day = np.array([0, 0, 0, 4]), np.array([5, 20, 40, 21])
    >>> contacts_in_30_days(who, day, np.array([0, 4]), np.array([41, 41])).tolist()
    [2, 1]
    """
    key = who * np.int64(2 * NEVER) + day
    last = asked * np.int64(2 * NEVER) + until
    return np.searchsorted(key, last) - np.searchsorted(key, last - 30)
