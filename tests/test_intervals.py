"""Intervals of one figure equal their published and independently computed references."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.analysis.intervals import adjusted_wald, interval, wilson
from tests.oracles import nps_tally, tally_of, vector

INTERVALS = vector("nps/intervals_r_nps")
CSAT = vector("nps/csat_intervals_r")
counts = st.integers(0, 400)


def name_of(case: dict) -> str:
    return "-".join(str(case[kind]) for kind in ("detractor", "passive", "promoter"))


@pytest.mark.parametrize("case", INTERVALS["cases"], ids=name_of)
def test_adjusted_wald_equals_the_reference_in_r(case):
    tally = nps_tally(case["detractor"], case["passive"], case["promoter"])
    low, high = adjusted_wald(tally.mean, tally.square, tally.answers)
    expected = [100 * case["adjwald_lo"], 100 * case["adjwald_hi"]]
    assert [low, high] == pytest.approx(expected, abs=100 * INTERVALS["tol"])


@pytest.mark.parametrize("case", CSAT["cases"], ids=lambda case: f"{case['x']}-of-{case['n']}")
def test_wilson_equals_the_reference_in_r(case):
    assert wilson(case["x"] / case["n"], case["n"]) == pytest.approx(
        case["wilson"], abs=CSAT["tol"]
    )


def test_wilson_equals_its_score_equation():
    low, high = wilson(0.3, 57)
    for limit in (low, high):
        assert abs(0.3 - limit) / (limit * (1 - limit) / 57) ** 0.5 == pytest.approx(1.959963985)


def test_the_interval_of_a_mean_is_students():
    eases = np.array([7.0, 6, 5, 7, 4, 2, 6, 7, 7, 3, 5, 6])
    tally = tally_of(eases)
    found = interval("ces", tally.mean, tally.square, 12, 12)
    expected = stats.t.interval(0.95, 11, eases.mean(), stats.sem(eases))
    assert found == pytest.approx(expected)


def test_equal_answers_are_not_certainty():
    low, high = interval("ces", 7.0, 49.0, 12, 12)
    assert high == 7.0
    # With 12 of 12 alike, up to 26.5 % may be otherwise, at worst by 6 (Clopper-Pearson).
    assert low == pytest.approx(7 - 6 * stats.beta.ppf(0.975, 1, 12))


@given(counts, counts, counts)
def test_an_nps_interval_holds_the_score_and_stays_in_range(detractors, passives, promoters):
    tally = nps_tally(detractors, passives, promoters + 1)
    low, high = interval("nps", tally.mean, tally.square, tally.answers, tally.answers)
    assert -100 <= low <= tally.mean <= high <= 100
    assert low < high


@given(counts, counts, counts)
def test_swapping_promoters_and_detractors_mirrors_the_interval(detractors, passives, promoters):
    one = nps_tally(detractors, passives, promoters + 1)
    other = nps_tally(promoters + 1, passives, detractors)
    low, high = interval("nps", one.mean, one.square, one.answers, one.answers)
    mirrored = interval("nps", other.mean, other.square, other.answers, other.answers)
    assert mirrored == pytest.approx((-high, -low), abs=1e-9)


@given(st.floats(0, 1), st.floats(1, 1e6), st.floats(0.1, 6))
def test_wilson_limits_hold_the_share_and_stay_in_range(share, effective, z):
    low, high = wilson(share, effective, z)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@pytest.mark.parametrize(
    ("shares", "answers", "exact"),
    [
        ((0.2, 0.3, 0.5), 10, 0.962),
        ((0.01, 0.09, 0.90), 10, 0.930),
        ((0.05, 0.25, 0.70), 20, 0.953),
        ((0.01, 0.09, 0.90), 30, 0.952),
    ],
)
def test_the_interval_covers_as_often_as_exact_enumeration_says(shares, answers, exact):
    outcomes = [(d, answers - d - p, p) for d in range(answers + 1) for p in range(answers + 1 - d)]
    chances = stats.multinomial.pmf(outcomes, answers, shares)
    truth = 100 * (shares[2] - shares[0])
    covered = []
    for outcome in outcomes:
        tally = nps_tally(*outcome)
        low, high = interval("nps", tally.mean, tally.square, answers, answers)
        covered.append(low <= truth <= high)
    assert chances @ covered == pytest.approx(exact, abs=0.0006)
