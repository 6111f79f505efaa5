"""Lists who is behind a mark of the Profitability page; each list has as many as the mark says."""

from typing import Any

from cx.analysis.profit.customers import Customers
from cx.analysis.profit.move_results import Peers
from cx.topics.ask import Ask
from cx.topics.profitability.results import Named, View
from cx.topics.rows import plain_rows

MOST = 500
Listed = tuple[list[dict[str, Any]], int]
"""Rows, and how many there are in all."""


def customers_behind(
    ask: Ask,
    view: View,
    customers: Customers,
    segment: str | None = None,
    mix: str | None = None,
    ranks: tuple[int, int] | None = None,
    is_losing: bool | None = None,
    most: int = MOST,
) -> Listed:
    """List customers, those with the lowest contribution first.

    Parameters
    ----------
    customers : Customers
        Of the same view.
    segment, mix : str, optional
        A cell of the table, or a class of mixes; without both all.
    ranks : tuple of int, optional
        A stretch of the whale curve: from and to, both counted, the most profitable is 1.
    is_losing : bool, optional
        Only those with a contribution below 0, or only the others.
    """
    at = customers.find(segment, mix, ranks, is_losing).tolist()
    mixes = {int(customers.person[row]): str(customers.mix[row]) for row in at[:most]}
    rows = _rows(ask, view, list(mixes))
    return [row | {"mix": mixes[row.pop("person")]} for row in rows], len(at)


def _rows(ask: Ask, view: View, persons: list[int]) -> list[dict[str, Any]]:
    if not persons:
        return []
    named = ",".join(map(str, persons))
    rows = ask("profitability/listed", view.filters, persons=named, most=len(persons))
    return [{key: row[key] for key in row if key != "total"} for row in plain_rows(rows)]


def contacts_behind(
    ask: Ask,
    view: View,
    touchpoint: str | None = None,
    channel: str | None = None,
    most: int = MOST,
) -> Listed:
    """List the customers behind a cell of cost to serve, the dearest first."""
    rows = plain_rows(
        ask(
            "profitability/contacts_behind",
            view.filters,
            side=view.side,
            only_touchpoint=touchpoint,
            only_channel=channel,
            most=most,
        )
    )
    total = int(rows[0]["total"]) if rows else 0
    hidden = ("total", "total_contacts")
    return [{key: row[key] for key in row if key not in hidden} for row in rows], total


def name_would_be(ask: Ask, view: View, customers: Customers, peers: Peers) -> tuple[Named, ...]:
    """Name those who would be profitable, in the order of the list."""
    persons = [int(customers.person[each.customer]) for each in peers.listed]
    rows = {row["person"]: row for row in _rows(ask, view, persons)}
    return tuple(
        Named(row["customer_id"], row["customer"], each)
        for each, person in zip(peers.listed, persons, strict=True)
        for row in [rows[person]]
    )
