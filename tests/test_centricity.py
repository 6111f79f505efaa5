"""Answers to the self-assessment: added, never changed, on record, and none overruled unseen."""

from datetime import date, timedelta

import pytest

from cx.errors import AssessmentMoved, AssessmentRefused
from cx.warehouse import House, centricity
from cx.warehouse.centricity import Given
from tests.conftest import read_table

ON = date(2026, 4, 16)


def lines(house: House) -> list[tuple[object, ...]]:
    columns = "answer_id, review_on, question, answer, word, actor"
    return read_table(house, "app.centricity_answers", columns)


def revision(house: House) -> int:
    with house.snapshot() as state:
        return state.centricity_revision()


def test_answers_are_added_and_stand_in_the_audit_log(house: House):
    assert revision(house) == 0
    centricity.assess(house, ON, [Given(1, "yes", "  One   screen "), Given(2, "not_known")], "ann")
    centricity.assess(house, ON, [Given(1, "no", "", seen=1)], "ben")
    assert lines(house) == [
        (1, ON, 1, "yes", "One screen", "ann"),
        (2, ON, 2, "not_known", None, "ann"),
        (3, ON, 1, "no", None, "ben"),
    ]
    log = read_table(house, "app.audit_log", "actor, action, detail")
    assert ("ann", "self-assessment", "review of 2026-04-16: 1 yes, 2 not known") in log
    assert ("ben", "self-assessment", "review of 2026-04-16: 1 no") in log
    assert revision(house) == 3


def test_who_has_not_seen_what_somebody_else_answered_is_refused_with_who_and_what(house: House):
    centricity.assess(house, ON, [Given(1, "yes"), Given(2, "no")], "ann")
    with pytest.raises(AssessmentMoved, match='In the meantime ann answered "yes" to question 1'):
        centricity.assess(house, ON, [Given(3, "no"), Given(1, "no")], "ben")
    assert len(lines(house)) == 2
    centricity.assess(house, ON, [Given(3, "no")], "ben")
    centricity.assess(house, ON + timedelta(days=1), [Given(1, "no")], "ben")
    assert len(lines(house)) == 4


def test_taking_an_answer_back_is_a_line_of_its_own_and_locks_like_one(house: House):
    centricity.assess(house, ON, [Given(1, "yes")], "ann")
    centricity.assess(house, ON, [Given(1, None, seen=1)], "ann")
    assert [row[3] for row in lines(house)] == ["yes", None]
    with pytest.raises(AssessmentMoved, match="ann took back the answer to question 1"):
        centricity.assess(house, ON, [Given(1, "no", seen=1)], "ben")


@pytest.mark.parametrize(
    ("on", "given", "why"),
    [
        (ON, [], "Nothing was answered yet"),
        (ON, [Given(0, "yes")], "no question or no answer of the ten"),
        (ON, [Given(11, "yes")], "no question or no answer of the ten"),
        (ON, [Given(1, "maybe")], "no question or no answer of the ten"),
        (ON, [Given(1, "yes"), Given(2, None, "because")], "has a word why but no answer"),
        (ON, [Given(1, "yes", "x" * 301)], "is too long"),
        (centricity.latest_day() + timedelta(days=1), [Given(1, "yes")], "is still to come"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(house: House, on, given, why):
    with pytest.raises(AssessmentRefused, match=why):
        centricity.assess(house, on, given, "ann")
    assert lines(house) == []
    assert "self-assessment" not in {row[0] for row in read_table(house, "app.audit_log", "action")}
