"""Specification of reviews on file: only added to, nobody overruled, what was decided stays."""

from datetime import date

import pytest

from cx.auth import Person
from cx.errors import NotAllowed, ReviewMoved, ReviewRefused
from cx.filters import Filters
from cx.warehouse import review_outcomes, reviews
from cx.warehouse.review_outcomes import Outcome, Record
from cx.warehouse.reviews import Shown
from tests.conftest import read_table

ANN, BEN = Person("ann", "officer"), Person("ben", "officer")
KIM = Person("kim", "analyst")
MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 6)
ACTION = Outcome("action", "Call the ten largest", "Service desk", date(2026, 3, 20))
KEPT = Record(7, '{"headline": "NPS is 30."}', "{}")


def view(title="NPS", page="nps_trends", address="segment=SMB", version=7):
    return Shown(title, page, address, version)


@pytest.fixture
def march(house):
    return reviews.begin(house, "Monthly", MARCH, ANN)


def titles(ask, review_id):
    frame = ask("review/items", Filters(), review_id=review_id, revision=None)
    return list(frame["title"])


def seen(house, table):
    with house.reading() as cursor:
        return cursor.execute(f"select max(change_id) from app.{table}").fetchone()[0]


def test_views_are_kept_in_the_order_that_people_give_them(house, ask, march):
    first, *_ = [reviews.add_item(house, march, view(each), ANN) for each in "ABC"]
    reviews.move_item(house, first, 1, ANN, 2)
    assert titles(ask, march) == ["B", "A", "C"]
    now = seen(house, "review_items")
    reviews.move_item(house, first, 1, BEN, now)
    assert titles(ask, march) == ["B", "C", "A"]
    reviews.move_item(house, first, 1, BEN, seen(house, "review_items"))
    assert titles(ask, march) == ["B", "C", "A"]


def test_an_item_remembers_page_filters_and_data_version(house, ask, march):
    reviews.add_item(house, march, view(), ANN)
    (row,) = ask("review/items", Filters(), review_id=march, revision=None).itertuples()
    assert (row.page, row.address, row.data_version) == ("nps_trends", "segment=SMB", 7)


def test_what_is_taken_off_comes_back_where_it_was(house, ask, march):
    a, *_ = [reviews.add_item(house, march, view(each), ANN) for each in "AB"]
    reviews.remove_item(house, a, ANN, seen(house, "review_items"))
    assert titles(ask, march) == ["B"]
    reviews.restore_item(house, a, ANN)
    assert titles(ask, march) == ["A", "B"]


def test_who_writes_on_what_somebody_else_changed_is_told_and_overrules_nothing(house, march):
    item = reviews.add_item(house, march, view(), ANN)
    looked = seen(house, "review_items")
    reviews.comment(house, item, "NPS", "Ben's word", BEN, looked)
    with pytest.raises(ReviewMoved, match="In the meantime ben changed this item"):
        reviews.comment(house, item, "NPS", "Ann's word", ANN, looked)
    said = read_table(house, "app.review_items", "commentary")
    assert ("Ann's word",) not in said


@pytest.mark.parametrize(
    "act",
    [
        lambda house, number: reviews.begin(house, "x", MARCH, KIM),
        lambda house, number: reviews.add_item(house, number, view(), KIM),
        lambda house, number: reviews.comment(house, 1, "x", "y", KIM, 9),
        lambda house, number: reviews.move_item(house, 1, 1, KIM, 9),
        lambda house, number: reviews.remove_item(house, 1, KIM, 9),
        lambda house, number: reviews.remove(house, number, KIM, 9),
        lambda house, number: review_outcomes.decide(house, 1, ACTION, KEPT, KIM),
    ],
)
def test_who_may_not_share_changes_no_review(house, march, act):
    reviews.add_item(house, march, view(), ANN)
    with pytest.raises(NotAllowed, match="takes the role officer"):
        act(house, march)


def test_a_decision_keeps_the_report_once_for_each_state_of_the_data(house, ask, march):
    item = reviews.add_item(house, march, view(), ANN)
    review_outcomes.decide(house, item, ACTION, KEPT, ANN)
    review_outcomes.decide(house, item, Outcome("decision", "Go on"), KEPT, ANN)
    assert len(read_table(house, "app.review_records")) == 1
    review_outcomes.decide(house, item, ACTION, Record(8, None, None, "No answers"), ANN)
    (row,) = ask("review/records", Filters(), review_id=march, revision=None).itertuples()
    assert (row.data_version, row.refusal) == (8, "No answers")
    assert len(read_table(house, "app.review_records")) == 2


def test_the_next_review_begins_with_the_actions_of_the_last(house, ask, march):
    item = reviews.add_item(house, march, view(), ANN)
    number = review_outcomes.decide(house, item, ACTION, KEPT, ANN)
    april = reviews.begin(house, "Monthly", APRIL, ANN)
    may = reviews.begin(house, "Monthly", date(2026, 5, 4), ANN)

    def before(review_id):
        frame = ask("review/actions_before", Filters(), review_id=review_id, revision=None)
        return [(row.body, row.status) for row in frame.itertuples()]

    assert before(march) == []
    assert before(april) == before(may) == [("Call the ten largest", "open")]
    done = Outcome("action", ACTION.body, ACTION.owner, ACTION.due_on, "done")
    review_outcomes.change_outcome(house, number, done, BEN, seen(house, "review_outcomes"))
    assert before(april) == [("Call the ten largest", "done")]
    assert before(may) == []


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome("action", "Do it", "", date(2026, 3, 20)), "needs an owner"),
        (Outcome("action", "Do it", "Desk"), "needs a day"),
        (Outcome("decision", "  "), "Say what the decision is"),
        (Outcome("decision", "x" * 4001), "too long"),
        (Outcome("action", "x", "y" * 81, date(2026, 3, 20)), "too long"),
        (Outcome("action", "x", "y", date(1026, 3, 20)), "is no day"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused_in_words(house, march, outcome, words):
    item = reviews.add_item(house, march, view(), ANN)
    with pytest.raises(ReviewRefused, match=words):
        review_outcomes.decide(house, item, outcome, KEPT, ANN)
    assert read_table(house, "app.review_records") == []


def test_titles_days_and_addresses_that_cannot_be_are_refused(house, march):
    with pytest.raises(ReviewRefused, match="needs a title"):
        reviews.begin(house, "  ", MARCH, ANN)
    with pytest.raises(ReviewRefused, match="needs a day"):
        reviews.begin(house, "x", date(1900, 1, 1), ANN)
    with pytest.raises(ReviewRefused, match="address is too long"):
        reviews.add_item(house, march, view(address="x" * 5000), ANN)
    with pytest.raises(ReviewRefused, match="no such review"):
        reviews.add_item(house, 99, view(), ANN)


def test_a_removed_review_comes_back_and_each_act_is_on_record(house, ask, march):
    reviews.change(house, march, "Board", APRIL, ANN, 1)
    reviews.remove(house, march, ANN, 2)
    assert ask("review/listed", Filters(), revision=None).empty
    reviews.restore(house, march, BEN)
    (row,) = ask("review/listed", Filters(), revision=None).itertuples()
    assert (row.title, row.held_on.date()) == ("Board", APRIL)
    acts = read_table(house, "app.audit_log", "actor, action, detail")
    assert ("ben", "review", "brought back “Board”") in acts


def test_decisions_are_removed_and_brought_back(house, ask, march):
    item = reviews.add_item(house, march, view(), ANN)
    number = review_outcomes.decide(house, item, ACTION, KEPT, ANN)
    review_outcomes.remove_outcome(house, number, ANN, seen(house, "review_outcomes"))
    assert ask("review/outcomes", Filters(), review_id=march, revision=None).empty
    review_outcomes.restore_outcome(house, number, ANN)
    (row,) = ask("review/outcomes", Filters(), review_id=march, revision=None).itertuples()
    assert (row.owner, row.status) == ("Service desk", "open")


def test_an_agenda_has_an_end(house, march, monkeypatch):
    monkeypatch.setattr(reviews, "MOST_ITEMS", 1)
    reviews.add_item(house, march, view(), ANN)
    with pytest.raises(ReviewRefused, match="is the most"):
        reviews.add_item(house, march, view(), ANN)
