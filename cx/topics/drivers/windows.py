"""What may stand behind an answer, and for how long: one place for every threshold and window."""

from dataclasses import dataclass

ORDER_DAYS, INVOICE_DAYS, CASE_DAYS, CONTACT_DAYS = 90, 90, 90, 30
"""How long before an answer an order, invoice, case or contact may lie to count for it."""

LONG_WAIT_SECONDS = 300
REPEAT_DAYS = 7
PRESSURE_DAYS, PRESSURE_CONTACTS = 30, 4
"""So many marketing contacts within so many days are pressure."""

RECOVERY_DAYS = 180
"""How long before an answer a complaint may lie."""

BAD_DAYS = 180
"""How long a matter not resolved at first contact may make a customer leave."""

EARLY_DAYS = 90
"""Until then an answer is fresh; later customers may think otherwise."""

ANSWER_DAYS = 14
"""Who has not answered an invitation by then counts as silent."""

LO, HI = 2, 5
"""On the scale of 1 to 5: up to it a rating is low, from it on it is top."""


@dataclass(frozen=True, slots=True)
class CauseKind:
    """One thing that may happen before an answer.

    Attributes
    ----------
    key, label : str
        Its column, and the name people read.
    after : str
        What an answer comes after, in a sentence: ``"a late delivery"``.
    needs : str
        What tells of it, for those who have nothing on file.
    """

    key: str
    label: str
    after: str
    needs: str


CAUSES = (
    CauseKind(
        "late_by_day",
        "Late delivery, by the day",
        "a late delivery",
        "orders with promised_on and delivered_on",
    ),
    CauseKind(
        "late_by_hour",
        "Late delivery, by the hour",
        "a delivery after the promised hour",
        "orders with promised_at and delivered_at",
    ),
    CauseKind(
        "incomplete",
        "Incomplete delivery",
        "an incomplete delivery",
        "orders with is_complete",
    ),
    CauseKind(
        "out_of_stock",
        "Out of stock",
        "an order with something out of stock",
        "orders with the status out_of_stock",
    ),
    CauseKind(
        "disputed",
        "Disputed invoice",
        "a disputed invoice",
        "invoices with is_disputed",
    ),
    CauseKind(
        "long_wait",
        f"Wait over {LONG_WAIT_SECONDS // 60} minutes",
        f"a wait of more than {LONG_WAIT_SECONDS // 60} minutes",
        "interactions with wait_seconds",
    ),
    CauseKind(
        "not_settled",
        "Not resolved at first contact",
        "a matter not resolved at first contact",
        "interactions with is_resolved",
    ),
    CauseKind(
        "repeated",
        f"Repeat contact within {REPEAT_DAYS} days",
        f"a second contact within {REPEAT_DAYS} days",
        "interactions with direction",
    ),
    CauseKind(
        "handed_over",
        "Handed over",
        "a case that changed hands",
        "interactions with case_id and agent_id or team",
    ),
    CauseKind(
        "reopened",
        "Case opened again",
        "a case that was opened again",
        "cases with reopened_at",
    ),
    CauseKind(
        "pressed",
        f"{PRESSURE_CONTACTS} or more marketing contacts in {PRESSURE_DAYS} days",
        f"{PRESSURE_CONTACTS} or more marketing contacts in {PRESSURE_DAYS} days",
        "interactions with the purpose marketing",
    ),
)

ASKED: dict[str, dict[str, int]] = {
    "drivers/causes_orders": {"order_days": ORDER_DAYS},
    "drivers/causes_invoices": {"invoice_days": INVOICE_DAYS},
    "drivers/causes_contacts": {
        "contact_days": CONTACT_DAYS,
        "long_wait_seconds": LONG_WAIT_SECONDS,
        "repeat_days": REPEAT_DAYS,
    },
    "drivers/causes_cases": {"case_days": CASE_DAYS},
    "drivers/causes_pressure": {
        "pressure_days": PRESSURE_DAYS,
        "pressure_contacts": PRESSURE_CONTACTS,
    },
}
"""The questions that tell of causes, with their windows."""

HELD_EQUAL = ("segment", "region", "channel", "touchpoint", "quarter")
"""What is the same for both sides of an adjusted difference."""
