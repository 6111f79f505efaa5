"""Raking reproduces R's weights and every margin, or says that it cannot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.raking import rake
from cx.analysis.weights import weighted_mean
from tests.oracles import survey, vector

SURVEY = vector("nps/weighted_r_survey")
CASE, TOL = SURVEY["expected"]["rake"], SURVEY["tol"]
MARGINS = [CASE["segment"], CASE["channel"]]


def test_weights_and_estimate_equal_r():
    people = survey()
    found = rake([people.segment, people.channel], MARGINS)
    assert found.weights[:6] == pytest.approx(CASE["first6_weights"], abs=1e-8)
    mean, _ = weighted_mean(people.points, found.weights)
    assert mean / 100 == pytest.approx(CASE["est"], abs=TOL)


def test_raking_cells_is_raking_their_answers():
    cells = survey().groupby(["segment", "channel"]).size().reset_index(name="answers")
    found = rake([cells.segment, cells.channel], MARGINS, cells.answers)
    assert np.dot(found.weights, cells.answers) == pytest.approx(10_000)
    people = survey().merge(cells.assign(weight=found.weights), on=["segment", "channel"])
    mean, _ = weighted_mean(people.points, people.weight_y)
    assert mean / 100 == pytest.approx(CASE["est"], abs=TOL)


@given(st.lists(st.integers(10, 90), min_size=6, max_size=6), st.floats(0.1, 0.9))
def test_every_margin_is_met(sizes, share):
    rows = [["a", "a", "b", "b", "c", "c"], ["x", "y"] * 3]
    margins = [{"a": 50, "b": 30, "c": 20}, {"x": share, "y": 1 - share}]
    weights = np.array(rake(rows, margins, sizes).weights) * sizes
    for name, people in margins[0].items():
        assert weights[np.array(rows[0]) == name].sum() == pytest.approx(people)
    assert weights[np.array(rows[1]) == "x"].sum() == pytest.approx(100 * share)


def test_rows_of_unknown_values_get_no_weight():
    rows = [["a", "b", "(unknown)"]]
    found = rake(rows, [{"a": 60, "b": 40}], answers=[20, 20, 20])
    assert found.weights == pytest.approx((3.0, 2.0, 0.0))


def test_values_with_people_but_few_answers_are_refused():
    found = rake([["a", "b"]], [{"a": 60, "b": 40}], answers=[20, 9])
    assert found.refusal.code == "stratum_n_lt_10"
    assert found.weights is None


def test_margins_that_contradict_each_other_do_not_settle():
    # Everybody of a is x and everybody of b is y, so the margins cannot differ.
    found = rake([["a", "b"], ["x", "y"]], [{"a": 60, "b": 40}, {"x": 30, "y": 70}], [50, 50])
    assert found.refusal.code == "raking_not_converged"
    assert (found.weights, found.sweeps) == (None, 1000)


def test_without_a_population_nothing_can_be_said():
    assert rake([["a"]], [{}]).refusal.code == "no_frame"
    assert rake([], []).refusal.code == "no_frame"
