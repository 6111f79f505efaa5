"""The split of a change adds up exactly, equals its references, and knows noise from news."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.cells import OTHER, Cells, too_small
from cx.analysis.mix import kitagawa, split_change
from tests.oracles import survey, vector

DASGUPTA = vector("mix/dasgupta_5_1")
CHANNELS = vector("mix/fixture_nps_channel")
cell = st.fixed_dictionaries({value: st.integers(0, 40) for value in (-100, 0, 100)})
period = st.dictionaries(st.sampled_from("abcdef"), cell, min_size=1)


def answers(detractors: int, passives: int, promoters: int) -> dict[float, int]:
    return {-100: detractors, 0: passives, 100: promoters}


def channels(wave: str) -> dict[str, dict[float, int]]:
    """Counts of the synthetic respondents of a wave, by channel and points."""
    people = survey().query("period == @wave")
    counted = people.groupby(["channel", "points"]).size()
    return {name: counted[name].to_dict() for name in people.channel.unique()}


def test_mix_and_rate_equal_the_published_example():
    before, now = (np.array(DASGUPTA[f"size{wave}"]) for wave in (0, 1))
    mix, rate = kitagawa(
        before / before.sum(), now / now.sum(), *(np.array(DASGUPTA[f"rate{w}"]) for w in (0, 1))
    )
    expected = DASGUPTA["expected"]
    found = (mix.sum(), rate.sum(), mix.sum() + rate.sum())
    assert found == pytest.approx(
        (expected["mix"], expected["rate"], expected["crude"]), abs=DASGUPTA["tol"]
    )


def test_totals_and_lines_equal_the_reference_on_the_survey():
    found = split_change(channels("P1"), channels("P2"))
    expected = CHANNELS["expected"]
    totals = (found.mix.value, found.rate.value, found.change.value)
    assert totals == pytest.approx(
        (expected["mix"], expected["rate"], expected["crude"]), abs=CHANNELS["tol"]
    )
    lines = {line.group: {"rate": line.rate.value, "mix": line.mix.value} for line in found.lines}
    for name, line in CHANNELS["lines_own_formula"].items():
        assert lines[name] == pytest.approx(line)


def test_a_score_can_rise_while_every_group_falls():
    before = {"web": answers(60, 0, 140), "phone": answers(500, 0, 300)}
    now = {"web": answers(260, 0, 540), "phone": answers(130, 0, 70)}
    found = split_change(before, now)
    assert found.change.value > 0 > found.rate.value
    assert all(line.rate.value < 0 for line in found.lines)
    assert found.mix.is_clear


@given(period, period)
def test_lines_add_up_to_the_totals_and_the_totals_to_the_change(before, now):
    found = split_change(before, now)
    if found.refusal is not None:
        assert (found.lines, found.change) == ((), None)
        return
    scores = [
        sum(points * count for group in wave.values() for points, count in group.items())
        / sum(count for group in wave.values() for count in group.values())
        for wave in (before, now)
    ]
    assert found.change.value == pytest.approx(scores[1] - scores[0], abs=1e-9)
    assert found.change.value == found.mix.value + found.rate.value
    assert sum(line.mix.value for line in found.lines) == pytest.approx(found.mix.value)
    assert sum(line.rate.value for line in found.lines) == pytest.approx(found.rate.value)
    for share in ("share_before", "share_now"):
        assert sum(getattr(line, share) for line in found.lines) == pytest.approx(1)


@given(period, period)
def test_no_line_exposes_a_handful_of_people(before, now):
    for line in split_change(before, now).lines:
        for size in (line.answers_before, line.answers_now):
            assert size == 0 or size >= 10


@given(period, period)
def test_an_effect_lies_in_its_interval_and_is_clear_only_outside_nought(before, now):
    found = split_change(before, now)
    effects = [effect for line in found.lines for effect in (line.mix, line.rate)]
    for effect in effects:
        assert effect.low <= effect.value <= effect.high
        assert not (effect.is_clear and effect.low <= 0 <= effect.high)


def test_new_and_gone_groups_are_all_mix():
    before = {"web": answers(30, 30, 60), "fax": answers(20, 10, 5)}
    now = {"web": answers(30, 30, 60), "app": answers(5, 10, 40)}
    found = {line.group: line for line in split_change(before, now).lines}
    assert found["fax"].rate.value == found["app"].rate.value == 0
    assert found["fax"].mix.value > 0
    assert found["app"].mix.value > 0
    assert (found["app"].answers_before, found["app"].score_before) == (0, None)
    assert not found["app"].rate.is_clear


def test_small_groups_are_put_together_and_named():
    before = {name: answers(2, 2, 2) for name in ("fax", "letter")}
    wave = {**before, "web": answers(50, 50, 100), "shop": answers(20, 20, 30)}
    found = split_change(wave, wave)
    assert found.merged == ("fax", "letter")
    assert [line.group for line in found.lines] == ["shop", "web", OTHER]
    assert found.lines[-1].answers_now == 12


def test_a_lone_small_group_is_hidden_by_the_next_smallest():
    wave = {"web": answers(50, 50, 100), "shop": answers(10, 10, 10), "fax": answers(1, 1, 1)}
    found = split_change(wave, wave)
    assert found.merged == ("fax", "shop")


def test_groups_that_are_withheld_elsewhere_can_be_merged_too():
    wave = {"web": answers(50, 50, 100), "shop": answers(10, 10, 10), "app": answers(9, 9, 9)}
    assert split_change(wave, wave, merge=["shop"]).merged == ("shop",)


def test_a_group_in_small_pieces_before_and_gone_now_is_small():
    before = {"a": answers(100, 0, 0), "b": answers(1, 0, 0), "c": answers(50, 0, 0)}
    assert too_small(Cells.of(before, {"a": answers(100, 0, 0)}), (), 10) == ("b", "c")


def test_a_split_in_which_the_rest_is_over_30_percent_is_refused():
    tiny = {f"shop {number}": answers(3, 3, 3) for number in range(20)}
    found = split_change({"web": answers(50, 50, 100), **tiny}, {"web": answers(50, 50, 100)})
    assert found.refusal.code == "other_gt_30_percent"
    assert found.refusal.message.startswith("47% of the answers")


@pytest.mark.parametrize(
    ("size", "code"), [(3, "suppressed_n_lt_10"), (8, "interval_only_n_lt_30")]
)
def test_a_period_with_too_few_answers_is_refused(size, code):
    found = split_change({"web": answers(size, 0, size)}, {"web": answers(50, 50, 50)})
    assert found.refusal.code == code
    assert found.refusal.message.startswith("Before: Only")
    assert split_change({}, {}).refusal.code == "suppressed_n_lt_10"


def test_a_group_shows_no_score_below_30_answers():
    wave = {"web": answers(50, 50, 100), "app": answers(9, 9, 9)}
    found = {line.group: line.score_now for line in split_change(wave, wave).lines}
    assert found == {"web": 25.0, "app": None}


def test_fewer_effective_answers_widen_the_intervals():
    before, now = channels("P1"), channels("P2")
    narrow = split_change(before, now).change
    wide = split_change(before, now, effective=(50.0, 50.0)).change
    assert wide.value == narrow.value
    assert wide.high - wide.low > 1.7 * (narrow.high - narrow.low)


def test_the_interval_of_the_change_is_that_of_resampled_respondents():
    found = split_change(channels("P1"), channels("P2"))
    people = survey()
    waves = [people.points[people.period == wave].to_numpy() for wave in ("P2", "P1")]
    error = sum(wave.var() / len(wave) for wave in waves) ** 0.5
    assert found.change.high - found.change.low == pytest.approx(2 * 1.96 * error, rel=0.08)


def test_the_same_seed_gives_the_same_intervals():
    assert split_change(channels("P1"), channels("P2"), seed=4) == split_change(
        channels("P1"), channels("P2"), seed=4
    )


def test_it_works_for_the_means_of_a_scale():
    before = {name: {7.0: 40, 5.5: 30, 1.0: 10} for name in ("web", "app")}
    now = {"web": {7.0: 60, 5.5: 30}, "app": {7.0: 20, 1.0: 20}}
    found = split_change(before, now)
    means = [np.average([7, 5.5, 1], weights=weights) for weights in ((80, 60, 20), (80, 30, 20))]
    assert found.change.value == pytest.approx(means[1] - means[0])


def test_noise_seldom_gives_a_clear_line():
    rng = np.random.default_rng(9)
    runs, with_clear, lines, clear = 200, 0, 0, 0
    chances = np.array([[0.3, 0.3, 0.4], [0.1, 0.3, 0.6], [0.2, 0.3, 0.5], [0.4, 0.3, 0.3]])
    for run in range(runs):
        waves = [
            {
                name: answers(*rng.multinomial(size, chance).tolist())
                for name, size, chance in zip(
                    "abcd", rng.multinomial(600, [0.25] * 4), chances, strict=True
                )
            }
            for _ in range(2)
        ]
        found = split_change(*waves, seed=run)
        flags = [effect.is_clear for line in found.lines for effect in (line.mix, line.rate)]
        lines, clear, with_clear = lines + len(flags), clear + sum(flags), with_clear + any(flags)
    # Nothing changed: at most 10 % of views may have any clear line (q = 0.10). Over 38 of 200
    # has a chance of about 1 in 10,000.
    assert with_clear <= 38
    assert clear / lines <= 0.05


def test_people_who_answer_often_from_one_group_do_not_pass_for_a_shift():
    """No change at all: other people in each period, six answers each, groups scoring apart."""
    random = np.random.default_rng(8)

    def period() -> tuple[dict[str, dict[float, int]], float]:
        groups: dict[str, dict[float, int]] = {}
        for chosen in random.integers(0, 3, size=60):
            for score in random.choice([-100.0, 100.0], p=[chosen / 2, 1 - chosen / 2], size=6):
                cell = groups.setdefault("abc"[chosen], {})
                cell[float(score)] = cell.get(float(score), 0) + 1
        return groups, 60.0

    runs, alarms = 200, 0
    for _ in range(runs):
        (before, worth0), (now, worth1) = period(), period()
        seen = split_change(before, now, effective=(60.0, 60.0), people=(worth0, worth1))
        alarms += seen.mix.is_clear
    # 5 % are expected; 24 or more of 200 come about once in 10,000 runs.
    assert alarms <= 23
