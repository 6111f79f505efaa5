"""Margins carry intervals that hold for skewed money, and small cells tell nothing."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cx.analysis.profit.margins import margin_of, retention_of, segment_mix


def test_the_interval_of_skewed_money_holds_the_mean_as_often_as_it_says():
    dice = np.random.default_rng(11)
    true = float(np.exp(0.5))
    held = [
        found.low <= true <= found.high
        for at in range(100)
        for found in [margin_of(dice.lognormal(0, 1, 60), seed=at).mean]
    ]
    assert np.mean(held) >= 0.90


def test_the_interval_of_many_is_the_textbook_one_though_they_are_drawn_in_buckets():
    values = np.random.default_rng(1).normal(50, 200, 100_000)
    found = margin_of(values).mean
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert found.value == pytest.approx(values.mean())
    assert found.high - found.value == pytest.approx(half, rel=0.15)
    assert found.value - found.low == pytest.approx(half, rel=0.15)


def test_the_longer_doubt_is_on_the_long_side():
    found = margin_of(np.random.default_rng(5).lognormal(0, 1.2, 80)).mean
    assert found.high - found.value > 1.2 * (found.value - found.low)


def test_the_trimmed_mean_leaves_a_twentieth_out_at_each_end():
    values = np.random.default_rng(2).lognormal(0, 2, 333)
    assert margin_of(values).trimmed == pytest.approx(stats.trim_mean(values, 0.05))


@pytest.mark.parametrize(
    ("customers", "code", "has_interval", "is_low_base"),
    [
        (9, "suppressed_n_lt_10", False, False),
        (29, "interval_only_n_lt_30", True, False),
        (30, None, True, True),
        (60, None, True, False),
    ],
)
def test_the_ladder_holds_for_customers(customers, code, has_interval, is_low_base):
    found = margin_of(np.arange(float(customers)))
    assert (found.refusal and found.refusal.code) == code
    assert (found.mean is not None) == has_interval
    assert found.is_low_base == is_low_base
    assert (found.trimmed is None) == (code is not None)


def test_equal_margins_have_no_spread_and_unknown_ones_are_an_error():
    assert margin_of(np.full(50, 7.0)).mean.low == 7.0
    with pytest.raises(ValueError, match="margin that is a number"):
        margin_of(np.array([1.0, np.inf]))


def test_all_having_stayed_is_not_certain():
    found = retention_of(40, 40)
    assert found.share.value == 1
    assert found.share.low < 0.92
    assert retention_of(9, 9).refusal.code == "suppressed_n_lt_10"


def rows_of(segment: str, mix: str, customers: int, margin: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "segment": segment,
            "mix": mix,
            "revenue": 100.0,
            "margin": margin + np.arange(customers) % 2,
            "cost_to_serve": 3.0,
            "is_active": (np.arange(customers) % 4 > 0).astype(int),
            "has_stayed": (np.arange(customers) % 4 > 1).astype(int),
        }
    )


def test_each_cell_has_its_own_customers_and_small_ones_no_totals():
    rows = pd.concat(
        [
            rows_of("Home", "Web", 80, 5),
            rows_of("Home", "Phone", 20, -9),
            rows_of("Work", "Web", 40, 2),
        ]
    ).sample(frac=1, random_state=3)
    found = {(each.segment, each.mix): each for each in segment_mix(rows)}
    assert set(found) == {("Home", "Web"), ("Home", "Phone"), ("Work", "Web")}
    web = found["Home", "Web"]
    assert (web.customers, web.revenue, web.total, web.cost_to_serve) == (80, 8_000, 440, 240)
    assert web.margin.mean.value == 5.5
    assert (web.retention.active, web.retention.stayed) == (60, 40)
    small = found["Home", "Phone"]
    assert (small.customers, small.revenue, small.total) == (20, None, None)
    assert small.margin.refusal.code == "interval_only_n_lt_30"


def test_customers_without_a_segment_belong_to_no_cell():
    rows = rows_of("Home", "Web", 40, 5)
    nowhere = rows_of("Home", "Web", 5, 900).assign(segment=None)
    (found,) = segment_mix(pd.concat([nowhere, rows]))
    assert (found.customers, found.total) == (40, 220)
