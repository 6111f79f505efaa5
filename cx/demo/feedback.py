"""Feedback as it is told: invitations, answers, ratings and follow-ups of pulses and contacts."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cx.demo.answers import csat_answer, ease_answer, nps_answer
from cx.demo.axis import DAYS
from cx.demo.care import OTHER, incident_points
from cx.demo.columns import Array, Columns, stack, where
from cx.demo.comments import (
    is_happy,
    theme,
    themes_of_ratings,
    themes_of_touchpoints,
    write_comments,
)
from cx.demo.company import SURVEY_OF, SURVEYS
from cx.demo.make import Made
from cx.demo.ratings import as_rows
from cx.demo.truths import TRUTHS

ANONYMOUS, UNKNOWN = -1, -2
_CSAT_SCALE = np.array([survey[2] for survey in SURVEYS])
_CES_SCALE = np.array([survey[3] for survey in SURVEYS])
_HIGH_IS_EASY = np.array([survey[4] for survey in SURVEYS])


@dataclass(frozen=True, slots=True)
class Feedback:
    """Feedback of a block; rows refer to rows of Made and of one another by number."""

    invitations: Columns
    responses: Columns
    comments: pa.Array
    ratings: Columns
    follow_ups: Columns


def gather(made: Made) -> Feedback:
    """Put pulses and surveys about contacts together, in order of time."""
    asked = stack([_pulse_rows(made), _echo_rows(made)])
    asked = where(asked, np.argsort(asked["sent"], kind="stable"))
    asked["invitation"] = np.arange(len(asked["sent"]))
    heard = where(asked, asked["is_heard"])
    heard = where(heard, np.argsort(heard["responded"], kind="stable"))
    responses = _said(made, heard)
    return Feedback(
        invitations=asked,
        responses=responses,
        comments=_comments(made, responses),
        ratings=_ratings(made, responses),
        follow_ups=_follow_ups(made, responses),
    )


def _pulse_rows(made: Made) -> Columns:
    """Invitations to the relationship pulse."""
    pulses, dice = made.pulses, made.block.dice("pulse rows")
    who, quarter = np.nonzero(pulses.answer >= 0)
    count = len(who)
    sent = pulses.day[who, quarter] * 86_400 + dice.integers(9 * 3600, 20 * 3600, count)
    wait = np.minimum(dice.exponential(1.5 * 86_400, count), 7.5 * 86_400).astype(np.int64)
    # Who leaves within days of the pulse answered before.
    responded = np.minimum(sent + wait, pulses.lost[who] * 86_400 - 1)
    first_contract = np.full(made.block.size, -1)
    first_contract[made.contracts["customer"][::-1]] = np.arange(len(made.contracts["customer"]))[
        ::-1
    ]
    nothing = np.full(count, -1)
    return {
        "customer": who,
        "pulse": who * pulses.day.shape[1] + quarter,
        "survey": np.zeros(count, dtype=np.int64),
        "sent": sent,
        "responded": np.maximum(responded, sent + 60),
        "channel": pulses.channel[who, quarter],
        "felt": pulses.felt[who, quarter],
        "is_heard": pulses.is_heard[who, quarter],
        "outcome": pulses.outcome[who, quarter],
        "contract": first_contract[who],
        **dict.fromkeys(("contact", "touchpoint", "order", "product"), nothing),
    }


def _echo_rows(made: Made) -> Columns:
    """Invitations after contacts."""
    echoes, contacts = made.echoes, made.contacts
    row = echoes["contact"]
    return {
        "customer": echoes["customer"],
        "pulse": np.full(len(row), -1),
        "survey": SURVEY_OF[contacts["touchpoint"][row]],
        "sent": echoes["sent"],
        "responded": echoes["responded"],
        "channel": contacts["channel"][row],
        "felt": echoes["felt"],
        "is_heard": echoes["is_heard"],
        "outcome": echoes["outcome"],
        "contract": contacts["contract"][row],
        "contact": row,
        "touchpoint": contacts["touchpoint"][row],
        "order": contacts["order"][row],
        "product": contacts["product"][row],
    }


def _said(made: Made, heard: Columns) -> Columns:
    """Answers on their scales, a few of them anonymous or of customers nobody knows."""
    dice = made.block.dice("answers")
    count = len(heard["felt"])
    nps = nps_answer(heard["felt"])
    csat = csat_answer(heard["felt"], _CSAT_SCALE[heard["survey"]], dice)
    scale = _CES_SCALE[heard["survey"]]
    ease = ease_answer(heard["felt"], scale, dice)
    ces = np.where(_HIGH_IS_EASY[heard["survey"]] == 1, ease, scale + 1 - ease)
    chance = np.where(heard["survey"] == 0, dice.random(count), 1.0)
    is_unknown = chance < TRUTHS.unknown_share
    is_anonymous = ~is_unknown & (chance < TRUTHS.unknown_share + TRUTHS.anonymous_share)
    who = np.where(is_anonymous, ANONYMOUS, np.where(is_unknown, UNKNOWN, heard["customer"]))
    wants = dice.random(count) < np.where(nps <= 6, 0.45, 0.04)
    return heard | {
        "respondent": who,
        "invitation": np.where(who < 0, -1, heard["invitation"]),
        "contract": np.where(who < 0, -1, heard["contract"]),
        "nps": nps,
        "csat": np.where(dice.random(count) < 0.04, -1, csat),
        "ces": np.where(dice.random(count) < 0.06, -1, ces),
        "wants": np.where(is_anonymous, 0, wants),
    }


def _comments(made: Made, responses: Columns) -> pa.Array:
    """What was on the customer's mind, in words."""
    dice, pulses = made.block.dice("comments"), made.pulses
    happy = is_happy(dice, responses["nps"])
    pulse, is_pulse = responses["pulse"], responses["pulse"] >= 0
    ratings = pulses.ratings.reshape(-1, pulses.ratings.shape[-1])[pulse]
    chosen = np.where(
        is_pulse,
        themes_of_ratings(dice, ratings, happy),
        themes_of_touchpoints(dice, responses["touchpoint"]),
    )
    has_no_voice = ~happy & (
        incident_points(responses["responded"] // 86_400, responses["channel"]) < 0
    )
    chosen = np.where(has_no_voice, theme("portal"), chosen)
    for name, mark in (
        ("complaint", pulses.has_complaint.ravel() == 2),
        ("contact pressure", pulses.is_pressed.ravel()),
    ):
        chosen = np.where(is_pulse & ~happy & mark[pulse], theme(name), chosen)
    language = np.where(
        responses["respondent"] < 0, 0, made.customers["language"][responses["customer"]]
    )
    return write_comments(dice, chosen, happy, responses["nps"], language)


def _ratings(made: Made, responses: Columns) -> Columns:
    """Ratings of the relationship answers, in long form."""
    dice, ratings = made.block.dice("ratings"), made.pulses.ratings
    asked = np.flatnonzero(responses["pulse"] >= 0)
    given = ratings.reshape(-1, ratings.shape[-1])[responses["pulse"][asked]]
    row, attribute, rating, importance = as_rows(dice, given)
    return {
        "response": asked[row],
        "attribute": attribute,
        "rating": rating,
        "importance": importance,
    }


def _follow_ups(made: Made, responses: Columns) -> Columns:
    """Follow-ups of unhappy answers and of complaints; the latest are still open."""
    dice = made.block.dice("follow-ups")
    row = np.flatnonzero((responses["outcome"] >= 0) & (responses["respondent"] >= 0))
    count = made.complaints
    cases = made.cases
    follow_ups = stack(
        [
            {
                "customer": responses["customer"][row],
                "response": row,
                "opened": responses["responded"][row] + 3600,
                "cause": _cause(dice, responses, row),
                "outcome": responses["outcome"][row],
            },
            {
                "customer": cases["customer"][:count],
                "case": np.arange(count),
                "opened": cases["second"][:count] + 1800,
                "cause": cases["cause"][:count],
                "outcome": cases["outcome"][:count],
            },
        ],
        response=-1,
        case=-1,
    )
    follow_ups = where(follow_ups, follow_ups["opened"] < DAYS * 86_400)
    return follow_ups | _steps(dice, follow_ups)


def _cause(dice: np.random.Generator, responses: Columns, row: Array) -> Array:
    """Cause found: the touchpoint's, else any of the first six categories."""
    of_survey = np.array([-1, 5, 5, 0, 1, 5, 2, 3, 3])[responses["survey"][row]]
    return np.where(of_survey >= 0, of_survey, dice.integers(OTHER + 1, size=len(row)))


def _steps(dice: np.random.Generator, follow_ups: Columns) -> Columns:
    """When they were reached and when it was closed; NaN and -1 for what has not happened."""
    opened, outcome = follow_ups["opened"], follow_ups["outcome"]
    count = len(opened)
    first = opened + dice.lognormal(11.4, 0.9, count)
    closed = first + dice.lognormal(11.9, 0.9, count)
    first = np.where((outcome >= 2) | (first >= DAYS * 86_400), np.nan, first)
    is_open = closed >= DAYS * 86_400
    return {
        "first_contact": first,
        "closed": np.where(is_open, np.nan, closed),
        "outcome": np.where(is_open, -1, outcome),
        "action": np.where(outcome < 2, dice.integers(5, size=count), -1),
    }
