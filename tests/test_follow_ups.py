"""Steps logged with customers: added, never changed, on record, and none overruled unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from cx.errors import FollowUpRefused, FollowUpsMoved
from cx.warehouse import House, follow_ups
from cx.warehouse.follow_ups import Step
from tests.conftest import read_table

BEGAN = datetime.fromisoformat("2026-03-01 09:00")


@pytest.fixture(autouse=True)
def answers(bring):
    rows = [
        {"response_id": "r1", "customer_id": "c1", "responded_at": str(BEGAN), "nps": 2},
        {"response_id": "r2", "customer_id": None, "responded_at": str(BEGAN), "nps": 2},
    ]
    bring("responses", rows)
    case = {"case_id": "k1", "customer_id": "c1", "opened_at": str(BEGAN), "category": "Complaint"}
    bring("cases", [case])


def step(name: str = "contacted", about: str = "r1", hours: float = 5, **more: object) -> Step:
    kind = "case" if about.startswith("k") else "answer"
    return Step(kind, about, name, BEGAN + timedelta(hours=hours), **more)


def steps(house: House) -> list[tuple[object, ...]]:
    return read_table(
        house, "app.follow_up_steps", "step_id, about_id, customer_id, step, outcome, note, actor"
    )


def test_steps_are_added_and_each_stands_in_the_audit_log(house: House):
    follow_ups.log(house, step(note=" Called   twice "), "ann")
    follow_ups.log(house, step("closed", "k1", outcome="recovered"), "ben")
    assert steps(house) == [
        (1, "r1", "c1", "contacted", None, "Called twice", "ann"),
        (2, "k1", "c1", "closed", "recovered", None, "ben"),
    ]
    log = read_table(house, "app.audit_log", "actor, action, detail")
    assert ("ann", "follow-up", "answer r1: contacted") in log
    assert ("ben", "follow-up", "case k1: closed (recovered)") in log


def test_who_has_not_seen_what_somebody_else_logged_is_refused_with_who_and_what(house: House):
    with house.snapshot() as state:
        seen = state.follow_ups_revision()
    follow_ups.log(house, step(), "ann", seen)
    with pytest.raises(FollowUpsMoved, match='In the meantime ann logged "contacted"'):
        follow_ups.log(house, step("closed", outcome="recovered"), "ben", seen)
    follow_ups.log(house, step("closed", "k1", outcome="no_action"), "ben", seen)
    assert [row[1] for row in steps(house)] == ["r1", "k1"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (step(hours=-1), "lies before it began"),
        (Step("answer", "r1", "contacted", datetime.now(UTC).replace(tzinfo=None)
              + timedelta(hours=1)), "is still ahead"),
        (step("closed"), "A close needs its outcome"),
        (step("closed", outcome="happy"), "A close needs its outcome"),
        (step("forgotten"), "is not one that can be logged"),
        (step(about="r9"), "There is no answer r9 any more"),
        (step(about="k9"), "There is no case k9 any more"),
        (step(about="r2"), "Nobody knows whose answer this is"),
        (step(note="x" * 501), "is too long"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_nothing_is_logged(house: House, wrong, why):
    with pytest.raises(FollowUpRefused, match=why):
        follow_ups.log(house, wrong, "ann")
    assert steps(house) == []
