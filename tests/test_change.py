"""A change is called one only when it is more than noise, and panels are compared as panels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from cx.analysis.change import change, correlation, newcombe
from cx.analysis.score import Overlap, Tally
from tests.oracles import csat_tally, nps_tally, overlap_of, repeated_tally, tally_of

trio = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(30, 200))

# Newcombe 1998, Statistics in Medicine 17:873, Table II, method 10.
NEWCOMBE = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


def test_the_nps_difference_is_the_formula_done_by_hand():
    found = change("nps", nps_tally(20, 30, 50), nps_tally(30, 40, 30))
    # With 3/4, 1 1/2 and 3/4 more: (50.75 - 20.75)/103 less (30.75 - 30.75)/103.
    centre = 100 * 30 / 103
    spread = (71.5 / 103 - (30 / 103) ** 2 + 61.5 / 103) / 103
    half = 100 * 1.959963984540054 * spread**0.5
    assert found.value == 30.0
    assert (found.low, found.high) == pytest.approx((centre - half, centre + half))
    assert found.p == pytest.approx(2 * stats.norm.sf(centre / 100 / spread**0.5))
    assert found.verdict == "up"


@pytest.mark.parametrize(("now", "before", "published"), NEWCOMBE)
def test_the_csat_difference_equals_newcombes_table(now, before, published):
    found = newcombe((now[0] / now[1], before[0] / before[1]), (now[1], before[1]))
    assert found == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize(("now", "before"), [((53, 60), (40, 65)), ((30, 90), (31, 88))])
def test_the_csat_difference_equals_statsmodels(now, before):
    found = change("csat", csat_tally(*now), csat_tally(*before))
    expected = confint_proportions_2indep(*now, *before, method="newcomb")
    assert (found.low / 100, found.high / 100) == pytest.approx(expected)


def test_the_ces_difference_is_welchs_test():
    rng = np.random.default_rng(3)
    now, before = rng.integers(1, 8, 40).astype(float), rng.integers(2, 8, 55).astype(float)
    found = change("ces", tally_of(now), tally_of(before))
    oracle = stats.ttest_ind(now, before, equal_var=False)
    expected = oracle.confidence_interval()
    assert found.p == pytest.approx(oracle.pvalue)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_unanimous_answers_on_both_sides_still_leave_doubt():
    found = change("ces", tally_of(np.full(40, 7.0)), tally_of(np.full(40, 6.0)))
    assert found.low < 1.0 < found.high
    assert found.verdict == "up"


@given(trio, trio, st.sampled_from(["nps", "csat"]))
def test_interval_p_value_and_verdict_agree(now, before, key):
    tallies = [nps_tally(*part) for part in (now, before)]
    if key == "csat":
        tallies = [csat_tally(part[2], sum(part)) for part in (now, before)]
    found = change(key, *tallies)
    assert found.low <= found.value <= found.high
    assert (found.p < 0.05) == (found.verdict != "no clear change")
    assert (found.verdict == "up") == (found.low > 0)
    assert (found.verdict == "down") == (found.high < 0)


@given(trio, trio)
def test_turning_the_comparison_round_turns_the_sign(now, before):
    ahead = change("nps", nps_tally(*now), nps_tally(*before))
    back = change("nps", nps_tally(*before), nps_tally(*now))
    assert (back.value, back.low, back.high) == pytest.approx(
        (-ahead.value, -ahead.high, -ahead.low)
    )


def test_a_change_is_at_most_the_whole_scale():
    found = change("nps", nps_tally(0, 0, 40), nps_tally(40, 0, 0))
    assert (found.value, found.high) == (200.0, 200.0)


def test_too_few_answers_on_either_side_are_not_comparable():
    found = change("nps", nps_tally(10, 20, 50), nps_tally(1, 1, 2))
    assert (found.value, found.low, found.high, found.p) == (None, None, None, None)
    assert found.verdict == "not comparable"
    assert found.refusal.code == "suppressed_n_lt_10"
    assert found.refusal.message == (
        "No comparison. Of the answers to compare with: only 4 answers; a figure needs at least 10."
    )


def test_an_interval_only_side_gives_an_interval_and_no_verdict():
    found = change("nps", nps_tally(0, 0, 20), nps_tally(80, 0, 0))
    assert (found.value, found.p, found.verdict) == (None, None, "not comparable")
    assert 0 < found.low < found.high
    assert found.refusal.code == "interval_only_n_lt_30"


def test_a_suppressed_side_outweighs_an_interval_only_side():
    found = change("nps", nps_tally(5, 5, 10), nps_tally(1, 1, 2))
    assert found.refusal.code == "suppressed_n_lt_10"
    assert found.low is None


def panel(people: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers, what they said before and now: most keep their opinion, some improve."""
    rng = np.random.default_rng(8)
    before = rng.choice([-100.0, 0.0, 100.0], people, p=[0.4, 0.3, 0.3])
    now = np.where(rng.random(people) < 0.25, 100.0, before)
    return np.arange(people), before, now


def test_a_full_panel_of_a_mean_is_the_paired_t_test():
    customers, before, now = panel()
    before, now = 4 + before / 50, 4 + now / 50
    overlap = overlap_of((customers, now), (customers, before))
    found = change("ces", tally_of(now), tally_of(before), overlap)
    oracle = stats.ttest_rel(now, before)
    expected = oracle.confidence_interval()
    assert found.p == pytest.approx(oracle.pvalue)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_a_panel_finds_a_change_that_strangers_could_not_show():
    customers, before, now = panel()
    overlap = overlap_of((customers, now), (customers, before))
    together = change("nps", tally_of(now), tally_of(before), overlap)
    apart = change("nps", tally_of(now), tally_of(before))
    assert together.value == apart.value
    assert together.high - together.low < 0.7 * (apart.high - apart.low)


def test_the_correlation_of_two_means_is_that_of_the_answers():
    customers, before, now = panel()
    overlap = overlap_of((customers, now), (customers, before))
    found = correlation(tally_of(now), tally_of(before), overlap)
    assert found == pytest.approx(np.corrcoef(now, before)[0, 1])


def test_customers_who_are_in_one_set_only_do_not_correlate():
    rng = np.random.default_rng(1)
    points = rng.choice([-100.0, 0.0, 100.0], 80)
    ones, others = np.arange(80), np.arange(80, 160)
    overlap = overlap_of((ones, points), (others, points))
    assert overlap == Overlap(0, 0.0, 0.0, 0.0, 0.0)
    assert change("nps", tally_of(points), tally_of(points), overlap) == change(
        "nps", tally_of(points), tally_of(points)
    )


def test_repeated_customers_widen_a_change():
    once = np.repeat([100.0, 0.0, -100.0], [50, 30, 20])
    thrice = repeated_tally(np.repeat(np.arange(100), 3), np.repeat(once, 3))
    strangers = nps_tally(60, 90, 150)
    before = nps_tally(90, 90, 120)
    wide, narrow = change("nps", thrice, before), change("nps", strangers, before)
    assert wide.high - wide.low > 1.2 * (narrow.high - narrow.low)


@pytest.mark.parametrize("key", ["nps", "csat", "ces"])
def test_an_unchanged_panel_with_repeated_answers_is_seldom_called_a_change(key):
    rng = np.random.default_rng(12)
    people, runs, false = 60, 300, 0
    for _ in range(runs):
        moods = rng.choice([-100.0, 0.0, 100.0], people + 20, p=[0.2, 0.3, 0.5])
        now, before = (wave(rng, moods, ids, key) for ids in (range(people), range(20, 80)))
        tallies = repeated_tally(*now), repeated_tally(*before)
        false += change(key, *tallies, overlap_of(now, before)).verdict != "no clear change"
    # 5 % of 300 is 15; over 30 has a chance of about 1 in 8,000.
    assert false <= 30


def wave(
    rng: np.random.Generator, moods: np.ndarray, ids: range, key: str
) -> tuple[np.ndarray, np.ndarray]:
    """One to three answers of each customer, half of them by mood."""
    customers = np.repeat(np.array(ids), rng.integers(1, 4, len(ids)))
    fresh = rng.choice([-100.0, 0.0, 100.0], len(customers), p=[0.2, 0.3, 0.5])
    points = np.where(rng.random(len(customers)) < 0.7, moods[customers], fresh)
    shown = {"nps": points, "csat": np.maximum(points, 0.0), "ces": 4 + points / 50}
    return customers, shown[key]


def test_no_change_at_all_is_no_clear_change():
    same = Tally(100, 3000.0, 700_000.0, 100)
    found = change("csat", csat_tally(70, 100), csat_tally(70, 100))
    assert (found.value, found.p, found.verdict) == (0.0, 1.0, "no clear change")
    assert change("nps", same, same).p == pytest.approx(1.0)
