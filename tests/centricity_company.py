"""A company by hand that the ten questions are asked about: twenty customers, two years."""

from datetime import date, datetime, timedelta
from typing import Any

ON = date(2026, 6, 30)
SIZE = 20


def rows() -> dict[str, list[dict[str, Any]]]:
    """Twenty customers: 12 SMB, 8 Enterprise; the first 16 own something, the first 10 answer.

    Answers come each month of 2025, the last on 31 December; one order is of nobody on file.
    """
    return {
        "customers": [_customer(i) for i in range(SIZE)],
        "products": [
            {"product_id": "p1", "name": "Line", "family": "Access"},
            {"product_id": "p2", "name": "Vault", "family": "Cloud"},
        ],
        "contracts": [_contract(i) for i in range(16)],
        "orders": [_order(i) for i in range(16)] + [_order(99)],
        "surveys": [{"survey_id": "s", "name": "Pulse", "kind": "relationship"}],
        "interactions": [_contact(i) for i in range(4)],
        "responses": [_response(month) for month in range(12)],
        "ratings": [_rating(month, name) for month in range(12) for name in ("Price", "Speed")],
        "cases": [_case(i) for i in range(40)],
        "follow_ups": [_follow_up(i) for i in range(4)],
    }


def _customer(number: int) -> dict[str, Any]:
    return {
        "customer_id": f"c{number}", "name": f"Customer {number}", "status": "active",
        "segment": "SMB" if number < 12 else "Enterprise",
        "account_manager": f"Team {number % 2}" if number % 4 < 2 else None,
        "annual_category_spend": 1000 if number < 5 else None,
    }  # fmt: skip


def _contract(number: int) -> dict[str, Any]:
    product = "p1" if number < 12 else "p2"
    return {"contract_id": f"k{number}", "customer_id": f"c{number}", "product_id": product,
            "started_on": "2025-01-01"}  # fmt: skip


def _order(number: int) -> dict[str, Any]:
    return {"order_id": f"o{number}", "line": 1, "customer_id": f"c{number}",
            "product_id": "p2" if number < 2 else None, "ordered_at": "2026-03-01 10:00",
            "revenue": 100}  # fmt: skip


def _contact(number: int) -> dict[str, Any]:
    return {"interaction_id": f"i{number}", "customer_id": "c1", "channel": "Web",
            "occurred_at": "2025-05-01 09:00",
            "touchpoint": ("Order", "Delivery", "Support", "Renewal")[number]}  # fmt: skip


def _response(month: int) -> dict[str, Any]:
    return {"response_id": f"r{month}", "customer_id": f"c{month % 10}", "survey_id": "s",
            "responded_at": f"2025-{month + 1:02}-{31 if month == 11 else 15} 12:00", "nps": 8,
            "touchpoint": "Order"}  # fmt: skip


def _rating(month: int, name: str) -> dict[str, Any]:
    weighed = 4 if name == "Price" else None
    return {"response_id": f"r{month}", "attribute": name, "rating": 4, "scale_max": 5,
            "importance": weighed}  # fmt: skip


def _case(number: int) -> dict[str, Any]:
    """Four of forty are solved within a day of the first response, one of them opened again."""
    opened = datetime.fromisoformat("2026-02-01 08:00") + timedelta(hours=number)
    first = opened + timedelta(hours=2)
    resolved = first + timedelta(hours=20 if number < 4 else 30)
    return {
        "case_id": f"x{number}", "customer_id": f"c{number % SIZE}", "category": "Complaint",
        "opened_at": str(opened), "first_response_at": str(first), "resolved_at": str(resolved),
        "reopened_at": str(resolved + timedelta(days=1)) if number == 0 else None,
        "compensation_cost": 20 if number in (1, 30) else 0,
    }  # fmt: skip


def _follow_up(number: int) -> dict[str, Any]:
    return {"follow_up_id": f"f{number}", "customer_id": "c1", "response_id": "r1",
            "opened_at": "2026-01-10 08:00", "root_cause": "Late parcel",
            "action": "Called" if number < 3 else None,
            "outcome": "recovered" if number < 2 else None}  # fmt: skip
