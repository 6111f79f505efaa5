"""A company by hand whose contribution, mixes and costs can be counted on paper."""

from typing import Any

SEGMENTS = ("Home", "Shop")
SIZE = 320


def segment_of(number: int) -> str:
    return SEGMENTS[number % 2]


def main_channel(number: int) -> str:
    """Half of each segment comes by telephone, half by Web."""
    return "Phone" if number % 4 < 2 else "Web"


def cost_of(channel: str) -> float:
    return 30.0 if channel == "Phone" else 1.0


def revenue_of(number: int) -> float:
    return 100.0 + number % 7


def margin_of(number: int) -> float:
    """Revenue less discount, goods and four contacts."""
    return revenue_of(number) - 2.0 - 40.0 - 4 * cost_of(main_channel(number))


def rows() -> dict[str, list[dict[str, Any]]]:
    """Each customer orders once and has four contacts on four days, and answers after the last."""
    numbers = range(SIZE)
    return {
        "surveys": [{"survey_id": "s", "name": "After contact", "kind": "transactional"}],
        "customers": [
            {"customer_id": f"c{i}", "name": f"Customer {i}", "segment": segment_of(i),
             "region": ("North", "South")[i % 3 == 0], "status": "active",
             "acquired_on": "2024-01-01", "preferred_channel": main_channel(i)}
            for i in numbers
        ],
        "orders": [
            {"order_id": f"o{i}", "customer_id": f"c{i}", "ordered_at": f"2026-0{1 + i % 6}-10",
             "revenue": revenue_of(i), "discount": 2, "cost_of_goods": 40,
             "status": "delivered", "sales_channel": main_channel(i)}
            for i in numbers
        ],
        "interactions": [_contact(i, turn) for i in numbers for turn in range(4)],
        "responses": [
            {"response_id": f"r{i}", "customer_id": f"c{i}", "survey_id": "s",
             "responded_at": "2026-06-20", "channel": main_channel(i),
             "nps": (9 if main_channel(i) == "Web" else 3) if i % 5 else 7}
            for i in numbers
        ],
    }  # fmt: skip


def _contact(number: int, turn: int) -> dict[str, Any]:
    channel = main_channel(number)
    return {
        "interaction_id": f"x{number}-{turn}", "customer_id": f"c{number}",
        "occurred_at": f"2026-0{turn + 1}-15 10:00", "touchpoint": "Help", "channel": channel,
        "purpose": "service", "direction": "inbound", "is_resolved": True,
        "cost": cost_of(channel),
    }  # fmt: skip
