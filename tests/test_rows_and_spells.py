"""Ratings from rows, what people say and what counts, spells over time, complaints put right."""

import numpy as np
import pandas as pd
import pytest

from cx.analysis.causes import weigh_causes
from cx.analysis.defection.cox import fit_after_events
from cx.analysis.defection.recovery import NO_FAILURE, NOT_RECOVERED, RECOVERED, compare_recovery
from cx.analysis.defection.spells import cut_spells
from cx.analysis.drivers.attributes import describe
from cx.analysis.drivers.quadrants import HIDDEN, ONLY_SAID, place_stated
from cx.analysis.drivers.ratings import Ratings
from cx.analysis.drivers.rows import Rated, read_rows
from cx.analysis.held_equal import as_classes
from cx.analysis.people import tally_people


def row(answer: int, number: int, rating: float, **more: float) -> dict[str, float]:
    return {
        "answer": answer,
        "person": 100 + answer,
        "score": 9.0,
        "points": 100.0,
        "standing": 1,
        "weight": 1.0,
        "attribute_number": number,
        "rating": rating,
        "importance": np.nan,
        **more,
    }


def test_rows_in_any_order_become_a_sheet_with_gaps_where_nobody_rated():
    rows = pd.DataFrame([row(3, 2, 5.0), row(1, 0, 2.0), row(1, 2, 4.0, importance=3.0)])
    found = read_rows(rows, ["price", "unrated", "speed"])
    assert found.names == ("price", "speed")
    np.testing.assert_equal(found.values, [[2.0, 4.0], [np.nan, 5.0]])
    np.testing.assert_equal(found.stated, [[np.nan, 3.0], [np.nan, np.nan]])
    assert found.person.tolist() == [101, 103]


def test_a_rating_outside_its_scale_is_counted_and_left_out():
    rows = pd.DataFrame([row(0, 0, np.nan), row(1, 0, 3.0), row(2, 0, np.nan)])
    found = read_rows(rows, ["price"])
    assert found.values.tolist() == [[3.0]]
    assert found.outside == {"price": 2}


def test_weights_that_are_all_alike_are_none():
    rows = [row(at, 0, 3.0, weight=0.7) for at in range(3)]
    assert read_rows(pd.DataFrame(rows), ["price"]).weight is None
    rows[0]["weight"] = 2.0
    assert read_rows(pd.DataFrame(rows), ["price"]).weight.tolist() == [2.0, 0.7, 0.7]


def test_nothing_rated_is_an_empty_sheet():
    rows = pd.DataFrame([row(0, 0, 1.0)]).iloc[:0]
    found = read_rows(rows, ["price"])
    assert (found.names, found.values.shape, found.people) == ((), (0, 0), 0)


def test_only_some_attributes_leave_the_answers_that_rate_none_of_them():
    rows = pd.DataFrame([row(0, 0, 1.0), row(1, 1, 2.0)])
    found = read_rows(rows, ["price", "speed"]).only(["speed"])
    assert (found.names, found.values.tolist()) == (("speed",), [[2.0]])


def rated(dice: np.random.Generator, answers: int = 800) -> Rated:
    """Of two attributes a counts and is called unimportant, b the other way round."""
    values = dice.integers(1, 6, (answers, 2)).astype(float)
    score = np.clip(np.rint(values[:, 0] * 1.5 + dice.normal(size=answers) + 2), 0, 10)
    stated = np.column_stack([dice.integers(1, 4, answers), dice.integers(3, 6, answers)])
    standing = np.select([score >= 9, score <= 6], [1.0, -1.0])
    person = np.arange(answers)
    return Rated(
        ("a", "b"), values, stated.astype(float), score, 100 * standing, standing, person, None, {}
    )


def test_what_counts_and_what_people_call_important_are_told_apart():
    given = rated(np.random.default_rng(1))
    grid = place_stated(given.beside(given.score), given.stated)
    assert {each.name: each.quadrant for each in grid.placed} == {"a": HIDDEN, "b": ONLY_SAID}


def test_nobody_who_said_what_matters_gives_no_grid():
    given = rated(np.random.default_rng(1))
    ratings = Ratings(given.names, given.values, given.score, given.person)
    assert place_stated(ratings, np.full_like(given.values, np.nan)) is None


def test_each_attribute_is_described_by_the_answers_that_have_it():
    given = rated(np.random.default_rng(2))
    given.values[:100, 0] = np.nan
    first = describe(given)[0]
    assert first.rating.responses == 700
    assert first.rating.value == pytest.approx(np.nanmean(given.values[:, 0]))
    expected = np.corrcoef(given.values[100:, 0], given.score[100:])[0, 1]
    assert first.correlation == pytest.approx(expected)


def test_answers_of_one_person_are_added_up():
    found = tally_people(np.array([100.0, -100.0, 0.0]), np.array([5, 9, 5]))
    assert (found.answers, found.customers, found.clustered) == (3, 2, (5.0, 100.0, 20_000.0))


def test_missing_values_are_a_class_of_their_own():
    found = as_classes(pd.Series([2.0, None, 1.0, 2.0]))
    assert list(found) == ["2.0", "(unknown)", "1.0", "2.0"]


def test_a_cause_may_be_held_equal_for_another():
    dice = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "is_bad": dice.integers(0, 2, 800),
            "person": np.arange(800),
            "late": dice.integers(0, 2, 800).astype(float),
            "wait": dice.integers(0, 2, 800).astype(float),
        }
    )
    found = {each.name: each for each in weigh_causes(frame, ["late", "wait"], ["late"])}
    assert found["late"].adjusted is None
    assert found["wait"].adjusted is not None


# Spells


def test_an_experience_counts_only_after_it_happened_and_for_as_long_as_told():
    people = pd.DataFrame({"person": [1, 2], "days": [100.0, 50.0], "left": [1, 0]})
    events = pd.DataFrame(
        {"person": [1, 1, 2, 2], "name": ["late", "rude", "late", "other"], "day": [10, 90, -5, 3]}
    )
    found = cut_spells(people, events, ["late", "rude"], 20).to_numpy().tolist()
    assert found == [
        [1, 0, 10, 0, 0, 0],
        [1, 10, 30, 0, 1, 0],
        [1, 30, 90, 0, 0, 0],
        [1, 90, 100, 1, 0, 1],
        [2, 0, 15, 0, 1, 0],
        [2, 15, 50, 0, 0, 0],
    ]


def test_spells_add_up_to_the_days_of_each_person_and_only_the_last_can_end_in_leaving():
    dice = np.random.default_rng(4)
    people = pd.DataFrame(
        {
            "person": np.arange(60),
            "days": dice.integers(1, 300, 60),
            "left": dice.integers(0, 2, 60),
        }
    )
    events = pd.DataFrame(
        {"person": dice.integers(0, 60, 200), "name": "late", "day": dice.integers(-90, 300, 200)}
    )
    found = cut_spells(people, events, ["late"], 45)
    days = (found["stop"] - found["start"]).groupby(found["person"]).sum()
    assert days.to_list() == people["days"].to_list()
    assert found.groupby("person")["left"].sum().to_list() == people["left"].to_list()
    assert (found["stop"] > found["start"]).all()


def test_a_planted_hazard_after_a_bad_contact_is_found_and_no_one_has_to_survive_until_it():
    dice = np.random.default_rng(5)
    size, base, times = 6000, 1 / 1500, 2.5
    bad = np.where(dice.random(size) < 0.5, dice.integers(0, 300, size), 10_000)
    wait = dice.exponential(1 / base, size)
    # After the bad contact time runs 2.5 times as fast.
    left_on = np.where(wait < bad, wait, bad + (wait - bad) / times)
    people = pd.DataFrame(
        {
            "person": np.arange(size),
            "days": np.ceil(np.minimum(left_on, 365.0)),
            "left": (left_on < 365).astype(int),
        }
    )
    events = pd.DataFrame({"person": np.arange(size), "name": "bad", "day": bad.astype(float)})
    found = fit_after_events(cut_spells(people, events, ["bad"], 10_000), ["bad"]).of("bad")
    assert found.low < times < found.high
    assert found.is_clear


# Complaints put right or not


def complaints(seed: int, size: int = 900, effect: float = 30.0) -> pd.DataFrame:
    """Unhappy people complain more; a complaint not put right costs points, one put right none."""
    dice = np.random.default_rng(seed)
    before = dice.choice([-1.0, 0.0, 1.0], size)
    outcome = np.where(dice.random(size) < 0.35 - 0.15 * before, dice.integers(1, 3, size), 0)
    mood = 30 * before - effect * (outcome == 2) + 80 * dice.normal(size=size)
    return pd.DataFrame(
        {
            "person": np.arange(size),
            "outcome": outcome,
            "points": np.select([mood > 30, mood < -30], [100.0, -100.0]),
            "before": np.where(dice.random(size) < 0.2, np.nan, before),
            "segment": dice.choice(["A", "B"], size),
            "tenure_days": np.where(dice.random(size) < 0.1, np.nan, dice.integers(1, 900, size)),
            "turn": 1,
            "days": np.ceil(dice.exponential(600, size)).clip(1, 365),
            "has_left": 0,
        }
    ).assign(has_left=lambda rows: (rows["days"] < 365).astype(int))


def test_a_complaint_put_right_scores_higher_than_one_that_was_not():
    found = {(c.first, c.second): c for c in compare_recovery(complaints(1), "nps").contrasts}
    assert found[RECOVERED, NOT_RECOVERED].is_clear
    assert found[RECOVERED, NOT_RECOVERED].adjusted.low > 0
    assert not found[RECOVERED, NO_FAILURE].is_clear


def test_holding_the_answer_before_equal_takes_out_who_complains():
    large = complaints(2, 40_000, effect=0.0)
    found = {(c.first, c.second): c for c in compare_recovery(large, "nps").contrasts}
    pair = found[NOT_RECOVERED, NO_FAILURE]
    assert pair.plain.high < 0
    assert abs(pair.adjusted.value) < abs(pair.plain.value) / 2


def test_without_an_effect_it_is_called_clear_at_most_at_the_stated_rate():
    named = 0
    for seed in range(120):
        rows = complaints(seed, 400)
        rows["points"] = np.random.default_rng(seed + 500).permutation(rows["points"])
        named += any(each.is_clear for each in compare_recovery(rows, "nps").contrasts)
    # 5 in 100 are stated; 12 of 120 would come once in 75 such tests.
    assert named < 12


def test_people_who_answer_again_count_once_in_the_difference():
    once = complaints(3, 300)
    again = pd.concat([once, *[once.assign(turn=2)] * 4], ignore_index=True)
    (first, *_), (repeated, *_) = (
        compare_recovery(each, "nps").contrasts for each in (once, again)
    )
    width = first.adjusted.high - first.adjusted.low
    assert repeated.adjusted.high - repeated.adjusted.low == pytest.approx(width, rel=0.05)


def test_few_answers_after_a_complaint_are_refused_with_how_many_are_missing():
    rows = complaints(4, 300)
    rows = rows[(rows["outcome"] != 2) | (rows.groupby("outcome").cumcount() < 12)]
    found = {(c.first, c.second): c for c in compare_recovery(rows, "nps").contrasts}
    refusal = found[RECOVERED, NOT_RECOVERED].refusal
    assert refusal.code == "recovery_arm_lt_30"
    assert refusal.remedy == "needs 18 more answers after a complaint not put right"
    assert found[RECOVERED, NO_FAILURE].adjusted is not None


def test_scores_alone_never_make_the_paradox():
    rows = complaints(5, 3000)
    rows.loc[rows["outcome"] == 1, "points"] = 100.0
    found = compare_recovery(rows, "nps")
    assert found.contrasts[1].adjusted.low > 0
    assert not found.is_paradox


def test_those_who_stay_longer_after_a_complaint_put_right_make_it():
    rows = complaints(6, 3000)
    rows.loc[rows["outcome"] == 1, ["days", "has_left"]] = [365.0, 0]
    assert compare_recovery(rows, "nps").is_paradox
