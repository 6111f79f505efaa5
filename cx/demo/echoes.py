"""Surveys about one contact: who is asked after it, who answers what, and who is won back."""

import numpy as np

from cx.demo.answers import experience, nps_answer
from cx.demo.axis import DAYS, Block, calendar_month
from cx.demo.care import incident_points
from cx.demo.columns import Array, Columns, where
from cx.demo.company import COMPLAINT, CONTACT_POINTS, SURVEY_OF, TOUCHPOINT_POINTS
from cx.demo.responding import answers, follow_up
from cx.demo.truths import TRUTHS

_ASKED = 0.95
_UNRESOLVED_POINTS = -60.0
_WAIT_POINTS = -12.0
_LONG_WAIT = 300
_SEGMENT_POINTS = 0.5 * np.array([points for _, points in TRUTHS.segment_points])


def make_echoes(block: Block, customers: Columns, contacts: Columns) -> Columns:
    """Invitations after contacts: contact's row, times, what was felt, whether heard, follow-up.

    Surveys without an answer when the demo's time ends are still open, and count as not heard.
    """
    dice = block.dice("echoes")
    is_asked = (SURVEY_OF[contacts["touchpoint"]] >= 0) & (contacts["inbound"] >= 0)
    rows = np.flatnonzero(is_asked & (dice.random(len(is_asked)) < _ASKED))
    asked = where(contacts, rows)
    loyalty = customers["loyalty"][asked["customer"]]
    felt = experience(_points(customers, asked), loyalty, dice)
    sent = asked["second"] + dice.integers(3600, 2 * 86_400, len(rows))
    responded = sent + np.minimum(dice.exponential(1.2 * 86_400, len(rows)), 9 * 86_400)
    heard = answers(dice, customers["segment"][asked["customer"]], felt)
    heard &= responded < DAYS * 86_400
    is_followed = heard & (nps_answer(felt) <= 6) & (asked["touchpoint"] != COMPLAINT)
    echoes = {
        "contact": rows,
        "customer": asked["customer"],
        "sent": sent,
        "responded": responded.astype(np.int64),
        "day": responded.astype(np.int64) // 86_400,
        "felt": felt,
        "is_heard": heard,
        "outcome": follow_up(dice, is_followed),
    }
    return where(echoes, sent < DAYS * 86_400)


def _points(customers: Columns, asked: Columns) -> Array:
    """Expected score of each contact."""
    is_season = np.isin(calendar_month(asked["day"]), TRUTHS.seasonal_months)
    is_long = np.nan_to_num(asked["wait"]) > _LONG_WAIT
    return (
        TOUCHPOINT_POINTS[asked["touchpoint"]]
        + CONTACT_POINTS[asked["channel"]]
        + _SEGMENT_POINTS[customers["segment"][asked["customer"]]]
        + TRUTHS.seasonal_points * is_season
        + incident_points(asked["day"], asked["channel"])
        + TRUTHS.late_points * asked["is_late"]
        + _UNRESOLVED_POINTS * (asked["resolved"] == 0)
        + _WAIT_POINTS * is_long
    )
