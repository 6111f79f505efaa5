"""Lists who is behind a mark of the Profitability page; each list has as many as the mark says."""

from typing import Any, TypedDict, Unpack

from cx.analysis.profit.customers import Customers
from cx.analysis.profit.move_results import Peers
from cx.topics.ask import Ask
from cx.topics.profitability.results import Named, View
from cx.topics.rows import plain_rows

MOST = 500
Listed = tuple[list[dict[str, Any]], int]
"""Rows, and how many there are in all."""


class Which(TypedDict, total=False):
    """Whom a mark stands for, as ``Customers.find`` takes it."""

    segment: str | None
    mix: str | None
    ranks: tuple[int, int] | None
    is_losing: bool | None
    channel: str | None
    has_mix: bool


def customers_behind(
    ask: Ask,
    view: View,
    customers: Customers,
    most: int = MOST,
    **which: Unpack[Which],
) -> Listed:
    """List customers, those with the lowest contribution first.

    Parameters
    ----------
    customers : Customers
        Of the same view.
    which : object
        As ``Customers.find`` takes it: a cell of the table, a class of mixes, a stretch of the
        whale curve; without any all.
    """
    at = customers.find(**which).tolist()
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


def line_behind(ask: Ask, view: View, line: str, most: int = MOST) -> Listed:
    """List the customers with amounts on a line of the contribution, the largest sums first."""
    asked = ask("profitability/line_behind", view.filters, only_line=line, most=most)
    rows = plain_rows(asked)
    total = int(rows[0]["total"]) if rows else 0
    return [{key: row[key] for key in row if key != "total"} for row in rows], total


def name_would_be(ask: Ask, view: View, customers: Customers, peers: Peers) -> tuple[Named, ...]:
    """Name those who would be profitable, in the order of the list."""
    persons = [int(customers.person[each.customer]) for each in peers.listed]
    rows = {row["person"]: row for row in _rows(ask, view, persons)}
    return tuple(
        Named(row["customer_id"], row["customer"], each)
        for each, person in zip(peers.listed, persons, strict=True)
        for row in [rows[person]]
    )
