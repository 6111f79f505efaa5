"""A score carries its doubt: the ladder, the interval, and people who answered twice."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.analysis.ladder import Ladder
from cx.analysis.score import (
    Tally,
    clustered_sums,
    effective_answers,
    mean_score,
    pool,
    robust_variance,
    score,
    tally_answers,
)
from tests.oracles import csat_tally, nps_tally, repeated_tally, tally_of, vector

ROCKS = vector("nps/rocks_unit_tests")
REFUSALS = {case["id"]: case for case in vector("refusal/refusal_cases")["cases"]}
answers = st.lists(st.sampled_from([-100.0, 0.0, 100.0]), min_size=2, max_size=60)


@pytest.mark.parametrize("case", ROCKS["cases"], ids=lambda case: "-".join(map(str, case["c"])))
def test_mean_and_variance_equal_the_published_unit_tests(case):
    tally = nps_tally(*case["c"])
    error = (tally.variance / tally.answers) ** 0.5
    assert tally.mean / 100 == pytest.approx(case["nps"], abs=ROCKS["tol"])
    assert tally.variance / 100**2 == pytest.approx(case["var"], abs=ROCKS["tol"])
    assert error / 100 == pytest.approx(case["se"], abs=ROCKS["tol"])


@pytest.mark.parametrize("name", ["nps_n4", "nps_n20", "nps_all_promoters"])
def test_too_few_answers_are_refused_as_the_reference_says(name):
    case = REFUSALS[name]
    found = score("nps", nps_tally(*case["input"].values()))
    assert found.refusal.code == case["expect"]
    assert found.value is None
    expected = [100 * limit for limit in case["interval"]] if "interval" in case else [None] * 2
    assert [found.low, found.high] == pytest.approx(expected)


def test_bad_answers_are_counted_and_never_coerced():
    case = REFUSALS["nps_bad_scores"]
    found = tally_answers(case["input"])
    words = f"invalid_rows={found.invalid},missing={found.missing},n={found.tally.answers}"
    assert words == case["expect"]


def test_only_whole_numbers_from_0_to_10_are_nps_answers():
    given_answers = [0, 6, 7, 8, 9, 10, 9.0, Decimal(3), np.int64(10), "9", True, 10.5, 1e300]
    found = tally_answers([*given_answers, float("inf"), float("nan"), pd.NA, None, np.nan])
    assert (found.tally.answers, found.invalid, found.missing) == (9, 5, 4)
    assert found.tally.points == 100 * (4 - 3)


def test_counts_stay_where_the_figure_is_refused():
    assert score("nps", nps_tally(1, 1, 2)).responses == 4


def test_no_answers_are_refused_not_divided_by():
    found = score("csat", Tally(0, 0.0, 0.0, 0))
    assert found.refusal.message == "No answers; a figure needs at least 10."
    assert found.refusal.remedy == "needs 10 more answers"


def test_from_30_to_59_answers_the_score_is_marked():
    marks = [score("csat", csat_tally(20, size)).is_low_base for size in (29, 30, 59, 60)]
    assert marks == [False, True, True, False]


def test_fewer_than_five_customers_show_nothing_however_much_they_answer():
    customers = np.repeat(np.arange(4), 10)
    found = score("nps", repeated_tally(customers, np.tile([100.0, 0.0], 20)))
    assert found.refusal.code == "suppressed_customers_lt_5"
    assert (found.value, found.low, found.high, found.responses) == (None, None, None, 40)


def test_a_lowered_ladder_shows_more():
    generous = Ladder(answers_to_show=4, customers_to_show=2, effective_for_point=4)
    assert score("nps", nps_tally(1, 1, 2), generous).value == 25.0


def test_an_unknown_metric_is_an_error():
    with pytest.raises(KeyError):
        score("happiness", nps_tally(10, 10, 10))


def test_sums_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="cannot give"):
        Tally(3, 100.0, 1e4, 4)
    with pytest.raises(ValueError, match="clustered sums"):
        Tally(4, 100.0, 1e4, 3)


def test_a_mean_of_0_to_10_answers_keeps_its_own_scale():
    given_answers = np.array([10.0, 9, 9, 8, 10, 7, 10, 9, 3, 10] * 5)
    found = mean_score(tally_of(given_answers), 0, 10)
    expected = stats.t.interval(0.95, 49, given_answers.mean(), stats.sem(given_answers))
    assert found.value == pytest.approx(8.5)
    assert (found.low, found.high) == pytest.approx(expected)
    assert mean_score(tally_of(given_answers[:9]), 0, 10).refusal.code == "suppressed_n_lt_10"


@given(answers)
def test_when_everybody_answered_once_clusters_change_nothing(points):
    plain = tally_of(np.array(points))
    clustered = repeated_tally(np.arange(len(points)), np.array(points))
    assert score("nps", clustered) == score("nps", plain)
    assert effective_answers(clustered) == len(points)


@given(answers, st.data())
def test_the_robust_variance_equals_the_sum_over_customers(points, data):
    customers = np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=len(points), max_size=len(points)))
    )
    scores = np.array(points)
    tally = repeated_tally(customers, scores)
    if tally.customers < 2:
        return
    pulls = [(scores[customers == c] - scores.mean()).sum() / len(scores) for c in set(customers)]
    groups = len(pulls)
    expected = groups / (groups - 1) * sum(pull**2 for pull in pulls)
    assert robust_variance(tally) == pytest.approx(expected, abs=1e-6)


@given(answers, st.data())
def test_repeated_answers_are_never_worth_more_than_they_are(points, data):
    size = len(points)
    customers = data.draw(st.lists(st.integers(0, 20), min_size=size, max_size=size))
    tally = repeated_tally(np.array(customers), np.array(points))
    assert 0 < effective_answers(tally) <= size


def test_saying_the_same_thing_three_times_is_saying_it_once():
    once = np.repeat([100.0, 0.0, -100.0], [50, 30, 20])
    thrice = repeated_tally(np.repeat(np.arange(100), 3), np.repeat(once, 3))
    assert effective_answers(thrice) == pytest.approx(100, rel=0.03)
    single, triple = score("nps", tally_of(once)), score("nps", thrice)
    assert triple.value == single.value
    assert triple.high - triple.low == pytest.approx(single.high - single.low, rel=0.02)


def test_unanimous_repeated_answers_count_once_per_customer():
    tally = repeated_tally(np.repeat(np.arange(10), 4), np.full(40, 100.0))
    # Ten people, less what is lost to knowing the spread from ten only.
    assert 7 < effective_answers(tally) < 10
    assert score("nps", tally).refusal.code == "interval_only_n_lt_30"


def test_the_interval_of_a_repeated_mean_is_that_of_the_customers_means():
    means = np.array([7.0, 6, 5, 7, 4, 2, 6, 7, 7, 3, 5, 6] * 4)
    repeated = repeated_tally(np.repeat(np.arange(48), 2), np.repeat(means, 2))
    single, double = score("ces", tally_of(means)), score("ces", repeated)
    assert (double.low, double.high) == pytest.approx((single.low, single.high))


@given(answers, answers)
def test_pooled_tallies_are_the_tally_of_all_answers(one, other):
    both = pool([tally_of(np.array(one)), tally_of(np.array(other))])
    whole = tally_of(np.array(one + other))
    assert (both.answers, both.points, both.points_squared) == (
        whole.answers,
        whole.points,
        whole.points_squared,
    )
    assert score("nps", both) == score("nps", whole)


def test_pooling_keeps_repeated_customers():
    parts = [repeated_tally(np.repeat(np.arange(20), 2), np.tile([100.0, 0.0], 20))] * 2
    assert clustered_sums(pool(parts)) == tuple(2 * part for part in clustered_sums(parts[0]))
    assert pool([]).answers == 0


@pytest.mark.parametrize("key", ["nps", "csat", "ces"])
def test_intervals_cover_though_customers_answer_often_and_alike(key):
    rng = np.random.default_rng(20)
    covered, runs, people = 0, 300, 40
    for _ in range(runs):
        customers = np.repeat(np.arange(people), rng.integers(1, 6, people))
        moods = rng.choice([-100.0, 0.0, 100.0], people, p=[0.2, 0.3, 0.5])[customers]
        fresh = rng.choice([-100.0, 0.0, 100.0], len(customers), p=[0.2, 0.3, 0.5])
        points = np.where(rng.random(len(customers)) < 0.7, moods, fresh)
        shown, truth = {
            "nps": (points, 30.0),
            "csat": (np.maximum(points, 0.0), 50.0),
            "ces": (4 + points / 50, 4.6),
        }[key]
        found = score(key, repeated_tally(customers, shown))
        covered += found.low <= truth <= found.high
    # 95 % of 300 is 285; below 270 has a chance of about 1 in 8,000.
    assert covered >= 270
