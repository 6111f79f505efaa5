"""What the questions about drivers count: rows by hand, one rule of a header each."""

from datetime import date

import pytest

from cx.filters import Filters
from cx.topics.drivers.windows import ASKED
from tests.conftest import Rows

EVERYTHING = Filters()
TODAY = date(2026, 12, 31)


def answer(number: int, nps: int = 5, on: str = "2026-05-01", **more: object) -> dict[str, object]:
    return {
        "response_id": f"r{number}",
        "responded_at": on,
        "customer_id": f"c{number}",
        "nps": nps,
        **more,
    }


def customers(count: int, **more: object) -> Rows:
    return [
        {"customer_id": f"c{at}", "name": f"Customer {at}", "status": "active", **more}
        for at in range(count)
    ]


@pytest.fixture
def told(ask):
    """What a question about causes tells of the answers, in the order of their ids."""

    def _told(name: str, *columns: str) -> list[tuple[object, ...]]:
        question = f"drivers/causes_{name}"
        frame = ask(question, EVERYTHING, **ASKED[question]).set_index("answer").sort_index()
        found = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
        return list(found.itertuples(index=True, name=None))

    return _told


# Ratings


def test_ratings_of_any_scale_are_brought_to_one_to_five(bring, ask):
    bring("responses", [answer(1)])
    scales = {"a": (10, 10), "b": (1, 10), "c": (4, 7), "d": (3, 5), "e": (0, 10), "f": (1, 1)}
    bring(
        "ratings",
        [
            {"response_id": "r1", "attribute": name, "rating": rating, "scale_max": most}
            for name, (rating, most) in scales.items()
        ],
    )
    rows = ask("drivers/ratings", EVERYTHING).sort_values("attribute_number")["rating"]
    assert rows.iloc[:4].tolist() == [5.0, 1.0, 3.0, 3.0]
    assert rows.iloc[4:].isna().all()


def test_ratings_stand_beside_the_answer_to_the_chosen_metric(bring, ask):
    bring("surveys", [{"survey_id": "s", "name": "s", "csat_scale": 7}])
    bring("responses", [answer(1, nps=9, csat=4, ces=2, survey_id="s")])
    bring("ratings", [{"response_id": "r1", "attribute": "a", "rating": 2}])
    found = {
        metric: ask("drivers/ratings", Filters(metric=metric)).iloc[0]
        for metric in ("nps", "csat", "ces")
    }
    assert [found[metric]["score"] for metric in found] == [9.0, 3.0, 2.0]
    assert [found[metric]["points"] for metric in found] == [100.0, 0.0, 2.0]


# Orders


def order(number: int, **more: object) -> dict[str, object]:
    return {
        "order_id": f"o{number}",
        "customer_id": f"c{number}",
        "ordered_at": "2026-04-01",
        "status": "delivered",
        "promised_on": "2026-04-10",
        "delivered_on": "2026-04-10",
        **more,
    }


def test_late_is_after_the_promised_day_and_by_the_hour_only_where_hours_are_known(bring, told):
    bring("responses", [answer(at, order_id=f"o{at}") for at in range(5)])
    hours = {"promised_at": "2026-04-10 18:00", "delivered_at": "2026-04-10 20:15"}
    bring(
        "orders",
        [
            order(0),
            order(1, delivered_on="2026-04-11"),
            order(2, **hours),
            order(3, promised_on=None),
            order(4, delivered_on=None, status="open"),
        ],
    )
    assert told("orders", "late_by_day", "late_by_hour") == [
        (0, 0.0, None),
        (1, 1.0, None),
        (2, 0.0, 1.0),
        (3, None, None),
        (4, None, None),
    ]


def test_an_answer_about_no_order_takes_the_latest_delivery_within_ninety_days(bring, told):
    bring("responses", [answer(at) for at in range(4)])
    late = {"delivered_on": "2026-04-12"}
    bring(
        "orders",
        [
            order(0, **late),
            order(1, **late) | {"customer_id": "c0", "delivered_on": "2026-04-11"},
            order(2, customer_id="c1", **late),
            order(3, customer_id="c1", promised_on="2026-04-20", delivered_on="2026-04-20"),
            order(4, customer_id="c2", promised_on="2026-01-01", delivered_on="2026-01-20"),
            order(5, customer_id="c3", promised_on="2026-05-01", delivered_on="2026-05-02"),
        ],
    )
    assert told("orders", "late_by_day") == [(0, 1.0), (1, 0.0)]


def test_an_answer_about_a_contact_takes_its_order_only_once_it_was_delivered(bring, told):
    bring("responses", [answer(at, interaction_id=f"i{at}") for at in range(2)])
    bring(
        "interactions",
        [
            {
                "interaction_id": f"i{at}",
                "customer_id": f"c{at}",
                "occurred_at": "2026-04-30",
                "touchpoint": "Order",
                "channel": "Web",
                "order_id": f"o{at}",
            }
            for at in range(2)
        ],
    )
    bring("orders", [order(0, delivered_on="2026-04-11"), order(1, delivered_on="2026-05-03")])
    assert told("orders", "late_by_day") == [(0, 1.0)]


def test_one_missing_line_makes_an_order_incomplete_and_out_of_stock(bring, told):
    bring("responses", [answer(at, order_id=f"o{at}") for at in range(3)])
    bring(
        "orders",
        [
            order(0, is_complete="false") | {"line": 1},
            order(0, status="out_of_stock", delivered_on=None) | {"line": 2},
            order(1, is_complete="true"),
            order(2, status="cancelled", delivered_on=None),
        ],
    )
    assert told("orders", "incomplete", "out_of_stock") == [
        (0, 1.0, 1.0),
        (1, 0.0, 0.0),
        (2, None, None),
    ]


def test_the_invoice_of_the_order_counts_else_the_latest_one(bring, told):
    bring("responses", [answer(0, order_id="o0"), answer(1), answer(2), answer(3, order_id="o9")])
    bring("orders", [order(0)])
    bring(
        "invoices",
        [
            invoice(0, "c0", "2026-04-12", "true", order_id="o0"),
            invoice(1, "c0", "2026-04-28", "false"),
            invoice(2, "c1", "2026-04-12", "true"),
            invoice(3, "c1", "2026-04-28", "false"),
            invoice(4, "c2", "2025-04-28", "true"),
        ],
    )
    assert told("invoices", "disputed") == [(0, 1.0), (1, 0.0), (2, None), (3, None)]


def invoice(number: int, customer: str, on: str, disputed: str, **more: str) -> dict[str, object]:
    return {
        "invoice_id": f"n{number}",
        "customer_id": customer,
        "issued_on": on,
        "amount": 10,
        "is_disputed": disputed,
        **more,
    }


# Contacts


def contact(number: int, at: str, customer: str = "c0", **more: object) -> dict[str, object]:
    return {
        "interaction_id": f"i{number}",
        "customer_id": customer,
        "occurred_at": at,
        "touchpoint": "Help",
        "channel": "Phone",
        "direction": "inbound",
        **more,
    }


def test_the_contact_asked_about_counts_and_else_the_latest_for_which_it_is_known(bring, told):
    bring("responses", [answer(0, interaction_id="i0"), answer(1), answer(2)])
    bring(
        "interactions",
        [
            contact(0, "2026-03-01", wait_seconds=400, is_resolved="true"),
            contact(1, "2026-04-30", wait_seconds=1, is_resolved="false"),
            contact(2, "2026-04-20", "c1", wait_seconds=301, is_resolved="true"),
            contact(3, "2026-04-29", "c1", is_resolved="false"),
            contact(4, "2026-03-20", "c2", wait_seconds=900, is_resolved="false"),
        ],
    )
    assert told("contacts", "long_wait", "not_settled") == [(0, 1.0, 0.0), (1, 1.0, 1.0)]


def test_of_two_contacts_at_one_moment_the_worse_counts(bring, told):
    bring("responses", [answer(0)])
    bring(
        "interactions",
        [
            contact(0, "2026-04-30", wait_seconds=900, is_resolved="true"),
            contact(1, "2026-04-30", wait_seconds=1, is_resolved="false"),
        ],
    )
    assert told("contacts", "long_wait", "not_settled") == [(0, 1.0, 1.0)]


def test_a_repeat_is_inbound_at_the_same_touchpoint_within_seven_days_and_before_the_answer(
    bring, told
):
    bring("responses", [answer(at, interaction_id=f"i{at}0") for at in range(5)])
    bring(
        "interactions",
        [
            contact(0, "2026-04-20", "c0") | {"interaction_id": "i00"},
            contact(1, "2026-04-26", "c0"),
            contact(2, "2026-04-20", "c1") | {"interaction_id": "i10"},
            contact(3, "2026-04-28", "c1"),
            contact(4, "2026-04-20", "c2") | {"interaction_id": "i20"},
            contact(5, "2026-04-21", "c2", touchpoint="Order"),
            contact(6, "2026-04-30", "c3") | {"interaction_id": "i30"},
            contact(7, "2026-05-02", "c3"),
            contact(8, "2026-04-20", "c4", direction="outbound") | {"interaction_id": "i40"},
        ],
    )
    assert told("contacts", "repeated") == [(0, 1.0), (1, 0.0), (2, 0.0), (3, 0.0), (4, None)]


def test_pressure_is_four_marketing_contacts_in_thirty_days_and_unknown_before_records_begin(
    bring, told
):
    bring("customers", customers(3))
    days = ["2026-04-05", "2026-04-12", "2026-04-19", "2026-04-26"]
    sent = [
        contact(at, day, "c0", purpose="marketing", direction="outbound")
        for at, day in enumerate(days)
    ]
    bring("interactions", [*sent, contact(9, "2026-04-26", "c1", purpose="marketing")])
    bring(
        "responses",
        [
            answer(0),
            answer(1),
            answer(2, on="2026-05-06"),
            answer(3, on="2026-06-01"),
            answer(4, on="2026-06-01", customer_id="c2"),
        ],
    )
    assert told("pressure", "pressed") == [(0, 1.0), (1, None), (2, 0.0), (4, 0.0)]


def test_a_case_is_handed_over_when_a_second_agent_deals_with_it_before_the_answer(bring, told):
    bring("responses", [answer(at) for at in range(5)])
    bring("cases", [case(at, f"c{at}", "2026-04-10") for at in range(5)])
    bring(
        "interactions",
        [
            contact(0, "2026-04-10", "c0", case_id="k0", agent_id="x"),
            contact(1, "2026-04-12", "c0", case_id="k0", agent_id="y"),
            contact(2, "2026-04-10", "c1", case_id="k1", agent_id="x"),
            contact(3, "2026-04-12", "c1", case_id="k1", agent_id="x"),
            contact(4, "2026-04-10", "c2", case_id="k2", agent_id="x"),
            contact(5, "2026-05-12", "c2", case_id="k2", agent_id="y"),
            contact(6, "2026-04-10", "c3", case_id="k3"),
            contact(7, "2026-04-12", "c3", case_id="k3"),
        ],
    )
    assert told("cases", "handed_over") == [(0, 1.0), (1, 0.0), (2, 0.0), (3, 1.0), (4, None)]


def case(number: int, customer: str, at: str, **more: object) -> dict[str, object]:
    return {
        "case_id": f"k{number}",
        "customer_id": customer,
        "opened_at": at,
        "category": "Complaint",
        **more,
    }


def test_a_case_opened_again_counts_from_that_day_on(bring, told):
    bring("responses", [answer(at) for at in range(4)])
    bring(
        "cases",
        [
            case(0, "c0", "2026-04-10", reopened_at="2026-04-20"),
            case(1, "c1", "2026-04-10", reopened_at="2026-05-20"),
            case(2, "c2", "2026-04-10", reopened_at="2026-04-20"),
            case(3, "c2", "2026-04-15"),
            case(4, "c3", "2025-04-10", reopened_at="2025-04-20"),
        ],
    )
    assert told("cases", "reopened") == [(0, 1.0), (1, 0.0), (2, 0.0)]


# Who left


def followed(ask) -> dict[int, tuple[float | None, int]]:
    """Days and whether they left, by score: each customer below has a score of their own."""
    frame = ask("drivers/first_answers", EVERYTHING, latest_possible_on=TODAY)
    days = frame["days"].astype(object).where(frame["days"].notna(), None)
    return {
        int(value): (stay, int(left))
        for value, stay, left in zip(frame["value"], days, frame["has_left"], strict=True)
    }


def test_customers_are_followed_from_their_first_answer_until_they_left_or_data_end(bring, ask):
    bring(
        "customers",
        [
            {"customer_id": "c0", "name": "left", "acquired_on": "2026-01-01"}
            | {"lost_on": "2026-05-11", "status": "lost"},
            {"customer_id": "c1", "name": "stays", "acquired_on": "2026-06-01"}
            | {"first_seen_on": "2026-01-01"},
            {"customer_id": "c2", "name": "stays", "acquired_on": "2026-01-01", "status": "active"},
            {"customer_id": "c3", "name": "was gone", "lost_on": "2026-04-30", "status": "lost"},
            {"customer_id": "c4", "name": "prospect", "status": "prospect"},
            {"customer_id": "c5", "name": "no day", "status": "lost"},
            {"customer_id": "c6", "name": "latest", "acquired_on": "2026-05-31"},
        ],
    )
    bring("responses", [answer(at, at) for at in range(7)])
    bring("responses", [answer(9, 9, on="2026-05-20", customer_id="c0")], mode="merge")
    assert followed(ask) == {0: (10.0, 1), 2: (31.0, 0), 5: (None, 1)}


def test_without_days_of_leaving_the_end_of_all_contracts_tells(bring, ask):
    bring("customers", customers(4, acquired_on="2026-01-01"))
    ends = {0: ["2026-05-21"], 1: ["2026-05-21", None], 2: ["2027-12-31"], 3: []}
    bring(
        "contracts",
        [
            {
                "contract_id": f"k{who}-{at}",
                "customer_id": f"c{who}",
                "started_on": "2026-02-01",
                "ended_on": end,
            }
            for who, found in ends.items()
            for at, end in enumerate(found)
        ],
    )
    bring("responses", [answer(at, at) for at in range(4)])
    until_today = float((TODAY - date(2026, 5, 1)).days)
    assert followed(ask) == {
        0: (20.0, 1),
        1: (until_today, 0),
        2: (until_today, 0),
        3: (until_today, 0),
    }


def test_contacts_that_settled_nothing_are_counted_from_the_day_of_the_answer(bring, ask):
    bring("customers", customers(1, acquired_on="2025-01-01") + _last_day("2026-08-01"))
    bring("responses", [answer(0)])
    bring(
        "interactions",
        [
            contact(0, "2026-04-21", is_resolved="false"),
            contact(1, "2026-05-11 10:00", is_resolved="false"),
            contact(2, "2026-05-12", is_resolved="true"),
            contact(3, "2025-05-12", is_resolved="false"),
        ],
    )
    found = ask("drivers/bad_contacts", EVERYTHING, latest_possible_on=TODAY, bad_days=180)
    assert list(zip(found["name"], found["day"], strict=True)) == [("Help", -10), ("Help", 10)]


def _last_day(on: str) -> Rows:
    """A customer who tells only until when the extract reaches."""
    return [{"customer_id": "end", "name": "end", "status": "active", "acquired_on": on}]


def test_those_asked_are_followed_from_when_they_had_answered_or_not(bring, ask):
    bring("customers", customers(3, acquired_on="2025-01-01") + _last_day("2026-06-30"))
    bring(
        "invitations",
        [
            {"invitation_id": f"v{at}", "customer_id": f"c{at}", "sent_at": "2026-05-01"}
            for at in range(3)
        ],
    )
    bring(
        "responses",
        [
            answer(0, on="2026-05-03", invitation_id="v0"),
            answer(1, on="2026-05-29", invitation_id="v1"),
        ],
    )
    found = ask("drivers/asked", EVERYTHING, latest_possible_on=TODAY, answer_days=14)
    rows = {bool(row.has_answered): (row.days, row.people) for row in found.itertuples()}
    assert rows == {False: (46.0, 2), True: (46.0, 1)}


def test_a_complaint_is_put_right_or_not_before_the_answer_or_still_open(bring, ask):
    bring("customers", customers(5, acquired_on="2025-01-01") + _last_day("2026-06-30"))
    steps = {
        0: ("2026-04-01", "2026-04-05", "recovered"),
        1: ("2026-04-01", "2026-04-05", "not_recovered"),
        2: ("2026-04-01", "2026-05-05", "recovered"),
        3: ("2025-04-01", "2025-04-05", "recovered"),
    }
    bring(
        "follow_ups",
        [
            {
                "follow_up_id": f"f{at}",
                "customer_id": f"c{at}",
                "case_id": f"k{at}",
                "opened_at": opened,
                "closed_at": closed,
                "outcome": outcome,
            }
            for at, (opened, closed, outcome) in steps.items()
        ],
    )
    bring("responses", [answer(at, at) for at in range(5)])
    earlier = [
        answer(10, 10, on="2026-03-20", customer_id="c0"),
        answer(11, 0, on="2026-04-10", customer_id="c0"),
    ]
    bring("responses", earlier, mode="merge")
    view = Filters("custom", date(2026, 5, 1), date(2026, 5, 31))
    found = ask("drivers/recovery", view, latest_possible_on=TODAY, recovery_days=180)
    rows = {
        (row.outcome, None if row.before != row.before else row.before)
        for row in found.itertuples()
    }
    assert sorted(found["outcome"]) == [0, 0, 1, 2]
    assert (1, 1.0) in rows
    assert (2, None) in rows


def test_margin_is_of_the_last_year_and_of_those_who_are_still_there(bring, ask):
    bring(
        "customers",
        [
            {"customer_id": "c0", "name": "a", "acquired_on": "2025-01-01", "segment": "A"},
            {"customer_id": "c1", "name": "b", "acquired_on": "2025-01-01", "segment": "B"},
            {"customer_id": "c2", "name": "c", "status": "lost", "lost_on": "2026-05-01"},
        ],
    )
    amounts = {"revenue": 100, "discount": 10, "cost_of_goods": 40}
    bring(
        "orders",
        [
            order(0, **amounts, ordered_at="2026-04-30"),
            order(1, **amounts, ordered_at="2025-05-02"),
            order(2, **amounts, ordered_at="2026-04-30"),
            order(3, **amounts, ordered_at="2025-04-30", customer_id="c0"),
            order(4, revenue=7, ordered_at="2026-04-30", customer_id="c1"),
        ],
    )
    (row,) = ask("drivers/worth", EVERYTHING, latest_possible_on=TODAY).itertuples(index=False)
    assert (row.customers, row.margin, row.revenue, row.revenue_without_cost) == (2, 100, 207, 7)
    (row,) = ask("drivers/worth", Filters(segment=("A",)), latest_possible_on=TODAY).itertuples(
        index=False
    )
    assert (row.customers, row.margin) == (1, 50)
