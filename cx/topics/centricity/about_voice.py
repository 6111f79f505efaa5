"""Evidence from what customers say and complain of: how steadily they are asked, what follows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cx.topics.centricity.results import Count, Evidence
from cx.topics.centricity.words import only, part
from cx.topics.quality.judging import percent
from cx.topics.rows import day
from cx.words import counted, day_in_words, listed

Row = Mapping[str, Any]

SILENT_DAYS, DAYS_A_MONTH = 183, 30.44
"""Days without an answer from which on a programme is not called standing."""
LEAST_MONTHS, HALF, NEARLY_ALL = 6, 0.5, 0.9
LEAST_COMPLAINTS, FEW_AT_ONCE = 30, 0.2
"""Complaints from which on they are judged, and the share solved at once that is few."""


def listening(row: Row, from_on: date, on_day: date) -> Evidence:
    """Question 3: whether customers answer all year round."""
    first_on, latest_on = day(row["first_on"]), day(row["latest_on"])
    if first_on is None or latest_on is None:
        needed = "responses, each with the day it was given"
        return Evidence(3, beyond=f"The data cannot speak to this: it would take {needed}.")
    months, possible = int(row["months_answered"]), _months(from_on, on_day)
    contacted, asked = int(row["contacted"]), int(row["contacted_and_answered"])
    said = [
        f"Customers answered in {months} of the {possible} months to {day_in_words(on_day)}, "
        f"the last time on {day_in_words(latest_on)}."
    ]
    counts = [Count("months_answered", "Months with an answer", months, possible)]
    if row["kinds"]:
        said.append(f"They were asked by these kinds of survey: {row['kinds']}.")
    if contacted:
        said.append(f"Answers tell of {part(asked, contacted, 'touchpoints with contacts')}.")
        label = "Touchpoints with contacts that answers tell of"
        counts.append(Count("touchpoints_answered", label, asked, contacted))
    since = min(possible, _months(max(first_on, from_on), on_day))
    against = _silence(latest_on, on_day) or _gaps(months, since)
    is_steady = months >= NEARLY_ALL * possible and not against
    return Evidence(
        3,
        tuple(said),
        against_yes=against,
        against_no=f"Customers answered in {months} of {possible} months." if is_steady else "",
        counts=tuple(counts),
    )


def _months(from_on: date, on_day: date) -> int:
    """Count calendar months from one day to another, both included.

    >>> _months(date(2024, 12, 31), date(2026, 11, 1))
    24
    """
    return 12 * (on_day.year - from_on.year) + on_day.month - from_on.month + 1


def _silence(latest_on: date, on_day: date) -> str:
    days = (on_day - latest_on).days
    if days < SILENT_DAYS:
        return ""
    ago = counted(days / DAYS_A_MONTH, "month")
    return f"The newest answer is of {day_in_words(latest_on)}, {ago} before this review."


def _gaps(months: int, possible: int) -> str:
    """Say that most months since the first answer have none; a young programme is not blamed."""
    if possible < LEAST_MONTHS or months >= HALF * possible:
        return ""
    return f"Customers answered in only {months} of {possible} months."


def importance(row: Row) -> Evidence:
    """Question 4: whether importance is stated beside the rating."""
    attributes, both = int(row["attributes"]), int(row["attributes_with_importance"])
    if not attributes:
        needed = "ratings of these months, each with rating and importance"
        return Evidence(4, beyond=f"The data cannot speak to this: it would take {needed}.")
    ratings, weighed = int(row["ratings"]), int(row["ratings_with_importance"])
    whole, few = (say(both, attributes, "rated attributes") for say in (part, only))
    said = (
        f"For {whole} customers also said how important they are, in "
        f"{part(weighed, ratings, 'ratings')}.",
    )
    counts = (
        Count("attributes_with_importance", "Attributes also weighed", both, attributes),
        Count("ratings_with_importance", "Ratings with importance", weighed, ratings),
    )
    return Evidence(
        4,
        said,
        against_yes=f"{few} were weighed by customers too." if both < HALF * attributes else "",
        against_no=f"Importance is stated for {whole}." if both == attributes else "",
        counts=counts,
    )


def solving(row: Row) -> Evidence:
    """Question 9: whether problems are written down, and solved."""
    beyond = "The data cannot speak to what employees are rewarded for: it would take the rules."
    total = int(row["follow_ups"])
    if not total:
        return Evidence(9, beyond=beyond)
    names = {"with_cause": "what was wrong", "with_action": "what was done"}
    told = [f"{percent(int(row[key]) / total)} tell {name}" for key, name in names.items()]
    said = [f"Of {counted(total, 'follow-up')} with customers, {listed(told)}."]
    counts = [
        Count(key, f"Follow-ups that tell {names[key]}", int(row[key]), total) for key in names
    ]
    ended, recovered = int(row["with_outcome"]), int(row["recovered"])
    if ended:
        whole = part(recovered, ended, "with an outcome")
        said.append(f"{whole} won the customer back.")
        counts.append(Count("recovered", "Follow-ups that won the customer back", recovered, ended))
    return Evidence(9, tuple(said), beyond, counts=tuple(counts))


def free_hand(row: Row) -> Evidence:
    """Question 10: whether complaints are solved and made good at once."""
    complaints, timed = int(row["complaints"]), int(row["timed"])
    beyond = "Who decided it, no extract tells."
    if not timed:
        needed = "cases of these months, with their first response and when they were resolved"
        return Evidence(10, beyond=f"The data cannot speak to this: it would take {needed}.")
    at_once = int(row["solved_at_once"])
    whole = part(at_once, timed, "complaints")
    said = [f"{whole} were solved within a day of the first response and never opened again."]
    counts = [Count("solved_at_once", "Complaints solved at once", at_once, timed)]
    if row["with_cost_known"]:
        paid, paid_at_once = int(row["compensated"]), int(row["compensated_at_once"])
        then = f", {paid_at_once:,} of them at once" if paid else ""
        said.append(f"{part(paid, complaints, 'complaints')} were made good with money{then}.")
        counts.append(Count("compensated", "Complaints made good with money", paid, complaints))
    is_few = timed >= LEAST_COMPLAINTS and at_once < FEW_AT_ONCE * timed
    few = only(at_once, timed, "complaints")
    against = f"{few} were solved within a day of the first response." if is_few else ""
    return Evidence(10, tuple(said), beyond, against, counts=tuple(counts))
