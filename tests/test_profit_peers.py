"""Unprofitable customers are held against their profitable peers, with a range and a verdict."""

import numpy as np
import pandas as pd
import pytest

from cx.analysis.profit.basis import prepare
from cx.analysis.profit.peers import would_be_profitable

RATES = {"Phone": 10.0, "Web": 1.0}


def company(spread: float = 0.0) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """100 Web customers who earn, 40 Phone customers who lose, with 10 contacts each."""
    counts = np.vstack([np.tile([1, 9], (100, 1)), np.tile([9, 1], (40, 1))])
    dice = np.random.default_rng(1)
    cost = counts * np.array(list(RATES.values())) * (1 + spread * dice.normal(size=counts.shape))
    rows = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(140), 2),
            "segment": "Home",
            "purpose": "service",
            "channel": list(RATES) * 140,
            "customers": 1,
            "contacts": counts.ravel(),
            "cost": np.abs(cost).ravel(),
            "answers": 0,
            "points": 0,
            "active": 0,
            "stayed": 0,
        }
    )
    # The first 20 who lose are near nothing, the others far below.
    contribution = np.concatenate([np.full(100, 30.0), np.full(20, -10.0), np.full(20, -70.0)])
    return rows, counts, np.full(140, "Home"), contribution


def test_the_gain_is_the_gap_of_the_two_mixes_times_theta():
    rows, counts, segment, contribution = company()
    found = would_be_profitable(prepare(rows), counts, segment, contribution, theta=0.5)
    # 8 of 10 contacts at 10 would come at 1: 72, of which half survives.
    near = found.listed[0]
    assert near.then.value == pytest.approx(-10 + 36)
    assert (near.then.low, near.then.high) == pytest.approx((-10 + 18, -10 + 72))
    assert (near.now, near.contacts, near.verdict) == (-10, 10, "yes")
    assert (found.unprofitable, found.yes, found.perhaps) == (40, 20, 0)
    assert {each.customer for each in found.listed} == set(range(100, 120))
    assert found.gain == pytest.approx(20 * 36)


def test_who_earns_only_at_this_theta_is_a_perhaps():
    rows, counts, segment, contribution = company()
    found = would_be_profitable(prepare(rows), counts, segment, contribution, theta=1.0)
    assert (found.yes, found.perhaps) == (20, 20)
    assert [each.verdict for each in found.listed] == ["yes"] * 20 + ["perhaps"] * 20
    assert found.listed[-1].then.value == pytest.approx(2)


def test_a_list_is_no_longer_than_asked_for_but_counts_all():
    rows, counts, segment, contribution = company()
    found = would_be_profitable(prepare(rows), counts, segment, contribution, most=7)
    assert (len(found.listed), found.yes) == (7, 20)


def test_doubt_about_the_costs_widens_the_range():
    sure, doubtful = (
        would_be_profitable(prepare(rows), counts, segment, contribution).listed[0].then
        for rows, counts, segment, contribution in (company(), company(0.5))
    )
    assert doubtful.high - doubtful.low > sure.high - sure.low + 1


def test_segments_without_profitable_peers_are_refused():
    rows, counts, segment, contribution = company()
    few = np.where(np.arange(140) < 75, -1.0, contribution)
    found = would_be_profitable(prepare(rows), counts, segment, few)
    ((name, refusal),) = found.refused
    assert (name, refusal.code) == ("Home", "customers_lt_30")
    assert refusal.remedy == "needs 5 more profitable customers in Home"
    assert (found.listed, found.yes, found.unprofitable) == ((), 0, 115)


def test_one_channel_alone_leaves_nothing_to_move_to():
    rows, counts, segment, contribution = company()
    rare = rows[(rows.channel == "Web") | (rows.unit < 10)]
    found = would_be_profitable(prepare(rare), counts, segment, contribution)
    assert found.refused[0][1].code == "no_free_cells"


def test_customers_without_contacts_or_of_no_segment_are_not_judged():
    rows, counts, segment, contribution = company()
    counts, segment = counts.copy(), segment.astype(object)
    counts[100:105], segment[105:110] = 0, None
    found = would_be_profitable(prepare(rows), counts, segment, contribution)
    assert {each.customer for each in found.listed} == set(range(110, 120))
    assert found.unprofitable == 40


def test_counts_that_do_not_fit_are_an_error():
    rows, counts, segment, contribution = company()
    with pytest.raises(ValueError, match="a column for each channel"):
        would_be_profitable(prepare(rows), counts[:, :1], segment, contribution)
