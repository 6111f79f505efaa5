"""Sums and means of customers, against scipy's tests of the same numbers."""

import numpy as np
import pytest
from scipy import stats

from cx.analysis.moved import mean_below, mean_moved, sum_moved
from cx.analysis.score import Overlap, Tally

DICE = np.random.default_rng(3)


def tally(amounts):
    total, squares = float(amounts.sum()), float((amounts**2).sum())
    many = len(amounts)
    return Tally(many, total, squares, many, (float(many), total, squares))


def test_a_sum_moves_as_the_paired_test_of_its_customers_says():
    now, before = DICE.gamma(2, 50, 400), DICE.gamma(2, 45, 400)
    moved = sum_moved(now.sum(), before.sum(), ((now - before) ** 2).sum(), 400)
    oracle = stats.ttest_rel(now, before)
    reach = oracle.confidence_interval()
    assert moved.value == pytest.approx((now - before).sum())
    assert moved.low == pytest.approx(400 * reach.low)
    assert moved.high == pytest.approx(400 * reach.high)
    assert moved.p == pytest.approx(oracle.pvalue, rel=0.15)


def test_means_of_others_move_as_two_samples_and_of_the_same_as_pairs():
    now, before = DICE.gamma(2, 50, 300), DICE.gamma(2, 50, 300)
    apart = mean_moved(tally(now), tally(before))
    assert apart.p == pytest.approx(stats.ttest_ind(now, before, equal_var=False).pvalue, abs=0.01)
    shared = Overlap(300, 300.0, before.sum(), now.sum(), float((now * before).sum()))
    paired = mean_moved(tally(now), tally(before), shared)
    assert paired.p == pytest.approx(stats.ttest_rel(now, before).pvalue, abs=0.01)


def test_a_mean_of_nothing_is_told_from_a_loss_as_the_one_sample_test_does():
    amounts = DICE.normal(-3, 40, 500)
    found = mean_below(amounts.sum(), (amounts**2).sum(), 500)
    assert found == pytest.approx(stats.ttest_1samp(amounts, 0).pvalue, abs=0.005)


def test_nothing_moved_is_said_of_what_stayed_alike_and_few_customers_say_nothing():
    assert sum_moved(100.0, 100.0, 0.0, 50).verdict == "no clear change"
    assert mean_moved(tally(np.full(50, 2.0)), tally(np.full(50, 2.0))).p is None
    few = mean_moved(tally(DICE.normal(9, 1, 20)), tally(DICE.normal(1, 1, 50)))
    assert few.verdict == "not comparable"
    assert few.refusal.remedy == "needs 10 more customers"
