"""Weighted scores equal those of R's survey package, and refuse where weighting cannot help."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.score import score
from cx.analysis.weights import (
    effective_size,
    poststratify,
    trim,
    weighted_mean,
    weighted_score,
)
from tests.oracles import nps_tally, repeated_tally, survey, tally_of, vector

SURVEY = vector("nps/weighted_r_survey")
EXPECTED, TOL = SURVEY["expected"], SURVEY["tol"]
weights = st.lists(st.floats(0.1, 10), min_size=2, max_size=50)


def strata() -> dict:
    people = survey()
    return {name: tally_of(part.points.to_numpy()) for name, part in people.groupby("segment")}


def test_the_weighted_mean_and_its_error_equal_r():
    people = survey()
    found = weighted_mean(people.points, people.weight)
    assert [part / 100 for part in found] == pytest.approx(EXPECTED["weighted"], abs=TOL)


@pytest.mark.parametrize("wave", ["P1", "P2"])
def test_estimates_of_a_domain_linearise_over_the_whole_sample_as_r_does(wave):
    people = survey()
    found = weighted_mean(people.points, people.weight, people.period == wave)
    assert [part / 100 for part in found] == pytest.approx(EXPECTED[wave], abs=TOL)


def test_kishs_effective_size_equals_the_reference():
    assert effective_size(survey().weight) == pytest.approx(EXPECTED["n_eff_kish"], abs=1e-8)


def test_poststratified_score_and_error_equal_r():
    case = EXPECTED["poststrat"]
    found = poststratify("nps", strata(), case["pop"])
    assert found.score.value / 100 == pytest.approx(case["est"], abs=TOL)
    assert found.standard_error / 100 == pytest.approx(case["se"], abs=TOL)
    assert (found.trimmed, found.left_out) == (0, 0)


def test_rows_that_stand_for_several_answers_are_as_good_as_the_answers():
    people = survey().assign(weight=lambda frame: frame.weight.round())
    cells = people.groupby(["points", "weight", "period"]).size().reset_index(name="answers")
    for domain, inside in ((None, None), (people.period == "P1", cells.period == "P1")):
        one = weighted_mean(people.points, people.weight, domain)
        other = weighted_mean(cells.points, cells.weight, inside, cells.answers)
        assert one == pytest.approx(other)
    apart = weighted_score("nps", people.points, people.weight)
    together = weighted_score("nps", cells.points, cells.weight, cells.answers)
    assert together.score.value == pytest.approx(apart.score.value)
    assert together.score.low == pytest.approx(apart.score.low)
    assert together.trimmed == apart.trimmed


@pytest.mark.parametrize("key", ["nps", "csat", "ces"])
def test_equal_weights_give_the_unweighted_score(key):
    points = survey().points.to_numpy()
    points = {"nps": points, "csat": np.maximum(points, 0.0), "ces": 4 + points / 50}[key]
    plain = score(key, tally_of(points))
    found = weighted_score(key, points, np.full(len(points), 2.5))
    assert found.score.value == pytest.approx(plain.value)
    assert (found.score.low, found.score.high) == pytest.approx((plain.low, plain.high))
    assert found.effective_size == pytest.approx(400)


def test_a_proportional_sample_needs_no_weights():
    sample = {"a": nps_tally(20, 20, 60), "b": nps_tally(30, 10, 10)}
    found = poststratify("nps", sample, {"a": 2000, "b": 1000})
    assert found.score.value == pytest.approx(100 * (60 + 10 - 20 - 30) / 150)
    assert found.effective_size == pytest.approx(150)


@given(weights)
def test_weights_are_never_worth_more_than_the_answers(each):
    assert 1 <= effective_size(each) <= len(each) + 1e-9
    assert effective_size(each) == pytest.approx(effective_size([3 * weight for weight in each]))


@given(weights)
def test_trimmed_weights_are_at_most_five_times_the_median(each):
    found = trim(each)
    assert found.max() <= 5 * np.median(each) + 1e-12
    assert (found <= each).all()


@given(st.lists(st.tuples(st.floats(0.1, 10), st.integers(1, 9)), min_size=1, max_size=20))
def test_the_median_weight_is_that_of_the_answers(rows):
    each, times = (np.array(column) for column in zip(*rows, strict=True))
    assert trim(each, times) == pytest.approx(
        np.minimum(each, 5 * np.median(np.repeat(each, times)))
    )


def test_trimmed_answers_are_counted():
    sample = {"many": nps_tally(60, 60, 80), "few": nps_tally(2, 2, 16)}
    found = poststratify("nps", sample, {"many": 500, "few": 500})
    assert found.trimmed == 20
    untrimmed = (10.0 + 70.0) / 2
    assert 10.0 < found.score.value < untrimmed


def test_answers_of_unknown_groups_carry_no_weight_and_are_counted():
    found = poststratify(
        "nps", {**strata(), "(unknown)": nps_tally(90, 0, 0)}, EXPECTED["poststrat"]["pop"]
    )
    assert found.left_out == 90
    assert found.score.value / 100 == pytest.approx(EXPECTED["poststrat"]["est"], abs=TOL)
    assert found.score.responses == 400


def test_repeated_customers_widen_a_weighted_interval():
    once = np.repeat([100.0, 0.0, -100.0], [50, 30, 20])
    thrice = repeated_tally(np.repeat(np.arange(100), 3), np.repeat(once, 3))
    people = {"a": 300, "b": 300}
    plain = poststratify("nps", {"a": nps_tally(60, 90, 150), "b": nps_tally(60, 90, 150)}, people)
    found = poststratify("nps", {"a": thrice, "b": thrice}, people)
    assert found.standard_error > 1.6 * plain.standard_error
    assert found.score.effective < 0.4 * plain.score.effective


@pytest.mark.parametrize(
    ("sample", "people", "code"),
    [
        ({"a": nps_tally(20, 20, 60)}, {}, "no_frame"),
        ({"a": nps_tally(20, 20, 60)}, {"a": 0}, "no_frame"),
        (
            {"a": nps_tally(20, 20, 60), "b": nps_tally(1, 1, 2)},
            {"a": 9, "b": 1},
            "stratum_n_lt_10",
        ),
        ({"a": nps_tally(20, 20, 60)}, {"a": 90, "silent": 10}, "stratum_n_lt_10"),
        ({"a": nps_tally(3, 3, 6)}, {"a": 90}, "interval_only_n_lt_30"),
    ],
)
def test_weighting_that_cannot_help_is_refused(sample, people, code):
    found = poststratify("nps", sample, people)
    assert found.score.refusal.code == code
    assert found.score.value is None
    assert (found.score.low is None) == (code != "interval_only_n_lt_30")


def test_weights_that_let_a_few_speak_for_most_are_refused_though_trimming_would_hide_it():
    each = np.repeat([1.0, 60.0], [390, 10])
    found = weighted_score("nps", np.tile([100.0, 0.0], 200), each)
    assert effective_size(trim(each)) / 400 > 0.3 > effective_size(each) / 400
    assert found.score.refusal.code == "weights_too_uneven"
    assert (found.score.value, found.score.low, found.standard_error) == (None, None, None)
    sample = {"many": nps_tally(130, 130, 130), "few": nps_tally(5, 0, 5)}
    refused = poststratify("nps", sample, {"many": 390, "few": 600})
    assert refused.score.refusal.code == "weights_too_uneven"


def test_answers_without_weight_do_not_set_the_trimming():
    assert trim([0.0, 0.0, 0.0, 1.0, 2.0]).tolist() == [0.0, 0.0, 0.0, 1.0, 2.0]
    assert trim([0.0, 0.0]).tolist() == [0.0, 0.0]


def test_too_few_answers_are_suppressed_before_weights_are_looked_at():
    found = weighted_score("nps", [100.0, 0.0, -100.0], [1.0, 1.0, 1.0])
    assert found.score.refusal.code == "suppressed_n_lt_10"
    assert found.standard_error is None
