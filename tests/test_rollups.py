"""Specification of the derived tables: answers find their customer, and the cube adds up."""

from datetime import date

import pytest

from cx.filters import Filters
from cx.ingest.commit import undo
from cx.warehouse import House, rollups
from cx.warehouse.questions import bind, read_question
from tests.conftest import read_table

TABLES = ("rollup.answers", "rollup.score_cube")


def assert_equal_to_definition(house: House) -> None:
    before = {table: read_table(house, table) for table in TABLES}
    with house.writing() as cursor:
        rollups.rebuild(cursor)
    assert {table: read_table(house, table) for table in TABLES} == before


def response(number: int, **columns: object) -> dict[str, object]:
    return {"response_id": f"r{number}", "responded_at": "2026-05-01", "nps": 9, **columns}


def test_a_customer_is_found_by_order_invitation_interaction_or_contract_in_any_order(
    house: House, bring
):
    bring(
        "responses",
        [
            response(1, order_id="o1"),
            response(2, invitation_id="i1"),
            response(3, interaction_id="x1"),
            response(4, contract_id="k1"),
            response(5),
        ],
    )
    at = "2026-04-01"
    bring("orders", [{"order_id": "o1", "customer_id": "c1", "ordered_at": at}])
    bring("invitations", [{"invitation_id": "i1", "customer_id": "c2", "sent_at": at}])
    contact = {"customer_id": "c3", "occurred_at": at, "touchpoint": "Help", "channel": "Phone"}
    bring("interactions", [{"interaction_id": "x1", **contact}])
    bring("contracts", [{"contract_id": "k1", "customer_id": "c4", "started_on": at}])
    found = read_table(house, "rollup.answers", "response_id, customer_id")
    assert found == [("r1", "c1"), ("r2", "c2"), ("r3", "c3"), ("r4", "c4"), ("r5", None)]
    assert_equal_to_definition(house)


def test_an_order_of_several_lines_does_not_multiply_its_answers(house: House, bring):
    line = {"order_id": "o1", "customer_id": "c1", "ordered_at": "2026-04-01"}
    bring("orders", [{**line, "line": number} for number in (1, 2, 3)])
    bring("responses", [response(1, order_id="o1")])
    assert len(read_table(house, "rollup.answers")) == 1


def test_unknown_customers_and_anonymous_answers_have_classes_of_their_own(house: House, bring):
    bring("customers", [{"customer_id": "c1", "segment": "A"}, {"customer_id": "c2"}])
    bring(
        "responses",
        [
            response(1, customer_id="c1"),
            response(2, customer_id="c2"),
            response(3, customer_id="ghost"),
            response(4),
            response(5, segment="B"),
        ],
    )
    found = dict(read_table(house, "rollup.answers", "response_id, segment"))
    assert found == {
        "r1": "A", "r2": "(unknown)", "r3": "(unknown)", "r4": "(anonymous)", "r5": "B"
    }  # fmt: skip


def test_a_segment_as_of_the_answer_wins_over_the_customers_segment_today(house: House, bring):
    bring("customers", [{"customer_id": "c1", "segment": "New"}])
    bring("responses", [response(1, customer_id="c1", segment="Old")])
    assert read_table(house, "rollup.answers", "segment") == [("Old",)]


def test_customers_that_come_later_move_their_answers_out_of_unknown(house: House, bring):
    bring("responses", [response(1, customer_id="c1")])
    arrived = bring("customers", [{"customer_id": "c1", "segment": "A", "region": "North"}])
    assert read_table(house, "rollup.score_cube", "segment, region") == [("A", "North")]
    assert_equal_to_definition(house)
    undo(house, arrived.import_id, actor="test")
    assert read_table(house, "rollup.score_cube", "segment") == [("(unknown)",)]
    assert_equal_to_definition(house)


def test_a_response_that_moves_to_another_month_leaves_nothing_in_the_old_one(house: House, bring):
    bring("responses", [response(1)])
    bring("responses", [response(1, responded_at="2026-03-15")])
    assert read_table(house, "rollup.score_cube", "month_on") == [(date(2026, 3, 1),)]


@pytest.mark.parametrize(
    ("scale", "answer", "points"),
    [(5, 4, 100.0), (5, 3, 0.0), (7, 6, 100.0), (7, 5, 0.0), (10, 8, 100.0), (10, 7, 0.0)],
)
def test_who_counts_as_satisfied_depends_on_the_scale(house: House, bring, scale, answer, points):
    bring("surveys", [{"survey_id": "s", "name": "S", "csat_scale": scale}])
    bring("responses", [response(1, nps=None, csat=answer, survey_id="s")])
    assert read_table(house, "rollup.answers", "metric, points") == [("csat", points)]


@pytest.mark.parametrize(
    ("scale", "is_high_easy", "answer", "ease"),
    [(7, "true", 7, 7.0), (7, "false", 7, 1.0), (5, "true", 5, 7.0), (5, "false", 4, 2.5)],
)
def test_effort_is_turned_and_stretched_so_that_seven_is_very_easy(
    house: House, bring, scale, is_high_easy, answer, ease
):
    survey = {"survey_id": "s", "name": "S", "ces_scale": scale, "ces_high_is_easy": is_high_easy}
    bring("surveys", [survey])
    bring("responses", [response(1, nps=None, ces=answer, survey_id="s")])
    assert read_table(house, "rollup.answers", "metric, points") == [("ces", ease)]


def test_an_answer_outside_the_scale_of_its_survey_does_not_count_but_is_counted(
    house: House, bring, ask
):
    bring("responses", [response(1, nps=None, csat=9)])
    assert read_table(house, "rollup.answers", "is_inside") == [(False,)]
    assert read_table(house, "rollup.score_cube") == []
    assert ask("nps/outside_scale", Filters(metric="csat"))["answers"].tolist() == [1]


def test_the_cube_is_chosen_for_whole_months_only():
    question = read_question("nps/distribution")
    months = Filters("custom", date(2026, 1, 1), date(2026, 3, 31))
    days = Filters("custom", date(2026, 1, 1), date(2026, 3, 30))
    assert bind(question, months, {})["from_rollup"] is True
    assert bind(question, days, {})["from_rollup"] is False


@pytest.mark.parametrize("question", ["nps/distribution", "nps/classes"])
def test_the_cube_and_the_answers_give_the_same(bring, ask, question):
    bring(
        "responses",
        [
            response(
                number,
                nps=number % 11,
                segment="AB"[number % 2],
                channel="XYZ"[number % 3],
                weight=1 + number % 4,
                responded_at=f"2026-0{1 + number % 6}-11",
            )
            for number in range(120)
        ],
    )
    filters = Filters("custom", date(2026, 3, 1), date(2026, 5, 31), segment=("A",))
    cube = ask(question, filters, from_rollup=True)
    assert not cube.empty
    assert cube.equals(ask(question, filters, from_rollup=False))
