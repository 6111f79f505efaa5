"""Lays out what moves of contacts are worked out from: costs, answers and staying by channel."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cx.analysis.estimate import Codes
from cx.analysis.profit.customers import Customers, rows_of

UNITS = 500
"""Groups of customers that are drawn from; the query that counts contacts makes as many."""

KEYS = ["unit", "segment", "channel"]
COUNTS = ("customers", "contacts", "cost", "load", "answers", "points", "active", "stayed")
APART = ("shares", "earnings")


def unit_rows(
    customers: Customers,
    units: pd.DataFrame,
    about: pd.DataFrame | None,
    overall: pd.DataFrame,
    has_earnings: bool = False,
) -> pd.DataFrame:
    """Lay out rows for ``prepare``.

    Parameters
    ----------
    customers : Customers
    units : DataFrame
        Contacts by ``unit``, ``segment``, ``purpose`` and ``channel``: ``customers``,
        ``contacts``, ``cost``, ``load``. At least one row with contacts.
    about : DataFrame or None
        Answers about contacts: ``person``, ``place`` of the contact's channel from 1, ``answers``,
        ``points``. None where nobody asks after contacts.
    overall : DataFrame
        Answers of another kind, which then count for the channel of the customer's mix.
    has_earnings : bool
        Whether earnings before service are laid out too.

    Returns
    -------
    DataFrame
        Of the channels and segments that have contacts whose cost is known.
    """
    known = units[units["contacts"] > 0]
    parts = [
        units,
        _by_mix(customers, overall) if about is None else _by_contact(customers, about),
        _staying(customers),
        *([_earnings(customers)] if has_earnings else []),
    ]
    rows = pd.concat(parts, ignore_index=True)
    kept = rows["channel"].isin(set(known["channel"])) & rows["segment"].isin(set(known["segment"]))
    rows = rows[kept].copy()
    # What is of all purposes is added to any of them: it is pooled.
    rows["purpose"] = rows["purpose"].fillna(known["purpose"].iloc[0])
    numbers = [name for name in (*COUNTS, *APART) if name in rows]
    return rows.assign(**{name: rows[name].fillna(0.0) for name in numbers})


def capacity_left(
    units: pd.DataFrame, capacity: Mapping[str, float], contacts: Mapping[str, float]
) -> dict[str, float]:
    """Capacity of each channel for the contacts shown: what other customers use is taken off.

    Parameters
    ----------
    units : DataFrame
        With ``channel`` and ``load``.
    capacity, contacts : mapping of str to float
        Of the whole company.

    Examples
    --------
    >>> shown = pd.DataFrame({"channel": ["Web", "Web"], "load": [30.0, 10.0]})
    >>> capacity_left(shown, {"Web": 100.0}, {"Web": 70.0})
    {'Web': 70.0}
    """
    shown = units.groupby("channel")["load"].sum()
    return {
        name: max(0.0, most - (contacts[name] - float(shown.get(name, 0.0))))
        for name, most in capacity.items()
    }


def _by_contact(customers: Customers, answers: pd.DataFrame) -> pd.DataFrame:
    place = answers["place"].fillna(0).to_numpy(np.int64)
    names = np.array([*customers.channels, ""], dtype=object)
    return _answers(customers, answers, names[place - 1])


def _by_mix(customers: Customers, answers: pd.DataFrame) -> pd.DataFrame:
    at = rows_of(customers.person, answers["person"].to_numpy(np.int64))
    return _answers(customers, answers, np.append(customers.mix, "")[at])


def _answers(customers: Customers, answers: pd.DataFrame, channel: Any) -> pd.DataFrame:
    at = rows_of(customers.person, answers["person"].to_numpy(np.int64))
    held = at >= 0
    numbers = {name: answers[name].to_numpy(float)[held] for name in ("answers", "points")}
    return _summed(customers, at[held], {"channel": channel[held], **numbers})


def _staying(customers: Customers) -> pd.DataFrame:
    told = {"active": customers.is_active, "stayed": customers.has_stayed}
    numbers = {name: each.astype(float) for name, each in told.items()}
    return _summed(customers, np.arange(len(customers)), {"channel": customers.mix, **numbers})


def _earnings(customers: Customers) -> pd.DataFrame:
    """Earnings before service, each customer's spread over channels as its contacts are."""
    total = customers.counts.sum(axis=1, keepdims=True)
    shares = np.divide(
        customers.counts, total, out=np.zeros(customers.counts.shape), where=total > 0
    )
    before, every = customers.margin + customers.cost_to_serve, np.arange(len(customers))
    parts = [
        _summed(
            customers,
            every,
            {"channel": name, "shares": shares[:, at], "earnings": shares[:, at] * before},
        )
        for at, name in enumerate(customers.channels)
    ]
    return pd.concat(parts, ignore_index=True)


def _summed(customers: Customers, at: Codes, columns: Mapping[str, Any]) -> pd.DataFrame:
    whose = {"unit": customers.person[at] % UNITS, "segment": customers.segment[at]}
    rows = pd.DataFrame({**whose, **columns})
    return rows.groupby(KEYS, as_index=False, sort=True).sum(numeric_only=True)
