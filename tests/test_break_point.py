"""A change of level is found where the classic series has it, and seldom where there is none."""

import numpy as np
import pytest
import statsmodels.api as sm

from cx.analysis.break_point import find_change_point


def test_the_nile_fell_after_28_years():
    flow = sm.datasets.nile.load().data["volume"].to_numpy()
    found = find_change_point(flow)
    assert found.index == 28
    assert (found.before, found.after) == pytest.approx((1097.75, 849.97), abs=0.005)
    assert found.p == 0.001
    assert found.is_clear


def test_fewer_than_15_periods_are_refused():
    found = find_change_point([1.0] * 7 + [9.0] * 7)
    assert found.refusal.code == "too_few_periods_for_change_point"
    assert found.refusal.remedy == "needs 1 more period"
    assert (found.index, found.p, found.is_clear) == (None, None, False)


def test_missing_periods_do_not_move_the_break():
    values = [1.0, 2.0] * 5 + [np.nan] * 2 + [8.0, 9.0] * 5
    assert find_change_point(values).index == 12


def test_a_level_lasts_at_least_five_periods():
    assert find_change_point([0.0] * 14 + [100.0] * 3).index <= 12


def test_a_constant_series_has_no_break():
    found = find_change_point([5.0] * 20)
    assert (found.p, found.is_clear) == (1.0, False)


def test_the_same_seed_gives_the_same_answer():
    values = np.random.default_rng(5).normal(size=30)
    assert find_change_point(values, seed=3) == find_change_point(values, seed=3)


def test_noise_is_called_a_break_one_time_in_twenty():
    rng = np.random.default_rng(6)
    runs = 300
    false = sum(
        find_change_point(rng.normal(size=24), seed=run, permutations=199).is_clear
        for run in range(runs)
    )
    # 5 % of 300 is 15; over 30 has a chance of about 1 in 8,000.
    assert false <= 30
