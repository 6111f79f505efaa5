"""First order against second: planted memory is found, chains without it are left alone."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.journeys.order import FIRST, SECOND, UNDECIDED, compare_orders
from cx.analysis.journeys.paths import Paths
from tests.journey_paths import BUCKETS, MOVES, NAMES, bryl, counted_paths, drawn, fixture_paths
from tests.oracles import vector


def with_memory(dice: np.random.Generator, journeys: int) -> Paths:
    """By c nobody knows the way on, but who came by a buys and who came by b does not."""
    first = dice.integers(0, 2, journeys)
    ends = dice.random(journeys) < np.where(first == 0, 0.6, 0.1)
    paths = [("ab"[at], "c") for at in first]
    return counted_paths(paths, ends.astype(int), dice.integers(0, BUCKETS, journeys))


def test_two_steps_of_memory_are_found_and_said():
    found = compare_orders(with_memory(np.random.default_rng(1), 1000))
    assert found.verdict == SECOND
    assert found.bic_difference < 0 < found.gain.low
    assert "approximate" in found.sentence
    effects = {each.channel: each for each in found.effects}
    # By c both ways look alike: 0.6 / (0.6 + 0.1) of the outcomes come by a, not one half.
    assert effects["a"].first == pytest.approx(0.5, abs=0.05)
    assert effects["a"].second == pytest.approx(6 / 7, abs=0.03)


def test_chains_without_memory_are_said_to_have_some_at_most_at_the_stated_rate():
    dice = np.random.default_rng(2)
    found = [compare_orders(drawn(dice, NAMES, MOVES, 400)).verdict for _ in range(60)]
    # Both measures must say so; the interval alone would 1 time in 40.
    assert found.count(SECOND) <= 3
    assert found.count(FIRST) >= 50


def test_where_the_two_measures_disagree_nothing_is_claimed():
    found = compare_orders(fixture_paths())
    assert found.bic_difference > 0
    assert found.gain.low > 0
    assert found.verdict == UNDECIDED
    assert "disagree" in found.sentence


def test_the_second_order_equals_the_textbook_where_memory_changes_nothing():
    case = vector("journeys/bryl_three_paths")
    rows = bryl(case)
    many = Paths(
        rows.names,
        rows.distinct,
        np.tile(rows.of, 50),
        np.repeat(np.arange(50), 3),
        np.tile(rows.conversions, 50),
        np.tile(rows.nulls, 50),
    )
    found = {each.channel: each for each in compare_orders(many).effects}
    for channel, effect in case["removal"].items():
        assert (found[channel].first, found[channel].second) == pytest.approx((effect, effect))


@given(
    st.lists(
        st.tuples(st.text("abc", max_size=4), st.integers(1, 5), st.integers(0, 5)),
        min_size=1,
        max_size=8,
    )
)
def test_long_memory_loses_exactly_the_journeys_by_a_touchpoint_where_paths_have_two_steps(rows):
    short = [(path[:2], a, b) for path, a, b in rows]
    # Paths of at most two touches are told apart by the second order, so counting is the oracle.
    frame = pd.DataFrame(short * 120, columns=["path", "conversions", "nulls"])
    paths = Paths.of_rows(frame.assign(bucket=np.arange(len(frame)) % 60))
    total = sum(a for _, a, _ in short)
    orders = compare_orders(paths)
    for each in orders.effects:
        by_it = sum(a for path, a, _ in short if each.channel in path)
        assert each.second == pytest.approx(by_it / total, abs=1e-9)


def test_bic_is_that_of_the_counts_by_hand():
    rows = pd.DataFrame(
        {"path": ["ac", "bc"] * 50, "bucket": np.arange(100), "conversions": 2, "nulls": 1}
    )
    rows.loc[rows["path"] == "bc", ["conversions", "nulls"]] = [1, 2]
    found = compare_orders(Paths.of_rows(rows))
    # Only from c on do the orders differ: 100 of 150 and 50 of 150 against 150 of 300.
    one = 300 * np.log(0.5)
    two = 2 * (100 * np.log(2 / 3) + 50 * np.log(1 / 3))
    # One more free chance, 900 moves.
    assert found.bic_difference == pytest.approx(np.log(900) - 2 * (two - one))


def test_few_journeys_are_refused():
    rows = pd.DataFrame({"path": ["ab"] * 40, "bucket": range(40), "conversions": 1, "nulls": 1})
    found = compare_orders(Paths.of_rows(rows))
    assert found.refusal.code == "journeys_lt_100"
    assert found.refusal.remedy == "needs 20 more journeys"
    assert (found.gain, found.bic_difference, found.verdict) == (None, None, UNDECIDED)


def test_journeys_of_one_touch_have_nothing_to_remember():
    rows = pd.DataFrame({"path": ["a"] * 60, "bucket": range(60), "conversions": 2, "nulls": 2})
    assert compare_orders(Paths.of_rows(rows)).verdict == FIRST
