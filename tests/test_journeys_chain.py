"""Absorbing chains equal the textbook and ChannelAttribution, and no journey is lost in them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.journeys.chain import chain_of, count_moves, transition_table
from cx.analysis.journeys.paths import Paths, group_rare, without_repeats
from cx.analysis.journeys.touch import credit_touches
from cx.analysis.journeys.variants import commonest
from tests.journey_paths import bryl, fixture, fixture_paths
from tests.oracles import vector

BRYL, FIXTURE = vector("journeys/bryl_three_paths"), vector("journeys/fixture_paths")
row = st.tuples(st.lists(st.sampled_from("abcd"), max_size=5), st.integers(0, 9), st.integers(0, 9))
some_journeys = st.lists(row, min_size=1, max_size=12).filter(
    lambda rows: sum(a for _, a, _ in rows) and sum(b for _, _, b in rows)
)


def paths_of(rows: list[tuple[list[str], int, int]]) -> Paths:
    paths, conversions, nulls = zip(*rows, strict=True)
    return Paths.of_rows(
        pd.DataFrame(
            {"path": paths, "bucket": range(len(rows)), "conversions": conversions, "nulls": nulls}
        )
    )


def by_channel(paths: Paths) -> dict[str, float]:
    return dict(zip(paths.names, chain_of(paths).removal_effects.tolist(), strict=True))


def test_the_textbook_chain_is_exact():
    paths, tol = bryl(BRYL), BRYL["tol_exact"]
    assert float(chain_of(paths).p_conversion) == pytest.approx(BRYL["p_conv"], abs=tol)
    found = by_channel(paths)
    assert found == pytest.approx(BRYL["removal"], abs=tol)
    shares = {name: effect / sum(found.values()) for name, effect in found.items()}
    assert shares == pytest.approx(BRYL["share"], abs=tol)
    expected = {(a, b): chance for a, b, chance in BRYL["transition"]}
    assert transition_table(paths) == pytest.approx(expected, abs=tol)


def test_removal_effects_of_the_fixture_are_exact_and_near_the_simulated_ones():
    paths = fixture_paths()
    assert float(chain_of(paths).p_conversion) == pytest.approx(FIXTURE["p_conv"], abs=1e-12)
    found = by_channel(paths)
    assert found == pytest.approx(FIXTURE["removal_exact"], abs=FIXTURE["tol"])
    simulated = {
        each["channel_name"]: each["removal_effects_conversion"] for each in FIXTURE["removal_mc"]
    }
    assert found == pytest.approx(simulated, abs=FIXTURE["tol_mc"])


def test_moves_without_repeats_equal_those_of_channelattribution():
    found = transition_table(without_repeats(fixture_paths()))
    expected = {(a, b): chance for a, b, chance in FIXTURE["transition_no_self"]}
    assert found == pytest.approx(expected, abs=FIXTURE["tol"])


def test_first_last_and_linear_touch_equal_channelattribution():
    rows = fixture().rename(columns={"total_conversions": "conversions", "total_null": "nulls"})
    rows = rows.assign(path=rows["path"].str.split(" > "), bucket=range(len(rows)))
    paths = Paths.of_rows(rows)
    counted = {each.touchpoint: each for each in credit_touches(paths)}
    valued = {
        each.touchpoint: each
        for each in credit_touches(paths, rows["total_conversion_value"].to_numpy(float))
    }
    for expected in FIXTURE["heuristics"]:
        name = expected["channel_name"]
        for kind in ("first", "last", "linear"):
            assert getattr(counted[name], kind) == pytest.approx(
                expected[f"{kind}_touch_conversions"], abs=1e-9
            )
            assert getattr(valued[name], kind) == pytest.approx(
                expected[f"{kind}_touch_value"], abs=1e-6
            )


@given(some_journeys)
def test_the_chance_of_the_outcome_is_outcomes_by_journeys(rows):
    paths = paths_of(rows)
    assert float(chain_of(paths).p_conversion) == pytest.approx(
        paths.converted / paths.journeys, abs=1e-12
    )


@given(some_journeys)
def test_a_removal_effect_is_that_of_the_chain_with_the_touchpoint_cut(rows):
    paths = paths_of(rows)
    moves = count_moves(paths).sum(axis=0)
    size = len(paths.names)
    left = moves.sum(axis=1, keepdims=True)
    chances = np.divide(moves, left, out=np.zeros_like(moves), where=left > 0)
    between, out = np.zeros((size + 1, size + 1)), chances[:, size]
    between[:, 1:] = chances[:, :size]
    whole = np.linalg.solve(np.eye(size + 1) - between, out)[0]
    for at, effect in enumerate(chain_of(paths).removal_effects):
        kept = [k for k in range(size + 1) if k != at + 1]
        cut = np.eye(size) - between[np.ix_(kept, kept)]
        assert effect == pytest.approx(1 - np.linalg.solve(cut, out[kept])[0] / whole, abs=1e-9)


@given(some_journeys, st.integers(2, 4))
def test_touching_the_same_place_again_at_once_changes_no_effect(rows, times):
    repeated = [([name for name in path for _ in range(times)], a, b) for path, a, b in rows]
    assert by_channel(paths_of(repeated)) == pytest.approx(by_channel(paths_of(rows)), abs=1e-9)


@given(some_journeys)
def test_what_comes_to_a_touchpoint_leaves_it_and_every_journey_ends(rows):
    paths = paths_of(rows)
    moves, size = count_moves(paths).sum(axis=0), len(paths.names)
    assert moves[:, :size].sum(axis=0) == pytest.approx(moves[1:].sum(axis=1))
    assert moves[0].sum() == moves[:, size:].sum() == paths.journeys


@given(some_journeys)
def test_every_kind_of_credit_adds_up_to_the_outcomes_with_a_touch(rows):
    paths = paths_of(rows)
    touched = sum(a for path, a, _ in rows if path)
    for kind in ("first", "last", "linear"):
        total = sum(getattr(each, kind) for each in credit_touches(paths))
        assert total == pytest.approx(touched)


@given(some_journeys, st.integers(2, 4))
def test_grouping_keeps_every_journey(rows, most):
    paths = paths_of(rows)
    grouped = group_rare(paths, most)
    assert len(grouped.names) <= max(most, 1)
    assert (grouped.journeys, grouped.converted) == (paths.journeys, paths.converted)


def test_the_commonest_paths_are_counted_and_small_ones_expose_nobody():
    rows = fixture()
    found = commonest(fixture_paths(), top=5)
    rows["journeys"] = rows.total_conversions + rows.total_null
    top = rows.nlargest(5, "journeys")
    assert [line.journeys for line in found.lines] == top.journeys.tolist()
    assert [line.converted.value for line in found.lines] == pytest.approx(
        (top.total_conversions / top.journeys).tolist()
    )
    assert found.covered == pytest.approx(top.journeys.sum() / rows.journeys.sum())
    assert found.distinct == len(rows)
    assert all(line.journeys >= 10 for line in commonest(fixture_paths(), top=200).lines)


def test_a_path_of_few_customers_is_not_listed():
    rows = pd.DataFrame({"path": ["ab"] * 4, "bucket": range(4), "conversions": 50, "nulls": 50})
    assert commonest(Paths.of_rows(rows)).lines == ()


@pytest.mark.parametrize("wrong", [{"conversions": [-1]}, {"nulls": [np.nan]}, {"bucket": [None]}])
def test_counts_that_cannot_be_are_errors(wrong):
    rows = {"path": [("a",)], "bucket": [0], "conversions": [1], "nulls": [1]} | wrong
    with pytest.raises(ValueError, match="mend the query"):
        Paths.of_rows(pd.DataFrame(rows))


def test_a_touchpoint_may_not_be_named_like_an_end():
    rows = {"path": [("(null)",)], "bucket": [0], "conversions": [1], "nulls": [1]}
    with pytest.raises(ValueError, match="rename it"):
        Paths.of_rows(pd.DataFrame(rows))
