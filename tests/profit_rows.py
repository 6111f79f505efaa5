"""Contacts with known costs, scores and stays by channel, as the what-if takes them."""

import numpy as np
import pandas as pd

CHANNELS = np.array(["Branch", "Phone", "Web"])
COSTS, STAYS = np.array([12.0, 6.0, 1.0]), np.array([0.80, 0.85, 0.90])
DETRACTORS = np.array([0.4, 0.3, 0.3])


def company(
    seed: int, customers: int = 900, segments: int = 2, is_shuffled: bool = False
) -> pd.DataFrame:
    """Customers with one main channel; costs are skewed, and each customer's are alike.

    Shuffled, channels are dealt anew among the contacts of a segment: they mean nothing then.
    """
    dice = np.random.default_rng(seed)
    main, segment = dice.integers(0, 3, customers), dice.integers(0, segments, customers)
    who = np.repeat(np.arange(customers), dice.poisson(4 * dice.gamma(2, 0.5, customers)))
    channel = np.where(dice.random(len(who)) < 0.6, main[who], dice.integers(0, 3, len(who)))
    spread = dice.normal(0, 0.3, customers)[who] + dice.normal(0, 1, len(who)) - 0.5
    mood = dice.random(len(who))
    is_answered = dice.random(len(who)) < 0.4
    points = np.select([mood < DETRACTORS[channel], mood > 0.6], [-100, 100]) * is_answered
    cost = COSTS[channel] * np.exp(spread)
    if is_shuffled:
        for each in range(segments):
            here = np.flatnonzero(segment[who] == each)
            channel[here] = channel[dice.permutation(here)]
    contacts = pd.DataFrame(
        {
            "unit": who,
            "segment": segment[who],
            "channel": channel,
            "contacts": 1,
            "cost": cost,
            "answers": is_answered.astype(int),
            "points": points,
        }
    )
    rows = contacts.groupby(["unit", "segment", "channel"], as_index=False).sum()
    stays = pd.DataFrame(
        {
            "unit": np.arange(customers),
            "segment": segment,
            "channel": main,
            "active": 1,
            "stayed": (dice.random(customers) < STAYS[main]).astype(int),
        }
    )
    numbers = ["contacts", "cost", "answers", "points", "customers", "active", "stayed"]
    rows = pd.concat([rows.assign(customers=1), stays])
    rows[numbers] = rows[numbers].fillna(0)
    return rows.assign(
        segment="s" + rows.segment.astype(str), channel=CHANNELS[rows.channel], purpose="service"
    )


# What a contact costs in the mean, with the spread between customers.
MEAN_COSTS = COSTS * np.exp(0.3**2 / 2)
# Moods above .6 are promoters, whatever the channel.
MEAN_POINTS = 100 * (0.4 - DETRACTORS)
