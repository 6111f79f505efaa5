"""Unhappy answers and complaints by hand, with what was done about each."""

from datetime import datetime, timedelta
from typing import Any

START = datetime.fromisoformat("2026-01-05 22:30")
AS_OF = datetime.fromisoformat("2026-06-30 12:00")
FIRST_CASE = datetime.fromisoformat("2026-05-01 23:50")
TEAMS = ("North", "South")
SIZE = 120


def at(moment: datetime) -> str:
    return moment.isoformat(sep=" ")


def began(number: int) -> datetime:
    return START + timedelta(days=number % 60, minutes=number)


def hours_until_contact(number: int) -> float | None:
    """One in four is never contacted; the others within 1 to 60 hours."""
    return None if number % 4 == 3 else 1 + number * 7 % 60


def is_closed(number: int) -> bool:
    return number % 4 in (0, 1)


def rows() -> dict[str, list[dict[str, Any]]]:
    """120 detractors, who answer again as promoters, and 12 complaints of the first twelve.

    Complaint 0 was opened again and never closed after; 1 was opened again and closed after that.
    """
    responses = [
        {"response_id": f"r{i}", "customer_id": f"c{i}", "responded_at": at(began(i)), "nps": i % 7,
         "survey_id": "s", "channel": ("Web", "Phone")[i % 2],
         "comment": "Call +44 20 7946 0958" if i == 0 else None}
        for i in range(SIZE)
    ] + [
        {"response_id": f"n{i}", "customer_id": f"c{i}", "survey_id": "s", "channel": "Web",
         "responded_at": at(began(i) + timedelta(days=90)), "nps": 10 if i % 2 else 2}
        for i in range(SIZE)
    ] + [{"response_id": "last", "customer_id": "z", "responded_at": at(AS_OF), "nps": 10,
          "survey_id": "s"}]  # fmt: skip
    return {
        "surveys": [{"survey_id": "s", "name": "Pulse", "kind": "relationship"}],
        "customers": [
            {"customer_id": f"c{i}", "name": f"Person {i}", "segment": "SMB", "status": "active",
             "acquired_on": "2024-01-01"}
            for i in range(SIZE)
        ],
        "responses": responses,
        "follow_ups": [_follow_up(i) for i in range(SIZE) if i % 4 != 3],
        "cases": [_case(i) for i in range(12)],
    }  # fmt: skip


def _follow_up(number: int) -> dict[str, Any]:
    hours = hours_until_contact(number)
    assert hours is not None
    contact = began(number) + timedelta(hours=hours)
    closed = contact + timedelta(hours=30)
    return {
        "follow_up_id": f"f{number}", "customer_id": f"c{number}", "response_id": f"r{number}",
        "opened_at": at(began(number)), "first_contact_at": at(contact),
        "closed_at": at(closed) if is_closed(number) else None,
        "owner": TEAMS[number % 2], "root_cause": "Late parcel",
        "outcome": "recovered" if is_closed(number) else None,
    }  # fmt: skip


def _case(number: int) -> dict[str, Any]:
    opened = FIRST_CASE + timedelta(days=number)
    resolved = opened + timedelta(hours=20)
    again = {0: resolved + timedelta(days=2), 1: resolved - timedelta(hours=5)}.get(number)
    return {
        "case_id": f"k{number}", "customer_id": f"c{number}", "opened_at": at(opened),
        "category": "Complaint: late parcel", "first_response_at": at(opened + timedelta(hours=1)),
        "resolved_at": None if number == 11 else at(resolved),
        "reopened_at": at(again) if again else None,
    }  # fmt: skip
