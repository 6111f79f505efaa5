"""Specification of data quality: what is looked for is found, exactly, and what is not is not."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cx.auth import everybody
from cx.errors import BadFilter
from cx.export import to_json
from cx.extracts import EXTRACTS
from cx.filters import Filters
from cx.ingest import templates
from cx.ingest.commit import import_file
from cx.topics import TOPICS, quality
from cx.topics.quality.judging import percent
from cx.topics.quality.report import dictionary
from cx.topics.quality.results import Quality
from cx.topics.quality.rules import DAYS, PLANS, RULES, TWINS
from cx.warehouse import House, open_house
from cx.warehouse.questions import read_definition, read_question

TODAY = date(2025, 9, 10)


def load(house: House, today: date = TODAY, filters: Filters = Filters()) -> Quality:  # noqa: B008
    with house.snapshot() as state:
        return quality.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            filters,
            today=today,
        )


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The small company of the example files, in which nothing is wrong."""
    folder = tmp_path_factory.mktemp("examples")
    house = open_house(folder / "examples.duckdb")
    for name in EXTRACTS:
        file = folder / f"{name}.csv"
        file.write_bytes(templates.example(name))
        import_file(house, name, file, actor="test")
    yield house
    house.close()


def changed(house: House, change: str, question: str) -> list[tuple[object, ...]]:
    """What a question answers after one statement, which is taken back."""
    with house.rehearsing() as cursor:
        cursor.execute(change)
        text = read_question(question).text
        if "$extract" not in text:
            return cursor.execute(text).fetchall()
        asked = [cursor.execute(text, {"extract": name}).fetchall() for name in EXTRACTS]
        return [row for rows in asked for row in rows]


def first_key(name: str) -> str:
    """SQL that holds for one row of an extract's example only."""
    extract = EXTRACTS[name]
    values = templates.example(name).decode().splitlines()[1].split(",")
    cells = dict(zip(extract.names, values, strict=False))
    return " and ".join(f"{key} = '{cells[key]}'" for key in extract.key)


REFERENCES = [(name, column) for name, each in EXTRACTS.items() for column in each.references]


@pytest.mark.parametrize(("name", "column"), REFERENCES)
def test_a_row_that_points_to_nobody_is_found_by_the_column_that_points(examples, name, column):
    extract = EXTRACTS[name]
    nowhere = f"update {extract.table} set {column} = 'nobody' where {first_key(name)}"
    found = changed(examples, nowhere, "quality/orphans")
    rest = [row for row in found if row[:2] != (name, column)]
    assert (name, column, extract.references[column], 1, 1) in found
    # An id that is also the key of its own row takes the rows that point to it along.
    assert not rest or column in extract.key


def test_an_empty_reference_points_nowhere_and_is_no_orphan(examples):
    emptied = "update feedback.responses set customer_id = null, survey_id = null"
    assert changed(examples, emptied, "quality/orphans") == []


def test_rows_that_point_to_nobody_are_listed_with_the_id_that_is_lost(house, bring):
    bring("customers", [{"customer_id": "c1"}])
    bring(
        "responses",
        [
            {"response_id": f"r{i}", "responded_at": "2025-05-01", "nps": 9, "customer_id": who}
            for i, who in enumerate(["c1", "ghost", "ghost", "spook", None])
        ],
    )
    result = load(house)
    (found,) = result.links.orphans
    assert (found.extract, found.column, found.rows, found.ids) == (
        "responses",
        "customer_id",
        3,
        2,
    )
    assert result.share_of(found) == pytest.approx(3 / 4)
    with house.snapshot() as state:
        rows, total = quality.orphan_rows(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            extract="responses",
            column="customer_id",
            most=2,
        )
    assert total == 3
    assert [(row["row_key"], row["lost_id"]) for row in rows] == [("r1", "ghost"), ("r2", "ghost")]


# A statement that breaks one rule in one row of the example company.
BROKEN = {
    ("customers", "lost_before_acquired"): "lost_on = acquired_on - 1",
    ("customers", "acquired_before_seen"): "first_seen_on = acquired_on + 1",
    ("customers", "own_parent"): "parent_customer_id = customer_id",
    ("customers", "own_referrer"): "referred_by_customer_id = customer_id",
    ("contracts", "ended_before_started"): "ended_on = started_on - 1",
    ("contracts", "renews_before_started"): "renews_on = started_on - 1",
    ("contracts", "negative_amount"): "monthly_value = -1",
    ("orders", "delivered_before_ordered"): "ordered_at = '2025-03-10'",
    ("orders", "shipped_before_ordered"): "shipped_on = '2025-03-02'",
    ("orders", "delivered_before_shipped"): "shipped_on = delivered_on + 1",
    ("orders", "negative_amount"): "revenue = -1",
    ("orders", "in_the_future"): (
        "ordered_at = '2999-01-01', shipped_on = null, delivered_on = null"
    ),
    ("invoices", "due_before_issued"): "due_on = issued_on - 1",
    ("invoices", "negative_amount"): "amount = -1",
    ("invoices", "in_the_future"): "paid_on = '2999-01-01'",
    ("interactions", "in_the_future"): "occurred_at = '2999-01-01'",
    ("campaigns", "ended_before_started"): "ended_on = started_on - 1",
    ("opportunities", "closed_before_opened"): "closed_on = opened_on - 1",
    ("opportunities", "negative_amount"): "amount = -1",
    ("opportunities", "in_the_future"): "opened_on = '2999-01-01', closed_on = null",
    ("cases", "resolved_before_opened"): "resolved_at = opened_at - interval 1 second",
    ("cases", "answered_before_opened"): "first_response_at = opened_at - interval 1 second",
    ("cases", "reopened_before_opened"): "reopened_at = opened_at - interval 1 second",
    ("cases", "in_the_future"): (
        "opened_at = '2999-01-01', first_response_at = null, resolved_at = null"
    ),
    ("invitations", "in_the_future"): "sent_at = '2999-01-01'",
    ("responses", "outside_scale"): "csat = 6",
    ("responses", "answered_before_invited"): "responded_at = '2025-03-20 07:59:59'",
    ("responses", "in_the_future"): "responded_at = '2999-01-01'",
    ("ratings", "outside_scale"): "rating = 6",
    ("follow_ups", "closed_before_opened"): "closed_at = opened_at - interval 1 second",
    ("follow_ups", "contacted_before_opened"): "first_contact_at = opened_at - interval 1 second",
    ("follow_ups", "in_the_future"): (
        "opened_at = '2999-01-01', first_contact_at = null, closed_at = null"
    ),
    ("findings", "outside_scale"): "score = 6",
    ("findings", "in_the_future"): "observed_on = '2999-01-01'",
}


@pytest.mark.parametrize(("name", "rule"), BROKEN)
def test_a_row_that_breaks_a_rule_is_found_under_that_rule(examples, name, rule):
    table = EXTRACTS[name].table
    wrong = f"update {table} set {BROKEN[name, rule]} where {first_key(name)}"
    found = {row[:2]: row[2] for row in changed(examples, wrong, "quality/impossible")}
    assert found[name, rule] == 1
    also = {
        ("orders", "delivered_before_ordered"): {("orders", "shipped_before_ordered")},
        ("orders", "shipped_before_ordered"): set(),
        ("invitations", "in_the_future"): {("responses", "answered_before_invited")},
    }
    assert found.keys() - {(name, rule)} <= also.get((name, rule), set())


def test_every_rule_is_tested_and_has_its_words():
    text = read_definition("11_impossible")
    branches = re.findall(r"select\s+'(\w+)'(?: as extract)?,\s+'(\w+)'", text)
    assert len(branches) == len(set(branches))
    assert set(branches) == set(BROKEN)
    assert {rule for _, rule in branches} == RULES.keys()


def test_a_returned_order_may_give_money_back(examples):
    back = "update crm.orders set revenue = -99, status = 'returned' where order_id = 'O-9003'"
    assert changed(examples, back, "quality/impossible") == []


def test_a_score_is_measured_by_the_scale_of_its_own_survey(examples):
    highest = "update feedback.responses set csat = 10, ces = 5 where response_id = 'R-4'"
    assert changed(examples, highest, "quality/impossible") == []
    beyond = "update feedback.responses set ces = 6 where response_id = 'R-4'"
    assert changed(examples, beyond, "quality/impossible") == [("responses", "outside_scale", 1)]


def copied(extract_name: str, columns: dict[str, str]) -> str:
    """SQL that adds the first row of an example again, with some columns changed."""
    extract = EXTRACTS[extract_name]
    given = ", ".join(columns.get(column, column) for column in extract.names)
    return (
        f"insert into {extract.table} ({', '.join(extract.names)}, import_id) "
        f"select {given}, 99 from {extract.table} where {first_key(extract_name)}"
    )


COPIES = {
    "customers": {"customer_id": "'X'", "name": "' CUSTOMER 1001'", "segment": "'Other'"},
    "products": {"product_id": "'X'", "name": "'basic PLAN'"},
    "invoices": {"invoice_id": "'X'", "paid_on": "null"},
    "interactions": {"interaction_id": "'X'", "cost": "0"},
    "responses": {"response_id": "'X'", "channel": "'Web'"},
}
DIFFERENT = {
    "customers": {"customer_id": "'X'", "country": "'IT'"},
    "products": {"product_id": "'X'", "name": "'Basic plan 2'"},
    "invoices": {"invoice_id": "'X'", "amount": "1"},
    "interactions": {"interaction_id": "'X'", "channel": "'Web'"},
    "responses": {"response_id": "'X'", "nps": "0"},
}


@pytest.mark.parametrize("name", TWINS)
def test_a_row_that_is_there_under_another_key_looks_double(examples, name):
    found = changed(examples, copied(name, COPIES[name]), "quality/duplicates")
    assert found == [(name, 1, 1)]


@pytest.mark.parametrize("name", TWINS)
def test_a_row_that_differs_in_what_counts_does_not_look_double(examples, name):
    assert changed(examples, copied(name, DIFFERENT[name]), "quality/duplicates") == []


def test_contacts_of_one_day_without_a_time_are_not_compared(examples):
    midnight = "update crm.interactions set occurred_at = '2025-03-12' where interaction_id = 'X-1'"
    again = copied("interactions", {"interaction_id": "'X'"})
    assert changed(examples, f"{midnight}; {again}", "quality/duplicates") == []


def test_a_customer_without_a_name_is_like_nobody(house, bring):
    bring("customers", [{"customer_id": f"c{i}", "country": "DE"} for i in range(3)])
    assert load(house).links.twins == ()


def test_nothing_is_found_wrong_with_the_examples(examples):
    result = load(examples)
    assert (result.impossible, result.links.orphans, result.links.twins) == ((), (), ())


def test_every_column_is_counted_as_often_as_it_is_filled(examples):
    result = load(examples)
    for name, extract in EXTRACTS.items():
        lines = templates.example(name).decode().splitlines()
        rows = [
            line.replace('"Called twice, then', "Called twice then").split(",") for line in lines
        ]
        by_hand = Counter(extract.names[i] for row in rows[1:] for i, c in enumerate(row) if c)
        held = result.of(name)
        assert held.rows == len(lines) - 1
        assert {each.column.name: each.filled_rows for each in held.columns} == {
            column: by_hand[column] for column in extract.names
        }


def test_an_extract_is_as_fresh_as_its_newest_record_up_to_today(house, bring):
    days = ["2025-08-01", "2025-09-09", "2025-09-11"]
    bring(
        "responses",
        [{"response_id": f"r{i}", "responded_at": day} for i, day in enumerate(days)],
    )
    held = load(house).of("responses")
    assert (held.first_on, held.latest_on, held.later_rows) == (
        date(2025, 8, 1),
        date(2025, 9, 9),
        1,
    )
    assert (held.live_imports, held.rows) == (1, 3)
    assert load(house).age_days(held.latest_on) == 1


def test_plans_and_lists_do_not_make_the_data_look_fresh(house, bring):
    bring("events", [{"event_on": "2025-09-10", "title": "Later"}])
    bring("products", [{"product_id": "p", "name": "P"}])
    bring("responses", [{"response_id": "r", "responded_at": "2025-08-01"}])
    result = load(house)
    assert (result.newest.name, result.newest.latest_on) == ("responses", date(2025, 8, 1))
    assert result.of("products").latest_on is None


def test_the_day_of_every_extract_is_one_of_its_columns_and_named():
    text = read_question("quality/freshness").text
    for name, columns in DAYS.items():
        found = re.search(rf"select '{name}' as extract, (.+?) as (day_on|happened_at) ", text)
        assert re.findall(r"\w+_on|\w+_at|valid_from", found[1]) == re.findall(
            r"\w+_on|\w+_at|valid_from", columns
        )
    assert set(PLANS) <= DAYS.keys()


def test_an_import_that_was_undone_does_not_count_as_the_last(house, bring):
    from cx.ingest.commit import undo

    bring("products", [{"product_id": "p", "name": "P"}])
    undo(house, 1, "test")
    held = load(house).of("products")
    assert (held.rows, held.live_imports, held.imported_at) == (0, 0, None)


def order(number, customer, revenue, day="2025-06-01"):
    return {
        "order_id": f"o{number}",
        "customer_id": customer,
        "ordered_at": day,
        "revenue": revenue,
    }


def answer(number, customer, day="2025-05-01", **columns):
    return {
        "response_id": f"r{number}",
        "customer_id": customer,
        "responded_at": day,
        "nps": 9,
        **columns,
    }


def test_scores_speak_for_the_revenue_of_those_who_answered_in_the_same_year(house, bring):
    segments = {"c1": "A", "c2": "A", "c3": "B"}
    bring("customers", [{"customer_id": key, "segment": name} for key, name in segments.items()])
    spent = [("c1", 100), ("c1", 50), ("c2", 250), ("c3", 400), ("ghost", 200)]
    bring(
        "orders",
        [
            *(order(i, who, revenue) for i, (who, revenue) in enumerate(spent)),
            order(9, "c2", 9999, "2024-05-31"),
            order(8, "c1", None),
            order(7, "c1", 5000) | {"status": "cancelled"},
        ],
    )
    bring("responses", [answer(1, "c1"), answer(2, "c1"), answer(3, "c3", "2024-06-30")])
    found = load(house).coverage
    assert (found.from_on, found.to_on) == (date(2024, 7, 1), date(2025, 6, 30))
    assert found.share == pytest.approx(150 / 1000)
    assert (found.customers, found.heard_customers) == (4, 1)
    by_segment = {part.segment: (part.revenue, part.heard_revenue) for part in found.parts}
    assert by_segment == {"A": (400, 150), "B": (400, 0), "(unknown)": (200, 0)}


def test_an_answer_outside_its_scale_speaks_for_nobody(house, bring):
    bring("orders", [order(1, "c1", 100)])
    bring("responses", [answer(1, "c1", nps=None, csat=9)])
    assert load(house).coverage.share == 0


def test_invoices_tell_the_revenue_where_orders_do_not(house, bring):
    bring("orders", [order(1, "c1", None)])
    invoices = [("i1", "c1", 30), ("i2", "c2", 70)]
    bring(
        "invoices",
        [
            {"invoice_id": key, "customer_id": who, "issued_on": "2025-05-01", "amount": amount}
            for key, who, amount in invoices
        ],
    )
    bring("responses", [answer(1, "c1")])
    found = load(house).coverage
    assert (found.source, found.share) == ("invoices", pytest.approx(0.3))


def test_without_revenue_nobody_says_what_the_scores_speak_for(house, bring):
    bring("responses", [answer(1, "c1")])
    assert load(house).coverage is None


def test_answers_of_nobody_named_and_of_customers_not_on_file_are_told_apart(house, bring):
    bring("customers", [{"customer_id": "c1"}])
    asked = {"survey_id": "s", "sent_at": "2025-04-01"}
    bring("invitations", [{"invitation_id": "i", "customer_id": "c1", **asked}])
    rows = [answer(1, "c1"), answer(2, "ghost"), answer(3, None), answer(4, None)]
    bring("responses", [*rows, answer(5, None, invitation_id="i"), answer(6, None, nps=None)])
    found = load(house).speakers
    assert (found.answers, found.anonymous, found.unknown) == (5, 2, 1)


def test_without_a_reservation_the_data_can_be_trusted_far(house, bring):
    bring("customers", [{"customer_id": "c1"}])
    bring("orders", [order(1, "c1", 100, "2025-09-01")])
    bring("responses", [answer(1, "c1", "2025-09-01")])
    assert load(house).headline == (
        "Far: every reference leads somewhere, no value is doubtful, no row looks double and "
        "scores speak for 100 % of the revenue."
    )


def test_without_customers_or_answers_the_data_cannot_be_trusted_far(house, bring):
    bring("products", [{"product_id": "p", "name": "P"}])
    assert load(house).headline == (
        "Not far: there are no responses, so no score can be shown and there are no customers, so "
        'breakdowns know only "(unknown)".'
    )


def test_answers_of_customers_who_are_not_on_file_weigh_most(house, bring):
    bring("customers", [{"customer_id": "c1"}])
    people = ["ghost", "c1", "c1", "c1"]
    bring("responses", [answer(i, who, "2025-09-01", nps=i) for i, who in enumerate(people)])
    assert load(house).headline == (
        "Not far: 25 % of the answers that name a customer name one that is not on file."
    )


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("2025-08-10", "Far: "),
        ("2025-08-09", "With care: the newest answer is 32 days old."),
        ("2025-01-01", "With care: the newest answer is 252 days old."),
    ],
)
def test_old_answers_are_told(house, bring, last, said):
    bring("customers", [{"customer_id": "c1"}])
    bring("responses", [answer(1, "c1", last)])
    assert load(house).headline.startswith(said)


def test_a_few_lost_references_doubtful_values_and_doubles_ask_for_care(house, bring):
    bring("customers", [{"customer_id": f"c{i}", "name": "N", "country": "DE"} for i in range(2)])
    rows = [answer(i, "c0" if i else "ghost", f"2025-09-0{1 + i % 9}") for i in range(200)]
    bring("responses", [row | {"nps": i % 11} for i, row in enumerate(rows)])
    bring("findings", [{"finding_id": "f", "observed_on": "2099-01-01", "finding": "F"}])
    result = load(house)
    said = [each.said for each in result.reservations]
    assert said[0] == "1 row names something that is not on file"
    assert "1 value is doubtful" in said
    assert said[-1].endswith("look double")
    assert result.headline.endswith("1 more thing is worth mending.")


def test_references_to_an_extract_that_is_missing_are_one_thing_to_mend(house, bring):
    bring("customers", [{"customer_id": "c1"}])
    bring("responses", [answer(i, "c1", "2025-09-01", survey_id="s", nps=i) for i in range(3)])
    said = [each.said for each in load(house).reservations]
    assert said == ["3 rows point to surveys, of which there are none"]


def test_quality_cannot_be_filtered_and_says_so(house):
    with pytest.raises(BadFilter, match="takes no filter"):
        load(house, filters=Filters(segment=("SMB",)))


def test_an_empty_warehouse_is_a_result_of_its_own(house):
    result = load(house)
    assert (result.rows, result.there, result.newest) == (0, [], None)
    assert (result.filled_share, result.coverage) == (None, None)
    assert result.headline == "There is no data yet."
    assert len(quality.report(result, 0).tables["dictionary"]) == sum(
        len(each.columns) for each in EXTRACTS.values()
    )


def test_each_question_is_asked_once(examples):
    asked: Counter[tuple[str, object]] = Counter()
    with examples.snapshot() as state:

        def counting(name, given, **extra):
            asked[name, extra.get("extract")] += 1
            return state.ask(name, given, everybody(), **extra)

        quality.load(counting, today=TODAY)
    assert set(asked.values()) == {1}
    rest = {file.stem for file in (Path(__file__).parents[1] / "queries/quality").glob("*.sql")}
    assert {name.split("/")[1] for name, _ in asked} == {n for n in rest if not n.endswith("_rows")}


def test_the_export_holds_what_the_page_shows(examples):
    result = load(examples)
    written = json.loads(to_json(quality.report(result, 17)))
    assert written["headline"] == result.headline
    figures = {figure["key"]: figure["value"] for figure in written["figures"]}
    assert figures["extracts"] == 17
    assert figures["rows"] == sum(len(templates.example(n).splitlines()) - 1 for n in EXTRACTS)
    assert figures["coverage"] == pytest.approx(100 * result.coverage.share)
    assert written["tables"].keys() == {
        "freshness",
        "coverage",
        "orphans",
        "impossible",
        "duplicates",
        "dictionary",
        "notes",
    }
    assert TOPICS["quality"] is quality


def test_the_data_dictionary_is_found_by_extract_name_meaning_or_value(examples):
    result = load(examples)
    assert {line["extract"] for line in dictionary(result, "ratings")} == {"ratings"}
    assert [line["column"] for line in dictionary(result, search="Likelihood")] == ["nps"]
    assert {line["column"] for line in dictionary(result, search="out_of_stock")} == {"status"}
    assert dictionary(result, search="no such thing") == []


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0 %"), (0.00001, "under 0.1 %"), (0.0123, "1.2 %"), (0.996, "99.6 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(share, said):
    assert percent(share) == said
