"""Reads whom a customer brought, and what that was worth: realised referrals only."""

from datetime import datetime

from cx.topics.ask import EVERYTHING, Ask
from cx.topics.customer.results import Brought, Influence
from cx.topics.rows import day, plain_rows

FADING = 0.5
"""What a step further down the chain counts of the one before."""


def load_influence(ask: Ask, customer_id: str, as_of: datetime) -> Influence:
    """Find out what those brought have earned us, each step down to depth 3 counting half.

    Parameters
    ----------
    as_of : datetime
        What was ordered later does not count.
    """
    rows = plain_rows(ask("customer/influence", EVERYTHING, customer_id=customer_id, as_of=as_of))
    has_cost = any(row["lines_with_cost"] for row in rows)
    name = "margin" if has_cost else "revenue"
    worth = sum(FADING ** (row["depth"] - 1) * (row[name] or 0.0) for row in rows)
    brought = tuple(
        Brought(
            int(row["depth"]),
            row["customer_id"],
            row["name"] or row["customer_id"],
            day(row["acquired_on"]),
            row["revenue"],
            row["margin"],
        )
        for row in rows
    )
    return Influence(brought, worth if rows else None, has_cost, True)
