"""Control charts flag what is out of the ordinary, and shuffled months seldom look like it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.control import control_chart, laney_sigma, limits, xmr
from cx.analysis.score import Tally
from tests.oracles import csat_tally, nps_tally, tally_of, vector

CHARTS = vector("nps/control_charts")
REFUSALS = {case["id"]: case for case in vector("refusal/refusal_cases")["cases"]}
TOL = CHARTS["tol"]


def steady(periods: int, size: int = 100) -> list[Tally]:
    """NPS of 18 and 22 by turns: as ordinary as can be."""
    return [
        nps_tally(size // 4 - t % 2 * size // 50, size // 3, size - size // 3 - size // 4)
        for t in range(periods)
    ]


def shares(case: dict) -> tuple[np.ndarray, np.ndarray, float]:
    """Shares of a published p chart, their sampling errors and the centre."""
    sizes = np.broadcast_to(case["n"], len(case["d"]))
    defects = np.array(case["d"])
    centre = defects.sum() / sizes.sum()
    return defects / sizes, np.sqrt(centre * (1 - centre) / sizes), centre


@pytest.mark.parametrize("name", ["p_montgomery", "p_textbook", "p_variable_n"])
def test_without_extra_wobble_the_limits_are_those_of_a_p_chart(name):
    case = CHARTS[name]
    _, errors, centre = shares(case)
    lower, upper = limits(centre, errors, 1.0, (0.0, 1.0))
    tol = case.get("tol", TOL)
    assert centre == pytest.approx(case["center"], abs=tol)
    assert lower == pytest.approx(np.broadcast_to(case["lcl"], len(errors)), abs=tol)
    assert upper == pytest.approx(np.broadcast_to(case["ucl"], len(errors)), abs=tol)


def test_a_p_chart_flags_the_published_samples():
    found, errors, centre = shares(CHARTS["p_montgomery"])
    lower, upper = limits(centre, errors, 1.0, (0.0, 1.0))
    flagged = np.flatnonzero((found < lower) | (found > upper)) + 1
    assert flagged.tolist() == CHARTS["p_montgomery"]["signals_1based"]


def test_laneys_sigma_and_limits_equal_the_reference():
    case = CHARTS["p_variable_n"]
    found, errors, centre = shares(case)
    sigma_z = laney_sigma(found, errors, centre)
    lower, upper = limits(centre, errors, sigma_z, (0.0, 1.0))
    assert sigma_z == pytest.approx(case["laney_sigma_z"], abs=TOL)
    assert lower == pytest.approx(case["laney_lcl"], abs=TOL)
    assert upper == pytest.approx(case["laney_ucl"], abs=TOL)


def test_a_whole_chart_of_shares_equals_the_reference():
    case = CHARTS["p_montgomery"]
    chart = control_chart("csat", [csat_tally(defects, 50) for defects in case["d"]])
    assert chart.centre == pytest.approx(100 * case["center"])
    assert chart.sigma_z == pytest.approx(1.66086671974)
    half = 3 * 1.66086671974 * (case["ucl"] - case["center"]) / 3
    assert chart.upper[0] == pytest.approx(100 * (case["center"] + half))
    assert chart.lower[0] == 0.0


def test_the_individuals_chart_equals_nist():
    case = CHARTS["xmr_nist"]
    chart = xmr(case["x"])
    found = (chart.centre, chart.lower[0], chart.upper[0])
    assert found == pytest.approx((case["center"], case["lcl"], case["ucl"]), abs=TOL)
    assert chart.signals == ()


def test_five_points_are_too_few_for_limits():
    case = REFUSALS["chart_5_points"]
    for chart in (
        xmr(case["input"]),
        control_chart("nps", [nps_tally(45, 0, 45 + score) for score in case["input"]]),
    ):
        assert chart.refusal.code == case["expect"]
        assert chart.refusal.remedy == "needs 3 more periods with enough answers"
        assert (chart.centre, chart.lower, chart.signals) == (None, (None,) * 5, ())
        assert None not in chart.values


def test_eight_to_eleven_points_are_provisional():
    charts = [control_chart("nps", steady(periods)) for periods in (7, 8, 11, 12)]
    assert [chart.refusal is None for chart in charts] == [False, True, True, True]
    assert [chart.is_provisional for chart in charts] == [False, True, True, False]


def test_periods_with_few_answers_have_no_point_and_are_not_nought():
    months = steady(12)
    months.insert(5, nps_tally(9, 0, 0))
    chart = control_chart("nps", months)
    without = control_chart("nps", steady(12))
    assert (chart.values[5], chart.lower[5], chart.upper[5]) == (None, None, None)
    assert (chart.centre, chart.sigma_z) == (without.centre, without.sigma_z)
    assert chart.baseline == 12


def test_a_collapse_is_beyond_the_limits():
    chart = control_chart("nps", [*steady(12), nps_tally(60, 20, 20), *steady(3)], baseline=12)
    assert [(signal.index, signal.rule, signal.is_above) for signal in chart.signals] == [
        (12, "beyond limits", False)
    ]


def test_a_frozen_baseline_keeps_its_limits_whatever_comes_later():
    before = control_chart("nps", steady(12))
    after = control_chart("nps", [*steady(12), *(nps_tally(60, 20, 20) for _ in range(6))], 12)
    assert (after.centre, after.sigma_z) == (before.centre, before.sigma_z)
    assert after.lower[:12] == before.lower


def test_an_interval_only_period_is_no_signal_by_itself():
    chart = control_chart("nps", [*steady(12), nps_tally(20, 0, 0)], baseline=12)
    assert chart.values[12] == -100.0 < chart.lower[12]
    assert chart.signals == ()


def test_eight_in_a_row_on_one_side_are_a_signal():
    months = [*steady(12), *(nps_tally(20, 33, 47) for _ in range(9))]
    found = control_chart("nps", months, baseline=12).signals
    assert {signal.rule for signal in found} == {"eight in a row"}
    assert all(signal.is_above for signal in found)
    first = found[0]
    assert first.index - first.since == 7
    assert [signal.index for signal in found] == list(range(first.index, 21))


def test_seven_in_a_row_are_none():
    values = [10.0, -10.0] * 4 + [1.0] * 7 + [-7.0]
    assert xmr(values).signals == ()


def test_a_point_on_the_centre_ends_a_run():
    values = [1.0] * 7 + [0.0] + [1.0] * 2 + [-9.0]
    assert xmr(values).centre == 0.0
    assert "eight in a row" not in {signal.rule for signal in xmr(values).signals}


def test_all_answers_alike_have_no_spread_and_no_signal():
    chart = control_chart("nps", [nps_tally(0, 0, 50)] * 12)
    assert (chart.sigma_z, chart.lower[0], chart.upper[0], chart.signals) == (1.0, 100, 100, ())


def test_means_of_a_scale_get_limits_from_their_own_variance():
    rng = np.random.default_rng(2)
    months = [rng.integers(3, 8, 80).astype(float) for _ in range(12)]
    chart = control_chart("ces", [tally_of(month) for month in months])
    pooled = np.concatenate(months)
    assert chart.centre == pytest.approx(pooled.mean())
    half = 3 * chart.sigma_z * pooled.std() / 80**0.5
    assert chart.upper[0] == pytest.approx(min(7.0, pooled.mean() + half))


@given(st.lists(st.tuples(*[st.integers(0, 60)] * 3), min_size=8, max_size=30))
def test_limits_hold_the_centre_and_stay_on_the_scale(months):
    chart = control_chart("nps", [nps_tally(*month) for month in months])
    if chart.refusal is not None:
        return
    assert chart.sigma_z >= 1
    for lower, upper in zip(chart.lower, chart.upper, strict=True):
        assert lower is None or -100 <= lower <= chart.centre <= upper <= 100


def shuffled_rates(charts: int = 2000) -> tuple[int, int]:
    """Charts of 24 shuffled months with a point beyond limits, and with any signal."""
    rng = np.random.default_rng(24)
    beyond = signals = 0
    for _ in range(charts):
        sizes = rng.integers(30, 401, 24)
        answers = np.repeat([0, 1, 2], rng.multinomial(sizes.sum(), [0.2, 0.3, 0.5]))
        months = np.split(rng.permutation(answers), sizes.cumsum()[:-1])
        tallies = [nps_tally(*np.bincount(month, minlength=3).tolist()) for month in months]
        rules = {signal.rule for signal in control_chart("nps", tallies).signals}
        beyond += "beyond limits" in rules
        signals += bool(rules)
    return beyond, signals


def test_shuffled_scores_seldom_look_like_a_signal():
    beyond, signals = shuffled_rates()
    # Simulated rates: 2.2 % of such charts have a point beyond limits; with the run rule, 5.1 %
    # have a signal (4,000 charts each). More than these of 2,000 has a chance of 1 in 10,000.
    assert beyond <= 70
    assert signals <= 140
