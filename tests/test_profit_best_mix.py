"""The best mix equals another solver's, finds what was planted, and recommends no chance."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cx.analysis.profit.basis import prepare
from cx.analysis.profit.best_mix import best_mix
from cx.analysis.profit.mix_task import flows_of
from cx.analysis.profit.programme import solve
from cx.analysis.profit.resample import p_of_alike
from tests.oracles import vector
from tests.profit_rows import company
from tests.test_profit_what_if import flat

KNOWN = vector("profit/channel_mix_lp")
PARTS = [np.array(KNOWN[name], dtype=float) for name in ("V", "margin", "nps", "x0", "cap")]


def refusals() -> dict[str, dict]:
    return {case["id"]: case for case in vector("refusal/refusal_cases")["cases"]}


def test_the_plan_and_its_prices_equal_those_of_another_solver():
    found = solve(*PARTS, reach=KNOWN["delta"], floor=KNOWN["target"])
    expected = KNOWN["expected"]
    assert found.objective == pytest.approx(expected["objective"], rel=KNOWN["tol"])
    assert found.base_objective == pytest.approx(expected["base_margin"])
    assert np.array(found.shares) == pytest.approx(np.array(expected["x"]), abs=KNOWN["tol"])
    assert found.price_per_point == pytest.approx(expected["price_per_nps_point"])
    assert found.price_per_point / 15_000 == pytest.approx(expected["dual_sat"])
    assert found.capacity_prices == pytest.approx((0, 0, expected["dual_branch_cap"]))
    assert found.score == pytest.approx(KNOWN["target"])


def test_the_price_of_a_point_is_what_one_more_point_costs():
    found = [solve(*PARTS, reach=0.25, floor=floor) for floor in (30.0, 30.01)]
    difference = (found[0].objective - found[1].objective) / 0.01
    assert difference == pytest.approx(found[0].price_per_point, rel=1e-6)


def test_a_score_out_of_reach_is_refused_with_the_most_that_can_be_reached():
    assert refusals()["lp_infeasible"]["expect"].startswith("infeasible; report max")
    found = solve(*PARTS, reach=KNOWN["delta"], floor=KNOWN["infeasible_target"])
    assert found.refusal.code == "infeasible"
    assert (found.shares, found.objective) == ((), None)
    most = solve(*PARTS, reach=KNOWN["delta"], floor=found.most_score - 1e-6)
    assert most.refusal is None
    above = solve(*PARTS, reach=KNOWN["delta"], floor=found.most_score + 1e-3)
    assert above.refusal.code == "infeasible"
    assert f"{found.most_score:.1f}" in found.refusal.message


def test_capacity_that_nothing_within_reach_meets_is_told_as_that():
    volume, margin, _, base, _ = PARTS
    found = solve(volume, margin, None, base, np.array([100.0, 100.0, 100.0]), 0.25)
    assert found.refusal.code == "infeasible"
    assert "capacity" in found.refusal.message
    assert found.most_score is None


def test_without_limits_all_goes_where_most_is_earned():
    volume, margin, _, base, _ = PARTS
    found = solve(volume, margin, None, base)
    assert np.array(found.shares).argmax(axis=1).tolist() == [0, 0, 2]
    assert found.objective == pytest.approx(float(volume @ margin.max(axis=1)))


def test_flows_take_what_channels_lose_to_where_it_comes():
    change = np.array([[-0.2, -0.1, 0.3, 0.0], [0.0, 0.0, 0.0, 0.0]])
    flows = flows_of(change)
    assert flows.sum(axis=1) - flows.sum(axis=2) == pytest.approx(change)
    assert (flows >= 0).all()


def test_the_planted_moves_are_recommended_and_their_gain_holds_the_truth():
    basis = prepare(company(21), seed=4)
    found = best_mix(basis, theta=1.0, samples=60, keeps_score=False)
    recommended = [each for each in found.moves if each.is_recommended]
    assert {(each.move.segment, each.move.origin, each.move.target) for each in recommended} >= {
        ("s0", "Branch", "Web"),
        ("s1", "Branch", "Web"),
    }
    assert all(each.chosen >= 0.8 and each.gain.low > 0 for each in recommended)
    assert all(each.out_of_bag > 0 and each.p_family <= 0.05 for each in recommended)
    assert found.recommended.margin.change.low > 0
    assert found.recommended.contacts == pytest.approx(sum(each.contacts for each in recommended))
    assert found.gain.low < found.gain.value < found.gain.high


def test_nothing_is_recommended_where_channels_mean_nothing():
    found = [
        best_mix(prepare(company(seed, 500, is_shuffled=True), seed=10_000 + seed), samples=40)
        for seed in range(5)
    ]
    assert all(not any(move.is_recommended for move in each.moves) for each in found)
    assert all(each.recommended is None for each in found)
    assert all(move.why_not for each in found for move in each.moves)
    # Chance alone promises a gain, and the customers left out take it back.
    assert all(each.in_sample > 0 for each in found)
    assert np.mean([each.gain.value < 0.5 * each.in_sample for each in found]) > 0.5


def rare_and_cheap(few: int, many: int = 600) -> pd.DataFrame:
    """One contact in twenty costs a hundred, but none of the few by E-mail does."""
    cost = 1.0 + np.arange(many + few) % 3
    cost[:many:20] = 100.0
    channel = ["Phone"] * many + ["E-mail"] * few
    rows = flat((many + few) // 2).assign(channel=channel, contacts=1, cost=cost)
    return rows.assign(points=0, stayed=1)


def test_a_small_channel_that_only_lacks_the_dear_case_is_not_recommended():
    """Of 70 contacts each with 1 in 20 dear, 3 in a hundred groups have none: no proof."""
    found = best_mix(prepare(rare_and_cheap(70)), samples=40, keeps_score=False)
    (move,) = found.moves
    assert (move.move.origin, move.move.target) == ("Phone", "E-mail")
    assert move.chosen == 1
    assert move.p_family > 0.05
    assert not move.is_recommended


def test_the_spread_of_two_channels_alike_is_that_of_student():
    """Against the test of two groups of one variance, as every package has it."""
    dice = np.random.default_rng(3)
    groups = [dice.exponential(1.0, size) for size in (40, 300)]
    scatter = np.array([((each - each.mean()) ** 2).sum() for each in groups])
    sizes = np.array([len(each) for each in groups])
    gap = float(groups[0].mean() - groups[1].mean())
    assert p_of_alike(gap, scatter, sizes, sizes) == pytest.approx(stats.ttest_ind(*groups).pvalue)


@pytest.mark.parametrize(("customers", "is_kept"), [(59, False), (60, True)])
def test_no_move_from_or_to_a_low_base_is_recommended(customers, is_kept):
    found = best_mix(prepare(flat(customers)), theta=1.0, samples=10)
    free = best_mix(prepare(flat(customers)), theta=1.0, samples=10, keeps_score=False)
    for each in (found, free):
        assert [move.is_recommended for move in each.moves] == [is_kept]
    if not is_kept:
        assert "fewer than 60 customers" in found.moves[0].why_not
        assert found.recommended is None


def test_with_one_channel_there_is_nothing_to_compare():
    found = best_mix(prepare(flat().query("channel == 'Web'")), samples=10)
    assert found.refusal.code == "one_channel"
    assert "Web" in found.refusal.message
    assert (found.price_per_point, found.moves) == (None, ())


def test_the_same_view_gives_the_same_answer_and_gain_is_proportional_to_theta():
    basis = prepare(company(5), seed=2)
    half, again, whole = (
        best_mix(basis, theta=theta, samples=20, keeps_score=False) for theta in (0.5, 0.5, 1.0)
    )
    assert half == again
    assert whole.gain.value == pytest.approx(2 * half.gain.value)
    assert dict(half.by_theta)[1.0] == pytest.approx(whole.gain.value)


def test_the_score_stays_at_its_floor_and_its_price_is_what_that_costs():
    basis = prepare(flat(points=[-100, 100] * 50))
    free = best_mix(basis, theta=1.0, samples=10, keeps_score=False)
    kept = best_mix(basis, theta=1.0, samples=10)
    lower = best_mix(basis, floor=-10.0, theta=1.0, samples=10)
    assert (free.in_sample, free.score, free.base_score) == (pytest.approx(320), None, None)
    assert free.price_per_point is None
    assert (kept.in_sample, kept.moves) == (pytest.approx(0, abs=1e-9), ())
    # 10 points are 5 % of 200 contacts from 100 to -100, at 8 each.
    assert (lower.in_sample, lower.score) == (pytest.approx(80), pytest.approx(-10))
    assert lower.price_per_point == pytest.approx(8)
    assert lower.is_floor_kept
    assert lower.moves[0].score_change == pytest.approx(-10)


def test_with_theta_below_one_scores_move_less_too():
    basis = prepare(flat(points=[-100, 100] * 50))
    found = best_mix(basis, floor=-10.0, theta=0.5, samples=10)
    assert found.score == pytest.approx(-10)
    assert found.moves[0].contacts == pytest.approx(20)
    assert found.in_sample == pytest.approx(0.5 * 20 * 8)


def test_a_floor_out_of_reach_tells_the_most_that_can_be_reached():
    found = best_mix(prepare(flat()), floor=90.0, theta=1.0, samples=10)
    assert found.refusal.code == "infeasible"
    assert found.most_score == pytest.approx(40)
    assert (found.moves, found.gain, found.recommended) == ((), None, None)


def test_channels_over_capacity_are_named_first_and_relieved():
    found = best_mix(prepare(flat(), {"Phone": 90}), theta=1.0, samples=10, keeps_score=False)
    assert [(each.channel, each.used) for each in found.over_capacity] == [("Phone", 100)]
    assert sum(each.contacts for each in found.moves) >= 10


def test_what_too_little_is_known_of_stays_and_is_listed():
    rare = flat(20).assign(segment="Work")
    found = best_mix(prepare(pd.concat([flat(), rare])), theta=1.0, samples=10)
    assert {(each.segment, each.channel) for each in found.held} == {
        ("Work", "Phone"),
        ("Work", "Web"),
    }
    assert found.held[0].refusal.remedy.startswith("needs 10 more customers in ")
    assert {each.move.segment for each in found.moves} == {"Home"}


@pytest.mark.parametrize(
    ("rows", "keeps_score"), [(flat(20), False), (flat(answers=0, points=0), True)]
)
def test_with_nothing_free_to_move_there_is_no_best_mix(rows, keeps_score):
    found = best_mix(prepare(rows), keeps_score=keeps_score)
    assert found.refusal.code == "no_free_cells"
    assert "30" in found.refusal.remedy
    assert found.gain is None
    assert found.held


def test_progress_is_told_and_the_work_can_be_called_off():
    told: list[float] = []
    best_mix(prepare(flat()), samples=4, progress=told.append)
    assert told == [0.25, 0.5, 0.75, 1.0]

    class CalledOffError(Exception):
        pass

    def call_off() -> None:
        if len(told) > 5:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        best_mix(prepare(flat()), samples=50, progress=told.append, check=call_off)
    assert len(told) == 6


@pytest.mark.parametrize("asked", [{"theta": 0.0}, {"reach": 1.5}, {"samples": 0}])
def test_assumptions_out_of_range_are_an_error(asked):
    with pytest.raises(ValueError, match="shares"):
        best_mix(prepare(flat()), **asked)
