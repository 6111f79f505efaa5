"""Durations equal R's survfit and plain percentiles, are elapsed time, and their limits hold."""

import numpy as np
import pandas as pd
import pytest

from cx.analysis.journeys.durations import elapsed_seconds, measure_durations
from tests.oracles import survey

# Median with log-log limits of survival::survfit on the 400 synthetic respondents, in days.
R_MEDIANS = {
    "detractor": (236.0, 166.0, 314.0),
    "passive": (554.0, 421.0, None),
    "promoter": (None, None, None),
}


@pytest.mark.parametrize("category", R_MEDIANS)
def test_medians_with_open_ones_equal_survfit(category):
    people = survey()
    kind = np.select([people.nps >= 9, people.nps <= 6], ["promoter", "detractor"], "passive")
    held = people[kind == category]
    found = measure_durations(
        held.duration.to_numpy(float), held.churned.to_numpy() == 1, np.arange(len(held))
    )
    value, low, high = R_MEDIANS[category]
    assert (found.median.value, found.median.high) == (value, high)
    # Wilson limits are not quite log-log limits.
    assert found.median.low == (low and pytest.approx(low, rel=0.04))
    assert found.finished + found.unfinished == len(held)


def test_without_open_ones_they_are_plain_percentiles():
    seconds = np.random.default_rng(1).lognormal(10, 1, 5001)
    found = measure_durations(seconds, np.ones(5001, bool), np.arange(5001))
    expected = np.quantile(seconds, [0.5, 0.9], method="inverted_cdf")
    assert (found.median.value, found.p90.value) == pytest.approx(tuple(expected))
    for each in (found.median, found.p90):
        assert each.low < each.value < each.high


def test_half_an_hour_over_new_year_is_half_an_hour():
    started = pd.Series(pd.to_datetime(["2024-12-31 23:45"]))
    ended = pd.Series(pd.to_datetime(["2025-01-01 00:15"]))
    assert elapsed_seconds(started, ended) == pytest.approx([1800.0])
    with pytest.raises(ValueError, match="before they started"):
        elapsed_seconds(ended, started)


def test_leaving_out_the_open_ones_would_make_waits_look_short():
    dice = np.random.default_rng(2)
    whole = dice.exponential(100.0, 4000)
    seen = dice.uniform(0, 200, 4000)
    over = whole <= seen
    found = measure_durations(np.minimum(whole, seen), over, np.arange(4000))
    truth = 100 * np.log(2)
    assert np.median(whole[over]) < 0.8 * truth
    assert found.median.low <= truth <= found.median.high


def test_what_is_not_reached_has_a_lower_limit_only():
    seconds = np.r_[np.linspace(1, 40, 40), np.full(100, 50.0)]
    found = measure_durations(seconds, np.arange(140) < 40, np.arange(140))
    assert (found.median.value, found.p90.value, found.median.high) == (None, None, None)
    assert (found.finished, found.unfinished) == (40, 100)


@pytest.mark.parametrize("is_often", [False, True])
def test_intervals_cover_the_truth_also_when_customers_come_again(is_often):
    dice = np.random.default_rng(5)
    inside = np.zeros(2)
    for run in range(150):
        own = dice.normal(0, 1, 150)
        person = np.repeat(np.arange(150), 4 if is_often else 1)
        seconds = np.exp(own[person] + dice.normal(0, 0.5, len(person)))
        found = measure_durations(
            seconds, np.ones(len(person), bool), person, seed=run, samples=200
        )
        spread = np.sqrt(1.25)
        truth = np.exp([0.0, 1.2815515655 * spread])
        inside += [
            each.low <= each_truth <= each.high
            for each, each_truth in zip((found.median, found.p90), truth, strict=True)
        ]
    # 95 in 100 are stated; under 136 of 150 comes once in 80 such checks.
    assert (inside >= 136).all()


def test_few_journeys_and_few_finished_ones_are_refused():
    found = measure_durations(np.arange(29.0), np.ones(29, bool), np.arange(29))
    assert found.refusal.code == "journeys_lt_30"
    found = measure_durations(np.arange(100.0), np.arange(100) < 4, np.arange(100))
    assert found.refusal.code == "finished_lt_10"
    assert found.refusal.remedy == "needs 6 more finished journeys"
    assert (found.median, found.p90) == (None, None)


def test_a_missing_duration_is_an_error():
    with pytest.raises(ValueError, match="missing or below 0"):
        measure_durations(np.array([1.0, np.nan]), np.ones(2, bool), np.arange(2))


def test_many_journeys_cost_little_and_say_the_same():
    seconds = np.random.default_rng(6).exponential(3600, 200_000)
    found = measure_durations(seconds, np.ones(200_000, bool), np.arange(200_000))
    assert found.median.value == pytest.approx(3600 * np.log(2), rel=0.02)
    assert found.median.high - found.median.low < 0.05 * found.median.value


def test_waits_all_alike_are_what_they_are():
    found = measure_durations(np.full(50, 7.0), np.ones(50, bool), np.arange(50))
    assert (found.median.low, found.median.value, found.median.high) == (7.0, 7.0, 7.0)
