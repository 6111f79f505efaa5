"""Evidence from the company's systems: what customers own, who looks after them, what is joined."""

from collections.abc import Mapping, Sequence
from typing import Any

from cx.extracts import EXTRACTS
from cx.topics.centricity.results import Count, Evidence
from cx.topics.centricity.words import only, part
from cx.topics.quality.judging import percent
from cx.words import counted, in_short, listed

Row = Mapping[str, Any]

LEAST_CUSTOMERS, FOCUS_SHARE = 5, 0.8
"""Customers from which on a portfolio is judged, and the share that makes it one of a segment."""
LEAST_OWNERS, MOST_SEGMENTS = 10, 6
"""Owners from which on a segment is judged, and segments that are named."""
LOST_SHARE, HALF = 0.05, 0.5
LONGEST_NAME = 40


def one_view(owned: Row, joined: Sequence[Row]) -> Evidence:
    """Question 1: whether what a customer owns is joined to what they said."""
    customers, owners = int(owned["customers"]), int(owned["owners"])
    beyond = "What those who serve customers see on their screens, no extract tells."
    if not owners:
        needed = "it would take customers, with their contracts or orders"
        return Evidence(1, beyond=f"The data cannot speak to this: {needed}.")
    heard, several = int(owned["owners_heard"]), int(owned["owners_of_several"])
    said = (
        f"{part(owners, customers, 'customers')} have a contract or an order here, "
        f"{percent(several / owners)} of these ({several:,}) more than one product.",
        f"What they said is joined to it for {part(heard, owners, 'owners')}.",
    )
    counts = (
        Count("owners", "Customers with a contract or an order", owners, customers),
        Count("owners_of_several", "Owners of more than one product", several, owners),
        Count("owners_heard", "Owners who also answered", heard, owners),
    )
    return Evidence(1, said, beyond, _lost(joined, ("contracts", "orders")), counts=counts)


def products(owned: Row, segments: Sequence[Row]) -> Evidence:
    """Question 2: whether segments own different products."""
    judged = [row for row in segments if row["owners"] >= LEAST_OWNERS]
    if len(judged) < 2:
        needed = "products with a family, owned by customers of at least two segments"
        return Evidence(2, beyond=f"The data cannot speak to this: it would take {needed}.")
    owners, placed = int(owned["owners"]), int(owned["owners_in_segment"])
    known = Count("owners_in_segment", "Owners whose segment is known", placed, owners)
    leaders = [
        Count(
            f"family_{number}",
            f"{row['segment']}: {row['family']}",
            int(row["family_owners"]),
            int(row["owners"]),
        )
        for number, row in enumerate(judged, 1)
    ]
    against = (
        f"{only(placed, owners, 'owners')} have a segment on file."
        if placed < HALF * owners
        else ""
    )
    beyond = "Who manages a product, and for whom, no extract tells."
    return Evidence(2, (_families(judged),), beyond, against, counts=(known, *leaders))


def _families(judged: Sequence[Row]) -> str:
    """Say which family most owners of each segment have."""
    families = {str(row["family"]) for row in judged}
    if len(families) == 1:
        name = in_short(families.pop(), LONGEST_NAME)
        return f"Owners in all {len(judged)} segments most often have the same family, {name}."
    named = [
        f"{in_short(row['family'], LONGEST_NAME)} in {in_short(row['segment'], LONGEST_NAME)} "
        f"({percent(row['family_owners'] / row['owners'])} of {counted(row['owners'], 'owner')})"
        for row in judged[:MOST_SEGMENTS]
    ]
    return f"The family that owners most often have differs by segment: {listed(named)}."


def one_home(held: Sequence[Row], joined: Sequence[Row]) -> Evidence:
    """Question 5: how much of what there could be is here, and whether it fits together."""
    there = [EXTRACTS[str(row["extract"])] for row in held if row["row_count"]]
    if not there:
        return Evidence(5, beyond="The data cannot speak to this: there is none yet.")
    company = sum(each.schema == "crm" for each in there)
    voice = len(there) - company
    named, lost = _named(joined)
    fits = (
        f"Of {counted(named, 'row')} that name a customer, {lost:,} "
        f"({percent(lost / named)}) name one who is not on file."
        if named
        else "No row names a customer."
    )
    said = (
        f"{len(there)} of {len(EXTRACTS)} extracts hold rows here: {company} of the company's "
        f"systems, {voice} of what customers say.",
        fits,
    )
    missing = "systems" if not company else "what customers say" if not voice else ""
    against = f"Nothing of {missing} is here." if missing else _lost(joined)
    counts = (
        Count("extracts", "Extracts that hold rows", len(there), len(EXTRACTS)),
        Count("lost_rows", "Rows that name a customer not on file", lost, named),
    )
    beyond = "Whether everybody works with one store, no extract tells."
    return Evidence(5, said, beyond, against, counts=counts)


def _named(joined: Sequence[Row]) -> tuple[int, int]:
    """Rows that name a customer, and those of them that name one who is not on file."""
    named, lost = (sum(int(row[key]) for row in joined) for key in ("named_rows", "lost_rows"))
    return named, lost


def _lost(joined: Sequence[Row], extracts: Sequence[str] = ()) -> str:
    """Say that too many rows name somebody who is not on file; empty where few do."""
    rows = [row for row in joined if not extracts or row["extract"] in extracts]
    named, lost = _named(rows)
    if not named or lost < LOST_SHARE * named:
        return ""
    what = listed(extracts) if extracts else "rows that name a customer"
    return f"{part(lost, named, what)} name somebody who is not on file."


def selling(cared: Row) -> Evidence:
    """Question 6: whether account managers have customers of one segment."""
    judged, focused = int(cared["managers_judged"]), int(cared["managers_focused"])
    placed, largest = int(cared["in_segment"]), int(cared["in_largest_segment"])
    beyond = "How selling is paid, no extract tells."
    if judged < 2 or largest >= FOCUS_SHARE * placed:
        needed = (
            f"at least two account managers with {LEAST_CUSTOMERS} customers each whose segment "
            "is known, of several segments"
        )
        return Evidence(
            6, beyond=f"The data cannot speak to this: it would take {needed}. {beyond}"
        )
    noun = "account managers"
    said = (
        f"{part(focused, judged, noun)} have at least {percent(FOCUS_SHARE)} of their customers "
        f"in one segment; the largest segment is {percent(largest / placed)} of these customers.",
    )
    against = (
        f"{only(focused, judged, noun)} have mostly customers of one segment."
        if focused < HALF * judged
        else ""
    )
    counts = (
        Count("managers_focused", "Account managers of one segment", focused, judged),
        Count("largest_segment", "Their customers in the largest segment", largest, placed),
    )
    return Evidence(6, said, beyond, against, counts=counts)


def owner(cared: Row) -> Evidence:
    """Question 7: how many customers have an account manager."""
    customers, managed = int(cared["customers"]), int(cared["with_manager"])
    beyond = "Whether somebody in the leadership answers for all customers, no extract tells."
    if not managed:
        needed = "account_manager in customers"
        return Evidence(
            7, beyond=f"The data cannot speak to this: it would take {needed}. {beyond}"
        )
    revenue, theirs = float(cared["revenue"]), float(cared["revenue_with_manager"])
    share = theirs / revenue if revenue > 0 else None
    brought = f", and brought {percent(share)} of the revenue of twelve months" if share else ""
    whole = part(managed, customers, "customers")
    against = (
        f"{only(managed, customers, 'customers')} have an account manager."
        if managed < HALF * customers and (share or 0.0) < HALF
        else ""
    )
    counts = (Count("with_manager", "Customers with an account manager", managed, customers),)
    said = (f"{whole} have an account manager{brought}.",)
    return Evidence(7, said, beyond, against, counts=counts)


def bonuses(cared: Row) -> Evidence:
    """Question 8: whether share of wallet is known at all."""
    customers, known = int(cared["customers"]), int(cared["with_spend"])
    beyond = "The data cannot speak to what bonuses are paid on: it would take their rules."
    if not customers:
        return Evidence(8, beyond=beyond)
    said = (
        "Share of wallet takes what customers spend in all: that is on file for "
        f"{part(known, customers, 'customers')}.",
    )
    counts = (Count("with_spend", "Customers whose spend in all is known", known, customers),)
    return Evidence(8, said, beyond, counts=counts)
