"""The relationship pulse: each customer is asked every quarter; what they feel decides who leaves.

Everybody feels something at each pulse, also those who are not heard: it makes them leave or refer.
"""

from dataclasses import dataclass

import numpy as np

from cx.demo.answers import experience, group_of, nps_answer
from cx.demo.axis import DAYS, MONTH_STARTS, NEVER, Block, calendar_month, day_named
from cx.demo.care import RECOVERED, incident_points
from cx.demo.columns import Array, Columns
from cx.demo.company import INSTALLATION, LEAVING_A_QUARTER, SERVICE
from cx.demo.customers import main_channel
from cx.demo.marketing import contacts_in_30_days
from cx.demo.ratings import points_of, rate
from cx.demo.responding import FOLLOWED, OUTCOME_SHARES, answers, follow_up
from cx.demo.truths import TRUTHS

QUARTERS = 8
# A pulse comes half a year after the last but one, give or take a few days.
_FOLLOWED_UP_DAYS = TRUTHS.followed_up_days + 10
_PRICE_RISE = day_named(TRUTHS.price_rise_on)
_CHANNEL_POINTS = np.array([points for _, points in TRUTHS.channel_points])
_SEGMENT_POINTS = np.array([points for _, points in TRUTHS.segment_points])
_HAZARDS = np.array([TRUTHS.detractor_hazard, 1.0, TRUTHS.promoter_hazard])
_REFERRALS = (TRUTHS.detractor_referrals, TRUTHS.passive_referrals, TRUTHS.promoter_referrals)

_WON_SHARE = FOLLOWED * OUTCOME_SHARES[RECOVERED]
_LEFT_HAZARD = (1 - _WON_SHARE * TRUTHS.followed_up_hazard) / (1 - _WON_SHARE)
"""Hazard of detractors not won back, such that all detractors together keep the planted one."""


@dataclass(frozen=True, slots=True)
class Pulses:
    """Pulses of a block: arrays of customers × quarters, and the day each customer leaves.

    ``answer`` is what they would say (-1 where not asked), ``is_heard`` whether they said it,
    ``outcome`` what came of following up (-1: not followed up), ``lost`` NEVER for who stays.
    """

    day: Array
    channel: Array
    answer: Array
    felt: Array
    is_heard: Array
    outcome: Array
    ratings: Array
    is_pressed: Array
    is_late: Array
    has_complaint: Array
    lost: Array


def _pulse_days(dice: np.random.Generator, size: int) -> Array:
    """Each customer's day in their month of each quarter, early enough to answer within it."""
    month = dice.integers(3, size=size)[:, None] + 3 * np.arange(QUARTERS)
    return MONTH_STARTS[month] + dice.integers(0, 20, size)[:, None]


def _latest(who: Array, day: Array, asked: Array, until: Array) -> Array:
    """Index of the last event of each customer asked about before a day; -1 for none.

    >>> _latest(np.array([0, 0, 2]), np.array([5, 9, 1]), np.array([0, 1]), np.array([8, 8]))
    array([ 0, -1])
    """
    order = np.lexsort((day, who))
    key = (who * np.int64(2 * NEVER) + day)[order]
    place = np.searchsorted(key, asked * np.int64(2 * NEVER) + until) - 1
    found = np.append(order, -1)[place]
    same = (found >= 0) & (np.append(who, -1)[found] == asked)
    return np.where(same, found, -1)


def _had(who: Array, day: Array, asked: Array, until: Array, days: int) -> Array:
    """Whether customers had such an event in the days before a day."""
    found = _latest(who, day, asked, until)
    return (found >= 0) & (until - np.append(day, -NEVER)[found] <= days)


def _usual_points(customers: Columns, who: Array, day: Array, channel: Array) -> Array:
    """What segment, channel, price rise, season and incident make of the relationship."""
    is_season = np.isin(calendar_month(day), TRUTHS.seasonal_months)
    return (
        _SEGMENT_POINTS[customers["segment"][who]]
        + _CHANNEL_POINTS[channel]
        + TRUTHS.price_rise_points * (day >= _PRICE_RISE)
        + TRUTHS.seasonal_points * is_season
        + incident_points(day, channel)
    )


def run_pulses(
    block: Block, customers: Columns, contacts: Columns, complaints: Columns, echoes: Columns
) -> Pulses:
    """Ask quarter after quarter: what was felt decides who answers, who is won back, who leaves.

    Parameters
    ----------
    contacts : Columns
        All contacts, marketing among them, as if nobody left.
    """
    dice = block.dice("pulses")
    size = block.size
    days = _pulse_days(dice, size)
    who, day = np.repeat(np.arange(size), QUARTERS), days.ravel()
    channel = main_channel(customers, who, day)
    past = _Past.of(contacts, complaints, echoes, who, day)
    ratings = rate(dice, np.repeat(dice.standard_normal(size), QUARTERS), past.is_late)
    points = _usual_points(customers, who, day, channel) + past.points + points_of(ratings)
    shape = (size, QUARTERS)
    felt, answer, heard, outcome, lost = _quarters(
        dice, customers, days, points.reshape(shape), past.hazard.reshape(shape)
    )
    return Pulses(
        day=days,
        channel=channel.reshape(shape),
        answer=answer,
        felt=felt,
        is_heard=heard,
        outcome=outcome,
        ratings=ratings.reshape(*shape, -1),
        is_pressed=past.is_pressed.reshape(shape),
        is_late=past.is_late.reshape(shape),
        has_complaint=past.has_complaint.reshape(shape),
        lost=lost,
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """What happened before a pulse: points it costs, and how much sooner customers leave."""

    points: Array
    hazard: Array
    is_pressed: Array
    is_late: Array
    has_complaint: Array

    @classmethod
    def of(
        cls, contacts: Columns, complaints: Columns, echoes: Columns, who: Array, day: Array
    ) -> "_Past":
        """Look back from each pulse."""

        def had(rows: Array, days: int, table: Columns = contacts) -> Array:
            return _had(table["customer"][rows], table["day"][rows], who, day, days)

        bad = (contacts["is_bad"] == 1) & (contacts["resolved"] == 0)
        installation = had(
            bad & (contacts["touchpoint"] == INSTALLATION), TRUTHS.bad_installation_days
        )
        service = had(bad & (contacts["touchpoint"] == SERVICE), TRUTHS.bad_service_days)
        won = had(echoes["outcome"] == RECOVERED, TRUTHS.followed_up_days, echoes)
        case = _latest(complaints["customer"], complaints["day"], who, day)
        recent = day - np.append(complaints["day"], -NEVER)[case] <= TRUTHS.complaint_days
        has_case = (case >= 0) & recent
        is_recovered = np.append(complaints["outcome"], -1)[case] == RECOVERED
        is_pressed = _pressed(contacts, who, day)
        unhappy = np.where(is_recovered, TRUTHS.recovered_points, TRUTHS.complaint_points)
        leaving = np.where(is_recovered, TRUTHS.recovered_hazard, TRUTHS.unrecovered_hazard)
        return cls(
            points=TRUTHS.bad_installation_points * installation
            + TRUTHS.bad_service_points * service
            + unhappy * has_case
            + TRUTHS.followed_up_points * won
            + TRUTHS.pressure_points * is_pressed,
            hazard=np.where(won, TRUTHS.followed_up_hazard, 1.0)
            * np.where(installation, TRUTHS.bad_installation_hazard, 1.0)
            * np.where(has_case, leaving, 1.0),
            is_pressed=is_pressed,
            is_late=had(contacts["is_late"] == 1, 90),
            has_complaint=np.where(has_case, np.where(is_recovered, 1, 2), 0),
        )


def _pressed(contacts: Columns, who: Array, day: Array) -> Array:
    rows = np.flatnonzero(contacts["campaign"] >= 0)
    rows = rows[np.lexsort((contacts["day"][rows], contacts["customer"][rows]))]
    count = contacts_in_30_days(contacts["customer"][rows], contacts["day"][rows], who, day)
    return count > TRUTHS.pressure_contacts


def _quarters(
    dice: np.random.Generator, customers: Columns, days: Array, points: Array, hazard: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Walk through the quarters; see Pulses for what comes back."""
    size = len(days)
    felt = np.zeros((size, QUARTERS))
    answer = np.full((size, QUARTERS), -1)
    heard = np.zeros((size, QUARTERS), dtype=bool)
    outcome = np.full((size, QUARTERS), -1)
    lost = np.full(size, NEVER)
    won_back = np.full(size, -NEVER)
    until = np.column_stack([days[:, 1:], np.full(size, DAYS)])
    for quarter in range(QUARTERS):
        day = days[:, quarter]
        is_asked = (customers["acquired"] + 30 <= day) & (day < lost)
        lift = TRUTHS.followed_up_points * (day - won_back <= _FOLLOWED_UP_DAYS)
        felt[:, quarter] = experience(points[:, quarter] + lift, customers["loyalty"], dice)
        said = nps_answer(felt[:, quarter])
        heard[:, quarter] = is_asked & answers(dice, customers["segment"], felt[:, quarter])
        outcome[:, quarter] = follow_up(dice, heard[:, quarter] & (said <= 6))
        won = outcome[:, quarter] == RECOVERED
        won_back = np.where(won, day, won_back)
        back = np.where(won, TRUTHS.followed_up_hazard, np.where(said <= 6, _LEFT_HAZARD, 1.0))
        back = np.where(heard[:, quarter], back, 1.0)
        rate = LEAVING_A_QUARTER[customers["segment"]] * _HAZARDS[group_of(said)]
        leaves = _leaves(dice, day, until[:, quarter], rate * back * hazard[:, quarter])
        lost = np.where(is_asked, np.minimum(lost, leaves), lost)
        answer[:, quarter] = np.where(is_asked, said, -1)
    return felt, answer, heard, outcome, lost


def _leaves(dice: np.random.Generator, day: Array, until: Array, rate: Array) -> Array:
    """Day of leaving before the next pulse, or NEVER."""
    wait = 1 + np.floor(91.25 * dice.exponential(1.0, len(day)) / rate)
    return np.where(day + wait < until, day + wait, NEVER).astype(np.int64)


def referral_weight(pulses: Pulses, day: int) -> Array:
    """How readily each customer refers on a day, by their latest pulse; before it, as a passive."""
    latest = (pulses.day <= day).sum(axis=1) - 1
    answer = pulses.answer[np.arange(len(latest)), np.maximum(latest, 0)]
    known = (latest >= 0) & (answer >= 0)
    return np.where(known, np.array(_REFERRALS)[group_of(answer)], _REFERRALS[1])
