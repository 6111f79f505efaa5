"""Specification of the Customer topic: one customer, counted again from the rows by hand."""

import json
from argparse import Namespace
from datetime import date, datetime, timedelta

import pytest

from cx.auth import everybody
from cx.cli.export import export_text
from cx.errors import BadFilter
from cx.filters import Filters
from cx.topics import customer
from cx.topics.customer import Customer
from cx.warehouse import House, follow_ups
from cx.warehouse.follow_ups import Step
from tests.conftest import begins

ALL = Filters()
LATEST = datetime.fromisoformat("2026-06-30 10:00")


def day(days_before: float) -> str:
    return (LATEST - timedelta(days=days_before)).isoformat(sep=" ")


@begins
def company(bring):
    """An account of two, whom the first brought, and somebody of whom nothing is on file."""
    bring(
        "customers",
        [
            {"customer_id": "007", "name": "Alder Works", "status": "active", "segment": "SMB",
             "annual_category_spend": 1000, "acquired_on": "2020-01-01"},
            {"customer_id": "008", "name": "Alder Works North", "parent_customer_id": "007",
             "referred_by_customer_id": "007"},
            {"customer_id": "009", "name": "Birch", "referred_by_customer_id": "008"},
            {"customer_id": "0099", "name": "Works of Birch"},
        ],
    )  # fmt: skip
    bring("products", [{"product_id": "p", "name": "Heat pump"}])
    bring(
        "orders",
        [
            {"order_id": "a", "customer_id": "007", "ordered_at": day(200), "product_id": "p",
             "revenue": 100, "cost_of_goods": 60, "discount": 5, "status": "delivered"},
            {"order_id": "b", "customer_id": "007", "ordered_at": day(400), "revenue": 900},
            {"order_id": "c", "customer_id": "007", "ordered_at": day(10), "revenue": 500,
             "status": "cancelled"},
            {"order_id": "d", "customer_id": "008", "ordered_at": day(20), "revenue": 300,
             "cost_of_goods": 100},
            {"order_id": "e", "customer_id": "009", "ordered_at": day(20), "revenue": 80,
             "cost_of_goods": 40},
        ],
    )  # fmt: skip
    contact = {"touchpoint": "Service", "channel": "Phone"}
    bring(
        "interactions",
        [
            {"interaction_id": f"i{at}", "customer_id": "007", "occurred_at": day(at * 11),
             "direction": "outbound", "purpose": ("marketing", "sales")[at % 2], "cost": 2,
             **contact}
            for at in range(1, 6)
        ] + [{"interaction_id": "z", "customer_id": "z", "occurred_at": str(LATEST), **contact}],
    )  # fmt: skip
    bring("surveys", [{"survey_id": "s", "name": "Pulse", "kind": "relationship"}])
    bring(
        "responses",
        [
            {"response_id": "r1", "customer_id": "007", "responded_at": day(250), "nps": 3,
             "csat": 2, "survey_id": "s", "comment": "Call +44 20 7946 0958"},
            {"response_id": "r0", "customer_id": "007", "responded_at": day(300), "nps": 9,
             "survey_id": "s"},
        ],
    )  # fmt: skip
    bring(
        "cases",
        [
            {"case_id": "k1", "customer_id": "007", "opened_at": day(30), "category": "Complaint",
             "resolved_at": day(25), "reopened_at": day(20)},
            {"case_id": "k2", "customer_id": "007", "opened_at": day(90), "category": "Complaint",
             "resolved_at": day(80)},
        ],
    )  # fmt: skip
    bring(
        "contracts",
        [{"contract_id": "t", "customer_id": "007", "started_on": "2024-08-15",
          "renews_on": "2026-08-15"}],
    )  # fmt: skip


def load(house: House, customer_id: str = "007", **options: object) -> Customer:
    with house.snapshot() as state:
        return customer.load(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            ALL,
            customer_id=customer_id,
            **options,
        )


def search(house: House, text: str) -> list[str]:
    with house.snapshot() as state:
        found = customer.search(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra), ALL, text
        )
    return [each.customer_id for each in found]


def test_search_takes_the_beginning_of_an_id_and_any_part_of_a_name(house, company):
    assert search(house, "009") == ["009", "0099"]
    assert search(house, "99") == []
    assert search(house, "alder") == ["007", "008"]
    assert search(house, "  WORKS  of ") == ["0099"]
    assert search(house, "100 %") == []
    assert search(house, "") == []


def test_value_is_of_the_twelve_months_before_the_latest_day(house, company):
    value = load(house).value
    assert (value.revenue, value.revenue_before, value.orders) == (100, 900, 1)
    assert (value.margin, value.lines_with_cost) == (35, 1)
    assert value.share_of_wallet == pytest.approx(0.1)
    assert (value.cost_to_serve, value.contacts) == (10, 5)
    assert (value.pressure, value.marketing_pressure) == (2, 1)


def test_influence_is_what_those_brought_really_earned_halved_with_each_step(house, company):
    said = load(house).influence
    assert [(each.customer_id, each.depth) for each in said.brought] == [("008", 1), ("009", 2)]
    assert said.is_margin
    assert said.worth == 200 + 0.5 * 40
    assert load(house, "0099").influence.worth is None


def test_nobody_gets_influence_guessed_where_no_referrals_are_on_file(house, bring):
    bring("customers", [{"customer_id": "c"}])
    bring("responses", [{"response_id": "r", "customer_id": "c", "responded_at": "2026-01-01",
                         "nps": 10}])  # fmt: skip
    assert not load(house, "c").influence.is_known


def test_reasons_to_worry_are_told_in_words(house, company):
    assert load(house).at_risk == (
        "1 open case, the oldest for 30 days.",
        "Last NPS answer 3 of 10, a detractor, 250 days ago, never followed up.",
        "Silence: no order, contact of theirs or answer for 200 days.",
        "Falling orders: revenue of 12 months 89 % below the 12 months before.",
        "Renewal in 46 days.",
    )
    assert load(house).juncture == ("contract renewal", date(2026, 8, 15))


def answer(days_before: int, nps: int, number: int) -> dict[str, object]:
    return {
        "response_id": f"a{number}", "customer_id": "0099", "responded_at": day(days_before),
        "nps": nps, "survey_id": "s",
    }  # fmt: skip


def test_an_unhappy_answer_that_nobody_came_back_to_is_told_beside_a_better_one(
    house, company, bring
):
    bring("responses", [answer(300, 2, 1), answer(20, 9, 2)])
    left = "NPS answer 2 of 10, a detractor, 300 days ago, never followed up"
    assert load(house, "0099").at_risk == (f"{left}; the latest, 9 of 10, is better.",)
    bring("responses", [answer(300, 2, 1), answer(200, 1, 3), answer(20, 1, 2)])
    last = "Last NPS answer 1 of 10, a detractor, 20 days ago, never followed up."
    assert load(house, "0099").at_risk == (last, f"{left} (2 such answers in all).")


def test_an_unhappy_answer_that_somebody_came_back_to_is_no_reason_of_its_own(
    house, company, bring
):
    bring("responses", [answer(300, 2, 1), answer(20, 9, 2)])
    opened = {"follow_up_id": "f", "customer_id": "0099", "response_id": "a1"}
    bring("follow_ups", [opened | {"opened_at": day(299)}])
    (said,) = load(house, "0099").at_risk
    assert "300 days ago, taken up but not contacted yet; the latest" in said
    step = Step("answer", "a1", "contacted", LATEST - timedelta(days=1))
    follow_ups.log(house, step, "ann")
    assert load(house, "0099").at_risk == ()
    assert load(house, "0099").headline.endswith("Nothing on file points to a risk.")
    assert load(house, "0099", revision=0).at_risk == (said,)


def test_a_case_opened_again_is_open_since_its_first_day(house, company):
    again, closed = load(house).cases
    assert (again.is_open, again.age_seconds) == (True, 30 * 86_400)
    assert (closed.is_open, closed.age_seconds) == (False, 10 * 86_400)


def test_the_account_is_the_head_and_all_under_it_from_wherever_one_looks(house, company):
    of_head, of_member = load(house, "007").account, load(house, "008").account
    assert [each.customer_id for each in of_head] == ["007", "008"]
    assert of_head == of_member
    assert (of_head[0].is_head, of_head[0].last_nps, of_head[0].open_cases) == (True, 3, 1)
    assert load(house, "009").account == ()


def test_the_timeline_has_every_event_of_every_extract_once(house, company):
    found = load(house)
    kinds = [each.kind for each in found.timeline.events]
    assert kinds.count("contact") == 5
    assert kinds.count("order placed") == 3
    assert kinds.count("answered") == 2
    assert kinds.count("case opened") == 2
    assert kinds.count("case reopened") == 1
    assert found.timeline.total == len(kinds) == sum(mark.events for mark in found.axis)
    assert found.timeline.events[0].kind == "contract renewal"


def test_a_step_logged_here_stands_in_the_timeline(house, company):
    step = Step("answer", "r1", "contacted", LATEST, note="Write to kim@mail.example.org")
    follow_ups.log(house, step, "ann")
    (event,) = [each for each in load(house).timeline.events if each.extract == "follow_ups"]
    assert (event.kind, event.happened_at) == ("follow-up contact", LATEST)
    assert load(house, revision=0).timeline.total == load(house).timeline.total - 1


def test_five_thousand_events_are_turned_by_pages_and_put_together_by_month(house, bring):
    bring("customers", [{"customer_id": "c"}])
    rows = [
        {"interaction_id": f"i{at}", "customer_id": "c", "touchpoint": "Service",
         "channel": "Phone", "occurred_at": (LATEST - timedelta(hours=3 * at)).isoformat()}
        for at in range(5000)
    ]  # fmt: skip
    bring("interactions", rows)
    found = load(house, "c", most=50)
    assert (found.timeline.total, len(found.timeline.events)) == (5000, 50)
    assert found.is_by_month
    assert len(found.axis) < 30
    assert sum(mark.events for mark in found.axis) == 5000
    with house.snapshot() as state:
        last = customer.load_timeline(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            ALL, customer_id="c", page=99,
        )  # fmt: skip
    assert last.events[-1].reference_id == "i4999"


def test_a_customer_of_whom_nothing_is_on_file_opens_too(house, company):
    found = load(house, "0099")
    assert found.timeline.total == 0
    assert found.value.revenue is None
    assert found.at_risk == ("Silence: no order, contact of theirs or answer on file.",)


def test_an_id_that_only_other_extracts_know_opens_and_says_so(house, company):
    assert not load(house, "z").profile.is_on_file


def test_an_unknown_id_is_refused(house, company):
    with pytest.raises(BadFilter, match='There is no customer "nobody"'):
        load(house, "nobody")


def export(house: House, *filters: tuple[str, str]) -> str:
    given = Namespace(topic="customer", format="json", filters=filters, table=None)
    return export_text(house, given)


def test_an_export_takes_the_id_as_a_filter_and_masks_comments(house, company):
    text = export(house, ("customer_id", "007"))
    found = json.loads(text)
    assert found["filters"] == {"customer_id": "007"}
    assert {"profile", "timeline", "scores", "cases", "at_risk", "account"} <= (
        found["tables"].keys()
    )
    assert "7946" not in text
    assert found["tables"]["scores"][0]["comment"] == "Call [number]"


@pytest.mark.parametrize(
    "filters",
    [
        (),
        (("customer_id", " "),),
        (("customer_id", "007"), ("customer_id", "008")),
        (("customer_id", "007"), ("from", "2026-01-01")),
    ],
)
def test_an_export_without_one_id_alone_is_refused(house, company, filters):
    with pytest.raises(BadFilter):
        export(house, *filters)


def test_another_topic_does_not_take_the_id(house, company):
    given = Namespace(topic="nps", format="json", filters=[("customer_id", "007")], table=None)
    with pytest.raises(BadFilter, match="customer_id"):
        export_text(house, given)
