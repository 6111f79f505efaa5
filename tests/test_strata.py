"""Groups of known population: which can speak for their people, and which are put together."""

import pytest

from cx.analysis.cells import OTHER
from cx.analysis.strata import collapse_strata, refuse_strata
from tests.oracles import nps_tally

STRATA = {
    "big": nps_tally(40, 30, 60),
    "middle": nps_tally(5, 5, 10),
    "small": nps_tally(1, 1, 2),
    "tiny": nps_tally(0, 1, 1),
}
PEOPLE = {"big": 600, "middle": 200, "small": 150, "tiny": 50}


def test_small_groups_are_put_together_with_their_people():
    tallies, people = collapse_strata(STRATA, PEOPLE)
    assert {name: tally.answers for name, tally in tallies.items()} == {"big": 130, OTHER: 26}
    assert people == {"big": 600, OTHER: 400}
    assert tallies[OTHER].points == 700.0


def test_groups_with_enough_answers_stay_as_they_are():
    few = {name: STRATA[name] for name in ("big", "middle")}
    assert collapse_strata(few, {"big": 600, "middle": 200}) == (few, {"big": 600, "middle": 200})


def test_people_nobody_of_whom_answered_join_the_others():
    tallies, people = collapse_strata({"big": STRATA["big"]}, {"big": 500, "silent": 100})
    assert list(tallies) == [OTHER]
    assert people == {OTHER: 600}


def test_answers_of_unknown_people_are_left_as_they_are():
    tallies, people = collapse_strata(STRATA, {"big": 600, "middle": 200})
    assert set(tallies) == set(STRATA)
    assert people == {"big": 600, "middle": 200}


@pytest.mark.parametrize(
    ("sizes", "code"),
    [({}, "no_frame"), ({"a": 50, "b": 9}, "stratum_n_lt_10"), ({"a": 0}, "stratum_n_lt_10")],
)
def test_a_group_that_cannot_speak_for_its_people_is_named(sizes, code):
    refusal = refuse_strata(sizes)
    assert refusal.code == code
    assert refuse_strata({"a": 50, "b": 10}) is None
