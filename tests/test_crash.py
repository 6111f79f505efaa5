"""Specification of a sudden end: whatever moment it comes at, all is as before an act or after it.

A few kills of the harness in ``tests/crash``; ``python -m tests.crash`` makes a hundred of them.
"""

from pathlib import Path

import pytest

from cx.warehouse import House
from tests.crash.harness import Broken, Harness, Kill, Tally, opened_clean
from tests.crash.migrations import Migrations
from tests.crash.states import content_of, contradictions, rebuilt


def test_an_import_or_undo_that_is_killed_is_there_whole_or_not_at_all(tmp_path: Path):
    kills = [
        Kill("recorded", 0, is_stopped=True),
        Kill("committing", 1, is_stopped=True),
        Kill("committed", 2, is_stopped=True),
        Kill("committing", 2, seconds=0.004),
        Kill("acknowledged", 0, seconds=0.02),
    ]
    with Harness(tmp_path, seed=5, sizes=(40, 300)) as harness:
        for kill in kills:
            harness.loop(kill)
    assert harness.tally.kills.total() == len(kills)


def test_bringing_an_older_file_up_to_date_can_be_killed_at_any_step(tmp_path: Path):
    harness = Migrations(tmp_path, seed=5)
    for kill in (Kill("step", is_stopped=True), Kill("rebuilt", is_stopped=True)):
        harness.loop(kill)
    assert harness.tally.outcomes == {"as before": 2}


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("delete from app.ledger", "an import that its own ledger does not know"),
        ("delete from app.imports", "an event of an import that is not in the history"),
        ("delete from app.audit_log", "without exactly one line in the audit log"),
        ("update app.ledger set action = 'retract'", "an undo of what was never brought in"),
        ("update app.ledger set event_id = 7", "a gap in the numbers of events"),
        ("update app.imports set rejects_file = '/x/gone.csv'", "files of rejects that are gone"),
    ],
)
def test_records_that_contradict_each_other_are_found(
    house: House, bring, fault: str, complaint: str
):
    bring("products", [{"product_id": "1", "name": "One"}])
    assert contradictions(house) == []
    with house.writing() as cursor:
        cursor.execute(fault)
    assert any(complaint in found for found in contradictions(house))


def test_a_file_of_rejects_that_no_import_names_and_a_file_left_on_the_stage_are_found(
    house: House, bring
):
    bring(
        "responses",
        [{"response_id": "1", "responded_at": "2026-01-05", "nps": nps} for nps in (1, 11)],
    )
    folder = house.path.with_name(house.path.name + ".rejects")
    (folder / "responses-9-abcdefab.csv").write_text("left")
    (house.stage / "cells.parquet").write_text("left")
    found = contradictions(house)
    assert any("responses-9-abcdefab.csv" in each for each in found)
    assert any("cells.parquet" in each for each in found)


def test_tables_that_are_not_what_history_and_ledger_say_are_found(house: House, bring, tmp_path):
    bring("responses", [{"response_id": "1", "responded_at": "2026-01-05", "nps": 1}])
    assert content_of(house) == rebuilt(house)
    with house.writing() as cursor:
        cursor.execute("update feedback.responses set nps = 2")
    assert content_of(house) != rebuilt(house)
    house.close()
    with pytest.raises(Broken, match="not what history and ledger say"):
        opened_clean(house.path, Tally())
