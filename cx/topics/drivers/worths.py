"""What fixing each problem may be worth: points from the bridge, money where it can be told."""

from typing import Any

import pandas as pd

from cx.analysis.dissatisfaction.bridge import Span
from cx.analysis.dissatisfaction.worth import Range, Worth, worth
from cx.analysis.ladder import Refusal
from cx.topics.ask import Ask
from cx.topics.drivers.results import Defection, Dissatisfaction, Fix, Worths
from cx.topics.drivers.view import View

LEAST_DAYS, YEAR = 180, 365
MOST_WITHOUT_COST = 0.10
"""With more revenue than this without a cost, the margin is not told."""


def load_worths(
    ask: Ask, view: View, dissatisfaction: Dissatisfaction, defection: Defection
) -> Worths:
    """Say what fixing each clear failing may be worth.

    Parameters
    ----------
    dissatisfaction, defection : Dissatisfaction, Defection
        Of the same view: the points come from the one, the retention from the other.
    """
    row = next(ask("drivers/worth", view.filters, latest_possible_on=view.today).itertuples())
    customers = int(row.customers)
    margin = _margin_per_year(row, customers)
    gap = _retention_gap(defection)
    clear = [
        span for span in dissatisfaction.bridge.spans if span.penalty.is_clear and _costs(span)
    ]
    return Worths(
        fixes=tuple(Fix(span.name, _worth(view, span, customers, gap, margin)) for span in clear),
        customers=customers,
        margin_per_year=margin,
        from_on=None if margin is None else row.from_on.date(),
        to_on=None if margin is None else row.to_on.date(),
        refusal=dissatisfaction.bridge.refusal or (None if clear else _nothing_clear()),
    )


def _costs(span: Span) -> bool:
    return span.penalty.points < 0


def _worth(
    view: View, span: Span, customers: int, gap: Range | None, margin: float | None
) -> Worth:
    term = span.penalty
    points = Range(-term.points, -term.high, -term.low)
    if view.filters.metric != "nps":
        return Worth(points, None, (), _only_nps())
    return worth(points, customers, gap, margin)


def _only_nps() -> Refusal:
    return Refusal(
        "worth_in_points_only",
        "Money is worked out for NPS only, whose points are detractors turned into promoters.",
        "needs the metric NPS",
    )


def _nothing_clear() -> Refusal:
    return Refusal(
        "no_clear_failing",
        "No failing clearly costs points, so there is nothing whose fixing could be priced.",
        "needs more rated answers, or attributes that matter more",
    )


def _retention_gap(defection: Defection) -> Range | None:
    """How many more of the happy stay a year; None where that is not clear."""
    pair = defection.extremes
    if pair is None or not pair.is_clear or pair.risk_difference is None:
        return None
    found = pair.risk_difference
    return Range(found.value, found.low, found.high) if found.value > 0 else None


def _margin_per_year(row: Any, customers: int) -> float | None:
    """Contribution of a customer in a year; None without orders, costs or half a year of both."""
    margin, revenue = row.margin, row.revenue
    if pd.isna(margin) or not customers or not revenue:
        return None
    days = (row.to_on - row.from_on).days + 1
    without = row.revenue_without_cost
    if days < LEAST_DAYS or (not pd.isna(without) and without > MOST_WITHOUT_COST * revenue):
        return None
    return float(margin) / customers * YEAR / days
