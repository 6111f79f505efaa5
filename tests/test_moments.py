"""Moments of truth need two signs of three, forgive no contradiction, and are rare in noise."""

import numpy as np
import pytest

from cx.analysis.journeys.removal import remove_channels
from cx.analysis.moments import (
    DISAGREE,
    MOMENT,
    NO_SIGN,
    ONE_SIGN,
    Evidence,
    removal_evidence,
    removal_weights,
    weigh_moments,
)
from tests.journey_paths import BUCKETS, counted_paths

SURE, UNSURE = 1e-6, 0.6


def bad(kind: str, p: float = SURE) -> Evidence:
    value = {"paths": 0.1, "score": -5.0, "staying": 1.8}[kind]
    return Evidence(value, value - 0.05, value + 0.05, p)


def good(kind: str, p: float = SURE) -> Evidence:
    value = {"paths": -0.1, "score": 5.0, "staying": 0.6}[kind]
    return Evidence(value, value - 0.05, value + 0.05, p)


@pytest.mark.parametrize("left_out", ["paths", "score", "staying"])
def test_any_two_clear_signs_of_three_make_a_moment(left_out):
    signs = {
        kind: {"delivery": bad(kind, UNSURE if kind == left_out else SURE)}
        for kind in ("paths", "score", "staying")
    }
    assert weigh_moments(**signs).named == ("delivery",)
    del signs[left_out]["delivery"]
    assert weigh_moments(**signs).named == ("delivery",)


def test_one_clear_sign_is_not_enough():
    found = weigh_moments({"a": bad("paths")}, {"a": bad("score", UNSURE)}, {})
    (only,) = found.touchpoints
    assert (only.verdict, found.named) == (ONE_SIGN, ())
    assert only.sentence == (
        "Journeys by it end badly more often, but the other sign does not say so."
    )


def test_two_signs_for_and_a_clear_one_against_are_a_disagreement():
    found = weigh_moments({"a": bad("paths")}, {"a": bad("score")}, {"a": good("staying")})
    assert found.touchpoints[0].verdict == DISAGREE


def test_clear_signs_of_good_ends_name_nothing():
    found = weigh_moments({"a": good("paths")}, {"a": good("score")}, {"a": good("staying")})
    assert found.touchpoints[0].verdict == NO_SIGN


def test_a_touchpoint_with_one_sign_computed_is_refused_by_name():
    found = weigh_moments({"a": bad("paths")}, {}, {})
    (only,) = found.touchpoints
    assert (only.refusal.code, only.verdict) == ("signs_lt_2", "cannot be told")
    assert only.refusal.message == "Only 1 of 3 signs can be computed for a; 2 must agree."
    assert "ratings of the touchpoint or exits" in only.refusal.remedy
    assert found.refusal.code == "signs_lt_2"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("", "No sign can be computed for any touchpoint."),
        ("a", "Only 1 of 3 signs can be computed for a; 2 must agree."),
        ("ab", "For none of 2 touchpoints can 2 of 3 signs be computed."),
    ],
)
def test_a_page_without_moments_says_why_in_a_right_sentence(names, message):
    refusal = weigh_moments({name: bad("paths") for name in names}, {}, {}).refusal
    assert (refusal.code, refusal.message) == ("signs_lt_2", message)
    assert refusal.remedy == (
        "needs enough of two of these at one touchpoint: journeys with a bad and a good end, "
        "ratings of the touchpoint and exits after a bad experience there"
    )


def test_moments_come_first_and_then_weight_decides():
    found = weigh_moments(
        {name: bad("paths", SURE if name in "bc" else UNSURE) for name in "abc"},
        {name: bad("score") for name in "bc"} | {"a": bad("score", UNSURE)},
        {},
        weights={"a": 900.0, "b": 10.0, "c": 20.0},
    )
    assert [each.touchpoint for each in found.touchpoints] == ["c", "b", "a"]
    assert [each.verdict for each in found.touchpoints] == [MOMENT, MOMENT, NO_SIGN]


def test_looking_at_more_touchpoints_takes_more_to_be_clear():
    one = weigh_moments({"a": bad("paths", 0.04)}, {"a": bad("score", 0.04)}, {})
    noise = {f"noise {at}": bad("paths", 0.5 + at / 100) for at in range(40)}
    many = weigh_moments({"a": bad("paths", 0.04)} | noise, {"a": bad("score", 0.04)}, {})
    assert (one.named, one.family) == (("a",), 2)
    assert (many.named, many.family) == ((), 42)


def test_noise_is_hardly_ever_a_moment_of_truth():
    dice = np.random.default_rng(3)
    runs, named = 500, 0
    for _ in range(runs):
        signs = {}
        for kind in ("paths", "score", "staying"):
            p_values = dice.random(8)
            sides = [bad, good]
            signs[kind] = {
                f"touchpoint {at}": sides[dice.integers(2)](kind, float(p))
                for at, p in enumerate(p_values)
            }
        named += bool(weigh_moments(**signs).named)
    # One clear sign anywhere comes at most 10 times in 100; two of a touchpoint, hardly ever.
    assert named <= 0.02 * runs


def test_a_planted_bad_end_is_found_and_mere_volume_is_not():
    dice = np.random.default_rng(5)
    size = 3000
    # Everybody comes by the entrance; a third by delivery, where journeys end badly.
    by_delivery = dice.random(size) < 1 / 3
    paths = [("entrance", "delivery" if each else "advice") for each in by_delivery]
    ends = dice.random(size) < np.where(by_delivery, 0.3, 0.1)
    removals = remove_channels(
        counted_paths(paths, ends.astype(int), dice.integers(0, BUCKETS, size))
    )
    assert removals.of("entrance").effect.value == pytest.approx(1)
    evidence = removal_evidence(removals)
    assert evidence["delivery"].low > 0 > evidence["advice"].high
    scores = {name: bad("score", 1.0) for name in evidence} | {"delivery": bad("score")}
    found = weigh_moments(evidence, scores, {}, removal_weights(removals))
    assert found.named == ("delivery",)
    assert found.touchpoints[0].weight == pytest.approx(removals.of("delivery").weight)
