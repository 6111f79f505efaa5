"""The whale curve equals one worked by hand, and persistence tells skill from luck."""

import numpy as np
import pytest
from scipy import stats

from cx.analysis.profit.whale import persistence, whale_curve
from tests.oracles import vector


def test_the_curve_of_ten_customers_equals_the_one_by_hand():
    known = vector("profit/whale_curve")
    found = whale_curve(np.array(known["profit"], dtype=float)[::-1])
    assert [100 * each.margin_share for each in found.points] == pytest.approx(known["cum_pct"])
    assert found.total == known["total"]
    assert found.peak.customers == known["peak_customers"]
    assert 100 * found.peak.margin_share == pytest.approx(known["peak_pct"], abs=1e-12)
    assert (found.losing, found.lost) == (3, -102)


def test_a_long_curve_keeps_its_ends_and_its_peak_exactly():
    margins = np.random.default_rng(1).normal(1, 5, 54_321)
    found = whale_curve(margins)
    sums = np.cumsum(np.sort(margins)[::-1])
    assert len(found.points) <= 200
    assert found.points[0].customers == 1
    assert found.points[-1].margin_share == pytest.approx(1)
    assert found.peak in found.points
    assert found.peak.customers == int(np.argmax(sums)) + 1
    assert found.peak.margin == pytest.approx(sums.max())


def test_shares_of_a_total_that_is_no_gain_are_not_told():
    found = whale_curve(np.array([5.0, -1.0] * 5 + [-20.0]))
    assert found.is_in_currency
    assert found.total == 0
    assert all(each.margin_share is None for each in found.points)
    assert found.peak.margin == 25


def test_customers_who_all_lose_have_no_peak():
    found = whale_curve(np.full(20, -3.0))
    assert found.peak is None
    assert found.lost == found.total == -60


def test_few_customers_have_no_curve_and_unknown_margins_are_an_error():
    found = whale_curve(np.arange(4.0))
    assert found.refusal.code == "suppressed_n_lt_10"
    assert not found.points
    with pytest.raises(ValueError, match="margin that is a number"):
        whale_curve(np.array([1.0, np.nan]))


def test_what_is_all_chance_does_not_persist():
    dice = np.random.default_rng(3)
    found = persistence(dice.normal(size=5_000), dice.normal(size=5_000))
    assert found.rank_correlation.low < 0 < found.rank_correlation.high
    assert found.worst_again.low < found.by_chance < found.worst_again.high


def test_what_lies_in_the_customer_persists_and_equals_the_textbook_rank_correlation():
    dice = np.random.default_rng(4)
    lasting = dice.normal(size=800)
    halves = [lasting + dice.normal(size=800) for _ in range(2)]
    found = persistence(*halves)
    assert found.rank_correlation.value == pytest.approx(stats.spearmanr(*halves).statistic)
    assert found.worst_again.low > found.by_chance
    assert found.worst_again.value < 0.6


def test_customers_without_a_difference_are_not_the_same_worst_ones_twice():
    same = np.zeros(2_000)
    found = persistence(same, same)
    assert found.rank_correlation is None
    assert found.worst_again.value < 0.2


def test_persistence_takes_customers_with_both_halves():
    odd = np.where(np.arange(150) < 60, np.nan, np.arange(150.0))
    found = persistence(odd, np.arange(150.0))
    assert (found.customers, found.refusal.code) == (90, "customers_lt_100")
    assert found.refusal.remedy == "needs 10 more customers in both odd and even months"
