"""No group that is withheld can be computed back from the total and the others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cx.analysis.privacy import withhold
from cx.analysis.score import score
from tests.oracles import nps_tally, repeated_tally


def scores(**sizes: int) -> dict:
    """One score per group, everybody a promoter."""
    return {name: score("nps", nps_tally(0, 0, size)) for name, size in sizes.items()}


def hidden(found: dict) -> set[str]:
    return {name for name, shown in found.items() if shown.low is None and shown.responses}


def test_a_single_withheld_group_takes_the_next_smallest_along():
    found = withhold(scores(web=900, shop=4, app=80, phone=300))
    assert hidden(found) == {"shop", "app"}
    assert found["app"].refusal.code == "withheld_to_protect"
    assert (found["app"].responses, found["app"].value) == (80, None)
    assert found["shop"].refusal.code == "suppressed_n_lt_10"


def test_several_withheld_groups_that_hide_each_other_take_nobody_along():
    assert hidden(withhold(scores(web=900, shop=6, app=7))) == {"shop", "app"}


def test_withheld_groups_with_few_answers_together_take_one_along():
    assert hidden(withhold(scores(web=900, shop=3, app=2, phone=50))) == {"shop", "app", "phone"}


def test_nothing_is_withheld_without_need():
    found = scores(web=900, shop=20, app=80)
    assert withhold(found) == found


def test_groups_without_answers_hide_nobody():
    found = scores(web=900, shop=0, app=80)
    assert hidden(withhold(found)) == set()
    assert hidden(withhold(scores(web=900, shop=0, app=4))) == {"web", "app"}


def test_a_lone_group_is_only_its_own_total():
    assert hidden(withhold(scores(shop=4))) == {"shop"}
    assert withhold({}) == {}


def test_a_group_of_few_people_is_protected_like_a_small_one():
    few = repeated_tally(np.repeat(np.arange(3), 10), np.full(30, 100.0))
    found = withhold({"vip": score("nps", few), **scores(web=900, app=80)})
    assert hidden(found) == {"vip", "app"}


def test_withheld_groups_of_few_people_together_take_one_along():
    pair = repeated_tally(np.repeat(np.arange(2), 10), np.full(20, 100.0))
    found = {"vip": score("nps", pair), "board": score("nps", pair), **scores(web=900, app=80)}
    people = {"vip": 2, "board": 2, "web": 900, "app": 80}
    assert hidden(withhold(found, customers=people)) == {"vip", "board", "app"}


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 60), max_size=8))
def test_what_is_withheld_is_never_one_group_or_a_handful(sizes):
    found = withhold({name: score("nps", nps_tally(0, 0, size)) for name, size in sizes.items()})
    together = [found[name].responses for name in hidden(found)]
    is_all = len(together) == sum(size > 0 for size in sizes.values())
    assert is_all or not together or (len(together) > 1 and sum(together) >= 10)
    assert list(found) == list(sizes)
