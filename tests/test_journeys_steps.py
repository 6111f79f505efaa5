"""Next steps and funnels equal Wilson's formula and counts by hand; small ones are hidden."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from cx.analysis.journeys.funnel import funnel, funnel_of_counts, reached
from cx.analysis.journeys.paths import CONVERSION, Paths, share_of
from cx.analysis.journeys.transitions import transitions
from tests.journey_paths import counted_paths, fixture_paths
from tests.oracles import vector

FIXTURE = vector("journeys/fixture_paths")


def alone(paths: list[tuple[str, ...]], ends: np.ndarray) -> Paths:
    """Every journey of a customer of its own."""
    return counted_paths(paths, ends, np.arange(len(paths)))


def wilson(part: int, whole: int) -> tuple[float, float]:
    return proportion_confint(part, whole, method="wilson")


def test_shares_of_next_steps_have_wilsons_limits():
    paths = [("a", "b")] * 30 + [("a",)] * 70
    found = {(each.source, each.target): each for each in transitions(alone(paths, np.zeros(100)))}
    each = found["a", "b"]
    assert (each.moves, each.departures, each.share.value) == (30, 100, 0.3)
    assert (each.share.low, each.share.high) == pytest.approx(wilson(30, 100))


def test_departures_are_hidden_below_thirty_with_their_moves():
    paths = [("a", "b")] * 29 + [("a",)] * 70
    found = [each for each in transitions(alone(paths, np.zeros(99))) if each.source == "b"]
    assert [(each.moves, each.share) for each in found] == [(None, None)]
    assert found[0].refusal.code == "departures_lt_30"
    assert found[0].refusal.remedy == "needs 1 more departure"


def test_departures_of_a_handful_of_customers_are_hidden():
    rows = pd.DataFrame({"path": ["a"] * 4, "bucket": range(4), "conversions": 10, "nulls": 90})
    assert {each.refusal.code for each in transitions(Paths.of_rows(rows))} == {
        "suppressed_customers_lt_5"
    }


def test_shares_from_a_touchpoint_add_up_to_one():
    found = transitions(fixture_paths())
    for source in {each.source for each in found}:
        of = [each for each in found if each.source == source]
        assert sum(each.share.value for each in of) == pytest.approx(1)
        assert sum(each.moves for each in of) == of[0].departures


def test_customers_who_move_alike_again_and_again_count_less():
    alike = np.repeat([10.0, 0.0], 25), np.full(50, 10.0)
    found, _ = share_of(*alike, "departure")
    assert found.value == 0.5
    # Ten moves alike of each of 50 customers are worth 50, nearly.
    assert found.high - found.low == pytest.approx(np.ptp(wilson(25, 50)), rel=0.05)


def test_wilson_limits_cover_the_truth():
    dice = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        whole = dice.integers(1, 5, 150).astype(float)
        customer = dice.beta(2, 6, 150)
        part = dice.binomial(whole.astype(int), customer).astype(float)
        found, _ = share_of(part, whole, "departure")
        inside += found.low <= 0.25 <= found.high
    # 95 in 100 are stated; under 370 of 400 comes once in 70 such tests.
    assert inside >= 370


def test_a_funnel_takes_first_touches_in_order():
    steps = ("visit", "quote", "order")
    assert reached(("visit", "quote", "order"), steps) == (3, 3)
    assert reached(("quote", "visit", "order"), steps) == (1, 2)
    assert reached(("call", "visit", "visit", "quote"), steps) == (2, 4)
    assert reached((), steps) == (0, 0)


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from("abc"), max_size=5), st.integers(0, 60)),
        min_size=1,
        max_size=8,
    ).filter(lambda rows: sum(size for _, size in rows)),
    st.permutations("abc"),
)
def test_the_total_is_the_product_of_the_rates(rows, steps):
    journeys = [tuple(path) for path, size in rows for _ in range(size)]
    found = funnel(alone(journeys, np.arange(len(journeys)) % 2), [*steps, CONVERSION])
    expected = [sum(reached(each, steps)[0] > at for each in journeys) for at in range(3)]
    assert [step.reached for step in found.steps[:3]] == expected
    if all(step.rate for step in found.steps):
        product = np.prod([step.rate.value for step in found.steps])
        assert found.total.value == pytest.approx(product)


def test_leads_to_deals_have_the_known_rate():
    leads, deals = np.ones(8000), (np.arange(8000) < 842).astype(float)
    (_, deal) = funnel_of_counts(["lead", "deal"], [leads, leads, deals]).steps
    assert (deal.reached, deal.rate.value) == (842, pytest.approx(0.10525))
    assert (deal.rate.low, deal.rate.high) == pytest.approx(wilson(842, 8000))


def test_those_who_stop_are_said_to_have_done_something_else():
    paths = [("a", "b")] * 40 + [("a", "call")] * 35 + [("a",)] * 25 + [("a", "shop")] * 3
    found = funnel(alone(paths, np.zeros(103)), ["a", "b"])
    assert found.steps[0].instead == (("call", 35), ("(null)", 25))


def test_a_step_after_few_journeys_has_no_rate():
    paths = [("a", "b")] * 20 + [("a",)] * 80
    found = funnel(alone(paths, np.arange(100) < 10), ["a", "b", CONVERSION])
    assert [step.refusal and step.refusal.code for step in found.steps] == [
        None,
        None,
        "journeys_lt_30",
    ]
    assert found.total.value == pytest.approx(0.1)


def test_more_at_a_step_than_before_it_is_an_error():
    with pytest.raises(ValueError, match="first touches in order"):
        funnel_of_counts(["a", "b"], [np.ones(40), np.zeros(40), np.ones(40)])
