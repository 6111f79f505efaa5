"""What dissatisfies: exact shares, a bridge that adds up, classes only where data carry them."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.dissatisfaction.asymmetry import (
    DELIGHTER,
    FRUSTRATOR,
    SATISFIER,
    UNDETERMINED,
    contrast,
    indices,
)
from cx.analysis.dissatisfaction.bridge import build_bridge
from cx.analysis.dissatisfaction.levels import fit_levels
from cx.analysis.dissatisfaction.reach_noise import Failings, dissatisfiers
from cx.analysis.dissatisfaction.worth import Range, worth
from cx.analysis.drivers.ratings import Ratings
from tests.oracles import survey, vector

FIVE = ("price", "support", "speed", "ease", "trust")
PRCA = vector("prca/fixture_prca")


def five(outcome: str = "nps") -> Ratings:
    people = survey()
    values = people[list(FIVE)].to_numpy(float)
    return Ratings(FIVE, values, people[outcome].to_numpy(float), np.arange(len(people)))


def planted(seed: int, answers: int = 1500) -> Ratings:
    """A basic that only hurts, a delighter that only pleases, one of both, and one of neither."""
    dice = np.random.default_rng(seed)
    felt = dice.normal(size=(answers, 4)) + 0.5 * dice.normal(size=(answers, 1))
    values = 1.0 + (felt[:, :, None] > np.array([-1.4, -0.7, 0.1, 0.9])).sum(axis=2)
    low, high = (values <= 2), (values == 5)
    points = low @ [-40.0, 0, -20, 0] + high @ [0, 40.0, 20, 0] + 50 * dice.normal(size=answers)
    return Ratings(("basic", "delight", "both", "nothing"), values, points, np.arange(answers))


def failings(seed: int, answers: int = 400, attributes: int = 4) -> Failings:
    dice = np.random.default_rng(seed)
    failed = dice.random((answers, attributes)) < dice.uniform(0.1, 0.5, attributes)
    unhappy = dice.random(answers) < 0.15 + 0.5 * failed[:, 0]
    names = tuple("abcdefgh"[:attributes])
    return Failings(names, failed, unhappy, np.arange(answers) % 100)


@given(st.integers(0, 500))
def test_values_equal_the_mean_gain_over_all_orders_of_entry(seed):
    given_ = failings(seed)
    found = {each.name: each.value for each in dissatisfiers(given_, samples=20).dissatisfiers}
    unhappy = given_.is_dissatisfied
    gains = dict.fromkeys(given_.names, 0.0)
    orders = list(permutations(range(4)))
    for order in orders:
        before = 0.0
        for place in range(4):
            any_failed = given_.failed[:, order[: place + 1]].any(axis=1)
            after = any_failed[unhappy].mean() - any_failed[~unhappy].mean()
            gains[given_.names[order[place]]] += (after - before) / len(orders)
            before = after
    assert found == pytest.approx(gains, abs=1e-12)


def test_values_add_up_to_what_all_failings_reach_together():
    given_ = failings(1)
    found = dissatisfiers(given_)
    total = sum(each.value for each in found.dissatisfiers)
    assert total == pytest.approx(found.curve[-1].difference)


def test_only_the_failing_that_makes_the_difference_is_key():
    found = dissatisfiers(failings(3, answers=3000))
    assert found.key == ("a",)
    assert [each.name for each in found.dissatisfiers if each.value > 0] == ["a"]


def test_too_few_dissatisfied_are_refused():
    given_ = failings(3)
    few = Failings(given_.names, given_.failed, np.arange(400) < 12, given_.bucket)
    found = dissatisfiers(few)
    assert found.refusal is not None
    assert found.refusal.remedy == "needs 18 more dissatisfied answers"


def test_the_regression_equals_that_of_r():
    fit = fit_levels(five(), lo=2, hi=5, samples=2)
    expected = {name: value[0] for name, value in PRCA["coef"].items()}
    assert fit.intercept[0] == pytest.approx(expected["(Intercept)"], abs=PRCA["tol"])
    assert fit.low[0] == pytest.approx([expected[f"{n}_lo"] for n in FIVE], abs=PRCA["tol"])
    assert fit.high[0] == pytest.approx([expected[f"{n}_hi"] for n in FIVE], abs=PRCA["tol"])
    assert fit.r2 == pytest.approx(PRCA["r2"], abs=PRCA["tol"])


def test_indices_equal_their_formula():
    coefficients = {name: value[0] for name, value in PRCA["coef"].items()}
    low = np.array([coefficients[f"{name}_lo"] for name in FIVE])
    high = np.array([coefficients[f"{name}_hi"] for name in FIVE])
    for found, key in zip(indices(low, high), ("riocs", "sgp", "dgp", "ia"), strict=True):
        assert found == pytest.approx([PRCA["indices"][n][key] for n in FIVE], abs=PRCA["tol"])


def test_samples_spread_as_the_errors_of_r_do():
    fit = fit_levels(five(), lo=2, hi=5, samples=2000)
    errors = [PRCA["coef"][f"{name}_lo"][1] for name in FIVE]
    # R's errors take the spread to be the same everywhere; samples of people do not.
    assert fit.low[1:].std(axis=0) == pytest.approx(errors, rel=0.2)


def test_the_bridge_adds_up_to_the_score():
    people = five("points")
    found = build_bridge(people)
    terms = sum(span.penalty.points + span.reward.points for span in found.spans)
    assert found.start + terms + found.unrated == pytest.approx(people.outcome.mean())
    assert found.score == pytest.approx(people.outcome.mean())


def test_the_bridge_adds_up_with_ratings_missing_and_weights():
    dice = np.random.default_rng(1)
    people = survey()
    values = people[list(FIVE)].to_numpy(float)
    values[dice.random(values.shape) < 0.2] = np.nan
    weight = people.weight.to_numpy()
    found = build_bridge(Ratings(FIVE, values, people.points.to_numpy(), np.arange(400), weight))
    terms = sum(span.penalty.points + span.reward.points for span in found.spans)
    assert found.start + terms + found.unrated == pytest.approx(
        np.average(people.points, weights=weight)
    )


def test_failing_on_speed_costs_nearly_nine_points():
    speed = next(span for span in build_bridge(five("points")).spans if span.name == "speed")
    # The figure is that of the reference text for these 400 respondents.
    assert speed.penalty.points == pytest.approx(-8.8, abs=0.05)
    assert speed.penalty.is_clear


def test_a_planted_basic_delighter_and_neither_are_told_apart():
    found = {each.name: each for each in contrast(planted(1)).contrasts}
    assert found["basic"].standing == FRUSTRATOR
    assert found["delight"].standing == DELIGHTER
    assert found["nothing"].standing == UNDETERMINED
    assert found["basic"].p_symmetry < 0.01


def test_penalties_and_rewards_cover_the_planted_ones():
    truth = {"basic": (-40, 0), "delight": (0, 40), "both": (-20, 20), "nothing": (0, 0)}
    inside, ends = 0, 0
    for seed in range(40):
        for each in contrast(planted(seed, 800), samples=200).contrasts:
            penalty, reward = truth[each.name]
            inside += each.penalty_low <= penalty <= each.penalty_high
            inside += each.reward_low <= reward <= each.reward_high
            ends += 2
    assert inside / ends == pytest.approx(0.95, abs=0.03)


def test_the_fixture_names_speed_and_leaves_the_others_open():
    found = {each.name: each for each in contrast(five()).contrasts}
    assert found["speed"].standing == FRUSTRATOR
    assert found["speed"].chances[FRUSTRATOR] == pytest.approx(0.97, abs=0.03)
    trust = found["trust"].chances
    assert trust[SATISFIER] + trust[DELIGHTER] == pytest.approx(0.89, abs=0.05)
    assert {found[name].standing for name in ("support", "ease", "price")} == {UNDETERMINED}


def test_a_reward_of_the_wrong_sign_names_no_class():
    found = next(each for each in contrast(five()).contrasts if each.name == "price")
    assert found.ia == pytest.approx(-1.0)
    assert found.standing == UNDETERMINED
    assert found.reason
    assert sum(found.chances.values()) == pytest.approx(1.0)


def test_an_attribute_nobody_rates_low_has_no_penalty():
    people = survey().query("speed > 2")
    ratings = Ratings(
        FIVE, people[list(FIVE)].to_numpy(float), people.nps.to_numpy(float), np.arange(len(people))
    )
    speed = next(each for each in contrast(ratings).contrasts if each.name == "speed")
    assert speed.refusal is not None
    assert speed.refusal.code == "penalty_not_estimable:speed"
    assert speed.penalty is None


def test_fewer_than_two_hundred_answers_name_no_class():
    people = five()
    few = Ratings(FIVE, people.values[:150], people.outcome[:150], people.person[:150])
    found = contrast(few)
    assert found.refusal is not None
    assert found.refusal.remedy == "needs 50 more answers"


def test_shuffled_scores_name_classes_and_costs_at_most_at_the_stated_rate():
    dice = np.random.default_rng(5)
    people = five("points")
    classes = costs = 0
    for seed in range(100):
        shuffled = Ratings(FIVE, people.values, dice.permutation(people.outcome), people.person)
        found = contrast(shuffled, seed=seed, samples=100)
        classes += any(each.standing != UNDETERMINED for each in found.contrasts)
        spans = build_bridge(shuffled, seed=seed, samples=100).spans
        costs += any(span.penalty.is_clear or span.reward.is_clear for span in spans)
    # 5 in 100 are stated; 11 or more would come once in 90 such tests.
    assert classes <= 10
    assert costs <= 10


def test_rare_failings_set_nobody_apart_in_shuffled_answers():
    dice = np.random.default_rng(4)
    failed = dice.random((2500, 12)) < np.linspace(0.02, 0.08, 12)
    unhappy = np.arange(2500) < 400
    clear = 0
    for seed in range(100):
        shuffled = Failings(
            tuple("abcdefghijkl"), failed, dice.permutation(unhappy), np.arange(2500) % 500
        )
        found = dissatisfiers(shuffled, seed, samples=20).dissatisfiers
        clear += any(each.is_clear for each in found)
    # 5 in 100 are stated; 11 or more would come once in 90 such tests.
    assert clear <= 10


def test_money_is_told_only_with_retention_and_margin():
    points = Range(8, 6, 10)
    without = worth(points, 1000, None, 100.0)
    assert without.money is None
    assert without.refusal.code == "worth_in_points_only"
    found = worth(points, 1000, Range(0.2, -0.1, 0.4), 100.0)
    assert found.money.low == 0
    assert found.money.high == pytest.approx(10 * 1000 / 200 * 100 * 0.4)
