"""Scenarios that people keep: saved and removed on record, none overwritten or lost unseen."""

from dataclasses import replace

import pytest

from cx.errors import ScenarioRefused, ScenariosMoved
from cx.warehouse import House, scenarios
from cx.warehouse.scenarios import LONGEST_NAME, MOST_KEPT, Scenario
from tests.conftest import read_table

MOVE = {"segment": "Shop", "purpose": None, "origin": "Phone", "target": "Web", "share": 0.2}
FIGURES = {"contacts": 40.0, "margin": {"before": -9.0, "change": [3.0, 1.0, 5.0], "why_not": None}}
SCENARIO = Scenario(
    name="More by Web",
    kind="what_if",
    side="all",
    moves=(MOVE,),
    theta=0.5,
    shown={"period": "all", "metric": "nps"},
    shown_in_words="all time",
    data_version=7,
    figures=FIGURES,
    assumed=("50 % of the gap survives.",),
)


def kept(house: House) -> tuple[scenarios.Kept, ...]:
    with house.snapshot() as state:
        return state.scenarios()


def test_a_scenario_remembers_all_it_was_told_from(house: House):
    scenarios.save(house, replace(SCENARIO, name="  More   by Web "), "ann")
    (found,) = kept(house)
    assert found.scenario == SCENARIO
    assert (found.scenario_id, found.actor) == (1, "ann")


def test_saving_and_removing_are_lines_that_stay_and_stand_in_the_audit_log(house: House):
    scenarios.save(house, SCENARIO, "ann")
    scenarios.save(house, replace(SCENARIO, name="Other"), "ben")
    scenarios.remove(house, 1, "ben")
    assert [each.scenario.name for each in kept(house)] == ["Other"]
    lines = read_table(house, "app.scenario_steps", "step_id, scenario_id, act, name, actor")
    assert lines == [
        (1, 1, "save", "More by Web", "ann"),
        (2, 2, "save", "Other", "ben"),
        (3, 1, "remove", "More by Web", "ben"),
    ]
    log = read_table(house, "app.audit_log", "actor, action, detail")
    assert ("ann", "scenario", '"More by Web" saved') in log
    assert ("ben", "scenario", '"More by Web" removed') in log


def test_a_scenario_changes_no_data(house: House):
    with house.snapshot() as state:
        before = state.version
    scenarios.save(house, SCENARIO, "ann")
    with house.snapshot() as state:
        assert state.version == before


def test_a_name_is_free_again_once_its_scenario_is_removed(house: House):
    scenarios.save(house, SCENARIO, "ann")
    with pytest.raises(ScenarioRefused, match='There is a scenario "more by WEB" already'):
        scenarios.save(house, replace(SCENARIO, name="more by WEB"), "ben")
    scenarios.remove(house, 1, "ann")
    scenarios.save(house, SCENARIO, "ben")
    assert [each.scenario_id for each in kept(house)] == [2]


def test_who_removes_what_somebody_else_removed_hears_who_it_was(house: House):
    scenarios.save(house, SCENARIO, "ann")
    scenarios.remove(house, 1, "ben")
    with pytest.raises(ScenariosMoved, match='In the meantime ben removed "More by Web"'):
        scenarios.remove(house, 1, "ann")
    assert len(read_table(house, "app.scenario_steps", "step_id")) == 2


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": "  "}, "needs a name"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "is too long"),
        ({"moves": ()}, "moves nothing"),
        ({"kind": "dream"}, "moves nothing"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(house: House, wrong, why):
    with pytest.raises(ScenarioRefused, match=why):
        scenarios.save(house, replace(SCENARIO, **wrong), "ann")
    assert kept(house) == ()


def test_there_is_an_end_to_how_many_are_kept(house: House):
    for number in range(MOST_KEPT):
        scenarios.save(house, replace(SCENARIO, name=f"Scenario {number}"), "ann")
    with pytest.raises(ScenarioRefused, match="Remove one of them first"):
        scenarios.save(house, SCENARIO, "ann")


def test_one_that_never_was_cannot_be_removed(house: House):
    with pytest.raises(ScenarioRefused, match="no such scenario"):
        scenarios.remove(house, 9, "ann")
