"""Moves are worth what the gaps say, refuse what rests on too few, and are honest about chance."""

import numpy as np
import pandas as pd
import pytest

from cx.analysis.profit.basis import prepare
from cx.analysis.profit.move_results import Move
from cx.analysis.profit.resample import UNITS, folded
from cx.analysis.profit.what_if import move, what_if
from tests.profit_rows import MEAN_COSTS, MEAN_POINTS, STAYS, company


def flat(customers: int = 50, **changed) -> pd.DataFrame:
    """Customers of Web and Phone who are all alike: 2 contacts at 1 and at 9 each."""
    rows = {
        "unit": np.arange(2 * customers),
        "segment": "Home",
        "purpose": "service",
        "channel": ["Web", "Phone"] * customers,
        "customers": 1,
        "contacts": 2,
        "cost": [2.0, 18.0] * customers,
        "answers": 1,
        "points": [100, -100] * customers,
        "active": 1,
        "stayed": [1, 0] * customers,
    }
    return pd.DataFrame(rows | changed)


def test_a_move_is_worth_the_gap_times_what_moves_times_theta():
    found = move(prepare(flat()), "Home", "service", "Phone", "Web", 0.3, theta=0.5)
    assert found.contacts == pytest.approx(30)
    assert found.customers == 50
    assert found.margin.before == -1_000
    assert found.margin.change.value == pytest.approx(0.5 * 30 * 8)
    assert found.margin.after.value == pytest.approx(-880)
    # 30 of 200 contacts: 15 % of the way from -100 to 100, half of it.
    assert found.score.before == 0
    assert found.score.change.value == pytest.approx(15)
    assert found.retention.before == 0.5
    assert found.retention.change.value == pytest.approx(0.075)
    assert [(theta, each.value) for theta, each in found.by_theta] == [
        (0.25, pytest.approx(60)),
        (0.5, pytest.approx(120)),
        (1.0, pytest.approx(240)),
    ]


def test_moving_there_and_back_are_opposites_and_nothing_moved_changes_nothing():
    basis = prepare(company(1))
    there = move(basis, "s0", "service", "Branch", "Web", 0.2).margin.change
    contacts = basis.contacts[0, 0]
    back = move(basis, "s0", "service", "Web", "Branch", 0.2 * contacts[0] / contacts[2])
    assert back.margin.change.value == pytest.approx(-there.value)
    none = move(basis, "s0", "service", "Branch", "Web", 0.0).margin.change
    assert (none.value, none.low, none.high) == (0, 0, 0)


def test_several_moves_add_up():
    basis = prepare(company(2))
    moves = [Move("s0", None, "Branch", "Web", 0.2), Move("s1", None, "Phone", "Web", 0.5)]
    both = what_if(basis, moves)
    each = [what_if(basis, [one]) for one in moves]
    assert both.margin.change.value == pytest.approx(sum(one.margin.change.value for one in each))
    assert both.contacts == pytest.approx(sum(one.contacts for one in each))
    assert both.margin.before == pytest.approx(sum(one.margin.before for one in each))
    # The score is of both segments together, by their contacts.
    volume = basis.contacts.sum(axis=(1, 2))
    parts = [one.score.change.value for one in each]
    assert both.score.change.value == pytest.approx(volume @ parts / volume.sum())


def test_rows_may_come_one_by_one_in_any_order_or_added_up_already():
    rows = company(3, customers=400)
    keys = ["unit", "segment", "purpose", "channel"]
    added = rows.groupby(keys, as_index=False).sum()
    turned = added.sample(frac=1, random_state=1)
    changes = [
        move(prepare(each, seed=5), "s0", None, "Branch", "Web", 0.2).margin.change
        for each in (rows, added, turned)
    ]
    for each in changes[1:]:
        assert (each.value, each.low, each.high) == pytest.approx(
            (changes[0].value, changes[0].low, changes[0].high)
        )


def test_buckets_of_customers_give_the_interval_of_the_customers():
    rows = company(4, customers=6_000)
    whole = move(prepare(rows), "s0", None, "Branch", "Web", 0.2).margin.change
    lots = np.random.default_rng(8).integers(0, UNITS, 6_000)
    bucketed = rows.assign(unit=lots[rows.unit])
    found = move(prepare(bucketed), "s0", None, "Branch", "Web", 0.2).margin.change
    assert found.value == pytest.approx(whole.value)
    assert found.high - found.low == pytest.approx(whole.high - whole.low, rel=0.2)


def test_customers_fall_into_buckets_of_one_size_whatever_their_numbers():
    near, far = np.arange(10_000), np.arange(10_000) * 1_000_003
    assert (folded(near, 1) == folded(far, 1)).all()
    assert set(np.bincount(folded(near, 1))) == {20}


def test_the_intervals_hold_the_truth_of_margin_score_and_retention():
    held = []
    for seed in range(20):
        basis = prepare(company(seed, customers=500, segments=1), seed=1_000_000 + seed)
        found = move(basis, "s0", "service", "Branch", "Web", 0.3)
        part = 0.5 * found.contacts
        whole = basis.contacts.sum()
        truths = [
            (found.margin, part * (MEAN_COSTS[0] - MEAN_COSTS[2])),
            (found.score, part / whole * (MEAN_POINTS[2] - MEAN_POINTS[0])),
            (found.retention, part / whole * (STAYS[2] - STAYS[0])),
        ]
        held.append([each.change.low <= true <= each.change.high for each, true in truths])
    assert (np.mean(held, axis=0) >= 0.8).all()


def test_all_having_stayed_is_not_certain():
    found = move(prepare(flat(stayed=1)), "Home", "service", "Phone", "Web", 0.3).retention
    assert found.change.value == 0
    assert found.change.low < 0 < found.change.high


def test_rates_without_spread_make_a_certain_gap():
    change = move(prepare(flat()), "Home", "service", "Phone", "Web", 0.3).margin.change
    assert change.low == pytest.approx(change.high)


@pytest.mark.parametrize("customers", [10, 29])
def test_a_figure_that_rests_on_too_few_is_refused_with_the_number_missing(customers):
    found = move(prepare(flat(customers)), "Home", "service", "Phone", "Web", 0.3)
    missing = f"needs {30 - customers} more"
    for each, noun in (
        (found.margin, "customer"),
        (found.score, "answer"),
        (found.retention, "active customer"),
    ):
        assert each.change is None
        assert each.refusal.code == f"{noun.split()[-1]}s_lt_30"
        assert each.refusal.remedy.startswith(f"{missing} {noun}")
        assert each.customers == customers
    assert found.by_theta == ()


def test_answers_alone_missing_refuse_the_score_alone():
    found = move(prepare(flat(answers=0, points=0)), "Home", "service", "Phone", "Web", 0.3)
    assert found.score.refusal.remedy == "needs 30 more answers in Phone of Home"
    assert found.score.before is None
    assert found.margin.refusal is None


def test_of_all_purposes_only_those_move_whose_gap_is_known():
    few = flat(5, purpose="billing", contacts=3)
    basis = prepare(pd.concat([flat(), few]))
    found = move(basis, "Home", None, "Phone", "Web", 0.4)
    assert found.contacts == pytest.approx(40)
    assert found.contacts_left == pytest.approx(0.4 * 15)
    refused = move(basis, "Home", "billing", "Phone", "Web", 0.4)
    assert refused.margin.refusal.remedy == "needs 25 more customers in Phone of Home (billing)"


def test_a_channel_asked_for_more_than_it_can_do_is_named():
    basis = prepare(flat(), {"Web": 110, "Phone": 90})
    found = move(basis, "Home", "service", "Phone", "Web", 0.2)
    assert [(each.channel, each.used, each.capacity) for each in found.were_over] == [
        ("Phone", 100, 90)
    ]
    assert [(each.channel, each.used) for each in found.breaches] == [("Web", pytest.approx(120))]


def test_moved_contacts_take_the_capacity_of_where_they_come():
    basis = prepare(flat(load=[10.0, 40.0] * 50), {"Web": 605})
    found = move(basis, "Home", "service", "Phone", "Web", 0.2)
    assert not found.were_over
    # 20 contacts of 5 minutes each.
    assert found.breaches == ()
    more = move(basis, "Home", "service", "Phone", "Web", 0.3)
    assert [each.used for each in more.breaches] == [pytest.approx(650)]


def test_earnings_stay_apart_and_are_per_customer():
    rows = flat(shares=1.0, earnings=[50.0, 20.0] * 50)
    found = move(prepare(rows), "Home", "service", "Phone", "Web", 0.3, theta=1.0)
    assert found.margin.change.value == pytest.approx(240)
    # 30 contacts are 15 of the 100 customers.
    assert found.earnings.change.value == pytest.approx(15 * 30)
    assert move(prepare(flat()), "Home", "service", "Phone", "Web", 0.3).earnings is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("Home", "service", "Phone", "Phone", 0.1), "two channels"),
        (("Home", "service", "Phone", "Web", 1.1), "from 0 to 1"),
        (("Home", "service", "Phone", "Fax", 0.1), "no channel 'Fax'"),
        (("Nowhere", "service", "Phone", "Web", 0.1), "no segment 'Nowhere'"),
        (("Home", "sales", "Phone", "Web", 0.1), "no purpose 'sales'"),
        (("Home", "service", "Phone", "Web", 0.1, 1.5), "Theta"),
    ],
)
def test_a_move_that_cannot_be_made_is_an_error(asked, said):
    with pytest.raises(ValueError, match=said):
        move(prepare(flat()), *asked)


def test_no_more_than_all_contacts_can_be_moved():
    basis = prepare(flat())
    twice = [Move("Home", "service", "Phone", "Web", 0.6)] * 2
    with pytest.raises(ValueError, match="more than all"):
        what_if(basis, twice)
    with pytest.raises(ValueError, match="Nothing is moved"):
        what_if(basis, [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (flat().drop(columns="cost"), "lack cost"),
        (flat(contacts=-1), "contacts must be a number"),
        (flat(cost=np.nan), "cost must be a number"),
        (flat(channel=None), "channel is missing"),
        (flat().iloc[:0], "no contacts"),
    ],
)
def test_rows_that_do_not_fit_are_an_error(rows, said):
    with pytest.raises(ValueError, match=said):
        prepare(rows)
