"""Causes of bad answers: differences before odds, adjusted for what is stated, unknown apart."""

import numpy as np
import pandas as pd
import pytest

from cx.analysis.causes import odds, weigh_causes
from tests.conftest import often
from tests.oracles import most_by_chance


def chance(late: np.ndarray, is_a: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(1.7 - 1.0 * late - 0.8 * is_a))


TRUTH = float(np.mean([chance(1.0, a) - chance(0.0, a) for a in (0.0, 1.0)]))


def answers(seed: int, size: int = 2000) -> pd.DataFrame:
    """A cause with an effect, one without, and a segment that goes with both cause and answer."""
    dice = np.random.default_rng(seed)
    segment = dice.choice(["A", "B"], size)
    late = (dice.random(size) < np.where(segment == "A", 0.4, 0.1)).astype(float)
    bad = dice.random(size) < chance(late, segment == "A")
    return pd.DataFrame(
        {
            "is_bad": bad.astype(int),
            "person": np.arange(size),
            "late": late,
            "idle": dice.integers(0, 2, size).astype(float),
            "segment": segment,
        }
    )


def test_the_adjusted_difference_is_that_of_the_cause_alone():
    (late, *_) = weigh_causes(answers(1, 20_000), ["late", "idle"], ["segment"])
    assert late.name == "late"
    assert late.adjusted.value == pytest.approx(TRUTH, abs=0.02)
    assert late.difference.value > late.adjusted.value + 0.02


def test_the_adjusted_interval_covers_the_planted_effect():
    runs = often(200, 80)
    inside = sum(
        cause.adjusted.low <= TRUTH <= cause.adjusted.high
        for seed in range(runs)
        for cause in weigh_causes(answers(seed, 600), ["late"], ["segment"])
    )
    # 95 in 100 are stated; fewer inside come less than once in 100 such tests (182 of 200).
    assert inside >= runs - most_by_chance(runs, 100)


def test_difference_and_ratio_are_of_plain_shares():
    frame = answers(2)
    (late,) = weigh_causes(frame, ["late"])
    shares = frame.groupby("late")["is_bad"].mean()
    assert late.difference.value == pytest.approx(shares[1] - shares[0])
    assert late.ratio.value == pytest.approx(shares[1] / shares[0])
    assert late.ratio.low < late.ratio.value < late.ratio.high


def test_without_an_effect_a_cause_is_called_clear_at_most_at_the_stated_rate():
    named, runs = 0, often(200, 80)
    for seed in range(runs):
        frame = answers(seed, 400).assign(
            is_bad=lambda rows, seed=seed: np.random.default_rng(seed + 9).permutation(rows.is_bad)
        )
        named += any(cause.is_clear for cause in weigh_causes(frame, ["late", "idle"]))
    # 5 in 100 are stated; more come less than once in 50 such tests (18 of 200).
    assert named <= most_by_chance(runs, 50)


def test_people_who_answer_again_and_again_count_once():
    once = answers(3, 300)
    again = pd.concat([once] * 8)
    (alone,), (repeated,) = weigh_causes(once, ["late"]), weigh_causes(again, ["late"])
    width = alone.difference.high - alone.difference.low
    assert repeated.difference.high - repeated.difference.low == pytest.approx(width, rel=0.05)
    assert repeated.p == pytest.approx(alone.p, rel=0.2)


def test_what_nobody_knows_is_no_and_yes_to_nobody():
    frame = answers(4)
    frame.loc[:499, "late"] = np.nan
    (late,) = weigh_causes(frame, ["late"])
    assert late.unknown == 500
    assert late.exposed + late.others == 1500


def test_an_arm_of_few_answers_is_refused_by_name():
    frame = answers(4, 200)
    frame["late"] = (np.arange(200) < 12).astype(float)
    (late,) = weigh_causes(frame, ["late"])
    assert late.refusal is not None
    assert late.refusal.code == "arm_lt_30:late"
    assert late.refusal.remedy == "needs 18 more answers after it"


def test_too_many_things_held_equal_refuse_only_the_adjusted_figure():
    frame = answers(5, 200).assign(city=np.arange(200) % 15)
    (late,) = weigh_causes(frame, ["late"], ["city"])
    assert late.difference is not None
    assert late.adjusted is None
    assert late.adjusted_refusal.code == "events_per_parameter_lt_10"


def test_an_empty_cell_gives_the_finite_limit_only():
    found = odds(np.array([[20, 0], [10, 5]]))
    assert found.value is None
    assert found.high is None
    assert found.low > 0


def test_the_share_behind_a_cause_is_what_would_be_fewer_without_it():
    frame = answers(6)
    (late,) = weigh_causes(frame, ["late"])
    expected = 1 - frame.loc[frame.late == 0, "is_bad"].mean() / frame.is_bad.mean()
    assert late.share_behind == pytest.approx(expected)
