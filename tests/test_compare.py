"""Groups against the rest: exact sums of the rest, and an allowance for looking at many."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.change import change
from cx.analysis.compare import against_rest, false_discovery, family_wise, rest
from cx.analysis.score import pool
from tests.oracles import nps_tally, overlap_of, repeated_tally, vector

P_VALUES = vector("nps/p_adjust_r")
GROUPS = {
    "web": nps_tally(300, 300, 400),
    "shop": nps_tally(20, 30, 150),
    "phone": nps_tally(60, 60, 80),
    "fax": nps_tally(1, 2, 3),
    "letter": nps_tally(10, 15, 20),
}


@pytest.mark.parametrize(("adjust", "name"), [(false_discovery, "BH"), (family_wise, "holm")])
def test_adjusted_p_values_equal_those_of_r(adjust, name):
    found = adjust([case["p"] for case in P_VALUES["cases"]])
    expected = [case[name] for case in P_VALUES["cases"]]
    assert found.adjusted == pytest.approx(expected, abs=P_VALUES["tol"])
    assert found.family == 25


def test_lines_that_were_not_tested_do_not_count_as_looked_at():
    found = false_discovery([None, 0.04, None])
    assert found.adjusted == (None, 0.04, None)
    assert (found.is_clear, found.family) == ((False, True, False), 1)
    assert false_discovery([]).family == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_never_makes_a_finding_clearer(p_values):
    for adjust in (false_discovery, family_wise):
        adjusted = adjust(p_values).adjusted
        assert all(
            after >= before - 1e-12 for after, before in zip(adjusted, p_values, strict=True)
        )
        assert max(adjusted) <= 1


def test_each_group_is_compared_with_all_others_and_not_with_the_total():
    found = against_rest("nps", GROUPS, pool(GROUPS.values()))
    others = pool(tally for name, tally in GROUPS.items() if name != "shop")
    expected = change("nps", GROUPS["shop"], others)
    assert found["shop"].difference.value == pytest.approx(expected.value)
    assert found["shop"].difference.p == pytest.approx(expected.p)
    assert found["shop"].verdict == "above the rest"
    assert found["web"].verdict == "below the rest"
    assert list(found) == list(GROUPS)


def test_groups_with_few_answers_are_left_out_of_the_family():
    found = against_rest("nps", GROUPS, pool(GROUPS.values()))
    assert found["web"].family == 3
    assert (found["fax"].verdict, found["letter"].verdict) == ("not comparable",) * 2
    assert found["fax"].refusal.code == "suppressed_n_lt_10"
    assert found["letter"].refusal.code == "low_base_n_lt_60"
    assert found["letter"].refusal.remedy == "needs 15 more answers"
    assert found["letter"].p_adjusted is None


def test_alike_groups_show_no_clear_difference():
    alike = {name: nps_tally(40, 60, 100) for name in "abcdef"}
    found = against_rest("nps", alike, pool(alike.values()))
    assert {comparison.verdict for comparison in found.values()} == {"no clear difference"}


def test_the_whole_has_no_rest_to_compare_with():
    found = against_rest("nps", {"all": GROUPS["web"]}, GROUPS["web"])
    assert found["all"].verdict == "not comparable"
    assert found["all"].refusal.code == "suppressed_n_lt_10"


def visits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers, points and a channel; customers use several channels."""
    rng = np.random.default_rng(4)
    customers = np.repeat(np.arange(150), rng.integers(1, 6, 150))
    moods = rng.choice([-100.0, 0.0, 100.0], 150)[customers]
    fresh = rng.choice([-100.0, 0.0, 100.0], len(customers))
    points = np.where(rng.random(len(customers)) < 0.6, moods, fresh)
    return customers, points, rng.choice(["web", "shop"], len(customers), p=[0.7, 0.3])


def test_the_rest_of_customers_in_several_groups_is_exact():
    customers, points, channels = visits()
    is_web = channels == "web"
    web, others = ((customers[part], points[part]) for part in (is_web, ~is_web))
    found = rest(repeated_tally(customers, points), repeated_tally(*web), overlap_of(web, others))
    expected = repeated_tally(*others)
    assert (found.answers, found.customers) == (expected.answers, expected.customers)
    assert found.clustered == pytest.approx(expected.clustered)
    assert found.points == pytest.approx(expected.points)


def test_customers_in_several_groups_need_their_overlaps():
    customers, points, channels = visits()
    parts = {
        name: (customers[channels == name], points[channels == name]) for name in set(channels)
    }
    groups = {name: repeated_tally(*part) for name, part in parts.items()}
    total = repeated_tally(customers, points)
    with pytest.raises(ValueError, match="several groups"):
        against_rest("nps", groups, total)
    overlaps = {
        "web": overlap_of(parts["web"], parts["shop"]),
        "shop": overlap_of(parts["shop"], parts["web"]),
    }
    found = against_rest("nps", groups, total, overlaps)
    assert found["web"].difference.value == pytest.approx(-found["shop"].difference.value)
    assert found["web"].difference.p == pytest.approx(found["shop"].difference.p)
