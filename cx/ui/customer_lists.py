"""Lists of the Customer page: cases, the people of the account, and whom the customer brought."""

from datetime import datetime

import streamlit as st

from cx import zones
from cx.topics.closed_loop.words import lasting
from cx.topics.customer import Customer
from cx.ui import cards, table


def cases(found: Customer) -> None:
    """List the cases."""
    zone = found.settings.time_zone
    _list(
        "Cases",
        [
            {
                "standing": "open" if each.is_open else "closed",
                "lasting": lasting(each.age_seconds),
                "category": each.category,
                "severity": each.severity,
                f"opened_at_{zone}": _local(each.opened_at, zone),
                f"resolved_at_{zone}": _local(each.resolved_at, zone),
                f"reopened_at_{zone}": _local(each.reopened_at, zone),
                "resolution": each.resolution,
                "case_id": each.case_id,
            }
            for each in found.cases
        ],
        "They have no cases.",
        "customer_cases",
    )


def account(found: Customer) -> None:
    """List who belongs to the same account."""
    rows = [
        {
            "customer_id": each.customer_id,
            "name": each.name,
            "part": "head" if each.is_head else "member",
            "status": each.status,
            "segment": each.segment,
            "revenue_12_months": each.revenue,
            "last_NPS_answer": each.last_nps,
            "open_cases": each.open_cases,
        }
        for each in found.account
    ]
    more = f"the first {len(rows):,} of " if found.account_total > len(rows) else ""
    title = f"Account with its people, {more}{found.account_total:,}" if rows else "Account"
    _list(title, rows, "They belong to no account with others.", "customer_account")


def brought(found: Customer) -> None:
    """List whom the customer brought."""
    rows = [
        {
            "customer_id": each.customer_id,
            "name": each.name,
            "steps_away": each.depth,
            "acquired_on": each.acquired_on,
            "revenue": each.revenue,
            "margin": each.margin,
        }
        for each in found.influence.brought
    ]
    if rows:
        _list("Brought by referral", rows, "", "customer_brought")


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return None if moment is None else zones.local(moment, zone)


def _list(title: str, rows: table.Rows, none: str, name: str) -> None:
    with st.container(border=True, key=f"frame_{name}"):
        cards.section(title)
        if not rows:
            st.caption(none)
            return
        table.show(rows, alt=title, name=name, most=8)
