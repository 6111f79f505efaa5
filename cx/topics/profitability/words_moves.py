"""Says in words what moves of contacts rest on, and what they are associated with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.words import signed, unsigned

if TYPE_CHECKING:
    from cx.analysis.estimate import Estimate
    from cx.analysis.profit.move_results import BestMix, Consequence, WhatIf


def assumed_in_words(best: BestMix, metric: str) -> str:
    """Say what the best mix rests on."""
    floor = f"{metric} at least {best.floor:.1f}" if best.floor is not None else "no least score"
    return (
        f"Assumed: {100 * best.theta:.0f} % of the gap between channels survives; no share of a "
        f"channel moves by more than {100 * best.reach:.0f} points; {floor}; capacity as on file."
    )


def tried_assumed(found: WhatIf) -> tuple[str, ...]:
    """Say in sentences what a move that is tried out rests on."""
    return (
        f"{100 * found.theta:.0f} % of the gap between channels survives for those who move.",
        "Costs, scores and retention of a channel are associated with it, not proven effects.",
        "Contacts keep their number and purpose; capacity and rates are as on file.",
    )


def signed_ends(found: Estimate, times: float, digits: int) -> tuple[str, str]:
    """Write a change, and its interval."""
    value, low, high = (signed(times * end, digits) for end in (found.value, found.low, found.high))
    return value, f"{low} to {high}"


def levels(found: Consequence, times: float, digits: int) -> tuple[str, str]:
    """Write a figure as it is and as it would be; ``""`` where that is not known."""
    if found.before is None or found.after is None:
        return "", ""
    ends = (times * found.before, times * found.after.value)
    before, after = (unsigned(end, 1 if digits else 0) for end in ends)
    return before, after
